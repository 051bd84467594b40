"""Modes in the rows and columns of a square.

Source: A. Srivastava, L. Valkov, C. Russell, M. U. Gutmann, C. Sutton, "VEEGAN: Reducing Mode Collapse in GANs using
Implicit Variational Learning", NIPS 2017 (https://arxiv.org/abs/1705.07761): five by five of them.
"""

from __future__ import annotations

import numpy as np

from playground.core.i18n import N_
from playground.core.params import Int
from playground.datasets.points.clusters import cluster_dataset
from playground.datasets.points.point_set import Floats

SPACING = 1.0


def cluster_centers(side: int) -> Floats:
    """``(side², 2)`` float64: row by row from below, each from left to right, the middle of the square at 0."""
    along = SPACING * (np.arange(side) - (side - 1) / 2)
    across, up = np.meshgrid(along, along)
    return np.column_stack([across.ravel(), up.ravel()])


DATASET = cluster_dataset(
    "grid",
    N_("Grid of Gaussians"),
    N_("Round clouds in rows and columns, each a class of its own: many things to remember, none to leave out."),
    "Srivastava et al. 2017, VEEGAN",
    Int(
        name="side",
        label=N_("clouds on a side"),
        help=N_("How many clouds stand in each row, and in each column."),
        default=5,
        low=2,
        high=6,
        step=1,
    ),
    cluster_centers,
    noise=0.05,
)
