"""What is made to break shows its sign when it is trained, and the repair that the sign offers takes it away."""

from __future__ import annotations

import time
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


def trained_until_a_sign(experiment: spec.Experiment) -> History:
    """As somebody does who looks at it while it trains, and stops it once they are told what goes wrong."""
    run = store.default().create(experiment)
    follower = Follower(run)

    def look() -> None:
        while not (signs(experiment, follower.history()) or follower.history().has_ended):
            time.sleep(0.2)

    live(run, look)
    return follower.history()


@pytest.mark.parametrize("entry", [entry for entry in ENTRIES if entry.values[0].sign])
def test_shows_its_sign_and_its_repair_takes_it_away(entry: Entry, home: Path) -> None:
    broken = entry.experiment
    before = trained_until_a_sign(broken)
    (problem,) = signs(broken, before)
    assert problem.code == entry.sign
    repaired = edits.apply(broken, *problem.repairs[0].edits)
    if "perplexity" in before.by_step:  # What is restarted has no sign at all: what it would tell of is looked at.
        epochs = before.epoch + 1
        history = trained(
            repaired.model_copy(update={"training": repaired.training.model_copy(update={"epochs": epochs})})
        )
        assert history.by_step["perplexity"].y[-1] > 2 * before.by_step["perplexity"].y[-1]
    else:
        history = trained(repaired)
    assert history.state == "complete", history.problem
    assert signs(repaired, history) == ()
    if "modes" in history.sample_scores:
        assert history.sample_scores["modes"].y[-1] == 8
