"""Hills and hollows over the plane."""

from __future__ import annotations

import numpy as np

from playground.core.i18n import N_
from playground.datasets.points.point_set import Floats, point_dataset

BUMPS = np.array([[-4, 2.5, 1], [0, 2.5, -1], [4, 2.5, 1], [-4, -2.5, -1], [0, -2.5, 1], [4, -2.5, -1]])
"""x, y and sign of each."""
WIDTH = 1.2


def draw(rng: np.random.Generator, size: int, noise: float) -> tuple[Floats, Floats]:
    """The sum of six Gaussian bumps of width 1.2, three up and three down, over the square from -6 to 6: points
    ``(size, 2)`` and their values ``(size,)``, float64."""
    x = rng.uniform(-6.0, 6.0, (size, 2))
    squared = ((x[:, None, :] - BUMPS[None, :, :2]) ** 2).sum(axis=2)
    value = (np.exp(-squared / (2 * WIDTH**2)) * BUMPS[:, 2]).sum(axis=1)
    return x, value + noise * rng.standard_normal(size)


DATASET = point_dataset(
    "bumps",
    N_("Gaussian bumps"),
    N_("Three hills and three hollows. A straight plane cannot follow them; a hidden layer can."),
    draw,
    noise=0.05,
    noise_help=N_("Standard deviation of what is added to each value; the values go from -1 to 1."),
    task="regression",
)
