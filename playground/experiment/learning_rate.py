"""The learning rate over a whole training, as an optimizer of the document plans it."""

from __future__ import annotations

import numpy as np

from playground.catalog.optimizers import initial_learning_rate
from playground.catalog.schedules import SCHEDULES, Array, schedule_kwargs
from playground.experiment.spec import Optimizer


def learning_rates(optimizer: Optimizer, total_steps: int, steps: Array) -> Array:
    """The learning rate at each of *steps* ``(n,)`` (0 is the first) of a training of *total_steps*: ``(n,)`` float64.
    Raises KeyError where there is no such optimizer or schedule."""
    rate = initial_learning_rate(optimizer.name, optimizer.params)
    schedule = optimizer.schedule
    if schedule is None:
        return np.full(np.shape(steps), rate)
    arguments = schedule_kwargs(schedule.name, schedule.params, rate, total_steps)
    return SCHEDULES[schedule.name].curve(np.asarray(steps, np.float64), arguments)


def schedule_preview(optimizer: Optimizer, total_steps: int, points: int = 400) -> tuple[Array, Array]:
    """At most *points* steps over the whole training and the learning rate at each, ``(n,)`` float64 each, for drawing.
    Raises as :func:`learning_rates`."""
    steps = np.unique(np.linspace(0, max(total_steps - 1, 0), points).round())
    return steps, learning_rates(optimizer, total_steps, steps)
