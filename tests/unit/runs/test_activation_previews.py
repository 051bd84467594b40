"""Small pictures of what layers put out: their numbers, their bounds, their words."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np
import pytest

from playground.core.info import Info
from playground.datasets.dataset import DataSplit, Prepared
from playground.runs import activation_previews


def pixels(entry: dict[str, Any]) -> np.ndarray:
    return np.frombuffer(base64.b64decode(entry["data"]), np.uint8).reshape(entry["shape"])


def shown(output: np.ndarray, example: int = 0, labels: tuple[str, ...] = ()) -> dict[str, Any]:
    return activation_previews.for_example(
        activation_previews.preview_arrays("model:a", output), example, {"model:a": labels}
    )["model:a"]


def test_small_maps_are_kept_value_by_value() -> None:
    output = np.zeros((2, 3, 4, 2), np.float32)
    output[1, 0, 3, 1] = 1.0
    output[1, 2, 0, 1] = -0.5
    made = pixels(entry := shown(output, 1))
    assert made.shape == (2, 3, 4)
    assert entry["signed"] is True
    assert made[1, 0, 3] == 255
    assert made[1, 2, 0] == 64
    assert made[0, 0, 0] == 128


def test_maps_without_negative_values_use_the_whole_scale_from_zero() -> None:
    output = np.zeros((1, 2, 2, 1), np.float32)
    output[0, 0, 0, 0] = 1.0
    entry = shown(output)
    assert entry["signed"] is False
    assert pixels(entry)[0].tolist() == [[255, 0], [0, 0]]


def test_large_maps_are_averaged_and_bounded() -> None:
    output = np.random.default_rng(0).random((1, 60, 37, 40)).astype(np.float32)
    made = pixels(shown(output))
    assert made.shape == (activation_previews.CHANNELS, activation_previews.SIDE, activation_previews.SIDE)
    # Rows 0 and 1 of 60 make the first of 24, as do columns 0 of 37.
    assert made[3, 0, 0] == pytest.approx(output[0, :2, :1, 3].mean() * 255, abs=1)


def test_means_cover_all_values_once() -> None:
    values = np.arange(37, dtype=np.float32)[None]
    small = activation_previews.downsample(values, 1, 5)
    assert small.shape == (1, 5)
    assert small[0, 0] == np.arange(7).mean()
    assert activation_previews.downsample(values, 1, 40) is values


def test_a_sequence_is_one_strip_with_time_from_left_to_right() -> None:
    output = np.zeros((1, 100, 3), np.float32)
    output[0, -1, 2] = 4.0
    made = pixels(shown(output))
    assert made.shape == (1, 3, activation_previews.STEPS)
    assert made[0, 2].argmax() == activation_previews.STEPS - 1
    assert made[0, 0].max() == 0


def test_a_row_of_units_is_told_in_numbers_with_names() -> None:
    entry = shown(np.array([[0.25, -1.0, 0.5]], np.float32), labels=("a", "b", "c"))
    assert entry["values"] == [0.25, -1.0, 0.5]
    assert entry["value_texts"] == ["0.25", "−1", "0.5"]
    assert entry["labels"] == ["a", "b", "c"]


def test_many_units_are_cut_and_the_sentence_says_so() -> None:
    entry = shown(np.ones((1, 128), np.float32), labels=("x",) * 3)
    assert len(entry["values"]) == activation_previews.VALUES
    assert entry["labels"] == []
    assert "first 64 of 128" in entry["caption"]


def test_the_sentence_says_shape_lowest_highest_and_scale() -> None:
    output = np.zeros((2, 4, 4, 2), np.float32)
    output[0, 0, 0, 0], output[1, 0, 0, 0] = -0.3, 1.9
    assert shown(output)["caption"] == "Output 4×4×2: values from −0.3 to 0; blue is −0.32, white zero, orange 0.32."
    assert "from 0 to 1.9; blue is −2" in shown(output, 1)["caption"], "one layer has one kind of colours"


@pytest.mark.parametrize(
    ("largest", "end"), [(0.0, 1.0), (1.0, 1.0), (0.167, 0.2), (0.334, 0.4), (3.0, 3.2), (99.0, 100.0), (1e9, 1e9)]
)
def test_a_scale_ends_a_little_above_what_it_holds(largest: float, end: float) -> None:
    assert activation_previews.symmetric_limit(np.array([0.0, -largest, largest / 3, np.nan])) == pytest.approx(end)


def test_the_example_is_shown_as_it_is_in_colour() -> None:
    x = np.random.default_rng(0).integers(0, 256, (3, 32, 32, 3), np.uint8)
    entry = activation_previews.for_example(activation_previews.input_arrays("model:input", x), 2)["model:input"]
    assert entry["kind"] == "picture"
    assert (pixels(entry) == x[2]).all()


def test_what_is_no_number_does_not_spoil_the_rest() -> None:
    entry = shown(np.array([[np.nan, np.inf, 2.0]], np.float32))
    assert entry["values"][2] == 1.0
    assert "to 2;" in entry["caption"]


def test_an_example_that_a_frame_lacks_is_left_out() -> None:
    assert activation_previews.for_example(activation_previews.preview_arrays("model:a", np.ones((2, 3))), 5) == {}
    assert activation_previews.preview_arrays("model:a", np.zeros((2, 0))) == {}


def test_examples_are_of_the_validation_part_else_of_the_test_part_else_of_the_training_part() -> None:
    parts = {
        name: DataSplit(np.full((3, 2), place, np.float32), np.zeros(3, np.int64)) for place, name in enumerate("abc")
    }
    none = DataSplit(np.zeros((0, 2), np.float32), np.zeros(0, np.int64))
    info = Info("points", "binary", (2,), 1)
    for validation, test, wanted in ((parts["b"], parts["c"], 1), (none, parts["c"], 2), (none, none, 0)):
        prepared = Prepared(info, parts["a"], validation, test)
        assert prepared.preview_split.x[0, 0] == wanted
        assert (activation_previews.preview_examples(prepared).x == wanted).all()
