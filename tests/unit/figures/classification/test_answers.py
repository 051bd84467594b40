"""What the figures of answers count: checked against the arrays of the run itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from playground import figures
from playground.datasets.dataset import AffineScaling, DataSplit
from playground.figures.base import theme
from playground.figures.classification import worst_examples
from playground.figures.drawing import predictions
from playground.runs.history import load_frame
from playground.runs.store import Store
from tests.support.recorded import Recorded, record


@pytest.fixture(scope="module")
def digits(tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    return record("images", Store(tmp_path_factory.mktemp("runs")))


def _test_frame(recorded: Recorded) -> dict[str, np.ndarray]:
    return load_frame(recorded.run.folder, recorded.history.newest_frame("test")[1])


def test_confusion_counts_every_example_once(digits: Recorded) -> None:
    frame = _test_frame(digits)
    info = figures.get("confusion").compute(digits.context())
    assert info.part == "test"
    assert info.counts.sum() == len(frame["true"])
    assert np.trace(info.counts) == (frame["predicted"].argmax(1) == frame["true"]).sum()
    assert info.counts.sum(1).tolist() == np.bincount(frame["true"], minlength=10).tolist()


def test_each_filled_cell_of_the_confusion_has_its_number_and_no_other_has_a_text(digits: Recorded) -> None:
    """An empty text would take a node away that Plotly misses when it draws the next one."""
    confusion = figures.get("confusion")
    info = confusion.compute(digits.context())
    said = confusion.plot(info, theme())["data"][1]
    told = dict(zip(zip(said["y"].tolist(), said["x"].tolist(), strict=True), said["text"], strict=True))
    assert told == {tuple(cell.tolist()): str(info.counts[tuple(cell)]) for cell in np.argwhere(info.counts)}


def test_a_cell_of_the_confusion_knows_its_place(digits: Recorded) -> None:
    confusion = figures.get("confusion")
    heat = confusion.plot(confusion.compute(digits.context()), theme())["data"][0]
    assert heat["customdata"][4][1] == {"cell": [4, 1], "part": "test"}
    assert heat["hovertext"][4][1].endswith("(5.6 %)") or "“4” answered as “1”" in heat["hovertext"][4][1]


def test_the_cell_opens_its_examples(digits: Recorded) -> None:
    frame = _test_frame(digits)
    cell = figures.get("examples_in_cell").compute(digits.context(cell=[4, 1]))
    expected = set(np.flatnonzero((frame["true"] == 4) & (frame["predicted"].argmax(1) == 1)))
    assert {example.row for example in cell.examples.items} == expected
    assert (cell.examples.x == digits.prepared.test.x[[example.row for example in cell.examples.items]]).all()


@pytest.mark.parametrize("cell", [None, [1], ["a", "b"], [99, 0], "nonsense", [True, False]])
def test_a_cell_that_is_none_falls_back_to_the_most_frequent_confusion(digits: Recorded, cell: object) -> None:
    info = figures.get("confusion").compute(digits.context())
    wrong = info.counts - np.diag(np.diag(info.counts))
    row, column = np.unravel_index(wrong.argmax(), wrong.shape)
    found = figures.get("examples_in_cell").compute(digits.context(cell=cell))
    assert (found.true, found.predicted) == (str(row), str(column))


def test_mistakes_are_the_least_believed_first(digits: Recorded) -> None:
    frame = _test_frame(digits)
    info = figures.get("mistakes").compute(digits.context())
    wrong = np.flatnonzero(frame["predicted"].argmax(1) != frame["true"])
    assert info.match_count == len(wrong)
    loss = -np.log(frame["predicted"][wrong, frame["true"][wrong]])
    assert info.items[0].row == wrong[loss.argmax()]
    weights = [example.badness for example in info.items]
    assert weights == sorted(weights, reverse=True)


def test_mistakes_of_a_regression_are_the_farthest(tmp_path: Path) -> None:
    recorded = record("table_regression", Store(tmp_path))
    frame = _test_frame(recorded)
    info = figures.get("largest_errors").compute(recorded.context())
    errors = np.abs(frame["predicted"] - frame["true"])[:, 0]
    assert [example.row for example in info.items] == np.argsort(-errors)[:10].tolist()


def test_predicted_against_true_says_r2(tmp_path: Path) -> None:
    from sklearn.metrics import r2_score

    recorded = record("table_regression", Store(tmp_path))
    frame = _test_frame(recorded)
    module = figures.get("predicted_true")
    expected = r2_score(frame["true"], frame["predicted"])
    assert f"R² is {expected:.3g}" in module.alt_text(module.compute(recorded.context()))


def test_outputs_become_probabilities(digits: Recorded) -> None:
    document = digits.run.experiment()
    one = predictions.probabilities(np.array([[0.2], [0.9]]), document)
    assert one == pytest.approx(np.array([[0.8, 0.2], [0.1, 0.9]]))
    logits = document.model_copy(update={"loss": document.loss.model_copy(update={"params": {"from_logits": True}})})
    assert predictions.probabilities(np.array([[0.0, 0.0]]), logits) == pytest.approx(np.array([[0.5, 0.5]]))
    assert predictions.probabilities(np.array([[0.0]]), logits) == pytest.approx(np.array([[0.5, 0.5]]))
    signed = document.model_copy(update={"loss": document.loss.model_copy(update={"name": "Hinge"})})
    assert predictions.probabilities(np.array([[-1.0], [1.0]]), signed) == pytest.approx(np.array([[1.0, 0], [0, 1.0]]))


def test_boundary_believes_what_the_frame_holds(tmp_path: Path) -> None:
    recorded = record("points_binary", Store(tmp_path))
    frame = load_frame(recorded.run.folder, recorded.history.newest_frame("field")[1])
    boundary = figures.get("boundary")
    info = boundary.compute(recorded.context())
    assert info.probabilities[1] == pytest.approx(frame["output"][0].astype(np.float32), abs=1e-6)
    heat = boundary.plot(info, theme())["data"][0]
    assert (heat["x"][0], heat["x"][-1]) == pytest.approx(tuple(frame["extent"][:2]))
    assert "of the points of the validation and test set" in boundary.alt_text(info).lower()


def test_the_unit_asked_for_is_shown(tmp_path: Path) -> None:
    recorded = record("points_binary", Store(tmp_path))
    frame = load_frame(recorded.run.folder, recorded.history.newest_frame("field")[1])
    neuron = figures.get("neuron")
    view = recorded.context(node="dense_2", unit=3)
    info = neuron.compute(view)
    assert info.value == pytest.approx(frame["node_dense_2"][3].astype(np.float32))
    assert neuron.heading(view, info) == "dense_2, unit 4"
    assert neuron.compute(recorded.context(node="gone", unit=99)).unit == 7


def test_answers_of_a_regression_are_told_in_the_units_of_the_data(tmp_path: Path) -> None:
    recorded = record("table_regression", Store(tmp_path))
    plain = figures.get("predicted_true").compute(recorded.context())
    scaled = replace(recorded.prepared, unscale_targets=AffineScaling(np.float32(77.0), np.float32(150.0)))
    context = replace(recorded.context(), load=lambda: scaled)
    found = figures.get("predicted_true").compute(context)
    np.testing.assert_allclose(found.true, plain.true * 77 + 150, rtol=1e-5)
    np.testing.assert_allclose(found.predicted, plain.predicted * 77 + 150, rtol=1e-5)


def test_what_stands_beside_a_picture_goes_before_what_is_true_of_it() -> None:
    x, y, table = np.zeros((3, 8, 8, 1), np.uint8), np.zeros(3, np.int64), np.array([[4.0], [0.5], [9.0]], np.float32)
    assert worst_examples.extra_input_labels(DataSplit(x, y, (table,)), [2, 0]) == ["9: ", "4: "]
    assert worst_examples.extra_input_labels(DataSplit(x, y), [2, 0]) == ["", ""]
