"""A slanted line, its halves two classes: the first thing that a generator should learn."""

from __future__ import annotations

import numpy as np

from playground.core.i18n import N_
from playground.datasets.points.point_set import Floats, jitter, point_dataset, two_class_labels

END = (2.0, 1.0)


def draw(rng: np.random.Generator, size: int, noise: float) -> tuple[Floats, np.ndarray]:
    """Points ``(size, 2)`` float64 evenly from (-2, -1) to (2, 1), the second half of them a class of its own
    (``(size,)`` int64); then the noise moves each."""
    along = 2 * (np.arange(size) + 0.5) / size - 1
    return jitter(rng, along[:, None] * np.array(END), noise), two_class_labels(size)


DATASET = point_dataset(
    "line",
    N_("Line"),
    N_("Points along a slanted line. The simplest shape for a network that makes points of its own."),
    draw,
    noise=0.1,
    noise_help=N_("How far each point is moved at random, in units of the axes."),
    task="binary",
)
