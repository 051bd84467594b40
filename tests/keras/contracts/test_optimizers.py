"""What every optimizer and schedule must hold, and that the tables know all of Keras's."""

from __future__ import annotations

import keras
import numpy as np
import pytest

from playground import build
from playground.catalog.optimizers import OPTIMIZERS, SCHEDULES, UNSUPPORTED, UNSUPPORTED_SCHEDULES, OptimizerRow
from playground.catalog.schedules import ScheduleRow
from playground.core import params
from playground.experiment.learning_rate import learning_rates
from playground.experiment.spec import NamedParams, Optimizer
from tests.keras.contracts.test_layers import bounds, keras_classes

ALL = [pytest.param(row, id=row.name) for row in OPTIMIZERS.values()]
ALL_SCHEDULES = [pytest.param(row, id=row.name) for row in SCHEDULES.values()]
TOTAL = 200


def test_every_keras_optimizer_and_schedule_is_offered_or_left_out_with_a_reason() -> None:
    for module, table, left in (
        (keras.optimizers, OPTIMIZERS, UNSUPPORTED),
        (keras.optimizers.schedules, SCHEDULES, UNSUPPORTED_SCHEDULES),
    ):
        known = set(table) | set(left)
        assert not {min(names, key=len) for names in keras_classes(module).values() if not names & known}
        assert not set(table) & set(left)
        assert [name for name in left if not hasattr(module, name)] == []


@pytest.mark.parametrize("row", ALL)
def test_keras_takes_the_defaults_and_every_bound(row: OptimizerRow) -> None:
    assert row.help.endswith(".")
    assert params.check(row.params, params.defaults(row.params)) == {}
    for param in row.params:
        for value in bounds(param):
            build.optimizer(Optimizer(name=row.name, params={param.name: value}), TOTAL)


@pytest.mark.parametrize("row", ALL)
def test_trains_a_step_and_keeps_no_more_than_the_row_says(row: OptimizerRow) -> None:
    weight = keras.Variable(np.linspace(-1, 1, 600, dtype=np.float32).reshape(20, 30), name="kernel")
    optimizer = build.optimizer(Optimizer(name=row.name), TOTAL)
    optimizer.build([weight])
    kept = sum(np.prod(variable.shape) for variable in optimizer.variables)
    assert kept <= 600 * row.slots_per_weight({}) + 60
    before = weight.numpy().copy()
    for _ in range(2):
        optimizer.apply([np.ones((20, 30), np.float32)])
    assert np.isfinite(weight.numpy()).all()
    assert not np.array_equal(before, weight.numpy())


@pytest.mark.parametrize("row", ALL_SCHEDULES)
def test_the_preview_is_what_keras_does(row: ScheduleRow) -> None:
    steps = np.arange(0, TOTAL, 7)
    for chosen in ({}, *_variants(row)):
        spec = Optimizer(name="SGD", params={"learning_rate": 0.3}, schedule=NamedParams(name=row.name, params=chosen))
        optimizer = build.optimizer(spec, TOTAL)
        schedule = optimizer._learning_rate
        keras_says = [float(schedule(keras.ops.convert_to_tensor(int(step), "int64"))) for step in steps]
        np.testing.assert_allclose(learning_rates(spec, TOTAL, steps), keras_says, rtol=2e-4, atol=2e-6)
        told = [schedule.rate_after(int(step)) for step in steps]
        np.testing.assert_allclose(told, keras_says, rtol=2e-4, atol=2e-6)


def _variants(row: ScheduleRow) -> list[dict[str, object]]:
    """Each yes or no turned, and each number moved off its default."""
    special: dict[str, list[dict[str, object]]] = {
        "CosineDecay": [{"warmup_steps": 50, "alpha": 0.1}, {"decay_steps": 60}],
        "CosineDecayRestarts": [{"t_mul": 1.0}, {"first_decay_steps": 30, "m_mul": 0.5, "alpha": 0.2}],
        "PiecewiseConstantDecay": [{"boundaries": [10, 20, 90], "factor": 0.5}],
        "PolynomialDecay": [{"decay_steps": 40, "cycle": True, "power": 2.0}],
    }
    return special.get(row.name, [{"staircase": True, "decay_steps": 30}])


def test_a_person_may_overrule_the_rate_inside_a_compiled_loop() -> None:
    import tensorflow as tf

    for schedule in (None, NamedParams(name="ExponentialDecay")):
        optimizer = build.optimizer(Optimizer(name="SGD", params={"learning_rate": 0.5}, schedule=schedule), TOTAL)
        weight = keras.Variable(np.zeros(1, np.float32))
        optimizer.build([weight])

        @tf.function(jit_compile=True)
        def step() -> None:
            optimizer.apply([tf.ones(1)], [weight])  # noqa: B023 - called in this turn of the loop

        step()
        assert float(weight.value[0]) == pytest.approx(-0.5)
        build.set_learning_rate(optimizer, 0.125)
        step()
        assert float(weight.value[0]) == pytest.approx(-0.625)
        assert float(optimizer.learning_rate) == build.learning_rate(optimizer) == 0.125


def test_an_overruled_schedule_survives_keras_serialisation() -> None:
    optimizer = build.optimizer(Optimizer(schedule=NamedParams(name="CosineDecay")), TOTAL)
    build.set_learning_rate(optimizer, 0.25)
    again = build.OverridableSchedule.from_config(optimizer._learning_rate.get_config())
    assert float(again(3)) == 0.25
    again.override.assign(-1.0)
    assert float(again(0)) == pytest.approx(0.001)
