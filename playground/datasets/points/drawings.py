"""What somebody begins with who has not drawn yet, and what else can be done with a drawing than drawing on."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from playground.core import raster_codec
from playground.core.raster_codec import SIDE, Levels
from playground.datasets.points.point_set import Floats

REACH = 3.0
"""Half the side of the sheet, in units of the axes."""
CELL = 2 * REACH / SIDE
EMPTY = raster_codec.write(np.zeros((raster_codec.CLASSES, SIDE, SIDE), np.uint8))


def cell_centers() -> tuple[Floats, Floats]:
    """x and y of the middle of each cell, ``(64, 64)`` float64 each, in units of the axes; row 0 is the top."""
    along = CELL * (np.arange(SIDE) + 0.5) - REACH
    x, y = np.meshgrid(along, -along)
    return x, y


def heart_drawing() -> str:
    """A broad outline of one class around a small heart of the other."""

    def within(size: float) -> npt.NDArray[np.bool_]:
        x, y = (axis / size for axis in cell_centers())
        y = y + 0.1
        return (x**2 + y**2 - 1) ** 3 < x**2 * y**3

    return _to_text(within(2.2) & ~within(1.75), within(0.8))


def ring_drawing() -> str:
    """A broad ring, its left half one class and its right half the other."""
    x, y = cell_centers()
    around = np.abs(np.hypot(x, y) - 2) < 0.3
    return _to_text(around & (x < 0), around & (x > 0))


def split_in_two_classes(text: str) -> str | None:
    """The drawing *text*, all of one class, with the right half of it in the other; ``None`` where it is one cell.
    Raises ValueError where *text* is no drawing."""
    levels = raster_codec.read(text)
    weight = levels.sum(0).T.ravel()
    before = np.cumsum(weight) - weight
    right = (before >= weight.sum() / 2).reshape(SIDE, SIDE).T
    whole = levels.max(0)
    parts = np.stack([np.where(right, 0, whole), np.where(right, whole, 0)]).astype(np.uint8)
    return raster_codec.write(parts) if parts.any((1, 2)).all() else None


def _to_text(first: npt.NDArray[np.bool_], second: npt.NDArray[np.bool_]) -> str:
    levels: Levels = np.stack([first, second]).astype(np.uint8)
    return raster_codec.write(levels)
