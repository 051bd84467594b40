"""What is made to break shows its sign when it is trained, and the repair that the sign offers takes it away."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from playground import datasets, diagnostics
from playground.core.problems import Problem
from playground.experiment import edits, spec
from playground.gallery import Entry
from playground.ports import connections
from playground.runs import store
from playground.runs.history import History
from playground.runs.live_history import Follower
from tests.keras.contracts.test_gallery import trained
from tests.keras.training.test_going_on import live
from tests.unit.contracts.test_gallery import ENTRIES


def signs(experiment: spec.Experiment, history: History) -> tuple[Problem, ...]:
    return diagnostics.active_diagnostics(
        experiment, connections.task_info(experiment, datasets.describe(experiment.data)), history
    )


def trained_until(experiment: spec.Experiment, holds: Callable[[History], object]) -> History:
    """As somebody does who looks at it while it trains, and stops it once they have seen what they looked for."""
    run = store.default().create(experiment)
    follower = Follower(run)

    def look() -> None:
        while not (holds(follower.history()) or follower.history().has_ended):
            time.sleep(0.5)

    live(run, look)
    return follower.history()


@pytest.mark.parametrize("entry", [entry for entry in ENTRIES if entry.values[0].sign])
def test_shows_its_sign_and_its_repair_takes_it_away(entry: Entry, home: Path) -> None:
    broken = entry.experiment
    before = trained_until(broken, lambda history: signs(broken, history))
    (problem,) = signs(broken, before)
    assert problem.code == entry.sign
    repaired = edits.apply(broken, *problem.repairs[0].edits)
    if "perplexity" in before.by_step:  # What is restarted has no sign at all: what it would tell of is looked at.
        most = 2 * before.by_step["perplexity"].y[-1]

        def is_used_more(history: History) -> bool:
            return "perplexity" in history.by_step and max(history.by_step["perplexity"].y, default=0.0) > most

        after = trained_until(repaired, is_used_more)
        assert is_used_more(after)
        assert after.epoch <= before.epoch
        return
    history = trained(repaired)
    assert history.state == "complete", history.problem
    assert signs(repaired, history) == ()
    if "modes" in history.sample_scores:
        assert history.sample_scores["modes"].y[-1] == 8
