"""A disc inside a ring."""

from __future__ import annotations

import numpy as np

from playground.core.i18n import N_
from playground.datasets.points.point_set import Floats, jitter, point_dataset, two_class_labels


def draw(rng: np.random.Generator, size: int, noise: float) -> tuple[Floats, np.ndarray]:
    """Class 0 within radius 2.5, class 1 between 3.5 and 5, then the noise moves each point: ``(size, 2)`` float64, and
    class numbers ``(size,)`` int64."""
    y = two_class_labels(size)
    radius = np.where(y == 1, rng.uniform(3.5, 5.0, size), rng.uniform(0.0, 2.5, size))
    angle = rng.uniform(0.0, 2 * np.pi, size)
    return jitter(rng, radius[:, None] * np.column_stack([np.cos(angle), np.sin(angle)]), noise), y


DATASET = point_dataset(
    "circles",
    N_("Circles"),
    N_("A disc inside a ring. No straight line divides them: a hidden layer has to bend the boundary round."),
    draw,
    noise=0.1,
    noise_help=N_("How far each point is moved at random, in units of the axes."),
    task="binary",
)
