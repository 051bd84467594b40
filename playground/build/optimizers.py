"""Optimizers as Keras objects whose learning rate a person may change while they run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import keras
import numpy as np

from playground.catalog.optimizers import OPTIMIZERS
from playground.catalog.schedules import SCHEDULES, schedule_kwargs
from playground.core import params
from playground.experiment.spec import NamedParams, Optimizer


class OverridableSchedule(keras.optimizers.schedules.LearningRateSchedule):  # type: ignore[misc] # Keras is untyped
    """A schedule that a person may overrule while it runs: *override* at or above zero takes its place.

    Works inside compiled loops, since the override is a variable and not a Python number.
    """

    def __init__(self, schedule: Any, override: float = -1.0) -> None:
        super().__init__()
        self.schedule = schedule
        self.override = keras.Variable(override, dtype="float32", trainable=False, name="learning_rate_override")

    def __call__(self, step: Any) -> Any:
        """The learning rate, a float32 scalar, after *step* steps."""
        planned = keras.ops.cast(self.schedule(step), "float32")
        return keras.ops.where(self.override >= 0, self.override, planned)

    def rate_after(self, steps: int) -> float:
        """What :meth:`__call__` gives, from the catalogue's curve: a training tells its rates ten times a second, and
        the twenty small operations of a cosine took a tenth of its time."""
        override = float(self.override)
        if override >= 0:
            return override
        curve = SCHEDULES[type(self.schedule).__name__].curve
        return float(np.float32(curve(np.array([steps], np.float64), self.schedule.get_config())[0]))

    def set_override(self, value: float) -> None:
        """Go on at *value* from the next step."""
        self.override.assign(value)

    def get_config(self) -> dict[str, Any]:
        inner = keras.optimizers.schedules.serialize(self.schedule)
        return {"schedule": inner, "override": float(self.override)}

    @classmethod
    def from_config(cls, config: Mapping[str, Any], custom_objects: Any = None) -> OverridableSchedule:
        inner = keras.optimizers.schedules.deserialize(config["schedule"], custom_objects)
        return cls(inner, config["override"])


def optimizer(spec: Optimizer, total_steps: int) -> Any:
    """The ``keras.optimizers.Optimizer`` of *spec*: its learning rate is a variable, or an :class:`OverridableSchedule`
    over the schedule. :func:`set_learning_rate` changes either."""
    row = OPTIMIZERS[spec.name]
    kwargs = params.with_defaults(row.params, spec.params)
    if spec.schedule is not None:
        kwargs["learning_rate"] = _build_schedule(spec.schedule, float(kwargs["learning_rate"]), total_steps)  # type: ignore[arg-type]
    return getattr(keras.optimizers, row.name)(**kwargs)


def _build_schedule(schedule: NamedParams, learning_rate: float, total_steps: int) -> OverridableSchedule:
    schedule_class: type[Any] = getattr(keras.optimizers.schedules, schedule.name)
    return OverridableSchedule(
        schedule_class(**schedule_kwargs(schedule.name, schedule.params, learning_rate, total_steps))
    )


def learning_rate(optimizer: Any) -> float:
    """The learning rate of *optimizer* now."""
    inner = _inner(optimizer)
    schedule = inner._learning_rate
    if isinstance(schedule, OverridableSchedule):
        return schedule.rate_after(int(inner.iterations))
    return float(inner.learning_rate)


def set_learning_rate(optimizer: Any, value: float) -> None:
    """Let *optimizer* go on at *value*, whatever a schedule says, also inside a loop already compiled."""
    inner = _inner(optimizer)
    schedule = inner._learning_rate
    if isinstance(schedule, OverridableSchedule):
        schedule.set_override(value)
    else:
        inner.learning_rate = value


def _inner(optimizer: Any) -> Any:
    """What holds the learning rate: Keras puts another optimizer around it that scales the loss."""
    return getattr(optimizer, "inner_optimizer", optimizer)
