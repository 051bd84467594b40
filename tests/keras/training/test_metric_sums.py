"""Metrics added up from chunks are the metrics of the whole."""

from __future__ import annotations

import keras
import numpy as np
import pytest

from playground import build
from playground.catalog.metrics import METRICS
from playground.core.info import Info
from playground.experiment.spec import NamedParams
from playground.training.metric_sums import MetricSums

TASKS = {
    "binary": Info("points", "binary", (2,), 1),
    "multiclass": Info("images", "multiclass", (8, 8, 1), 4),
    "regression": Info("table", "regression", (3,), 1),
}
LOSSES = {
    "binary": "BinaryCrossentropy",
    "multiclass": "SparseCategoricalCrossentropy",
    "regression": "MeanSquaredError",
}


def examples(info: Info, count: int) -> tuple[np.ndarray, np.ndarray]:
    chance = np.random.default_rng(3)
    if info.task == "multiclass":
        outputs = chance.dirichlet(np.ones(info.outputs), count).astype(np.float32)
        return chance.integers(0, info.outputs, count).astype(np.int64), outputs
    if info.task == "binary":
        return chance.integers(0, 2, count).astype(np.int64), chance.random((count, 1), np.float32)
    return chance.normal(size=(count, 1)).astype(np.float32), chance.normal(size=(count, 1)).astype(np.float32)


@pytest.mark.parametrize(
    ("task", "name"),
    [(task, name) for task in TASKS for name, row in METRICS.items() if row.incompatibility(TASKS[task]) is None],
)
def test_three_chunks_give_what_the_whole_gives(task: str, name: str) -> None:
    info, loss = TASKS[task], NamedParams(name=LOSSES[task])
    y, outputs = examples(info, 90)
    y = build.targets(loss, y, info)
    (whole,) = build.metrics([NamedParams(name=name)], info, loss)
    whole.update_state(y, outputs)
    metric = build.metrics([NamedParams(name=name)], info, loss)[0]
    mean = keras.metrics.Mean(name="loss")
    mean.update_state(1.0)
    metric.update_state(y[:2], outputs[:2])
    tally = MetricSums([mean, metric])
    sums = tally.zeros()
    for part in (slice(0, 20), slice(20, 50), slice(50, 90)):
        tally.reset_state()
        mean.update_state(2.0, sample_weight=part.stop - part.start)
        metric.update_state(y[part], outputs[part])
        sums = sums + tally.as_vector().numpy()
    values = tally.results(sums)
    assert values["loss"] == pytest.approx(2.0)
    assert values[name] == pytest.approx(float(whole.result()), rel=1e-5, abs=1e-6)
