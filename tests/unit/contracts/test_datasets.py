"""What every data set keeps to, whichever file it is in."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from playground import datasets
from playground.core import i18n, params
from playground.core.info import Info
from playground.core.kinds import KINDS
from playground.core.problems import PlaygroundError
from playground.datasets.dataset import DataSplit, Prepared
from playground.datasets.preparation.prepare import _prepare_cached
from playground.experiment import spec
from tests.support import files, zips

NAMES = list(datasets.all_datasets())
OWN_FILES = {"csv": lambda: files.csv_text().encode(), "own_images": lambda: zips.pack(zips.kinds())}
"""What a person would upload, for the sets that are read from an own file."""


@pytest.fixture(scope="module")
def small_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with small files for every set that needs files."""
    folder = tmp_path_factory.mktemp("data")
    files.write_idx(folder / "mnist")
    files.write_idx(folder / "fashion-mnist", gz=True)
    files.write_all(folder / "cifar-10-batches-py", files.cifar_pickles())
    return folder


@pytest.fixture
def made(home: Path, small_files: Path) -> Path:
    """A home with :func:`small_files`, and own files; nothing of this machine's is seen."""
    (home / "data").symlink_to(small_files, target_is_directory=True)
    return home


def data_of(name: str, **more: object) -> spec.Data:
    given = {"file": datasets.store_upload(OWN_FILES[name](), name)} if name in OWN_FILES else {}
    scale = KINDS[datasets.get(name).card.kind].scales[0]
    return spec.Data.model_validate({"name": name, "params": given, "preparation": {"scale": scale}, **more})


def parts(prepared: Prepared) -> tuple[DataSplit, DataSplit, DataSplit]:
    return prepared.train, prepared.validation, prepared.test


@pytest.mark.parametrize("name", NAMES)
def test_describe_says_what_prepare_gives(name: str, made: Path) -> None:
    data = data_of(name)
    info, prepared = datasets.describe(data), datasets.prepare(data)
    assert info == prepared.info
    assert info.kind == datasets.get(name).card.kind
    sizes = (info.train_examples, info.validation_examples, info.test_examples)
    assert sizes == tuple(len(part) for part in parts(prepared))
    assert min(sizes) > 0
    for part in parts(prepared):
        assert part.x.shape[1:] == info.input_shape
        assert part.x.dtype == (np.uint8 if info.kind == "images" else np.float32)
        assert len(part.x) == len(part.y)
        assert [array.shape for array in part.extra_inputs] == [
            (len(part), *given.shape) for given in info.extra_inputs
        ]
        if info.task == "regression":
            assert part.y.dtype == np.float32
            assert part.y.shape[1:] == (info.outputs,)
        else:
            assert part.y.dtype == np.int64
            assert part.y.ndim == 1
            assert set(np.unique(part.y)) <= set(range(len(info.class_names)))
    outputs = {"binary": 1, "multiclass": len(info.class_names), "regression": len(info.target_names)}
    assert info.outputs == outputs[info.task]
    json.dumps(info.value_range)


@pytest.mark.parametrize("name", NAMES)
def test_the_network_gets_finite_numbers_within_the_told_range(name: str, made: Path) -> None:
    for scale in KINDS[datasets.get(name).card.kind].scales:
        prepared = datasets.prepare(data_of(name, preparation={"scale": scale}))
        x = prepared.scale_inputs(prepared.train.x)
        low, high = prepared.info.value_range
        assert x.dtype == np.float32
        assert np.isfinite(x).all()
        assert low - 1e-3 <= x.min() <= x.max() <= high + 1e-3
        assert np.allclose(prepared.scale_inputs.inverse_transform(x), prepared.train.x, rtol=1e-3, atol=1e-2)
        for given, decode, array in zip(
            prepared.info.extra_inputs, prepared.scale_extra_inputs, prepared.train.extra_inputs, strict=True
        ):
            x, (low, high) = decode(array), given.value_range
            assert low - 1e-3 <= x.min() <= x.max() <= high + 1e-3


@pytest.mark.parametrize("name", NAMES)
def test_scaling_is_fitted_on_the_training_part_alone(name: str, made: Path) -> None:
    """Fitted on all parts, the training part's mean would be off by far more than rounding."""
    prepared = datasets.prepare(
        data_of(name, preparation={"scale": "standard"}, split={"test": 0.5, "validation": 0.3})
    )
    x = prepared.scale_inputs(prepared.train.x).astype(np.float64)
    x = x.reshape(-1, x.shape[-1])[:, ["=" not in column for column in prepared.info.feature_names] or slice(None)]
    assert np.abs(x.mean(axis=0)).max() < 1e-3
    assert np.abs(x.std(axis=0) - 1).max() < 1e-3
    if name == "diabetes":
        assert abs(prepared.train.y.mean()) < 1e-5
        assert abs(prepared.train.y.std() - 1) < 1e-5


@pytest.mark.parametrize("name", NAMES)
def test_the_same_document_gives_the_same_arrays_from_memory_disk_and_anew(name: str, made: Path) -> None:
    data = data_of(name)
    first = datasets.prepare(data)
    copies = [[np.array(array) for array in (part.x, part.y, *part.extra_inputs)] for part in parts(first)]
    for forget_files in (False, True):
        _prepare_cached.cache_clear()
        if forget_files:
            for file in (made / "cache").rglob("*.npy"):
                file.unlink()
        again = datasets.prepare(data)
        assert again.info == first.info
        for arrays, part in zip(copies, parts(again), strict=True):
            for before, now in zip(arrays, (part.x, part.y, *part.extra_inputs), strict=True):
                assert np.array_equal(before, now)


@pytest.mark.parametrize("name", NAMES)
def test_another_split_seed_gives_other_parts_of_the_same_sizes(name: str, made: Path) -> None:
    one, other = (datasets.prepare(data_of(name, split={"seed": seed})) for seed in (0, 1))
    assert _without_ranges(one.info) == _without_ranges(other.info)
    assert not np.array_equal(one.validation.x, other.validation.x)


def _without_ranges(info: Info) -> Info:
    beside = tuple(replace(given, value_range=(0, 0)) for given in info.extra_inputs)
    return replace(info, value_range=(0, 0), extra_inputs=beside)


@pytest.mark.parametrize("name", NAMES)
def test_no_example_stands_in_two_parts(name: str, made: Path) -> None:
    prepared = datasets.prepare(data_of(name, preparation={"scale": "none", "duplicates": "drop"}))
    seen: set[bytes] = set()
    count = 0
    for part in parts(prepared):
        rows = {x.tobytes() + y.tobytes() for x, y in zip(np.asarray(part.x), np.asarray(part.y), strict=True)}
        assert not rows & seen
        seen |= rows
        count += len(part)
    assert len(seen) == count


@pytest.mark.parametrize("name", NAMES)
def test_every_part_has_its_share_of_each_class(name: str, made: Path) -> None:
    prepared = datasets.prepare(data_of(name))
    if not prepared.info.class_names:
        pytest.skip("a regression has no classes")
    classes = len(prepared.info.class_names)
    counts = [np.bincount(np.asarray(part.y), minlength=classes) for part in parts(prepared)]
    whole = counts[0] + counts[1] if datasets.get(name).has_test_split else sum(counts)
    drawn = counts[:2] if datasets.get(name).has_test_split else counts
    for count in drawn:
        assert np.abs(count - whole * count.sum() / whole.sum()).max() <= 2


@pytest.mark.parametrize("name", NAMES)
def test_arrays_cannot_be_changed(name: str, made: Path) -> None:
    prepared = datasets.prepare(data_of(name))
    with pytest.raises(ValueError, match="read-only"):
        prepared.train.x[0] = 0


@pytest.mark.parametrize("name", NAMES)
def test_preview_shows_examples_balance_and_ranges(name: str, made: Path) -> None:
    seen = datasets.preview(data_of(name))
    assert len(seen.examples) > 0
    sums = seen.balance[["train", "validation", "test"]].sum().tolist()
    assert sums == [seen.info.train_examples, seen.info.validation_examples, seen.info.test_examples]
    assert len(seen.stats_after) == sum(given.shape[-1] for given in seen.info.inputs)
    assert seen.card.kind != "table" or len(seen.stats_before) > 0


@pytest.mark.parametrize("name", NAMES)
def test_bad_parameters_and_scaling_are_told_with_a_repair(name: str, made: Path) -> None:
    about = datasets.get(name).card
    given = {param.name: {"not": "this"}.popitem()[0] * 300 for param in about.params}
    other = next(
        scale
        for name, kind in KINDS.items()
        if name != about.kind
        for scale in kind.scales
        if scale not in KINDS[about.kind].scales
    )
    data = spec.Data.model_validate({"name": name, "params": {**given, "nonsense": 1}, "preparation": {"scale": other}})
    found = datasets.problems(data)
    fields = {problem.field for problem in found}
    assert "data.params.nonsense" in fields
    assert "data.preparation.scale" in fields
    assert {f"data.params.{param.name}" for param in about.params} <= fields
    assert all(problem.repairs for problem in found)
    with pytest.raises(PlaygroundError) as raised:
        datasets.prepare(data)
    assert raised.value.problems == found


@pytest.mark.parametrize("name", NAMES)
def test_what_a_person_reads_is_there_and_can_be_translated(name: str) -> None:
    about = datasets.get(name).card
    assert about.name == name
    assert about.title
    assert about.help.endswith(".")
    own = name == "drawn" or datasets.get(name).upload is not None
    assert own or (about.source and about.licence), "what a person brings has no source"
    for param in about.params:
        assert param.label
        assert param.help.endswith(".")
        assert i18n._(param.label)
    assert not params.check(about.params, params.defaults(about.params)), "the defaults fit"


def test_importing_data_sets_loads_no_keras_and_no_tensorflow() -> None:
    code = (
        "import sys; import playground.datasets as d; d.all_datasets();"
        "from playground.experiment import spec; d.prepare(spec.Data(name='spirals'));"
        "print([name for name in ('keras', 'tensorflow', 'sklearn', 'streamlit') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=300, check=True)
    assert done.stdout.strip() == "[]"


def test_a_data_set_that_is_not_there() -> None:
    (problem,) = datasets.problems(spec.Data(name="nothing"))
    assert "nothing" in str(problem)
    assert "spirals" in str(problem)
