"""Own tables: what is found in them, and a sentence for everything that is wrong with them."""

from __future__ import annotations

import gzip
import io
import tracemalloc
import zipfile

import numpy as np
import pytest

from playground import datasets
from playground.core import paths
from playground.core.problems import PlaygroundError, Problem
from playground.datasets import uploads
from playground.datasets.dataset import Prepared
from playground.experiment import edits, spec
from tests.support import files

pytestmark = pytest.mark.usefixtures("home")

PLAIN = files.csv_text()


def data_of(content: str | bytes, **params: object) -> spec.Data:
    kept = datasets.store_upload(content if isinstance(content, bytes) else content.encode())
    return spec.Data.model_validate({"name": "csv", "params": {"file": kept, **params}})


def prepared(content: str | bytes, **params: object) -> Prepared:
    return datasets.prepare(data_of(content, **params))


def refused(content: str | bytes, **params: object) -> Problem:
    with pytest.raises(PlaygroundError) as raised:
        prepared(content, **params)
    problem = raised.value.problems[0]
    assert problem.field is not None
    assert str(problem).endswith((".", "?"))
    return problem


def mended(data: spec.Data, problem: Problem, label: str) -> Prepared:
    """The data after the repair whose words contain *label*."""
    (repair,) = [repair for repair in problem.repairs if label in str(repair.label)]
    around = spec.Experiment(data=data, networks=(spec.Network(),), loss=spec.NamedParams(name="none"))
    return datasets.prepare(edits.apply(around, *repair.edits).data)


# what is found ------------------------------------------------------------------------------------------------------


def test_columns_classes_and_categories() -> None:
    info = prepared(PLAIN).info
    assert info.task == "multiclass"
    assert info.class_names == ("a", "b", "c")
    assert info.feature_names == ("height", "width", "colour=blue", "colour=green", "colour=red")
    assert info.target_names == ("kind",)
    assert (info.train_examples, info.validation_examples, info.test_examples) == (42, 6, 12)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030"])
def test_chinese_in_every_encoding(encoding: str) -> None:
    rows = "".join(f"{row},{('红色', '绿色', '蓝色')[row % 3]},{('是', '否')[row % 2]}\n" for row in range(30))
    info = prepared(("高度,颜色,结果\n" + rows).encode(encoding)).info
    assert info.feature_names == ("高度", "颜色=红色", "颜色=绿色", "颜色=蓝色")
    assert set(info.class_names) == {"是", "否"}


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "utf-8"])
def test_western_letters(encoding: str) -> None:
    rows = "".join(f"{row},{('Müller', 'café', 'señor')[row % 3]},{row % 2}\n" for row in range(30))
    names = prepared(("Größe,Wörter,y\n" + rows).encode(encoding)).info.feature_names
    assert names == ("Größe", "Wörter=Müller", "Wörter=café", "Wörter=señor")


@pytest.mark.parametrize(
    ("given", "text"), [("big5", "結果"), ("shift_jis", "けっか"), ("cp1251", "цвет"), ("euc-kr", "결과")]
)
def test_an_encoding_that_is_told(given: str, text: str) -> None:
    rows = "".join(f"{row},{row % 2}\n" for row in range(30))
    assert prepared(f"{text},y\n{rows}".encode(given), encoding=given).info.feature_names == (text,)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_quotes_and_line_ends(delimiter: str) -> None:
    rows = "".join(
        delimiter.join([str(row), f'"a{delimiter} b\nc"' if row % 2 else "d", str(row % 2)]) + "\r\n"
        for row in range(30)
    )
    names = prepared(delimiter.join(["x", "text", "y"]) + "\r\n" + rows).info.feature_names
    assert names == ("x", f"text=a{delimiter} b\nc", "text=d")


def test_decimal_commas() -> None:
    rows = "".join(f"{row},5;{row % 7},25;{row % 2}\n" for row in range(30))
    found = prepared("x;z;y\n" + rows)
    assert found.info.feature_names == ("x", "z")
    assert set(np.concatenate([part.x[:, 0] for part in (found.train, found.validation, found.test)]) % 1) == {0.5}


def test_what_stands_for_missing() -> None:
    words = ["NA", "n/a", "?", "null", "-", ""]
    rows = "".join(f"{words[row] if row < 6 else row},{row},{row % 2}\n" for row in range(60))
    seen = datasets.preview(data_of("x,z,y\n" + rows))
    assert seen.stats_before.set_index("column").loc["x", "missing"] == 6
    assert ("missing values, filled in", 6) in [(text.message, count) for text, count in seen.cleaning_notes]


def test_infinities_count_as_missing() -> None:
    found = prepared("x,y\n" + "".join(f"{'inf' if row == 3 else row},{row % 2}\n" for row in range(30)))
    assert np.isfinite(found.train.x).all()


@pytest.mark.parametrize(
    ("values", "task", "outputs"),
    [
        (lambda row: row % 2, "binary", 1),
        (lambda row: row % 2 * 1.5, "binary", 1),
        (lambda row: ("yes", "no")[row % 2], "binary", 1),
        (lambda row: ("true", "false")[row % 2], "binary", 1),
        (lambda row: row % 5, "multiclass", 5),
        (lambda row: row * 1.25, "regression", 1),
        (lambda row: row * 1000, "regression", 1),
    ],
)
def test_the_task_follows_from_the_target(values: object, task: str, outputs: int) -> None:
    info = prepared("x,y\n" + "".join(f"{row},{values(row)}\n" for row in range(60))).info  # type: ignore[operator]
    assert (info.task, info.outputs) == (task, outputs)


def test_the_task_can_be_told() -> None:
    text = "x,y\n" + "".join(f"{row},{row % 5}\n" for row in range(60))
    assert prepared(text, task="regression").info.task == "regression"
    text = "x,y\n" + "".join(f"{row},{row % 50}\n" for row in range(100))
    assert prepared(text, task="classification").info.outputs == 50


def test_several_targets_and_chosen_features() -> None:
    text = "a,b,c,d\n" + "".join(f"{row},{row % 7},{row * 2.5},{row * 0.1}\n" for row in range(40))
    info = prepared(text, target=["a", "d"], exclude=["b"]).info
    assert (info.task, info.outputs, info.feature_names) == ("regression", 2, ("c",))
    assert prepared(text, target=["a"], features=["b", "c"], task="regression").info.feature_names == ("b", "c")


def test_columns_are_named_without_reading_the_file() -> None:
    find = datasets.get("csv").column_names
    assert find is not None
    assert find(data_of(PLAIN).params) == ("height", "width", "colour", "kind")


def test_a_target_in_thousands_is_learned_in_deviations_and_led_back() -> None:
    found = prepared("x,y\n" + "".join(f"{row},{200_000 + row * 1234.5}\n" for row in range(100)))
    assert abs(found.train.y.mean()) < 1e-5
    assert abs(found.train.y.std() - 1) < 1e-5
    back = found.unscale_targets(found.test.y)[:, 0]
    assert np.allclose(back, 200_000 + found.test.x[:, 0] * 1234.5, rtol=1e-5)


# what is refused ----------------------------------------------------------------------------------------------------


def keep(content: bytes) -> str:
    with pytest.raises(PlaygroundError) as raised:
        datasets.store_upload(content)
    assert not list(paths.uploads().glob("*"))
    return str(raised.value)


def zipped() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (zipped(), "Excel"),
        (gzip.compress(b"a,b\n1,2\n", mtime=0), "gzip"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "an image"),
        (b"%PDF-1.7", "PDF"),
        (bytes(range(256)) * 40, "not text"),
        (np.random.default_rng(0).bytes(5000), "not text"),
    ],
)
def test_an_upload_that_is_no_table_is_not_kept(content: bytes, says: str) -> None:
    assert says in keep(content)


def test_a_file_above_the_limit_is_refused_before_it_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "LARGEST", 1_000_000)
    said = keep(b"a,b\n" + b"1,2\n" * 500_000)
    assert "2 MB" in said
    assert "at most 1 MB" in said


BAD: dict[str, tuple[str | bytes, str, str]] = {
    "only a header": ("a,b\n", "no_rows", "no rows"),
    "only blanks": ("\n\n  \n", "one_column", "one column"),
    "too many cells": ("a,b\n1,2\n3,4,5\n6,7\n", "ragged", "Row 3 has 3 cells where 2"),
    "too few cells": ("a,b,c\n1,2,3\n4,5\n6,7,8\n", "ragged", "Row 3 has 2 cells where 3"),
    "one column": ("a\n1\n2\n3\n", "one_column", "one column"),
    "one class": ("a,b\n" + "1,x\n" * 20, "one_class", "one class only"),
    "target all missing": ("a,b\n1,\n2,\n3,NA\n4,\n", "all_missing", "missing in every row"),
    "feature all missing": ("a,b,c\n" + ",1,x\n,2,y\n" * 9, "empty_column", "empty in every row"),
    "no header": ("1,2,0\n" + "3,4,1\n5,6,0\n" * 9, "no_header", "names of the columns"),
    "names twice": ("a,a,b\n" + "1,2,x\n3,4,y\n" * 9, "duplicate_names", "Several columns are called a"),
    "mixed": (
        "a,b\n" + "".join(f"{row if row != 7 else 'seven'},{row % 2}\n" for row in range(30)),
        "mixed_types",
        "1 rows",
    ),
    "dates": ("d,x,y\n" + "".join(f"2024-01-{row + 1:02},{row},{row % 2}\n" for row in range(28)), "dates", "dates"),
    "German dates": ("d,x,y\n" + "".join(f"{row + 1}.1.2024,{row},{row % 2}\n" for row in range(28)), "dates", "dates"),
    "many classes": ("x,y\n" + "".join(f"{row},name{row}\n" for row in range(300)), "many_classes", "300 different"),
    "many categories": (
        "n,x,y\n" + "".join(f"name{row},{row},{row % 2}\n" for row in range(500)),
        "many_categories",
        "different texts",
    ),
    "constant target": ("x,y,z\n" + "1,2.5,1\n2,2.5,2\n" * 9, "constant", "same in every row"),
    "two rows": ("x,y\n1,a\n2,b\n", "too_few_rows", "at least 3"),
}
EXTRA = {"constant target": {"target": ["y"], "task": "regression"}}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_table_is_told_in_a_sentence(case: str) -> None:
    content, code, says = BAD[case]
    problem = refused(content, **EXTRA.get(case, {}))
    assert problem.code == code
    assert says in str(problem)


@pytest.mark.parametrize(
    ("case", "label", "features"),
    [
        ("feature all missing", "Leave out", 1),
        ("no header", "number the columns", 2),
        ("mixed", "missing", 1),
        ("mixed", "categories", None),
        ("dates", "Leave out", 1),
        ("dates", "Count days", 2),
        ("German dates", "Count days", 2),
        ("many categories", "Leave out", 1),
    ],
)
def test_the_repair_that_is_offered_repairs(case: str, label: str, features: int | None) -> None:
    data = data_of(BAD[case][0])
    info = mended(data, refused(BAD[case][0]), label).info
    assert features is None or len(info.feature_names) == features


def test_all_columns_that_are_wrong_are_told_at_once() -> None:
    rows = "".join(f"2024-01-{row + 1:02},,{row if row else 'x'},{row % 2}\n" for row in range(28))
    with pytest.raises(PlaygroundError) as raised:
        prepared("d,e,m,y\n" + rows)
    assert {problem.code for problem in raised.value.problems} == {"dates", "empty_column", "mixed_types"}


def test_text_in_another_encoding_than_told() -> None:
    content = ("x,y\n" + "".join(f"{row},{('是', '否')[row % 2]}\n" for row in range(30))).encode("gb18030")
    assert refused(content, encoding="utf-8").code == "encoding"


def test_a_byte_that_is_no_text_far_into_the_file() -> None:
    content = b"x,y\n" + b"1,a\n2,b\n" * 100_000 + b"3,\xff\xfe\n"
    assert refused(content, encoding="utf-8").code == "encoding"


def test_columns_that_are_not_there() -> None:
    for field in ("target", "features", "exclude"):
        problem = refused(PLAIN, **{field: ["weight"]})
        assert problem.field == f"data.params.{field}"
        assert "height" in str(problem)
    assert refused(PLAIN, target=["kind"], features=["kind", "width"]).code == "target_is_feature"
    assert refused(PLAIN, exclude=["height", "width", "colour"]).code == "no_features"
    assert refused(PLAIN, target=["kind", "width"]).code == "target_is_text"


@pytest.mark.parametrize("file", ["", "../../etc/passwd", "/etc/passwd", "ABC", "0" * 63, "0" * 64])
def test_a_document_cannot_name_a_path(file: str) -> None:
    data = spec.Data.model_validate({"name": "csv", "params": {"file": file}})
    with pytest.raises(PlaygroundError) as raised:
        datasets.prepare(data)
    assert raised.value.problems[0].field == "data.params.file"


def test_the_same_bytes_are_kept_once() -> None:
    assert datasets.store_upload(PLAIN.encode()) == datasets.store_upload(memoryview(PLAIN.encode()))
    assert len(list(paths.uploads().iterdir())) == 1


def test_a_large_file_is_refused_without_copying_it() -> None:
    data = bytes(uploads.LARGEST + 1)
    tracemalloc.start()
    try:
        with pytest.raises(PlaygroundError, match="at most 200 MB"):
            datasets.store_upload(memoryview(data))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 20_000_000


def test_a_word_among_decimal_commas_is_asked_about_as_among_points() -> None:
    rows = [f"{number},5;{number}" for number in range(1, 40)]
    problem = refused("size;target\n" + "\n".join([*rows, "unknown;3"]))
    assert problem.code == "mixed_types"
    assert "unknown" in str(problem)
    kept = prepared("size;target\n" + "\n".join([*rows, "unknown;3"]), mixed="missing")
    assert kept.info.input_shape == (1,)
    assert kept.train.x.max() > 9
