"""Pairs of what was drawn and what is nearest to it, and how far they are apart, beside each other."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from playground.core import formatting
from playground.core.i18n import _
from playground.figures.base import Floats, Theme
from playground.figures.drawing import axes, image_grid

RARE = 0.05
"""The part of the examples held out that lies nearer than what is called near."""


class NearestPairs(NamedTuple):
    """The nearest pair first: *samples* and *real* ``(n, ...)`` in the data's own units (of pictures the first few
    only), *sample_numbers* ``(m,)`` of the samples, *training_rows* ``(m,)`` of the training examples, and how far they
    are apart (*distances* ``(m,)``); *held_out_distances* ``(k,)`` (sorted) is how far examples held out are from
    theirs. Distances are grey levels at each pixel, or units of the axes."""

    is_image: bool
    samples: npt.NDArray[Any]
    real: npt.NDArray[Any]
    sample_numbers: npt.NDArray[np.int64]
    training_rows: npt.NDArray[np.int64]
    distances: Floats
    held_out_distances: Floats
    names: tuple[str, ...]
    step: int

    @property
    def near_distance(self) -> float | None:
        """Nearer than this are one of twenty examples held out; ``None`` where there are none."""
        return float(np.quantile(self.held_out_distances, RARE)) if len(self.held_out_distances) else None

    @property
    def close_count(self) -> int:
        """How many samples are nearer than that to a training example."""
        return int((self.distances < self.near_distance).sum()) if self.near_distance is not None else 0


COLUMNS, BANDS = 8, 2
MOST = COLUMNS * BANDS
BYTES = 56_000
"""Of all pictures of one side together, unenlarged."""
CELL = 64
WORDS = 0.42
"""Height of the words under a pair, in pictures."""
PICTURES, PLANE, BELOW = (0.28, 1.0), (0.42, 1.0), (0.0, 0.19)
"""Where pairs of pictures stand, or the plane with its axis, and where the distances."""


class Subplot(NamedTuple):
    """One of the two plots."""

    data: list[dict[str, Any]]
    layout: dict[str, Any]


def images_subplot(info: NearestPairs, theme: Theme) -> Subplot:
    """Rows of pairs: drawn above, its training example below, and the distance in words."""
    large = theme.scale > 1
    columns, bands = (5, 1) if large else (COLUMNS, BANDS)
    count = max(min(len(info.samples), columns * bands, BYTES // info.samples[0].size), 1)
    columns = min(columns, count)
    images: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    font, quiet = ({"size": theme.px(12), "color": ink} for ink in (theme.palette.text, theme.palette.quiet))
    for band in range(-(-count // columns)):
        places = np.arange(band * columns, min((band + 1) * columns, count))
        top = band * (2 + WORDS)
        for row, side in enumerate((info.samples, info.real)):
            images.append(_strip(side[places], top + row, columns, theme))
        for column, place in enumerate(places):
            caption = formatting.short(float(info.distances[place]))
            at: dict[str, Any] = {"x": column + 0.5, "y": top + 2, "yanchor": "top", "showarrow": False}
            ink = theme.palette.discriminator.text if _is_close(info, int(place)) else theme.palette.text
            notes.append({**at, "text": caption, "font": {**font, "color": ink}})
        words: tuple[tuple[float, str, str], ...] = (
            (0.5, "middle", _("generated")),
            (1.5, "middle", _("training")),
            (2, "top", _("levels off")),
        )
        for line, anchor, name in words:
            position = {"x": 0, "xanchor": "right", "xshift": -theme.px(6), "y": top + line, "yanchor": anchor}
            notes.append({**position, "text": name, "showarrow": False, "font": quiet if anchor == "top" else font})
    height = -(-count // columns) * (2 + WORDS)
    off = {"visible": False, "fixedrange": True, "constrain": "domain"}
    x = {**off, "range": [0, columns], "constraintoward": "left"}
    y = {**off, "range": [height, 0], "domain": PICTURES, "scaleanchor": "x", "constraintoward": "top"}
    room = max(axes.text_width(name, theme) for _line, _anchor, name in words) + theme.px(4)
    margin = {"l": room, "r": 4, "t": 4, "b": theme.px(40), "pad": 2}
    return Subplot([], {"x": x, "y": y, "images": images, "annotations": notes, "margin": margin, "dragmode": False})


def _is_close(info: NearestPairs, place: int) -> bool:
    return info.near_distance is not None and float(info.distances[place]) < info.near_distance


def _strip(side: Any, top: float, columns: int, theme: Theme) -> dict[str, Any]:
    """Pictures (n, h, w, c) in one row, as one image with thin lines between."""
    paper, line = (17, 78) if theme.palette.name == "dark" else (255, 190)
    places = np.full((1, columns), -1, np.int64)
    places[0, : len(side)] = np.arange(len(side))
    grid = image_grid.tile(side, places, least=CELL, line=line, empty=paper)
    box = {"xref": "x", "yref": "y", "x": 0, "y": top + 0.02, "sizex": columns, "sizey": 0.96, "layer": "below"}
    return {**box, "sizing": "contain", "xanchor": "left", "source": image_grid.data_url(grid.pixels)}


def points_subplot(info: NearestPairs, theme: Theme) -> Subplot:
    """Drawn points, each joined to the training example nearest to it."""
    joined = np.full((len(info.samples), 3, 2), np.nan, np.float32)
    joined[:, 0], joined[:, 1] = info.samples, info.real
    line = joined.reshape(-1, 2)
    way: dict[str, Any] = {"type": "scatter", "mode": "lines", "x": line[:, 0], "y": line[:, 1], "hoverinfo": "skip"}
    way |= {"line": {"color": theme.palette.quiet, "width": theme.px(1.2)}, "showlegend": False}
    inks = {"training": theme.palette.training.line, "drawn": theme.palette.generator.line}
    rim = axes.marker_outline(theme)
    real = axes.scatter(info.real, _("training"), {"color": inks["training"], "size": theme.px(4.5), "line": rim})
    sample_trace = axes.scatter(
        info.samples, _("generated"), {"color": inks["drawn"], "size": theme.px(6), "line": rim}
    )
    x = axes.axis(theme, info.names[0], nticks=6)
    y = axes.axis(theme, info.names[1], domain=PLANE)
    legend = {"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom", "font": {"size": theme.px(13)}}
    margin = {"l": theme.px(64), "r": 4, "t": theme.px(30), "b": theme.px(40), "pad": 2}
    return Subplot([way, real, sample_trace], {"x": x, "y": y, "margin": margin, "showlegend": True, "legend": legend})


def distances_subplot(
    apart: Floats, held_out_distances: Floats, near: float | None, theme: Theme, unit: str
) -> Subplot:
    """A row of marks for the samples, *apart* ``(m,)``, and one for the examples held out, *held_out_distances*
    ``(k,)``, in the *unit* that is named; left of the dotted line, at *near*, one of twenty of those."""
    rows = [(_("generated"), apart, theme.palette.generator.line)]
    if len(held_out_distances):
        rows.append((_("held out"), held_out_distances, theme.palette.validation.line))
    data = [_row(-place, values, ink, theme) for place, (_name, values, ink) in enumerate(rows)]
    end = float(max(values.max() for _name, values, _ink in rows)) * 1.05 or 1.0
    names = [name for name, _values, _ink in rows]
    ends = [0.5 - len(rows), 0.5]
    x = axes.axis(theme, unit, range=[0, end], anchor="y2", nticks=7)
    y = axes.axis(theme, domain=BELOW, anchor="x2", tickvals=[-place for place in range(len(rows))], ticktext=names)
    more: dict[str, Any] = {"xaxis2": x, "yaxis2": {**y, "range": ends, "showgrid": False, "fixedrange": True}}
    if near is not None:
        rule = {"type": "line", "xref": "x2", "yref": "y2", "x0": near, "x1": near, "y0": ends[0], "y1": ends[1]}
        more["shapes"] = [rule | {"line": {"color": theme.palette.quiet, "width": theme.px(1.5), "dash": "dot"}}]
    return Subplot(data, more)


def _row(place: int, values: Floats, ink: str, theme: Theme) -> dict[str, Any]:
    # Aside by chance, always the same, so that marks at one place are seen.
    aside = np.random.default_rng(-place).uniform(-0.28, 0.28, len(values))
    return {
        "type": "scatter",
        "mode": "markers",
        "x": np.asarray(values, np.float32),
        "y": (place + aside).astype(np.float32),
        "xaxis": "x2",
        "yaxis": "y2",
        "showlegend": False,
        "marker": {"color": ink, "size": theme.px(5), "opacity": 0.6},
        "hovertemplate": "%{x:.3~g}<extra></extra>",
    }
