"""Pictures of an animation, drawn with Pillow on a light background; one figure's stills are of one size all along."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from playground.core import colors
from playground.figures.drawing import image_grid
from playground.figures.generative import sample_grid
from playground.figures.generative.sample_grid import Samples

OVER = 2
"""Drawn this many times larger and scaled down, which smooths every edge."""
SIDE = 320
"""Pixels of a plane's sides."""
LINE, PAPER = 190, 255
LEAST = 256
"""Pixels of a grid's longer side, at least."""
COLUMNS = 8


class Dots(NamedTuple):
    """*points* ``(n, 2)`` in the units of the plane; *fills* one colour for all, or one for each; *radius* in
    pixels."""

    points: npt.NDArray[Any]
    fills: str | Sequence[str]
    radius: float
    outline: str | None = None


def render_plane(extent: Sequence[float], dots: Sequence[Dots], field: image_grid.Bytes | None = None) -> Image.Image:
    """*dots* over a plane of *extent* (x0, x1, y0, y1), later ones above, as a square of :data:`SIDE` pixels; *field*
    ``(height, width, 3) uint8``, top row first, lies behind them."""
    side = SIDE * OVER
    paper = Image.new("RGB", (side, side), colors.LIGHT.background)
    if field is not None:
        paper = Image.fromarray(field).resize((side, side), Image.Resampling.BICUBIC)
    draw = ImageDraw.Draw(paper)
    x0, x1, y0, y1 = extent
    for some in dots:
        places = np.asarray(some.points, np.float64)
        across = (places[:, 0] - x0) / ((x1 - x0) or 1.0) * side
        down = (y1 - places[:, 1]) / ((y1 - y0) or 1.0) * side
        radius = some.radius * OVER
        fills = [some.fills] * len(places) if isinstance(some.fills, str) else some.fills
        for x, y, fill in zip(across, down, fills, strict=True):
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=fill, outline=some.outline)
    return paper.reduce(OVER)


def render_samples(info: Samples) -> Image.Image:
    """The grid of pictures, at least :data:`LEAST` pixels on its longer side, or drawn points among real ones."""
    if info.is_image:
        which = sample_grid.cell_indices(info, sample_grid.SIDE)
        return Image.fromarray(_tile(info.samples, which))
    ink = colors.LIGHT
    fills: str | list[str] = ink.generator.line
    if info.labels is not None:
        fills = [ink.of_class(int(label)).line for label in info.labels]
    real = Dots(info.real, colors.mix(ink.quiet, ink.background, 0.6), 2.2)
    return render_plane(info.extent or (-1, 1, -1, 1), (real, Dots(info.samples, fills, 2.8)))


def render_blocks(lines: Sequence[npt.NDArray[Any]], most: int = COLUMNS) -> Image.Image:
    """Pictures ``(n, h, w, c) uint8`` of each of *lines*, as many of each, below each other, so that one column is one
    example; two blocks of *most* where there are as many."""
    count = min(len(lines[0]), 2 * most)
    across = min(count, most)
    down = -(-count // across)
    which = np.full((down, len(lines), across), -1, np.int64)
    for place in range(count):
        for line in range(len(lines)):
            which[place // across, line, place % across] = line * count + place
    stacked = np.concatenate([line[:count] for line in lines])
    grids = [_tile(stacked, block) for block in which]
    gap = np.full((max(grids[0].shape[0] // (3 * len(lines)), 2), *grids[0].shape[1:]), PAPER, np.uint8)
    parts = [part for grid in grids for part in (gap, grid)][1:]
    return Image.fromarray(np.concatenate(parts))


def _tile(pictures: npt.NDArray[Any], which: npt.NDArray[np.integer[Any]]) -> image_grid.Bytes:
    least = -(-LEAST // max(which.shape))
    return image_grid.tile(pictures, which, least=least, line=LINE, empty=PAPER).pixels
