"""Every family that draws, on the pictures that people know: MNIST, and CIFAR-10 in colour."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from playground import datasets, families
from playground.checks.autofix import switch_family
from playground.checks.check import check_experiment
from playground.checks.keras_check import keras_report
from playground.core.kinds import KINDS
from playground.experiment import spec
from playground.figures import get as figure
from playground.figures.base import RunView, theme
from playground.ports import connections
from playground.runs import history, store
from playground.runs.history import History
from playground.runs.store import Run
from playground.training.run import train
from tests.support import files

SETS = {"mnist": (28, 28, 1), "cifar10": (32, 32, 3)}


def _start(data: spec.Data) -> spec.Experiment:
    return spec.Experiment(
        data=data,
        networks=(spec.stack(("Flatten", {}), ("Dense", {"units": 10, "activation": "softmax"})),),
        loss=spec.NamedParams(name="SparseCategoricalCrossentropy"),
        metrics=(spec.NamedParams(name="accuracy"),),
        training=spec.Training(epochs=1, batch_size=32, execution="graph"),
    )


def _draws(name: str) -> bool:
    family = families.get(name)
    return family.task_info(datasets.describe(spec.Data(name="digits"))).is_generative


DRAWING = [name for name in sorted(families.all_families()) if _draws(name)]


@pytest.fixture
def data_folder(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Few pictures of both sets, in their original formats."""
    folder = tmp_path / "data"
    files.write_idx(folder / "mnist", 120, 40)
    files.write_all(folder / "cifar-10-batches-py", files.cifar_pickles(30))
    monkeypatch.setenv("PLAYGROUND_DATA", str(folder))
    return folder


@pytest.mark.usefixtures("data_folder")
@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("family", sorted(families.all_families()))
def test_choosing_a_family_gives_networks_that_fit(family: str, name: str) -> None:
    """Whatever the scale, there is nothing to mend before Train is pressed."""
    for scale in KINDS["images"].scales:
        data = spec.Data(name=name, preparation=spec.Preparation(scale=scale))
        info = datasets.describe(data)
        assert info.input_shape == SETS[name]
        made = switch_family(_start(data), family, info)
        assert check_experiment(made, info).problems == (), scale
        assert keras_report(made, info).problems == (), scale


@pytest.mark.usefixtures("data_folder")
@pytest.mark.parametrize(("family", "name"), [*((family, "cifar10") for family in DRAWING), (DRAWING[0], "mnist")])
def test_it_trains_draws_and_scores(family: str, name: str) -> None:
    """In colour each of them; what is grey is no other way, and the digits of the gallery are."""
    data = spec.Data(name=name)
    info = datasets.describe(data)
    run = store.default().create(switch_family(_start(data), family, info))
    assert train(run) == "complete", history.fold(run.read_events()[0]).problem
    known = history.fold(run.read_events()[0])
    drawn = history.load_frame(run.folder, known.newest_frame("samples")[1])["samples"]  # type: ignore[index]
    assert drawn.shape == (64, *SETS[name])
    assert drawn.dtype == np.uint8
    assert known.test_event is not None
    for score in ("frechet", "precision", "recall", "classes"):
        assert np.isfinite(known.test_event.metrics[score])
    _pictures_are_drawn(run, known)


def _pictures_are_drawn(run: Run, known: History) -> None:
    experiment = run.experiment()
    info = connections.task_info(experiment, datasets.describe(experiment.data))
    context = RunView(known, run.folder, experiment, info, lambda: datasets.prepare(experiment.data))
    for name in ("samples", "nearest"):
        found = figure(name).compute(context)
        assert found is not None
        assert figure(name).plot(found, theme())["layout"]["images"]
        assert figure(name).alt_text(found)
