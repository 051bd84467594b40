"""The look that figures share: axes, the names of curves, thinning of long series."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from playground.core.colors import Ink
from playground.figures.base import Floats, Theme

MOST_POINTS = 2000
"""Points of a trace that travel to the browser, however long the series is."""
_BESIDE = 8.0
"""Pixels between a picture and the scale beside it."""
_NARROW = 230.0
"""Pixels that the names of curves have over the narrowest plot; more of them take another line."""
_NAMES_APART = 16.0
"""Pixels between two names in a line, and from one line to the next."""


def finite_pairs(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """The pairs of *x* and *y* ``(n,)`` of which both are numbers, ``(k,)`` each."""
    good = np.isfinite(x) & np.isfinite(y)
    return x[good], y[good]


def downsample(x: Floats, y: Floats, most: int = MOST_POINTS) -> tuple[Floats, Floats]:
    """At most *most* of the points *x*, *y* ``(n,)`` that look like all of them, ``(k,)`` each, those that are no
    numbers left out (Van Der Donckt and others 2023, "MinMaxLTTB: Leveraging MinMax-preselection to scale LTTB")."""
    x, y = finite_pairs(x, y)
    if len(y) <= most:
        return x, y
    from tsdownsample import MinMaxLTTBDownsampler

    indices = MinMaxLTTBDownsampler().downsample(np.ascontiguousarray(x), np.ascontiguousarray(y), n_out=most)
    return x[indices], y[indices]


def smooth(y: Floats, weight: float) -> Floats:
    """Exponential moving average of *y* ``(n,)`` that gives *weight* (0 to below 1) to the past, unbiased at the
    beginning: ``(n,)`` float64, or *y* itself where there is nothing to smooth."""
    if weight <= 0 or not len(y):
        return y
    return np.asarray(pd.Series(y).ewm(alpha=1 - min(weight, 0.999), adjust=True).mean(), dtype=float)


def axis(theme: Theme, title: str = "", **more: Any) -> dict[str, Any]:
    """An axis with its title in words, few ticks, thousands apart."""
    ink = theme.palette
    return {
        "title": {"text": title, "font": {"size": theme.px(13), "color": ink.quiet}, "standoff": theme.px(6)},
        "tickfont": {"size": theme.px(12), "color": ink.quiet},
        "gridcolor": ink.grid,
        "gridwidth": 1,
        "zeroline": False,
        "ticks": "",
        "nticks": 5,
        "automargin": False,
        "separatethousands": True,
        "exponentformat": "power",
        **more,
    }


def layout(theme: Theme, *, x: dict[str, Any], y: dict[str, Any], right: float = 12, **more: Any) -> dict[str, Any]:
    """A layout on the page's own background; *right* is the room for labels in pixels."""
    ink = theme.palette
    return {
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"size": theme.px(13), "color": ink.text},
        "margin": {"l": theme.px(50), "r": right, "t": theme.px(10), "b": theme.px(44), "pad": theme.px(4)},
        "showlegend": False,
        "hovermode": "closest",
        "hoverlabel": {
            "bgcolor": ink.surface,
            "bordercolor": ink.grid,
            "font": {"size": theme.px(13), "color": ink.text},
        },
        "xaxis": x,
        "yaxis": y,
        **more,
    }


class Line(NamedTuple):
    """A curve *x*, *y* ``(n,)`` and its name."""

    name: str
    x: Floats
    y: Floats
    ink: Ink
    faint: bool = False
    """A backdrop: the noisy curve behind the smoothed one; has no name on the picture."""
    dots: bool = False
    """Points of a line that is drawn besides, which say on hovering what they are; has no name on the picture."""


def lines(curves: Sequence[Line], theme: Theme, *, x_title: str, log: bool, **y_axis: Any) -> Any:
    """Curves, named above in their colours. On a log axis, values of zero and below are left out."""
    visible_lines = [curve._replace(y=np.where(curve.y > 0, curve.y, np.nan)) if log else curve for curve in curves]
    visible_lines = [_downsampled(curve) for curve in visible_lines]
    visible_lines = [curve for curve in visible_lines if len(curve.x)]
    named_lines = [curve for curve in visible_lines if not curve.faint and not curve.dots]
    y: dict[str, Any] = axis(theme, type="log" if log else "linear", **y_axis)
    if log:
        y |= {"dtick": "D1" if _decades(visible_lines) < 1 else 1, "exponentformat": "power"}
    names, height = _curve_names(named_lines, theme)
    x = axis(theme, x_title, showgrid=False, rangemode="tozero", nticks=5, tickangle=0)
    shown = layout(theme, x=x, y=y, annotations=names)
    shown["margin"]["t"] += height
    return {"data": [_trace(curve, theme, x_title) for curve in visible_lines], "layout": shown}


def _downsampled(curve: Line) -> Line:
    x, y = downsample(curve.x, curve.y)
    return curve._replace(x=x, y=y)


def _trace(curve: Line, theme: Theme, x_title: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines" if len(curve.x) > 1 and not curve.dots else "markers",
        "name": curve.name,
        "x": np.asarray(curve.x, np.float32),
        "y": np.asarray(curve.y, np.float32),
        "line": {"color": curve.ink.line, "width": theme.px(1.2 if curve.faint else 2.2)},
        "marker": {"color": curve.ink.line, "size": theme.px(4 if curve.dots else 7)},
        "opacity": 0.3 if curve.faint else 1,
        "hoverinfo": "skip" if curve.faint else "all",
        "hovertemplate": f"{curve.name}: %{{y:.3~g}}<br>{x_title} %{{x:,.6~g}}<extra></extra>",
    }


def _decades(curves: Sequence[Line]) -> float:
    values = [value for curve in curves for value in (curve.y.min(), curve.y.max())]
    return math.log10(max(values) / min(values)) if values else 0.0


def text_width(text: str, theme: Theme) -> float:
    """About how wide *text* is in bold, in pixels; Chinese characters are as wide as high."""
    return sum(1.0 if ord(letter) > 0x2E80 else 0.6 for letter in text) * theme.px(13)


def shorten(text: str, most: int = 14) -> str:
    """*text*, or its beginning where it is longer than an axis can hold."""
    return text if len(text) <= most else text[: most - 1] + "…"


def _curve_names(named_lines: Sequence[Line], theme: Theme) -> tuple[list[dict[str, Any]], float]:
    """The name of each curve in its colour, over the plot, so that the curves have its whole width; and the pixels that
    they take there."""
    apart = theme.px(_NAMES_APART)
    rows: list[list[tuple[Line, float]]] = []
    end = 0.0
    for curve in named_lines:
        if not rows or end + text_width(curve.name, theme) > theme.px(_NARROW):
            rows.append([])
            end = 0.0
        rows[-1].append((curve, end))
        end += text_width(curve.name, theme) + apart
    names = [
        {
            "text": f"<b>{curve.name}</b>",
            "xref": "paper",
            "x": 0,
            "xanchor": "left",
            "xshift": round(start, 1),
            "yref": "paper",
            "y": 1,
            "yanchor": "bottom",
            "yshift": round((len(rows) - 1 - number) * apart, 1),
            "showarrow": False,
            "font": {"size": theme.px(13), "color": curve.ink.text},
        }
        for number, row in enumerate(rows)
        for curve, start in row
    ]
    return names, round(len(rows) * apart, 1)


def scatter(at: npt.NDArray[Any], name: str, marker: dict[str, Any]) -> dict[str, Any]:
    """A trace of the points *at* ``(n, 2)`` that are called *name*."""
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": np.asarray(at[:, 0], np.float32),
        "y": np.asarray(at[:, 1], np.float32),
        "marker": marker,
        "hovertemplate": "%{fullData.name}<br>%{x:.3~g}, %{y:.3~g}<extra></extra>",
    }


def marker_outline(theme: Theme) -> dict[str, Any]:
    """The thin line around a dot that parts it from others below it."""
    return {"color": theme.palette.background, "width": 0.5}


def colorbar(theme: Theme, *, top: float = 1.0) -> dict[str, Any]:
    """A thin scale beside the picture, from below up to the part *top* of its height; :func:`colorbar_labels` names
    it."""
    return {
        "thickness": theme.px(10),
        "len": top,
        "x": 1,
        "xanchor": "left",
        "xpad": theme.px(_BESIDE),
        "y": 0,
        "yanchor": "bottom",
        "ypad": 0,
        "outlinewidth": 0,
        "showticklabels": False,
        "ticks": "",
    }


def colorbar_labels(theme: Theme, words: Sequence[str], *, top: float = 1.0) -> list[dict[str, Any]]:
    """The names of a scale's low end, middle and high end, beside :func:`colorbar`."""
    places = zip(words, (0.0, top / 2, top), ("bottom", "middle", "top"), strict=True)
    return [
        {
            "text": word.replace(" ", "<br>"),
            "xref": "paper",
            "x": 1,
            "xanchor": "left",
            "xshift": theme.px(_BESIDE + 15),
            "align": "left",
            "yref": "paper",
            "y": y,
            "yanchor": anchor,
            "showarrow": False,
            "font": {"size": theme.px(13), "color": theme.palette.text},
        }
        for word, y, anchor in places
    ]


def colorbar_width(theme: Theme, words: Sequence[str]) -> float:
    """Pixels beside the picture that the scale and its words take."""
    parts = [part for word in words for part in word.split(" ")]
    return theme.px(_BESIDE + 17) + max(text_width(part, theme) for part in parts) if parts else 0.0


def legend(theme: Theme) -> dict[str, Any]:
    """Names beside the picture, from above."""
    font = {"size": theme.px(13), "color": theme.palette.text}
    return {
        "x": 1,
        "xanchor": "left",
        "y": 1,
        "yanchor": "top",
        "font": font,
        "itemwidth": 30,
        "itemclick": False,
        "itemdoubleclick": False,
    }


def legend_width(theme: Theme, names: Sequence[str]) -> float:
    """Pixels beside the picture that a :func:`legend` of *names* takes."""
    return theme.px(46) + max(text_width(name, theme) for name in names) if names else 0.0
