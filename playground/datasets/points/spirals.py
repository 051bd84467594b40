"""Two arms wound into each other."""

from __future__ import annotations

import numpy as np

from playground.core.i18n import N_
from playground.datasets.points.point_set import Floats, class_sizes, jitter, point_dataset, two_class_labels

TURNS = 1.75
INNER, OUTER = 0.4, 5.0


def draw(rng: np.random.Generator, size: int, noise: float) -> tuple[Floats, np.ndarray]:
    """Points ``(size, 2)`` float64 evenly along each arm (radius 0.4 to 5 over 1.75 turns), moved by the noise; each
    arm is a class, ``(size,)`` int64."""
    y = two_class_labels(size)
    along = np.concatenate([(np.arange(half) + 0.5) / half for half in class_sizes(size)])
    radius = INNER + (OUTER - INNER) * along
    angle = TURNS * 2 * np.pi * along + np.pi * y
    return jitter(rng, radius[:, None] * np.column_stack([np.sin(angle), np.cos(angle)]), noise), y


DATASET = point_dataset(
    "spirals",
    N_("Spirals"),
    N_("Two arms wound into each other: the hardest of the point sets, and where depth begins to pay."),
    draw,
    noise=0.1,
    noise_help=N_("How far each point is moved at random, in units of the axes; at 0.5 the arms begin to mix."),
    task="binary",
)
