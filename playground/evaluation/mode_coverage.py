"""Which clusters of a plane are drawn: coverage of modes and share of good points (Srivastava and others 2017,
"VEEGAN")."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
CLOSE = 3.0
"""Deviations within which a point counts as one of a cluster."""
MIN_SHARE = 0.01
"""Of the points that would come to a cluster if all were drawn alike, the part from which it counts as drawn."""


class Clusters(NamedTuple):
    """*centres* ``(k, 2)`` float64 and the *deviation* of the points around them, in each direction, in units of the
    axes."""

    centres: Floats
    deviation: float


class Coverage(NamedTuple):
    """*covered* clusters of *total*; the *good_share* part of all points lies close to some centre."""

    covered: int
    total: int
    good_share: float


def clusters(x: npt.NDArray[Any], y: npt.NDArray[Any]) -> Clusters:
    """Those of the points *x* ``(n, 2)`` whose clusters *y* ``(n,)`` int numbers, at least one point."""
    numbers = np.unique(y)
    centres = np.stack([np.asarray(x[y == number], np.float64).mean(0) for number in numbers])
    around = np.concatenate([x[y == number] - centres[place] for place, number in enumerate(numbers)])
    return Clusters(centres, max(float(np.sqrt(np.square(around).mean())), 1e-6))


def coverage(points: npt.NDArray[Any], true_clusters: Clusters) -> Coverage:
    """How *points* ``(m, 2)``, at least one, lie over the clusters (Srivastava and others 2017, "VEEGAN: Reducing mode
    collapse in GANs using implicit variational learning"): a cluster is drawn where enough of them (:data:`MIN_SHARE`)
    lie within :data:`CLOSE` deviations of its centre."""
    far = np.linalg.norm(np.asarray(points, np.float64)[:, None] - true_clusters.centres[None], axis=2)
    nearest = far.argmin(1)
    close = far.min(1) <= CLOSE * true_clusters.deviation
    count = len(true_clusters.centres)
    hits = np.bincount(nearest[close], minlength=count)
    least = max(1.0, MIN_SHARE * len(points) / count)
    return Coverage(int((hits >= least).sum()), count, float(close.mean()))
