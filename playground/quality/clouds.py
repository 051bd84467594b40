"""Two clouds of points against each other: the Fréchet distance, precision and recall. Pure NumPy."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
NEIGHBOURS = 3
"""How many neighbours reach: the radius around each point of a cloud (Kynkäänniemi and others 2019, k = 3)."""


def frechet(one: npt.NDArray[Any], other: npt.NDArray[Any]) -> float:
    """The Fréchet distance between the normal distributions with the means and covariances of *one* ``(n, k)`` and
    *other* ``(m, k)``, squared as in FID (Dowson and Landau 1982; Heusel and others 2017). 0 where they agree."""
    first, second = np.asarray(one, np.float64), np.asarray(other, np.float64)
    apart = float(np.square(first.mean(0) - second.mean(0)).sum())
    a, b = (np.atleast_2d(np.cov(cloud, rowvar=False)) for cloud in (first, second))
    root = _root(a)
    # The trace of the root of AB is that of the root of √A B √A, which is symmetric.
    mixed = np.linalg.eigvalsh(root @ b @ root)
    return max(0.0, apart + float(np.trace(a) + np.trace(b) - 2 * np.sqrt(np.clip(mixed, 0, None)).sum()))


def _root(matrix: Floats) -> Floats:
    values, vectors = np.linalg.eigh(matrix)
    root: Floats = (vectors * np.sqrt(np.clip(values, 0, None))) @ vectors.T
    return root


def precision_recall(real: npt.NDArray[Any], drawn: npt.NDArray[Any]) -> tuple[float, float]:
    """Which part of *drawn* ``(m, k)`` lies within the balls around *real* ``(n, k)``, and the other way round. A ball
    reaches to its centre's third nearest neighbour in its own cloud."""
    a, b = np.asarray(real, np.float64), np.asarray(drawn, np.float64)
    between = _squares(a, b)
    reach_a, reach_b = (_reach(cloud) for cloud in (a, b))
    return float((between <= reach_a[:, None]).any(0).mean()), float((between <= reach_b[None, :]).any(1).mean())


def _reach(cloud: Floats) -> Floats:
    """``(n,)``: the squared distance to the neighbour that bounds each point's ball."""
    place = min(NEIGHBOURS, len(cloud) - 1)
    reach: Floats = np.partition(_squares(cloud, cloud), place, axis=1)[:, place]
    return reach


def _squares(one: Floats, other: Floats) -> Floats:
    """Squared distances ``(n, m)``."""
    sums = np.square(one).sum(1)[:, None] + np.square(other).sum(1)[None, :]
    return np.asarray(np.clip(sums - 2 * one @ other.T, 0, None))


def nearest(drawn: npt.NDArray[Any], real: npt.NDArray[Any]) -> tuple[npt.NDArray[np.int64], Floats]:
    """For each of *drawn* ``(m, ...)`` the row of the nearest of *real* ``(n, ...)``, and the root of the mean squared
    difference of their numbers."""
    a = np.asarray(drawn, np.float64).reshape(len(drawn), -1)
    b = np.asarray(real, np.float64).reshape(len(real), -1)
    squares = _squares(a, b)
    rows = squares.argmin(1)
    return rows, np.sqrt(squares[np.arange(len(a)), rows] / a.shape[1])
