"""Many small pictures as one: a grid with thin lines between, pixels enlarged by whole factors."""

from __future__ import annotations

import base64
import io
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]
LINE = 2
"""Pixels between two pictures."""


class Grid(NamedTuple):
    """*pixels* ``(height, width)`` grey or ``(height, width, 3)``, uint8; a picture is *cell* (height, width) pixels
    large, and the next one begins *pitch* pixels further."""

    pixels: Bytes
    cell: tuple[int, int]

    @property
    def pitch(self) -> tuple[int, int]:
        """Height and width in pixels from the corner of one picture to that of the next."""
        return self.cell[0] + LINE, self.cell[1] + LINE


def tile(
    pictures: npt.NDArray[Any], places: npt.NDArray[np.integer[Any]], *, least: int, line: int, empty: int
) -> Grid:
    """*pictures* ``(n, h, w, channels) uint8``, of fewer than three channels the first and of more the first three,
    where *places* ``(rows, columns)`` int names them by number, -1 none.

    Each is enlarged by a whole factor until its longer side has *least* pixels. *line* and *empty* are the grey levels
    of the lines and of places without a picture.
    """
    flat = np.asarray(pictures[..., 0] if pictures.shape[-1] < 3 else pictures[..., :3], np.uint8)
    factor = max(-(-least // max(flat.shape[1:3])), 1)
    large = flat.repeat(factor, 1).repeat(factor, 2)
    (height, width), (rows, columns) = large.shape[1:3], places.shape
    size = rows * (height + LINE) - LINE, columns * (width + LINE) - LINE
    pixels = np.full((*size, *flat.shape[3:]), empty, np.uint8)
    corners = [
        (row * (height + LINE), column * (width + LINE), large[number])
        for (row, column), number in np.ndenumerate(places)
        if number >= 0
    ]
    for top, left, _picture in corners:
        pixels[max(top - LINE, 0) : top + height + LINE, max(left - LINE, 0) : left + width + LINE] = line
    for top, left, picture in corners:
        pixels[top : top + height, left : left + width] = picture
    return Grid(pixels, (height, width))


def data_url(pixels: Bytes) -> str:
    """*pixels* ``(height, width)`` grey or ``(height, width, 3)``, uint8, as a PNG address."""
    from PIL import Image

    stream = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels)).save(stream, "PNG")
    return "data:image/png;base64," + base64.b64encode(stream.getvalue()).decode("ascii")
