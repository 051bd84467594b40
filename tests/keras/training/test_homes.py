"""A run of an earlier version goes on from its last checkpoint in this one."""

from __future__ import annotations

from pathlib import Path

from playground.runs import history, store
from playground.training.run import train


def test_its_runs_go_on_from_where_they_ended(old_home: Path) -> None:
    for run in list(store.default().runs()):
        before = history.fold(run.read_events()[0])
        epochs = run.experiment().training.epochs
        assert train(run, epochs=epochs + 1) == "complete"
        after = history.fold(run.read_events()[0])
        assert after.step > before.step
        assert after.epoch_steps.x == [*before.epoch_steps.x, epochs + 1], "nothing was trained again"
