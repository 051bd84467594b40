"""One ready experiment of each family is trained to its goal; ``python -m tests.bench gallery`` does that for all."""

from __future__ import annotations

from functools import cache

import pytest

from playground import gallery
from playground.catalog.sample_metrics import SAMPLE_METRICS
from playground.gallery import Entry
from playground.runs import store
from playground.runs.history import History, fold
from playground.runs.store import Run
from playground.training.run import train
from tests.slow.diagnostics.test_signs import signs, trained_until
from tests.unit.contracts.test_gallery import FIRST_OF_EACH_FAMILY

pytestmark = pytest.mark.usefixtures("real_mnist")


@cache
def _run(name: str) -> Run:
    """The whole training of the entry *name*, for all that is to be seen in it."""
    run = store.default().create(gallery.get(name).experiment)
    train(run)
    return run


WATCHED = ("gan-ring", "vae-digits", "vq-vae-digits")
"""Trained to their end, as no sign may show at any time."""


def _is_scored_on_the_way(entry: Entry) -> bool:
    return entry.experiment.goal is not None and entry.experiment.goal.metric in SAMPLE_METRICS


UNTIL_IT_IS_REACHED = [
    entry for entry in FIRST_OF_EACH_FAMILY if _is_scored_on_the_way(entry) and entry.name not in WATCHED
]
WHOLE = [entry for entry in FIRST_OF_EACH_FAMILY if entry not in UNTIL_IT_IS_REACHED]


@pytest.mark.parametrize("entry", [pytest.param(entry, id=entry.name) for entry in WHOLE])
def test_reaches_its_goal(entry: Entry) -> None:
    history = fold(_run(entry.name).read_events()[0])
    assert history.state == "complete"
    assert history.test_event is not None
    assert history.test_event.goal_met, history.test_event.metrics


@pytest.mark.parametrize("entry", [pytest.param(entry, id=entry.name) for entry in UNTIL_IT_IS_REACHED])
def test_reaches_its_goal_on_the_way(entry: Entry) -> None:
    """What draws is scored again and again while it learns, on a quarter of the examples, by which a Fréchet distance
    is rather too large: whoever trains it may stop where the goal is reached."""
    goal = entry.experiment.goal
    assert goal is not None

    def scores(history: History) -> list[float]:
        series = history.sample_scores.get(goal.metric)
        return series.y if series is not None else []

    history = trained_until(entry.experiment, lambda now: any(map(goal.is_met, scores(now))))
    assert history.state in ("stopped", "complete")
    assert any(map(goal.is_met, scores(history))), scores(history)


@pytest.mark.parametrize("name", WATCHED)
def test_shows_no_sign_where_it_goes_well(name: str) -> None:
    history = History()
    for event in _run(name).read_events()[0]:
        assert signs(gallery.get(name).experiment, history.apply([event])) == ()
