"""Whether a network copies, said and drawn."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from playground import figures
from playground.figures.base import RunView, theme
from playground.figures.generative.nearest import FIGURE, NearestPairs
from playground.runs.store import Store
from tests.support.recorded import record


def found(context: RunView) -> NearestPairs:
    info = FIGURE.compute(context)
    assert isinstance(info, NearestPairs)
    return info


def test_pairs_come_nearest_first_with_the_training_example_of_each(tmp_path: Path) -> None:
    recorded = record("images_drawn", Store(tmp_path))
    info = found(recorded.context())
    assert (np.diff(info.distances) >= 0).all()
    assert np.array_equal(info.real, recorded.prepared.train.x[info.training_rows[: len(info.real)]])
    drawn, real = info.samples.astype(float), info.real.astype(float)
    assert np.sqrt(np.square(drawn - real).mean((1, 2, 3))) == pytest.approx(info.distances[: len(drawn)], abs=1e-3)


def test_copies_are_counted_against_what_is_usual_for_examples_held_out(tmp_path: Path) -> None:
    recorded = record("images_drawn", Store(tmp_path))
    now, before = found(recorded.context()), found(recorded.context(step=0))
    assert now.close_count == len(now.distances) == 64, "at the end the recording draws training examples"
    assert before.close_count == 0
    said = figures.get("nearest").alt_text(now)
    assert "64 samples are nearer than 19 of 20" in said
    assert "3 would be usual" in said
    assert "255 levels" in said


def test_points_are_joined_to_the_example_that_is_nearest(tmp_path: Path) -> None:
    info = found(record("points_drawn", Store(tmp_path)).context(step=0))
    way = FIGURE.plot(info, theme())["data"][0]
    joined = np.stack([way["x"], way["y"]], 1).reshape(-1, 3, 2)
    assert joined[:, 0] == pytest.approx(info.samples)
    assert joined[:, 1] == pytest.approx(info.real)
    table = FIGURE.table(info)
    assert list(table["sample"]) == info.sample_numbers.tolist()
    assert table["held_out_nearer"].between(0, 1).all()


def test_without_examples_held_out_nothing_is_compared(tmp_path: Path) -> None:
    info = found(record("images_drawn", Store(tmp_path)).context())._replace(held_out_distances=np.zeros(0))
    assert info.near_distance is None
    assert info.close_count == 0
    assert "held out" not in FIGURE.alt_text(info)
    assert len(FIGURE.plot(info, theme())["data"]) == 1


def test_rows_that_are_gone_are_passed_over(tmp_path: Path) -> None:
    """The data were made again with fewer examples."""
    recorded = record("images_drawn", Store(tmp_path))
    fewer = recorded.prepared.train.take(slice(100))
    prepared = type(recorded.prepared)(recorded.info, fewer, recorded.prepared.validation, recorded.prepared.test)
    context = recorded.context()
    info = FIGURE.compute(RunView(context.history, context.folder, context.experiment, context.info, lambda: prepared))
    assert info is not None
    assert (info.training_rows < 100).all()
