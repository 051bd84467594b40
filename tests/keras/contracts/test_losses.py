"""What every loss and every metric must hold, and that the table knows all of Keras's losses."""

from __future__ import annotations

import keras
import numpy as np
import pytest

from playground import build
from playground.catalog.losses import DEFAULT_LOSSES, LOSSES, UNSUPPORTED, LossRow
from playground.catalog.metrics import METRICS, MetricRow
from tests.keras.contracts.test_layers import keras_classes
from tests.support.making import pick
from tests.unit.contracts.test_losses import ALL, TASKS

NUMBERS = ("regression", "reconstruction")


def test_every_keras_loss_is_offered_or_left_out_with_a_reason() -> None:
    known = set(LOSSES) | set(UNSUPPORTED)
    unknown = {min(names, key=len) for names in keras_classes(keras.losses).values() if not names & known}
    assert not unknown
    assert not set(LOSSES) & set(UNSUPPORTED)
    assert [name for name in UNSUPPORTED if not hasattr(keras.losses, name)] == []


@pytest.mark.parametrize("row", ALL)
def test_trains_one_step_on_each_task_it_fits(row: LossRow) -> None:
    for task in row.tasks:
        info = TASKS[task]
        outputs = 3 if row.needs_several_outputs and task == "regression" else info.outputs
        activation = row.output_activations(task, {})[0]
        model = keras.Sequential([keras.Input((5,)), keras.layers.Dense(outputs, activation=activation)])
        rng = np.random.default_rng(1)
        x = rng.normal(size=(16, 5)).astype(np.float32)
        y = rng.uniform(0.1, 1, (16, outputs)) if task in NUMBERS else rng.integers(0, max(info.outputs, 2), 16)
        encoded = build.targets(pick(row.name), y, info)
        assert len(encoded) == 16
        model.compile("sgd", build.loss(pick(row.name), info))
        before = [weight.copy() for weight in model.get_weights()]
        loss = model.train_on_batch(x, encoded)
        assert np.isfinite(loss)
        assert any(not np.array_equal(a, b) for a, b in zip(before, model.get_weights(), strict=True))


@pytest.mark.parametrize("row", [pytest.param(row, id=row.name) for row in METRICS.values()])
def test_every_metric_measures_on_each_task_it_fits_and_says_why_not_elsewhere(row: MetricRow) -> None:
    assert row.help.endswith(".")
    rng = np.random.default_rng(2)
    for task, info in TASKS.items():
        assert (row.incompatibility(info) is None) == (task in row.tasks)
        if task not in row.tasks:
            continue
        (metric,) = build.metrics([pick(row.name)], info)
        assert metric.name == row.name
        y = rng.normal(size=(32, info.outputs)) if task in NUMBERS else rng.integers(0, max(info.outputs, 2), 32)
        outputs = rng.dirichlet(np.ones(max(info.outputs, 1)), 32) if info.outputs > 1 else rng.uniform(0, 1, (32, 1))
        metric.update_state(build.targets(pick(DEFAULT_LOSSES[task]), y, info), outputs.astype(np.float32))
        assert np.isfinite(float(metric.result()))
        metric.reset_state()
        assert all(not np.any(variable.numpy()) for variable in metric.variables)
