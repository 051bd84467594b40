"""Of every ready experiment Keras says that it is right, and it trains; ``tests/slow`` trains some of them in full."""

from __future__ import annotations

from pathlib import Path

import pytest

from playground import datasets
from playground.checks.check import check_experiment
from playground.checks.keras_check import keras_report
from playground.experiment import spec
from playground.gallery import Entry
from playground.runs import store
from playground.runs.history import History, fold
from playground.training.run import train
from tests.unit.contracts.test_gallery import ENTRIES, FIRST_OF_EACH_FAMILY, info_of

pytestmark = pytest.mark.usefixtures("real_mnist")


@pytest.mark.parametrize("entry", ENTRIES)
def test_has_no_problem(entry: Entry) -> None:
    info = info_of(entry)
    assert check_experiment(entry.experiment, info).problems == ()
    report = keras_report(entry.experiment, info)
    assert report.problems == ()
    assert report.parameters > 0


def _is_trained_in_full(entry: Entry) -> bool:
    return entry in FIRST_OF_EACH_FAMILY or entry.sign is not None


@pytest.mark.parametrize("entry", [entry for entry in ENTRIES if not _is_trained_in_full(entry.values[0])])
def test_trains(entry: Entry, home: Path) -> None:
    """Two epochs of what it is, on few examples where the set can be had smaller."""
    info_of(entry)
    history = trained(_short(entry.experiment))
    if entry.experiment.goal is None:
        assert history.state in ("complete", "failed")
        return
    assert history.state == "complete", history.problem
    assert history.test_event is not None
    assert entry.experiment.goal.metric in history.test_event.metrics


def trained(experiment: spec.Experiment) -> History:
    run = store.default().create(experiment)
    train(run)
    return fold(run.read_events()[0])


def _short(experiment: spec.Experiment) -> spec.Experiment:
    known = {param.name: param for param in datasets.get(experiment.data.name).card.params}
    for name, value in (("size", 60), ("examples", 256)):
        if name in known:
            least = getattr(known[name], "low", value)
            experiment = spec.with_value(experiment, f"data.params.{name}", max(value, least))
    experiment = spec.with_value(experiment, "training.execution", "graph")
    return spec.with_value(experiment, "training.epochs", 2)
