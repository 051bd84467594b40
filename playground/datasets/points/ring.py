"""Modes evenly on a circle.

Source: L. Metz, B. Poole, D. Pfau, J. Sohl-Dickstein, "Unrolled Generative Adversarial Networks", ICLR 2017
(https://arxiv.org/abs/1611.02163): eight of them at radius 2, with a standard deviation of 0.02. The clouds are wider
here by default, so that a person sees them.
"""

from __future__ import annotations

import numpy as np

from playground.core.i18n import N_
from playground.core.params import Int
from playground.datasets.points.clusters import cluster_dataset
from playground.datasets.points.point_set import Floats

RADIUS = 2.0


def cluster_centers(modes: int) -> Floats:
    """``(modes, 2)`` float64: evenly on the circle, the first at the right, then counterclockwise."""
    angle = 2 * np.pi * np.arange(modes) / modes
    return RADIUS * np.column_stack([np.cos(angle), np.sin(angle)])


DATASET = cluster_dataset(
    "ring",
    N_("Ring of Gaussians"),
    N_("Round clouds on a circle, each a class of its own. A generator that learns them often forgets some."),
    "Metz et al. 2017, Unrolled Generative Adversarial Networks",
    Int(
        name="modes",
        label=N_("clouds"),
        help=N_("How many clouds stand on the circle."),
        default=8,
        low=2,
        high=16,
        step=1,
    ),
    cluster_centers,
    noise=0.1,
)
