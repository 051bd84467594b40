"""Which trainings leave pairs of what is drawn and what was learned from."""

from __future__ import annotations

import numpy as np
import pytest

from playground import datasets
from playground.checks.autofix import switch_family
from playground.experiment import spec
from playground.ports import connections
from playground.runs import history, store
from playground.training.run import train
from tests.unit.training.recording.test_memorization import RING


def drawing(data: spec.Data, family: str = "vae") -> spec.Experiment:
    base = spec.Experiment(
        data=data,
        networks=(spec.stack(("Dense", {"units": 1})),),
        loss=spec.NamedParams(name="MeanSquaredError"),
        training=spec.Training(epochs=2, batch_size=32, execution="graph"),
    )
    return switch_family(base, family, datasets.describe(data))


@pytest.mark.parametrize("data", [spec.Data(name="digits"), RING], ids=["pictures", "points"])
def test_a_training_that_draws_leaves_the_pairs(data: spec.Data, home: object) -> None:
    experiment = drawing(data)
    run = store.default().create(experiment)
    assert train(run) == "complete"
    known = history.fold(run.read_events()[0])
    found = known.newest_frame("nearest")
    assert found is not None
    assert min(known.frames["nearest"]) > 0, "nobody waits for it before the first step"
    arrays = history.load_frame(run.folder, found[1])
    prepared = datasets.prepare(data)
    count = prepared.info.data_kind.sample_count
    assert len(arrays["samples"]) == len(arrays["index"]) == len(arrays["apart"]) == count
    shown = history.load_frame(run.folder, known.frames["samples"][found[0]])["samples"]
    assert np.array_equal(arrays["samples"], shown), "they are those that the picture of samples has"
    assert connections.task_info(experiment, prepared.info).is_generative


@pytest.mark.parametrize(
    ("data", "family"), [(spec.Data(name="iris"), "vae"), (spec.Data(name="digits"), "autoencoder")]
)
def test_tables_and_what_draws_nothing_have_none(data: spec.Data, family: str, home: object) -> None:
    run = store.default().create(drawing(data, family))
    assert train(run) == "complete"
    assert "nearest" not in history.fold(run.read_events()[0]).frames
