"""Where pictures over a plane of points lie: their bounds, and the grid of places that is asked."""

from __future__ import annotations

import numpy as np

from playground.datasets.dataset import Prepared

Extent = tuple[float, float, float, float]
"""``(x0, x1, y0, y1)`` in the data's own units."""


def data_extent(prepared: Prepared) -> Extent:
    """The bounds of all points of *prepared*, whose inputs are ``(n, 2)``, and a tenth more on each side."""
    points = np.concatenate([np.asarray(part.x) for part in (prepared.train, prepared.validation, prepared.test)])
    return padded_extent(points, 0.1)


def padded_extent(points: np.ndarray, share: float) -> Extent:
    """The bounds of *points* ``(n, 2)``, at least one, with *share* of their width and height more on each side."""
    low, high = points.min(0), points.max(0)
    margin = np.maximum((high - low) * share, 1e-3)
    (x0, y0), (x1, y1) = low - margin, high + margin
    return float(x0), float(x1), float(y0), float(y1)


def grid(bounds: Extent, resolution: int) -> np.ndarray:
    """Points ``(resolution², 2)`` in raw units, row by row from the lowest y."""
    x0, x1, y0, y1 = bounds
    xs, ys = np.meshgrid(np.linspace(x0, x1, resolution), np.linspace(y0, y1, resolution))
    return np.stack([xs.ravel(), ys.ravel()], 1).astype(np.float32)
