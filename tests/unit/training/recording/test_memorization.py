"""How near what is drawn lies to what was learned from."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from playground import datasets
from playground.datasets.dataset import DataSplit, Prepared
from playground.experiment import spec
from playground.training.recording import memorization

RING = spec.Data(name="ring", params={"size": 200})


@pytest.fixture
def digits(home: object) -> Prepared:
    return datasets.prepare(spec.Data(name="digits"))


def test_a_copy_is_found_at_distance_0_and_pixels_are_counted_in_levels(digits: Prepared) -> None:
    copied = np.asarray(digits.train.x[[40, 7]])
    off = np.clip(copied.astype(int) + np.where(copied > 100, -3, 3), 0, 255).astype(np.uint8)
    frame = memorization.nearest_frame(digits, np.concatenate([copied, off]), np.zeros(0))
    assert frame.arrays["index"].tolist() == [40, 7, 40, 7]
    assert frame.arrays["apart"] == pytest.approx([0, 0, 3, 3])


def test_points_are_apart_in_units_of_the_axes(home: object) -> None:
    prepared = datasets.prepare(RING)
    far = np.asarray(prepared.train.x[:3]) + np.float32([300, 400])
    rows, apart = memorization.nearest_training(prepared, far)
    nearest = np.linalg.norm(far[:, None] - np.asarray(prepared.train.x)[None], axis=2)
    assert rows.tolist() == nearest.argmin(1).tolist()
    assert apart == pytest.approx(nearest.min(1), rel=1e-5)


def test_examples_held_out_are_those_of_validation_then_of_the_test_part(digits: Prepared) -> None:
    none = DataSplit(digits.validation.x[:0], digits.validation.y[:0])
    assert len(memorization.held_out_distances(digits)) == min(len(digits.validation), memorization.MAX_HELD_OUT)
    assert memorization.held_out_distances(replace(digits, validation=none)) == pytest.approx(
        memorization.nearest_training(digits, np.asarray(digits.test.x[: memorization.MAX_HELD_OUT]))[1]
    )
    assert not len(memorization.held_out_distances(replace(digits, validation=none, test=none)))


def test_of_many_large_pictures_fewer_are_compared(digits: Prepared, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memorization, "WORK", digits.train.x.size * 70)
    assert len(memorization.held_out_distances(digits)) == 70
    monkeypatch.setattr(memorization, "WORK", 1)
    assert len(memorization.held_out_distances(digits)) == memorization.MIN_HELD_OUT
