"""The end of a curve, as far back as it takes to speak of it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import isfinite

from playground.core.formatting import short
from playground.runs.history import Series

SMALLEST = 0.001
"""Numbers below it are told as that."""


def tail(curves: Mapping[str, Series], name: str, *, after: float, least: int, steps: float) -> Sequence[float] | None:
    """The newest values of the curve *name*: at least *least* of them, over at least *steps* steps, all taken later
    than step *after*. ``None`` where there are not so many, or one is no number."""
    series = curves.get(name)
    if series is None or len(series.x) < least:
        return None
    start = min(len(series.x) - least, bisect_right(series.x, series.x[-1] - steps) - 1)
    if start < 0 or series.x[start] <= after:
        return None
    values = series.y[start:]
    return values if all(map(isfinite, values)) else None


def mean(values: Sequence[float]) -> float:
    """The mean of at least one of *values*."""
    return sum(values) / len(values)


def half_means(values: Sequence[float]) -> tuple[float, float]:
    """The means of the earlier and of the later half of at least two *values*."""
    middle = len(values) // 2
    return mean(values[:middle]), mean(values[middle:])


def quarter_means(values: Sequence[float]) -> tuple[float, ...]:
    """The means of four parts one after another of at least four *values*: single batches jump, these do not."""
    edges = [len(values) * place // 4 for place in range(5)]
    return tuple(mean(values[low:high]) for low, high in pairwise(edges))


def one_digit(value: float) -> str:
    """A number above 0 with one digit: said again and again while it trains, it must not be another one each time."""
    return f"< {SMALLEST}" if value < SMALLEST else short(float(f"{value:.1g}"))


def whole_percent(value: float) -> str:
    """A part of one as a whole percentage."""
    return f"{100 * value:.0f} %"
