"""What a generative network drew, as a picture: a grid of images, points among real ones, or features side by side."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from playground.core import formatting
from playground.core.i18n import N_, Text, _
from playground.figures.base import Floats, Plot, Theme
from playground.figures.drawing import axes, image_grid

SIDE = 8
"""Pictures in a row, at most, and rows."""
ROWS = 10
"""Rows, at most, where each is a class."""
PROJECTOR_SIDE = 6
"""Pictures in a row on a projector: fewer and larger."""
BYTES = 112_000
"""Of all pictures together, unenlarged: a tick stays cheap, so of large ones there are fewer."""
CELL = 56
"""Pixels of a picture's longer side, at least."""
MOST = 12
"""Features that are compared; the table has all of them."""
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


class Samples(NamedTuple):
    """*samples* is ``(n, h, w, c) uint8``, or ``(n, k)`` float32 in the data's units; *labels* ``(n,)`` int64 the class
    numbers that were asked for. *real* ``(m, ...)`` are examples of the data in the same form, *extent* (x0, x1, y0,
    y1) the axes of a plane."""

    is_image: bool
    samples: npt.NDArray[Any]
    labels: npt.NDArray[np.int64] | None
    classes: tuple[str, ...]
    real: npt.NDArray[Any]
    names: tuple[str, ...]
    extent: tuple[float, float, float, float] | None
    step: int

    def name_of(self, label: int) -> str:
        """What the class *label* is called; its number where it has no name."""
        return self.classes[label] if 0 <= label < len(self.classes) else str(label)


def cell_indices(info: Samples, columns: int) -> npt.NDArray[np.int64]:
    """``(rows, columns)`` int64: which picture stands where, -1 none, at most *columns* in a row; where classes were
    asked for, a row for each, all of one length where they are about as many."""
    count, fits = len(info.samples), max(BYTES // max(info.samples[0].size, 1), 1)
    if info.labels is not None:
        classes = np.unique(info.labels)[:ROWS]
        fewest, largest = (int(end(np.unique(info.labels, return_counts=True)[1])) for end in (np.min, np.max))
        most = max(min(columns, fits // len(classes), fewest if 2 * fewest >= largest else largest), 1)
        rows = [np.flatnonzero(info.labels == label)[:most] for label in classes]
        indices = np.full((len(rows), max(len(row) for row in rows)), -1, np.int64)
        for line, row in zip(indices, rows, strict=True):
            line[: len(row)] = row
        return indices
    across = max(min(columns, int(np.sqrt(fits)), int(np.ceil(np.sqrt(count)))), 1)
    down = min(-(-count // across), columns, max(fits // across, 1))
    indices = np.full((down, across), -1, np.int64)
    shown_count = min(count, indices.size)
    indices.flat[:shown_count] = np.arange(shown_count)
    return indices


def plot_images(info: Samples, theme: Theme) -> Plot:
    """One image of all pictures, and marks that tell the number of each."""
    dark = theme.palette.name == "dark"
    which = cell_indices(info, PROJECTOR_SIDE if theme.scale > 1 else SIDE)
    paper = 17 if dark else 255
    grid = image_grid.tile(info.samples, which, least=CELL, line=78 if dark else 190, empty=paper)
    height, width = grid.pixels.shape[:2]
    box = {"xref": "x", "yref": "y", "x": 0, "y": 0, "sizex": width, "sizey": height, "layer": "below"}
    image = {**box, "sizing": "stretch", "source": image_grid.data_url(grid.pixels)}
    rows, columns = np.nonzero(which >= 0)
    down, across = grid.pitch
    middle_y = np.arange(len(which)) * down + grid.cell[0] / 2
    hits = {
        "type": "scatter",
        "mode": "markers",
        "x": columns * across + grid.cell[1] / 2,
        "y": middle_y[rows],
        "marker": {"size": 30, "symbol": "square", "opacity": 0},
        "text": [_hover(info, int(number)) for number in which[rows, columns]],
        "hovertemplate": "%{text}<extra></extra>",
    }
    notes, room = [], 0.0
    if info.labels is not None:
        names = [axes.shorten(info.name_of(int(info.labels[row[0]]))) for row in which]
        room = max(axes.text_width(name, theme) for name in names) + theme.px(8)
        font = {"size": theme.px(13), "color": theme.palette.text}
        at = {"xref": "x", "x": 0, "xanchor": "right", "xshift": -theme.px(8), "yanchor": "middle"}
        notes = [
            {**at, "y": float(y), "text": name, "showarrow": False, "font": font}
            for name, y in zip(names, middle_y, strict=True)
        ]
    off = {"visible": False, "fixedrange": True, "constrain": "domain"}
    x, y = {**off, "range": [0, width]}, {**off, "range": [height, 0], "scaleanchor": "x"}
    margin = {"l": room, "r": 0, "t": 2, "b": 2, "pad": 0}
    layout = axes.layout(theme, x=x, y=y, margin=margin, images=[image], annotations=notes, dragmode=False)
    return {"data": [hits], "layout": layout}


def _hover(info: Samples, number: int) -> str:
    values: dict[str, object] = {"row": formatting.count(number)}
    if info.labels is None:
        return str(Text(N_("No. {row}"), values))
    values["name"] = info.name_of(int(info.labels[number]))
    return str(Text(N_("No. {row}, asked for: {name}"), values))


def plot_plane(info: Samples, theme: Theme) -> Plot:
    """Drawn points among real ones, on axes that stand still."""
    x0, x1, y0, y1 = info.extent or (-1.0, 1.0, -1.0, 1.0)
    data = [
        axes.scatter(
            info.real,
            _("real"),
            {"color": theme.palette.quiet, "size": theme.px(5), "opacity": 0.4, "line": axes.marker_outline(theme)},
        )
    ]
    dot = {"size": theme.px(6), "opacity": 0.85, "line": axes.marker_outline(theme)}
    if info.labels is None:
        data.append(axes.scatter(info.samples, _("generated"), {**dot, "color": theme.palette.generator.line}))
    else:
        for label in np.unique(info.labels):
            name, ink = info.name_of(int(label)), theme.palette.of_class(int(label)).line
            data.append(axes.scatter(info.samples[info.labels == label], name, {**dot, "color": ink}))
    x = axes.axis(theme, info.names[0], range=[x0, x1], constrain="domain")
    y = axes.axis(theme, info.names[1], range=[y0, y1], constrain="domain")
    if 0.8 <= (x1 - x0) / ((y1 - y0) or 1.0) <= 1.25:
        y["scaleanchor"] = "x"
    legend = {"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom", "font": {"size": theme.px(13)}}
    margin = {"l": theme.px(50), "r": 10, "t": theme.px(30), "b": theme.px(44), "pad": 2}
    return {
        "data": data,
        "layout": axes.layout(theme, x=x, y=y, margin=margin, showlegend=True, legend=legend),
    }


def quantiles(values: npt.NDArray[Any]) -> Floats:
    """``(5, k)`` float64: where 5, 25, 50, 75 and 95 % of each feature's *values* ``(n, k)`` lie below."""
    return np.asarray(np.quantile(np.asarray(values, np.float64), QUANTILES, axis=0))


def plot_features(info: Samples, theme: Theme) -> Plot:
    """For each feature two strips on the scale of its real values: the middle half thick, all but a tenth thin."""
    count = min(len(info.names), MOST)
    low, high = (np.asarray(end(np.asarray(info.real, np.float64), axis=0)) for end in (np.min, np.max))
    spread = np.where(high > low, high - low, 1.0)
    rows = np.arange(count)
    data: list[dict[str, Any]] = []
    for values, name, ink, shift in (
        (info.real, _("real"), theme.palette.quiet, -0.16),
        (info.samples, _("generated"), theme.palette.generator.line, 0.16),
    ):
        own = quantiles(values)[:, :count]
        at = np.clip((own - low[:count]) / spread[:count], -0.1, 1.1)
        line = {"type": "scatter", "mode": "lines", "name": name, "hoverinfo": "skip"}
        for ends, width in (((0, 4), 2.0), ((1, 3), 8.0)):
            across, down = _strips(at[list(ends)], rows + shift)
            style = {"color": ink, "width": theme.px(width)}
            data.append({**line, "x": across, "y": down, "line": style, "showlegend": width > 2})
        texts = [_quantiles_text(name, info.names[row], own[:, row]) for row in rows]
        marker = {"color": theme.palette.background, "size": theme.px(6), "line": {"color": ink, "width": theme.px(2)}}
        data.append(
            {"type": "scatter", "mode": "markers", "x": at[2], "y": rows + shift, "marker": marker, "text": texts}
            | {"hovertemplate": "%{text}<extra></extra>", "showlegend": False}
        )
    labels = [axes.shorten(name, 20) for name in info.names[:count]]
    ends_named = [_("lowest real value"), _("highest")]
    x = axes.axis(theme, range=[-0.12, 1.12], tickvals=[0, 1], ticktext=ends_named)
    y = axes.axis(theme, tickvals=list(range(count)), ticktext=labels, range=[count - 0.4, -0.6], showgrid=False)
    legend = {"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom", "font": {"size": theme.px(13)}}
    room = max(axes.text_width(label, theme) for label in labels)
    margin = {"l": room, "r": theme.px(16), "t": theme.px(30), "b": theme.px(34), "pad": 4}
    return {"data": data, "layout": axes.layout(theme, x=x, y=y, margin=margin, showlegend=True, legend=legend)}


def _strips(ends: Floats, rows: Floats) -> tuple[Floats, Floats]:
    """One line for all rows, with gaps between: (2, k) *ends* at *rows*."""
    gap = np.full(len(rows), np.nan)
    return np.stack([ends[0], ends[1], gap], 1).ravel(), np.stack([rows, rows, gap], 1).ravel()


def _quantiles_text(who: str, name: str, at: Floats) -> str:
    values: dict[str, object] = {"who": who, "name": name, "middle": formatting.short(float(at[2]))}
    values |= {"low": formatting.short(float(at[1])), "high": formatting.short(float(at[3]))}
    return str(Text(N_("{name}, {who}: {middle}, the middle half from {low} to {high}"), values))
