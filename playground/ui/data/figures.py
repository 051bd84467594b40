"""The two drawings of the Data page: the points themselves, and how many of what there are."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from playground.core import colors
from playground.core.colors import Palette
from playground.core.i18n import _
from playground.datasets.points.drawings import REACH
from playground.datasets.preparation.preview import Preview

MOST_NAMED = 10
"""Classes that a legend names; after them their colours come again, and names would say nothing."""
PART_WORDS = {"train": "training", "validation": "validation", "test": "test"}


def points(preview: Preview, *, dark: bool) -> go.Figure:
    """Classes in their colours, values on the diverging scale; the test part has a dark rim. The legend has both where
    there are two classes, the classes where there are a few, and nothing where there are many."""
    palette = colors.palette(dark)
    frame = preview.examples
    assert isinstance(frame, pd.DataFrame)
    figure = go.Figure(layout=_layout(palette, height=520))
    classes = len(preview.info.class_names)
    groups = range(classes) if classes else [None]
    for number in groups:
        for part, rim in ((False, palette.rim), (True, palette.test_rim)):
            rows = frame[(frame["part"] == "test") == part]
            if number is not None:
                rows = rows[rows["target"] == number]
            marker: dict[str, Any] = {"size": 8, "line": {"width": 1.4 if part else 0.8, "color": rim}}
            marker |= _marker_color(rows, number, palette, bar=not part)
            name = _(preview.info.class_names[number]) if number is not None else _("value")
            figure.add_scatter(
                x=rows["x"],
                y=rows["y"],
                mode="markers",
                marker=marker,
                name=", ".join((name, _("test"))) if part else name,
                showlegend=0 < classes <= (2 if part else MOST_NAMED),
            )
    names = preview.info.feature_names
    figure.update_xaxes(title=names[0])
    figure.update_yaxes(title=names[1], scaleanchor="x")
    if preview.card.name == "drawn":
        # The axes are those of the sheet, so that the points do not jump while somebody draws.
        figure.update_xaxes(range=[-REACH, REACH], constrain="domain")
        figure.update_yaxes(range=[-REACH, REACH], constrain="domain")
    return figure


def _marker_color(rows: pd.DataFrame, number: int | None, palette: Palette, *, bar: bool) -> dict[str, Any]:
    if number is not None:
        return {"color": palette.of_class(number).line}
    low, zero, high = palette.diverging
    scale = [[0.0, low], [0.5, zero], [1.0, high]]
    return {"color": rows["target"], "colorscale": scale, "cmin": -1, "cmax": 1, "showscale": bar}


def balance(preview: Preview, *, dark: bool) -> go.Figure:
    """Bars: examples of each class (or range of the target), part upon part."""
    palette = colors.palette(dark)
    inks = {"train": palette.training, "validation": palette.validation, "test": palette.test}
    frame = preview.balance
    figure = go.Figure(layout=_layout(palette, height=250))
    if "class" in frame.columns:
        across = [_(str(name)) for name in frame["class"]]
    else:
        across = ((frame["low"] + frame["high"]) / 2).to_numpy(np.float64).tolist()
    for part, ink in inks.items():
        figure.add_bar(x=across, y=frame[part], name=_(PART_WORDS[part]), marker={"color": ink.line})
    figure.update_layout(barmode="stack", bargap=0.15)
    if "class" in frame.columns:
        figure.update_xaxes(type="category")
    else:
        figure.update_xaxes(title=_(preview.info.target_names[0]) if preview.info.target_names else _("target"))
    figure.update_yaxes(title=_("examples"))
    return figure


def _layout(palette: Palette, *, height: int) -> dict[str, Any]:
    axis = {
        "gridcolor": palette.grid,
        "zeroline": False,
        "tickfont": {"color": palette.quiet},
        "title": {"font": {"color": palette.quiet}},
    }
    return {
        "height": height,
        "margin": {"l": 52, "r": 12, "t": 10, "b": 44},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"color": palette.text, "size": 14},
        "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom"},
        "xaxis": axis,
        "yaxis": axis,
    }
