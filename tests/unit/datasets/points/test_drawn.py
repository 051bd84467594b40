"""Points drawn by hand lie where they were drawn, and are the same for the same document."""

from __future__ import annotations

import numpy as np
import pytest

from playground import datasets, gallery
from playground.checks import autofix
from playground.checks.check import check_experiment
from playground.core import raster_codec
from playground.core.info import Info
from playground.core.params import with_defaults
from playground.core.problems import PlaygroundError, Problem
from playground.datasets.dataset import RawDataset
from playground.datasets.points import drawings
from playground.experiment import edits, spec
from playground.experiment.spec import Experiment


def data_of(text: str, **params: object) -> spec.Data:
    return spec.Data.model_validate({"name": "drawn", "params": {"drawing": text, **params}})


def raw_of(text: str, **params: object) -> RawDataset:
    dataset = datasets.get("drawn")
    return dataset.load(with_defaults(dataset.card.params, {"drawing": text, **params}))


def sheet(*cells: tuple[int, int, int, int]) -> str:
    """A drawing of (class, row, column, level)."""
    levels = np.zeros((2, 64, 64), np.uint8)
    for number, row, column, level in cells:
        levels[number, row, column] = level
    return raster_codec.write(levels)


def cells_of(x: np.ndarray) -> np.ndarray:
    """Row and column of each point."""
    return np.floor(np.column_stack([3 - x[:, 1], x[:, 0] + 3]) / (6 / 64)).astype(int)


def test_text_and_levels_are_the_same_drawing() -> None:
    levels = np.random.default_rng(0).integers(0, 4, (2, 64, 64)).astype(np.uint8)
    text = raster_codec.write(levels)
    assert raster_codec.is_drawing(text)
    assert len(text) <= raster_codec.LONGEST < 8000
    assert np.array_equal(raster_codec.read(text), levels)
    assert drawings.EMPTY == "4096a"
    assert raster_codec.write(raster_codec.read("2ab4093a")) == "2ab4093a"
    assert raster_codec.read("2ab4093a")[0, 0].tolist()[:4] == [0, 0, 1, 0]
    assert raster_codec.read("64ae4031a")[1, 1, 0] == 1


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "4095a",
        "4097a",
        "a" * 4097,
        "4096z",
        "0a4096a",
        "4096a\n",
        "-4096a",
        "4096A",
        "<script>",
        4096,
        None,
        ["4096a"],
    ],
)
def test_what_is_no_drawing_is_refused_with_a_ring_to_begin_with(bad: object) -> None:
    assert not raster_codec.is_drawing(bad)
    (problem,) = datasets.problems(data_of(bad))  # type: ignore[arg-type]
    assert problem.field == "data.params.drawing"
    assert "drawing" in str(problem)
    assert len(str(problem)) < 200
    (repair,) = problem.repairs
    assert str(repair.label) == "Start with a ring"
    assert datasets.describe(mended(data_of(bad), problem)).class_names == ("blue", "orange")  # type: ignore[arg-type]


def mended(data: spec.Data, problem: Problem) -> spec.Data:
    around = Experiment(data=data, networks=(spec.Network(),), loss=spec.NamedParams(name="none"))
    return edits.apply(around, *problem.repairs[0].edits).data


def test_an_empty_sheet_is_told_with_a_ring_to_begin_with() -> None:
    data = data_of(drawings.EMPTY)
    assert not datasets.problems(data), "somebody who has just cleared it is not told of a mistake in the form"
    with pytest.raises(PlaygroundError, match="Nothing is drawn yet") as raised:
        datasets.describe(data)
    (problem,) = raised.value.problems
    train = datasets.prepare(mended(data, problem)).train
    assert np.abs(np.hypot(*train.x.T) - 2).max() < 0.3 + 6 / 64


def test_points_lie_in_the_cells_of_their_class_as_dense_as_they_were_drawn() -> None:
    text = sheet((0, 0, 0, 1), (0, 10, 50, 3), (1, 63, 63, 2))
    raw = raw_of(text, size=6000)
    cells = cells_of(np.asarray(raw.x))
    assert {tuple(cell) for cell in cells[raw.y == 0]} == {(0, 0), (10, 50)}
    assert {tuple(cell) for cell in cells[raw.y == 1]} == {(63, 63)}
    assert (raw.y == 1).sum() == 2000, "two of six levels"
    dense = (cells[raw.y == 0] == (10, 50)).all(1).mean()
    assert dense == pytest.approx(0.75, abs=0.03)
    within = np.asarray(raw.x)[raw.y == 1]
    assert within.mean(0) == pytest.approx([3 - 3 / 64, -3 + 3 / 64], abs=0.004)
    assert within.std(0) == pytest.approx(6 / 64 / np.sqrt(12), rel=0.06)


@pytest.mark.parametrize("size", [20, 200])
def test_a_class_of_which_little_is_drawn_has_three_points_and_is_trained_on(size: int) -> None:
    levels = raster_codec.read(drawings.ring_drawing())
    levels[1] = 0
    levels[1, 32, 32] = 1
    prepared = datasets.prepare(data_of(raster_codec.write(levels), size=size))
    counts = [int((part.y == 1).sum()) for part in (prepared.train, prepared.validation, prepared.test)]
    assert sum(counts) == 3
    assert counts[0] >= 1


def test_the_same_document_gives_the_same_points_and_another_seed_others() -> None:
    text = datasets.get("drawn").card.params[0].default
    one, same, other = (np.asarray(raw_of(str(text), seed=seed).x) for seed in (0, 0, 1))
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)
    assert len({tuple(point) for point in one}) == 500


def test_what_it_begins_with_has_both_classes_apart() -> None:
    raw = raw_of(drawings.heart_drawing())
    counts = np.bincount(raw.y)
    assert counts.min() > 50
    assert not (raster_codec.read(drawings.heart_drawing()).min(0)).any(), "no cell has both"


def one_class() -> str:
    levels = raster_codec.read(drawings.heart_drawing())
    return raster_codec.write(np.stack([np.zeros_like(levels[0]), levels.max(0)]))


def found(experiment: Experiment, info: Info) -> list[Problem]:
    return [problem for problem in check_experiment(experiment, info).problems if problem.code == "one_class"]


def test_one_class_cannot_be_told_apart_until_half_of_it_is_another() -> None:
    data = data_of(one_class())
    info = datasets.describe(data)
    assert (info.class_names, info.task, info.outputs) == (("drawn by hand",), "binary", 1)
    experiment = autofix.retarget_data(gallery.get("mlp-spirals").experiment, data)
    (problem,) = check_experiment(experiment, info).problems
    assert problem.code == "one_class"
    after = edits.apply(experiment, *problem.repairs[0].edits)
    assert not check_experiment(after, datasets.describe(after.data)).problems
    halves = raster_codec.read(str(after.data.params["drawing"]))
    assert np.array_equal(halves.sum(0), raster_codec.read(one_class()).sum(0)), "nothing is lost"
    share = halves[1].sum() / halves.sum()
    assert share == pytest.approx(0.5, abs=0.01)


def test_one_class_is_enough_for_what_gives_its_input_back() -> None:
    data = data_of(one_class())
    info = datasets.describe(data)
    experiment = autofix.switch_family(gallery.get("mlp-spirals").experiment, "autoencoder", info)
    experiment = autofix.retarget_data(experiment, data)
    assert not check_experiment(experiment, info).problems


def test_a_single_cell_cannot_be_halved() -> None:
    assert drawings.split_in_two_classes(sheet((0, 5, 5, 3))) is None
    experiment = autofix.retarget_data(gallery.get("mlp-spirals").experiment, data_of(sheet((0, 5, 5, 3))))
    (problem,) = found(experiment, datasets.describe(experiment.data))
    assert [str(repair.label) for repair in problem.repairs] == ["Train “Autoencoder” instead"]
