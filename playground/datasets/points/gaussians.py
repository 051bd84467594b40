"""Two clouds that a straight line divides."""

from __future__ import annotations

import numpy as np

from playground.core.i18n import N_
from playground.datasets.points.point_set import Floats, point_dataset, two_class_labels


def draw(rng: np.random.Generator, size: int, noise: float) -> tuple[Floats, np.ndarray]:
    """Centres at (-2, -2) and (2, 2); the deviation of each cloud grows from 0.5 to 3 with the noise: points
    ``(size, 2)`` float64, and class numbers ``(size,)`` int64."""
    y = two_class_labels(size)
    centre = np.where(y == 1, 2.0, -2.0)[:, None]
    return centre + (0.5 + 2.5 * noise) * rng.standard_normal((size, 2)), y


DATASET = point_dataset(
    "gaussians",
    N_("Two Gaussians"),
    N_("Two round clouds of points. A single straight line divides them, so logistic regression is enough."),
    draw,
    noise=0.2,
    noise_help=N_("How wide the clouds are: at 0 they are far apart, at 1 they lie over each other."),
    task="binary",
)
