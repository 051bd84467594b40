"""The Data page and the bench's data form: look, change, repair, upload, use."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from playground import datasets
from playground.experiment import spec
from playground.ui.app import forms
from playground.ui.data import changes
from tests.support import files, zips


@pytest.fixture(autouse=True)
def alone(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("PLAYGROUND_DATA", raising=False)
    return home


def page() -> None:
    import streamlit as st

    from playground.experiment import spec
    from playground.ui.data import render_data_page

    state = st.session_state
    state.setdefault("document", spec.Data(name="spirals").model_dump_json())

    def use(data: spec.Data) -> None:
        state["used"] = data.model_dump_json()

    render_data_page(spec.Data.model_validate_json(state["document"]), use)


def form() -> None:
    import streamlit as st

    from playground.experiment import spec
    from playground.ui.data import data_form

    state = st.session_state
    state.setdefault("document", spec.Data(name="spirals").model_dump_json())
    data_form(
        spec.Data.model_validate_json(state["document"]), lambda data: state.update(document=data.model_dump_json())
    )


def opened(script: object, data: spec.Data | None = None) -> AppTest:
    test = AppTest.from_function(script, default_timeout=60)  # type: ignore[arg-type]
    if data is not None:
        test.session_state["document"] = data.model_dump_json()
    test.run()
    assert not test.exception, test.exception
    return test


def used(test: AppTest) -> spec.Data:
    (button,) = [button for button in test.button if button.label == "Use on the workbench"]
    button.click().run()
    return spec.Data.model_validate_json(test.session_state["used"])


@pytest.mark.parametrize("name", datasets.all_datasets())
def test_every_data_set_can_be_looked_at(name: str, home: Path) -> None:
    files.write_all(home / "data" / "cifar-10-batches-py", files.cifar_pickles())
    files.write_idx(home / "data" / "mnist")
    files.write_idx(home / "data" / "fashion-mnist")
    test = opened(page)
    test.radio(key="page.name").set_value(name).run()
    assert not test.exception, test.exception
    assert bool(test.dataframe) == (datasets.get(name).upload is None)


def test_looking_changes_nothing_until_it_is_used() -> None:
    test = opened(page)
    test.radio(key="page.name").set_value("wine").run()
    test.selectbox(key="page.wine.preparation.outliers").set_value("clip").run()
    test.slider(key="page.split.test").set_value(0.3).run()
    assert "used" not in test.session_state
    data = used(test)
    assert (data.name, data.preparation.outliers, data.split.test) == ("wine", "clip", 0.3)


def test_a_document_that_changed_elsewhere_is_shown() -> None:
    test = opened(page)
    test.radio(key="page.name").set_value("wine").run()
    test.session_state["document"] = spec.Data(name="moons").model_dump_json()
    test.run()
    assert test.radio(key="page.name").value == "moons"


def test_files_that_are_missing_are_told_with_a_download() -> None:
    test = opened(page)
    test.radio(key="page.name").set_value("cifar10").run()
    assert any("cifar-10-python.tar.gz" in caption.value for caption in test.caption)
    assert any(button.label.startswith("Download") for button in test.button)


def test_an_own_table_is_refused_with_its_repair_and_then_used() -> None:
    dated = "day,x,y\n" + "".join(f"2024-01-{row + 1:02},{row},{row % 2}\n" for row in range(28))
    file_id = datasets.store_upload(dated.encode())
    data = spec.Data.model_validate({"name": "csv", "params": {"file": file_id}})
    test = opened(page, data)
    assert any("dates" in block.proto.body for block in test.get("html"))
    (repair,) = [button for button in test.button if button.label == "Leave out day"]
    repair.click().run()
    assert not test.exception
    assert used(test).params == {"file": file_id, "exclude": ["day"]}


def test_the_columns_of_an_own_table_can_be_picked() -> None:
    file_id = datasets.store_upload(files.csv_text().encode())
    data = spec.Data.model_validate({"name": "csv", "params": {"file": file_id}})
    test = opened(form, data)
    assert test.multiselect(key="data.csv.target").options == ["height", "width", "colour", "kind"]
    test.multiselect(key="data.csv.target").set_value(["height"]).run()
    assert not test.exception
    after = spec.Data.model_validate_json(test.session_state["document"])
    assert after.params == {"file": file_id, "target": ["height"]}
    assert datasets.describe(after).task == "regression"


def test_the_form_of_the_bench_changes_the_document() -> None:
    test = opened(form)
    test.number_input(key="data.spirals.size").set_value(800).run()
    test.slider(key="data.split.validation").set_value(0.2).run()
    after = spec.Data.model_validate_json(test.session_state["document"])
    assert after.params == {"size": 800}
    assert after.split.validation == 0.2
    test.selectbox(key="data.name").set_value("digits").run()
    assert not test.exception
    after = spec.Data.model_validate_json(test.session_state["document"])
    assert (after.name, after.params, after.preparation.scale) == ("digits", {}, "unit")
    assert not datasets.problems(after)


def test_modes_are_set_by_a_slider() -> None:
    test = opened(form, spec.Data(name="ring"))
    test.slider(key="data.ring.modes").set_value(5).run()
    after = spec.Data.model_validate_json(test.session_state["document"])
    assert len(datasets.describe(after).class_names) == 5


def test_the_form_has_a_sheet_to_draw_on_and_keeps_it_beside_the_rest() -> None:
    data = spec.Data(name="drawn", params={"drawing": "4095ab"})
    test = opened(form, data)
    (sheet,) = test.get("bidi_component")
    assert json.loads(sheet.proto.json)["drawing"] == "4095ab"
    test.number_input(key="data.drawn.size").set_value(800).run()
    assert not test.exception
    after = spec.Data.model_validate_json(test.session_state["document"])
    assert after.params == {"drawing": "4095ab", "size": 800}


def test_a_drawing_that_is_none_is_told_above_an_empty_sheet() -> None:
    test = opened(form, spec.Data(name="drawn", params={"drawing": "<script>"}))
    (sheet,) = test.get("bidi_component")
    assert json.loads(sheet.proto.json)["drawing"] == "4096a"
    assert any("drawing must be a drawing" in caption.value for caption in test.caption)


@pytest.mark.parametrize(
    ("state", "text"),
    [({"drawing": {"turn": 3, "text": "4096a"}}, "4096a"), ({"drawing": {"text": 3}}, None), ({}, None), (None, None)],
)
def test_what_the_sheet_sends_is_a_text_or_nothing(state: object, text: str | None) -> None:
    (param, *_others) = datasets.get("drawn").card.params
    assert forms.parse_widget(param, state) == (text, None)


def test_a_document_with_a_data_set_that_is_not_there() -> None:
    test = opened(form, spec.Data(name="nothing"))
    assert any("nothing" in caption.value for caption in test.caption)


@pytest.mark.parametrize("name", datasets.all_datasets())
def test_switching_always_gives_a_document_without_problems(name: str) -> None:
    for before in datasets.all_datasets():
        assert not datasets.problems(changes.with_dataset(spec.Data(name="digits"), before)) or before == "digits"
        assert not datasets.problems(changes.with_dataset(changes.with_dataset(spec.Data(name="iris"), before), name))


def upload(test: AppTest, key: str, name: str, content: bytes) -> AppTest:
    test.file_uploader(key=key).set_value((name, content, "application/zip")).run()
    assert not test.exception, test.exception
    return test


def told(test: AppTest) -> str:
    return "\n".join(block.proto.body for block in test.get("html"))


def test_own_pictures_are_uploaded_looked_at_and_used() -> None:
    test = opened(page)
    test.radio(key="page.name").set_value("own_images").run()
    assert not test.exception
    assert "No file is chosen yet. Upload a zip of your images" in told(test)
    upload(test, "page.own_images.upload", "food.zip", zips.pack(zips.kinds()))
    for kind in ("apple", "bread", "cup"):
        assert f"examples of {kind}'" in told(test), "a row of pictures with the name of its class"
    assert "Images in colour: 60, grey: 0" in told(test)
    assert any(caption.value == "Uploaded images: food.zip" for caption in test.caption)
    test.selectbox(key="page.own_images.size").set_value("16").run()
    test.selectbox(key="page.own_images.fit").set_value("pad").run()
    data = used(test)
    assert {**data.params, "file": ""} == {"file": "", "size": "16", "fit": "pad"}
    assert datasets.describe(data).input_shape == (16, 16, 3)


def test_a_zip_that_is_refused_leaves_what_was_there() -> None:
    kept = datasets.store_upload(zips.pack(zips.kinds()), "own_images")
    data = spec.Data.model_validate({"name": "own_images", "params": {"file": kept, "size": "16"}})
    test = opened(page, data)
    climbing = zips.renamed(zips.pack([("x" * 12, zips.picture())]), b"x" * 12, b"../../<b>_*x")
    upload(test, "page.own_images.upload", "evil.zip", climbing)
    assert "leads out of its folder" in told(test)
    assert "&lt;b&gt;_*x" in told(test), "names out of a zip are neither HTML nor Markdown"
    assert "examples of apple'" in told(test)
    assert used(test) == data


def test_another_zip_keeps_how_pictures_are_made_square() -> None:
    data = spec.Data.model_validate({"name": "own_images", "params": {"size": "8", "fit": "stretch"}})
    test = opened(form, data)
    upload(test, "data.own_images.upload", "food.zip", zips.pack(zips.kinds(12)))
    after = spec.Data.model_validate_json(test.session_state["document"])
    assert {**after.params, "file": ""} == {"file": "", "size": "8", "fit": "stretch"}


def test_a_table_is_uploaded_in_the_form() -> None:
    test = opened(form, spec.Data(name="csv"))
    upload(test, "data.csv.upload", "a.csv", files.csv_text().encode())
    assert test.multiselect(key="data.csv.target").options == ["height", "width", "colour", "kind"]
