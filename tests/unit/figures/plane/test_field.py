"""Places on the plane and the cells of its grid."""

from __future__ import annotations

import numpy as np

from playground.figures.plane.field import Plane, nearest_cells


def test_the_nearest_cell_is_taken_on_both_sides_and_beyond_the_edges() -> None:
    plane = Plane(np.array([0.0, 1.0, 2.0]), np.array([10.0, 20.0]), "x", "y", 0, 0.0)
    x, y = np.array([0.4, 0.6, -5.0, 9.0]), np.array([14.0, 16.0, 0.0, 99.0])
    rows, columns = nearest_cells(plane, x, y)
    assert columns.tolist() == [0, 1, 0, 2]
    assert rows.tolist() == [0, 1, 0, 1]
