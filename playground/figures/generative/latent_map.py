"""Codes as points of a plane, over what the decoder draws there."""

from __future__ import annotations

import base64
import io
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from playground.core import formatting
from playground.core.i18n import N_, Text, _
from playground.figures.base import Floats, Plot, Theme
from playground.figures.drawing import axes, image_grid

SIDE = 360
"""Pixels of the background's longer side: about as many as the map has on the page."""
LOSSLESS = 40_000
"""Bytes of pictures, unenlarged, up to which they travel as they are; larger ones go as a JPEG of
:data:`SIDE`, so that a tick stays below 64 KB."""
AXES = ("z₁", "z₂")
LEGEND = 10
"""Classes that the legend names, at most."""
Extent = tuple[float, float, float, float]


class LatentMap(NamedTuple):
    """*codes* ``(n, latent_dim)`` are of the examples *rows* ``(n,)`` int64 of the part that was asked; *positions*
    ``(n, 2)`` is where they are drawn, *explained_variance_ratio* how much of the codes' spread each axis holds where
    these are principal components. *labels* ``(n,)`` int64 are class numbers. *tiles*
    ``(rows, columns, h, w, c) uint8``, row 0 the lowest, fill *extent* (x0, x1, y0, y1); they are drawings of the class
    *tile_class*, where the decoder is told one."""

    codes: Floats
    positions: Floats
    rows: npt.NDArray[np.int64]
    labels: npt.NDArray[np.int64] | None
    classes: tuple[str, ...]
    explained_variance_ratio: tuple[float, float] | None
    extent: Extent
    tiles: npt.NDArray[np.uint8] | None
    tile_class: str
    step: int
    shows_points: bool

    def name_of(self, label: int) -> str:
        """What the class *label* is called; its number where it has no name."""
        return self.classes[label] if 0 <= label < len(self.classes) else str(label)


def tiles_data_url(tiles: npt.NDArray[np.uint8]) -> str:
    """All *tiles* ``(rows, columns, h, w, c) uint8`` as one picture's address: a PNG, or a JPEG of :data:`SIDE` pixels
    where they are many."""
    pixels = stitch_tiles(tiles)
    if pixels.nbytes > LOSSLESS:
        return _jpeg(pixels)
    factor = max(-(-SIDE // max(pixels.shape[:2])), 1)
    return image_grid.data_url(pixels.repeat(factor, 0).repeat(factor, 1))


def stitch_tiles(tiles: npt.NDArray[np.uint8]) -> image_grid.Bytes:
    """All *tiles* ``(rows, columns, h, w, c) uint8`` as one picture ``(rows · h, columns · w)`` grey or
    ``(rows · h, columns · w, 3)``, uint8, the last row on top."""
    flat = tiles[..., 0] if tiles.shape[-1] < 3 else tiles[..., :3]
    return np.concatenate([np.concatenate(list(row), axis=1) for row in flat[::-1]], axis=0)


def _jpeg(pixels: npt.NDArray[np.uint8]) -> str:
    from PIL import Image

    stream = io.BytesIO()
    picture = Image.fromarray(np.ascontiguousarray(pixels))
    picture.thumbnail((SIDE, SIDE))
    picture.save(stream, "JPEG", quality=80)
    return "data:image/jpeg;base64," + base64.b64encode(stream.getvalue()).decode("ascii")


def plot(info: LatentMap, theme: Theme) -> Plot:
    """Points in their classes' colours; with tiles a plane that stands still under a hand."""
    x0, x1, y0, y1 = info.extent
    titles = AXES if info.explained_variance_ratio is None else _titles(info.explained_variance_ratio)
    x = axes.axis(theme, titles[0], range=[x0, x1], constrain="domain", showgrid=info.tiles is None)
    y = axes.axis(theme, titles[1], range=[y0, y1], constrain="domain", showgrid=info.tiles is None, scaleanchor="x")
    images = []
    if info.tiles is not None:
        box = {"xref": "x", "yref": "y", "x": x0, "y": y1, "sizex": x1 - x0, "sizey": y1 - y0, "sizing": "stretch"}
        images = [{**box, "source": tiles_data_url(info.tiles), "layer": "below"}]
    data = _points(info, theme) if info.shows_points else [_nothing()]
    has_legend = len(data) > 1 and len(data) <= LEGEND
    legend = {"orientation": "v", "x": 1, "xanchor": "left", "y": 1, "font": {"size": theme.px(13)}}
    margin = {"l": theme.px(46), "r": 10, "t": 8, "b": theme.px(44), "pad": 0}
    layout = axes.layout(theme, x=x, y=y, margin=margin, images=images, showlegend=has_legend, legend=legend)
    return {"data": data, "layout": layout | ({"dragmode": False} if info.codes.shape[1] == 2 else {})}


def _titles(shares: tuple[float, float]) -> tuple[str, str]:
    first = N_("first principal component, {share} of the variance")
    second = N_("second principal component, {share}")
    return str(Text(first, {"share": formatting.percent(shares[0])})), str(
        Text(second, {"share": formatting.percent(shares[1])})
    )


def _nothing() -> dict[str, Any]:
    return {"type": "scatter", "mode": "markers", "x": [], "y": [], "hoverinfo": "skip"}


def _points(info: LatentMap, theme: Theme) -> list[dict[str, Any]]:
    if info.labels is None:
        return [_marks(info, np.arange(len(info.positions)), _("examples"), theme.palette.validation.line, theme)]
    return [
        _marks(
            info,
            np.flatnonzero(info.labels == label),
            info.name_of(int(label)),
            theme.palette.of_class(int(label)).line,
            theme,
        )
        for label in np.unique(info.labels)
    ]


def _marks(info: LatentMap, which: npt.NDArray[np.int64], name: str, ink: str, theme: Theme) -> dict[str, Any]:
    texts = [str(Text(N_("No. {row}"), {"row": formatting.count(int(row))})) for row in info.rows[which]]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": np.asarray(info.positions[which, 0], np.float32),
        "y": np.asarray(info.positions[which, 1], np.float32),
        "marker": {"size": theme.px(6), "color": ink, "line": {"color": theme.palette.background, "width": 1}},
        "text": texts,
        "hovertemplate": "%{text}: %{fullData.name}<br>%{x:.2f}, %{y:.2f}<extra></extra>",
    }
