"""Pictures: their shapes, their orientation, their number, their share of the time."""

from __future__ import annotations

import math
from types import SimpleNamespace

import numpy as np
import pytest

from playground import datasets
from playground.datasets import grid2d
from playground.datasets.dataset import DataSplit
from playground.families.base import FrameData, FrameSource
from playground.runs import events, history, store
from playground.training.recording import recorder
from playground.training.run import train
from tests.support.experiments import points, table


def album(run: store.Run, *watchers: FrameSource) -> tuple[recorder.FrameRecorder, list[events.Event]]:
    said: list[events.Event] = []
    return recorder.FrameRecorder(run, said.append, watchers), said


def test_a_field_has_the_shapes_that_the_contract_says(store_here: store.Store) -> None:
    experiment = points(epochs=1)
    run = store_here.create(experiment)
    train(run)
    frame = history.load_frame(run.folder, history.fold(run.read_events()[0]).frames["field"][0])
    assert frame["output"].shape == (1, 100, 100)
    assert frame["output"].dtype == np.float16
    assert frame["node_dense_1"].shape == (6, 40, 40)
    assert frame["node_dense_2"].shape == (1, 40, 40)
    x0, x1, y0, y1 = frame["extent"]
    points_seen = datasets.prepare(experiment.data).train.x
    assert x0 < points_seen[:, 0].min() < points_seen[:, 0].max() < x1
    assert y0 < points_seen[:, 1].min() < points_seen[:, 1].max() < y1


def test_rows_go_up_and_columns_go_right() -> None:
    places = grid2d.grid((0.0, 1.0, 10.0, 20.0), 3)
    assert places[0].tolist() == [0.0, 10.0]
    assert places[2].tolist() == [1.0, 10.0]
    assert places[-1].tolist() == [1.0, 20.0]


def test_the_validation_frame_holds_what_is_true_and_what_was_said(store_here: store.Store) -> None:
    experiment = table(epochs=1)
    run = store_here.create(experiment)
    train(run)
    known = history.fold(run.read_events()[0])
    part = datasets.prepare(experiment.data).validation
    frame = history.load_frame(run.folder, known.newest_frame("validation")[1])  # type: ignore[index]
    assert frame["true"].tolist() == list(part.y)
    assert frame["predicted"].shape == (len(part), 3)
    assert frame["index"].tolist() == list(range(len(part)))
    assert np.allclose(frame["predicted"].sum(1), 1.0, atol=1e-4)
    assert "field" not in known.frames, "four features are no plane"


@pytest.mark.parametrize(("seconds", "times"), [(1.0, 0), (5.0, 17)])
def test_the_validation_set_is_scored_within_long_epochs_alone(
    store_here: store.Store, monkeypatch: pytest.MonkeyPatch, seconds: float, times: int
) -> None:
    """On a clock of its own: four epochs of *seconds* each, of 100 steps; a score takes 0.06 s."""
    now, said = [0.0], list[events.Event]()
    monkeypatch.setattr(recorder, "time", SimpleNamespace(perf_counter=lambda: now[0], time=lambda: now[0]))

    def score() -> tuple[int, dict[str, float]]:
        now[0] += 0.06
        return 9, {"val_loss": now[0]}

    pictures = recorder.FrameRecorder(store_here.create(points()), said.append, (), validation_scorer=score)
    for step in range(1, 401):
        now[0] += seconds / 100
        pictures.record_due(step, step // 100)
    known = history.fold(said)
    assert len(said) == times
    assert pictures.recording_seconds <= recorder.SHARE * now[0]
    if times:
        assert known.validation_sample == 9
        assert known.within_epochs["val_loss"].x[0] == 1 + 100 * recorder.LONG_EPOCH / seconds


def test_scores_within_epochs_change_nothing_that_is_learned(
    store_here: store.Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def curves() -> history.History:
        run = store_here.create(table(epochs=2))
        train(run)
        return history.fold(run.read_events()[0])

    monkeypatch.setattr(recorder, "LONG_EPOCH", math.inf)
    without = curves()
    monkeypatch.setattr(recorder, "LONG_EPOCH", 0.0)
    monkeypatch.setattr(recorder, "MIN_INTERVAL", 0.0)
    monkeypatch.setattr(recorder, "SHARE", 1e9)
    scored = curves()
    assert not without.within_epochs
    assert scored.within_epochs["val_loss"].x
    assert scored.start_event is not None
    assert scored.validation_sample == scored.start_event.validation_examples
    assert scored.by_epoch == without.by_epoch


def test_more_than_10_000_examples_are_cut() -> None:
    many = DataSplit(np.zeros((10_500, 2), np.float32), np.zeros(10_500, np.int64))
    assert recorder.predictions_frame("validation", many, np.zeros((10_500, 1))).arrays["predicted"].shape == (
        10_000,
        1,
    )


def test_frames_are_thinned_and_the_first_and_last_stay(
    store_here: store.Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorder, "MAX_FRAMES", 8)
    run = store_here.create(points())
    pictures, said = album(run)
    for step in range(30):
        pictures.write_frame(FrameData("field", {"output": np.zeros(1)}), step, 0)
        kept = history.fold(said).frames["field"]
        assert min(kept) == 0
        assert max(kept) == step
        assert len(kept) <= 8
        assert sorted(int(file.stem) for file in (run.folder / "frames" / "field").iterdir()) == sorted(kept)


def test_pictures_take_their_share_of_the_time_and_no_more(
    store_here: store.Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a clock of its own, which goes on where it is told to."""
    now, taken = [0.0], list[float]()
    monkeypatch.setattr(recorder, "time", SimpleNamespace(perf_counter=lambda: now[0], time=lambda: now[0]))

    def slow() -> FrameData:
        taken.append(now[0])
        now[0] += 0.05
        return FrameData("field", {"output": np.zeros(1)})

    pictures, _ = album(store_here.create(points()), FrameSource("field", slow))
    pictures.record_due(0, 0)
    pictures.record_due(0, 0)
    assert len(taken) == 1, "not twice at once"
    now[0] += 5.0
    pictures.record_due(0, 0)
    assert len(taken) == 1, "not twice of one step"
    now[0] -= 5.0
    for step in range(1, 2001):
        pictures.record_due(step, 0)
        now[0] += 0.005
    waits = np.diff(taken)
    # The cost of the first says nothing; then 0.05 s at 8 % means one in 0.6 s and what it takes itself.
    assert waits[0] == pytest.approx(0.05 + recorder.MIN_INTERVAL, abs=0.01)
    assert len(waits) > 10
    assert waits[1:] == pytest.approx(0.05 + 0.05 / recorder.SHARE, abs=0.01)
