"""One ready experiment of each family is trained to its goal; ``python -m tests.bench gallery`` does that for all."""

from __future__ import annotations

from functools import cache

import pytest

from playground import gallery
from playground.gallery import Entry
from playground.runs import store
from playground.runs.history import History, fold
from playground.runs.store import Run
from playground.training.run import train
from tests.slow.diagnostics.test_signs import signs
from tests.unit.contracts.test_gallery import FIRST_OF_EACH_FAMILY

pytestmark = pytest.mark.usefixtures("real_mnist")


@cache
def _run(name: str) -> Run:
    """The whole training of the entry *name*, for all that is to be seen in it."""
    run = store.default().create(gallery.get(name).experiment)
    train(run)
    return run


@pytest.mark.parametrize("entry", [pytest.param(entry, id=entry.name) for entry in FIRST_OF_EACH_FAMILY])
def test_reaches_its_goal(entry: Entry) -> None:
    history = fold(_run(entry.name).read_events()[0])
    assert history.state == "complete"
    assert history.test_event is not None
    assert history.test_event.goal_met, history.test_event.metrics


@pytest.mark.parametrize("name", ["gan-ring", "vae-digits", "vq-vae-digits"])
def test_shows_no_sign_where_it_goes_well(name: str) -> None:
    history = History()
    for event in _run(name).read_events()[0]:
        assert signs(gallery.get(name).experiment, history.apply([event])) == ()
