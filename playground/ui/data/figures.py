"""The two figures of the Data page: the points themselves, and how many of what there are."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from playground.core.formatting import count
from playground.core.i18n import N_, Text, _
from playground.datasets.points.drawings import REACH
from playground.datasets.preparation.preview import Preview
from playground.figures.base import Plot, Theme
from playground.figures.drawing import axes

MOST_NAMED = 10
"""Classes that a legend names; after them their colours come again, and names would say nothing."""
PART_WORDS = {"train": "training", "validation": "validation", "test": "test"}
POINTS_HEIGHT, BALANCE_HEIGHT = 520, 250
"""Pixels."""


def points(preview: Preview, theme: Theme) -> Plot:
    """Classes in their colours, values on the diverging scale; the test part has a dark rim. The legend has both where
    there are two classes, the classes where there are a few, and nothing where there are many."""
    frame = _point_rows(preview)
    classes = len(preview.info.class_names)
    traces = []
    for number in range(classes) if classes else [None]:
        for tested in (False, True):
            rows = frame[(frame["part"] == "test") == tested]
            if number is not None:
                rows = rows[rows["target"] == number]
            name = _(preview.info.class_names[number]) if number is not None else _("value")
            name = ", ".join((name, _("test"))) if tested else name
            trace = axes.scatter(rows[["x", "y"]].to_numpy(), name, _marker(rows, number, theme, tested=tested))
            traces.append({**trace, "showlegend": 0 < classes <= (2 if tested else MOST_NAMED)})
    # The axes of a drawing are those of the sheet, so that the points do not jump while somebody draws.
    fixed: dict[str, Any] = (
        {"range": [-REACH, REACH], "constrain": "domain"} if preview.card.name == "drawn" else {"nticks": 8}
    )
    across, up = preview.info.feature_names
    x, y = axes.axis(theme, across, **fixed), axes.axis(theme, up, scaleanchor="x", **fixed)
    return {"data": traces, "layout": _layout(theme, x, y)}


def points_alt_text(preview: Preview) -> str:
    """What the picture of the points is of, in a sentence."""
    values = {"count": count(len(_point_rows(preview))), "classes": len(preview.info.class_names)}
    if preview.info.class_names:
        return str(Text(N_("{count} points of {classes} classes, each in its colour."), values))
    return str(Text(N_("{count} points, each in the colour of its value."), values))


def _point_rows(preview: Preview) -> pd.DataFrame:
    assert isinstance(preview.examples, pd.DataFrame)
    return preview.examples


def _marker(rows: pd.DataFrame, number: int | None, theme: Theme, *, tested: bool) -> dict[str, Any]:
    ink = theme.palette
    rim = {"width": theme.px(1.4 if tested else 0.8), "color": ink.test_rim if tested else ink.rim}
    marker = {"size": theme.px(8), "line": rim}
    if number is not None:
        return {**marker, "color": ink.of_class(number).line}
    low, zero, high = ink.diverging
    scale = [[0.0, low], [0.5, zero], [1.0, high]]
    values = {"color": rows["target"].to_numpy(np.float32), "cmin": -1, "cmax": 1, "colorscale": scale}
    return {**marker, **values, "showscale": not tested}


def balance(preview: Preview, theme: Theme) -> Plot:
    """Bars: examples of each class (or range of the target), part upon part."""
    ink = theme.palette
    inks = {"train": ink.training, "validation": ink.validation, "test": ink.test}
    frame = preview.balance
    if "class" in frame.columns:
        across: Any = [_(str(name)) for name in frame["class"]]
        x = axes.axis(theme, type="category", nticks=0)
    else:
        across = ((frame["low"] + frame["high"]) / 2).to_numpy(np.float32)
        x = axes.axis(theme, _(preview.info.target_names[0]) if preview.info.target_names else _("target"))
    bars = [
        {
            "type": "bar",
            "x": across,
            "y": frame[part].to_numpy(np.int32),
            "name": _(PART_WORDS[part]),
            "marker": {"color": of_part.line},
        }
        for part, of_part in inks.items()
    ]
    shown = _layout(theme, x, axes.axis(theme, _("examples")))
    return {"data": bars, "layout": {**shown, "barmode": "stack", "bargap": 0.15}}


def balance_alt_text(preview: Preview) -> str:
    """How many examples there are of what has most and of what has fewest, in a sentence."""
    frame = preview.balance
    totals = frame[list(PART_WORDS)].sum(axis=1)
    values = {"count": len(frame), "least": count(int(totals.min())), "most": count(int(totals.max()))}
    if "class" in frame.columns:
        return str(Text(N_("Examples of {count} classes: from {least} to {most} of each."), values))
    return str(Text(N_("Examples in {count} ranges of the target: from {least} to {most} in each."), values))


def _layout(theme: Theme, x: dict[str, Any], y: dict[str, Any]) -> dict[str, Any]:
    legend = {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "font": {"size": theme.px(13)}}
    legend["traceorder"] = "normal"  # Of stacked bars, Plotly names the last first.
    return axes.layout(theme, x=x, y=y, showlegend=True, legend=legend)
