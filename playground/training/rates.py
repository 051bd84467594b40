"""Reading and setting an optimizer's learning rate while it runs, with or without a schedule."""

from __future__ import annotations

from typing import Any


def put(optimizer: Any, value: float) -> None:
    """From now on every step is taken with *value*; a schedule no longer counts."""
    schedule = getattr(_inner(optimizer), "_learning_rate", None)
    if hasattr(schedule, "set"):
        schedule.set(value)
    else:
        _inner(optimizer).learning_rate = value


def now(optimizer: Any) -> float:
    """The rate of the next step."""
    return float(_inner(optimizer).learning_rate)


def _inner(optimizer: Any) -> Any:
    """The optimizer inside Keras's loss scaling, or itself."""
    return getattr(optimizer, "inner_optimizer", optimizer)
