"""A value that rises evenly over the plane."""

from __future__ import annotations

import numpy as np

from playground.core.i18n import N_
from playground.datasets.points.point_set import Floats, point_dataset


def draw(rng: np.random.Generator, size: int, noise: float) -> tuple[Floats, Floats]:
    """``(x1 + x2) / 12`` over the square from -6 to 6, so from -1 to 1, plus the noise: points ``(size, 2)`` and their
    values ``(size,)``, float64."""
    x = rng.uniform(-6.0, 6.0, (size, 2))
    return x, x.sum(axis=1) / 12.0 + noise * rng.standard_normal(size)


DATASET = point_dataset(
    "plane",
    N_("Plane"),
    N_("A value that rises evenly over the plane: what linear regression learns exactly."),
    draw,
    noise=0.05,
    noise_help=N_("Standard deviation of what is added to each value; the values go from -1 to 1."),
    task="regression",
)
