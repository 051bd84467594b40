"""Pairs of what was drawn and what is nearest to it, and how far they are apart, beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from playground import numbers
from playground.figures import _draw, _grid
from playground.figures.base import Floats, Theme
from playground.i18n import _

if TYPE_CHECKING:
    from playground.figures.nearest import Nearest

COLUMNS, BANDS = 6, 2
MOST = COLUMNS * BANDS
BYTES = 56_000
"""Of all pictures of one side together, unenlarged."""
CELL = 64
WORDS = 0.42
"""Height of the words under a pair, in pictures."""
PLACE = (0.0, 0.66), (0.8, 1.0)
"""What is drawn, and the distances, across."""


class Side(NamedTuple):
    """One of the two plots."""

    data: list[dict[str, Any]]
    layout: dict[str, Any]


def pictures(info: Nearest, theme: Theme) -> Side:
    """Rows of pairs: drawn above, its training example below, and the distance in words."""
    large = theme.scale > 1
    columns, bands = (4, 1) if large else (COLUMNS, BANDS)
    count = max(min(len(info.drawn), columns * bands, BYTES // info.drawn[0].size), 1)
    columns = min(columns, count)
    images, notes = [], []
    font, quiet = ({"size": theme.px(12), "color": ink} for ink in (theme.palette.text, theme.palette.quiet))
    for band in range(-(-count // columns)):
        places = np.arange(band * columns, min((band + 1) * columns, count))
        top = band * (2 + WORDS)
        for line, side in enumerate((info.drawn, info.real)):
            images.append(_strip(side[places], top + line, columns, theme))
        for column, place in enumerate(places):
            told = numbers.short(float(info.apart[place]))
            at = {"x": column + 0.5, "y": top + 2, "yanchor": "top", "showarrow": False}
            ink = theme.palette.discriminator.text if _is_close(info, int(place)) else theme.palette.text
            notes.append({**at, "text": told, "font": {**font, "color": ink}})
        for line, name in enumerate((_("drawn"), _("training"))):
            at = {"x": 0, "xanchor": "right", "xshift": -theme.px(6), "y": top + line + 0.5}
            notes.append({**at, "yanchor": "middle", "text": name, "showarrow": False, "font": font})
        name = {"x": 0, "xanchor": "right", "xshift": -theme.px(6), "y": top + 2, "yanchor": "top"}
        notes.append({**name, "text": _("levels off"), "showarrow": False, "font": quiet})
    height = -(-count // columns) * (2 + WORDS)
    off = {"visible": False, "fixedrange": True, "constrain": "domain"}
    x = {**off, "range": [0, columns], "domain": PLACE[0]}
    y = {**off, "range": [height, 0], "scaleanchor": "x", "constraintoward": "top"}
    room = max(_draw.width(name, theme) for name in (_("drawn"), _("training"), _("levels off"))) + theme.px(4)
    margin = {"l": room, "r": 4, "t": 4, "b": theme.px(26), "pad": 0}
    return Side([], {"x": x, "y": y, "images": images, "annotations": notes, "margin": margin, "dragmode": False})


def _is_close(info: Nearest, place: int) -> bool:
    return info.near is not None and float(info.apart[place]) < info.near


def _strip(side: Any, top: float, columns: int, theme: Theme) -> dict[str, Any]:
    """Pictures (n, h, w, c) in one row, as one image with thin lines between."""
    paper, line = (17, 78) if theme.palette.name == "dark" else (255, 190)
    places = np.full((1, columns), -1, np.int64)
    places[0, : len(side)] = np.arange(len(side))
    grid = _grid.composed(side, places, least=CELL, line=line, empty=paper)
    box = {"xref": "x", "yref": "y", "x": 0, "y": top + 0.02, "sizex": columns, "sizey": 0.96, "layer": "below"}
    return {**box, "sizing": "contain", "xanchor": "left", "source": _grid.address(grid.pixels)}


def points(info: Nearest, theme: Theme) -> Side:
    """Drawn points, each joined to the training example nearest to it."""
    joined = np.full((len(info.drawn), 3, 2), np.nan, np.float32)
    joined[:, 0], joined[:, 1] = info.drawn, info.real
    line = joined.reshape(-1, 2)
    way = {"type": "scatter", "mode": "lines", "x": line[:, 0], "y": line[:, 1], "hoverinfo": "skip"}
    way |= {"line": {"color": theme.palette.quiet, "width": theme.px(1.2)}, "showlegend": False}
    inks = {"training": theme.palette.training.line, "drawn": theme.palette.generator.line}
    real = _marks(info.real, _("training"), theme, inks["training"], 4.5)
    drawn = _marks(info.drawn, _("drawn"), theme, inks["drawn"], 6)
    x = _draw.axis(theme, info.names[0], domain=PLACE[0])
    y = _draw.axis(theme, info.names[1])
    legend = {"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom", "font": {"size": theme.px(13)}}
    margin = {"l": theme.px(50), "r": 4, "t": theme.px(30), "b": theme.px(44), "pad": 2}
    return Side([way, real, drawn], {"x": x, "y": y, "margin": margin, "showlegend": True, "legend": legend})


def _marks(at: Any, name: str, theme: Theme, ink: str, size: float) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": np.asarray(at[:, 0], np.float32),
        "y": np.asarray(at[:, 1], np.float32),
        "marker": {"color": ink, "size": theme.px(size), "line": {"color": theme.palette.background, "width": 0.5}},
        "hovertemplate": name + "<br>%{x:.3~g}, %{y:.3~g}<extra></extra>",
    }


def distances(apart: Floats, held: Floats, near: float | None, theme: Theme, unit: str) -> Side:
    """A column of marks for the samples, and one for the examples held out; below the dotted line, one of twenty of
    those."""
    columns = [(_("drawn"), apart, theme.palette.generator.line)]
    if len(held):
        columns.append((_("held out"), held, theme.palette.validation.line))
    data = [_column(place, values, ink, theme) for place, (_name, values, ink) in enumerate(columns)]
    top = float(max(values.max() for _name, values, _ink in columns)) * 1.05 or 1.0
    names = [name for name, _values, _ink in columns]
    x = _draw.axis(theme, domain=PLACE[1], tickvals=list(range(len(names))), ticktext=names, showgrid=False)
    x |= {"range": [-0.6, len(names) - 0.4], "fixedrange": True}
    y = _draw.axis(theme, unit, range=[0, top], anchor="x2")
    more: dict[str, Any] = {"xaxis2": {**x, "anchor": "y2"}, "yaxis2": y}
    if near is not None:
        rule = {"type": "line", "xref": "x2", "yref": "y2", "x0": -0.6, "x1": len(names) - 0.4, "y0": near, "y1": near}
        more["shapes"] = [rule | {"line": {"color": theme.palette.quiet, "width": theme.px(1.5), "dash": "dot"}}]
    return Side(data, more)


def _column(place: int, values: Floats, ink: str, theme: Theme) -> dict[str, Any]:
    # Aside by chance, always the same, so that marks of one height are seen.
    aside = np.random.default_rng(place).uniform(-0.28, 0.28, len(values))
    return {
        "type": "scatter",
        "mode": "markers",
        "x": (place + aside).astype(np.float32),
        "y": np.asarray(values, np.float32),
        "xaxis": "x2",
        "yaxis": "y2",
        "showlegend": False,
        "marker": {"color": ink, "size": theme.px(5), "opacity": 0.6},
        "hovertemplate": "%{y:.3~g}<extra></extra>",
    }
