"""Four squares, the diagonal ones alike."""

from __future__ import annotations

import numpy as np

from playground.core.i18n import N_
from playground.datasets.points.point_set import Floats, class_sizes, jitter, point_dataset, two_class_labels

GAP = 0.3
"""Half the empty strip along the axes, so that without noise the classes do not touch."""


def draw(rng: np.random.Generator, size: int, noise: float) -> tuple[Floats, np.ndarray]:
    """Class 1 where both coordinates have the same sign; then the noise moves each point: ``(size, 2)`` float64, and
    class numbers ``(size,)`` int64."""
    y = two_class_labels(size)
    far = rng.uniform(GAP, 5.0, (size, 2))
    first = np.concatenate([np.resize([1.0, -1.0], half) for half in class_sizes(size)])
    second = np.where(y == 1, first, -first)
    return jitter(rng, far * np.column_stack([first, second]), noise), y


DATASET = point_dataset(
    "xor",
    N_("XOR"),
    N_("Four squares, those across the diagonal alike. The oldest problem that one straight line cannot solve."),
    draw,
    noise=0.1,
    noise_help=N_("How far each point is moved at random, in units of the axes."),
    task="binary",
)
