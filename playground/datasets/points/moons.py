"""Two half circles that reach into each other."""

from __future__ import annotations

import numpy as np

from playground.core.i18n import N_
from playground.datasets.points.point_set import Floats, class_sizes, jitter, point_dataset, two_class_labels

RADIUS = 3.0


def draw(rng: np.random.Generator, size: int, noise: float) -> tuple[Floats, np.ndarray]:
    """Half circles of radius 3, the lower one shifted into the upper, centred; then the noise moves each point:
    ``(size, 2)`` float64, and class numbers ``(size,)`` int64."""
    y = two_class_labels(size)
    angle = np.pi * np.concatenate([(np.arange(half) + 0.5) / half for half in class_sizes(size)])
    upper = np.column_stack([np.cos(angle), np.sin(angle)])
    lower = np.column_stack([1.0 - np.cos(angle), 0.5 - np.sin(angle)])
    x = RADIUS * (np.where(y[:, None] == 1, lower, upper) - np.array([0.5, 0.25]))
    return jitter(rng, x, noise), y


DATASET = point_dataset(
    "moons",
    N_("Moons"),
    N_("Two half circles that reach into each other. A small hidden layer bends between them."),
    draw,
    noise=0.3,
    noise_help=N_("How far each point is moved at random, in units of the axes."),
    task="binary",
)
