"""Pictures over a plane of two features: the grid that was asked, and the examples that lie on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from playground.core import colors
from playground.core.i18n import _
from playground.datasets.dataset import DataSplit, Prepared
from playground.figures.base import Floats, RunView, Theme
from playground.figures.drawing import axes

UNDER_LEGEND = 0.72
"""The part of a picture's height that a scale takes where a legend stands over it."""
MOST = {"train": 500, "held_out": 250}
"""Examples that are drawn; more would hide the picture."""


class Points(NamedTuple):
    """Examples on the plane, at *x* and *y* ``(n,)``, and what is true of them: *target* ``(n,)`` class numbers or
    ``(n, outputs)``."""

    x: Floats
    y: Floats
    target: npt.NDArray[Any]
    held_out: bool


class Plane(NamedTuple):
    """Where the grid lies: *x* ``(columns,)`` and *y* ``(rows,)`` of its columns and rows (rows from below) in the
    data's units, and the axes' names."""

    x: Floats
    y: Floats
    x_name: str
    y_name: str
    step: int
    epoch: float


def plane(context: RunView, extent: npt.NDArray[Any], shape: tuple[int, ...], step: int, epoch: float) -> Plane:
    """The grid of *shape* ``(..., rows, columns)`` over *extent* ``(4,)`` (x0, x1, y0, y1), of the frame of *step*."""
    x0, x1, y0, y1 = (float(edge) for edge in extent)
    names = (*context.info.feature_names, "x", "y")[:2] if len(context.info.feature_names) == 2 else ("x", "y")
    across, up = np.linspace(x0, x1, shape[-1]), np.linspace(y0, y1, shape[-2])
    return Plane(across, up, names[0], names[1], step, epoch)


def points(prepared: Prepared) -> tuple[Points, Points]:
    """Training examples, at most 500, and those that the network never learned from (validation and test), at most 250;
    always the same. The inputs must be two numbers."""
    held_out_splits = [prepared.validation, prepared.test]
    return _some([prepared.train], MOST["train"], False), _some(held_out_splits, MOST["held_out"], True)


def _some(parts: list[DataSplit], most: int, held_out: bool) -> Points:
    x = np.concatenate([np.asarray(part.x[:most], np.float32).reshape(-1, 2) for part in parts])
    y = np.concatenate([np.asarray(part.y[:most]) for part in parts])
    # A fixed choice, so that points do not come and go between two pictures.
    indices = np.sort(np.random.default_rng(0).permutation(len(x))[:most])
    return Points(x[indices, 0], x[indices, 1], y[indices], held_out)


def nearest_cells(plane: Plane, x: Floats, y: Floats) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """The cells of the grid that lie nearest to the places *x*, *y* ``(n,)``: their rows and columns, ``(n,)`` each."""
    return np.abs(y[:, None] - plane.y).argmin(1), np.abs(x[:, None] - plane.x).argmin(1)


def example_markers(points: Points, theme: Theme, colour: Any, **more: Any) -> dict[str, Any]:
    """The examples as small discs: a white rim where the network learned from them, a dark rim where not. *colour* is
    one for all or a list of one for each, or numbers ``(n,)`` on a scale that *more* gives."""
    ink = theme.palette
    rim = ink.test_rim if points.held_out else ink.rim
    return {
        "type": "scatter",
        "mode": "markers",
        "x": np.asarray(points.x, np.float32),
        "y": np.asarray(points.y, np.float32),
        "marker": {
            "size": theme.px(7 if points.held_out else 6.5),
            "color": colour,
            "line": {"color": rim, "width": theme.px(1.2 if points.held_out else 0.8)},
            **more.pop("marker", {}),
        },
        "name": _("held out") if points.held_out else _("training"),
        **more,
    }


def colorscale(theme: Theme) -> list[list[Any]]:
    """Blue–white–orange, a little paler than the points that lie on it: three stops [place from 0 to 1, colour]."""
    low, zero, high = theme.palette.diverging
    return [[0, colors.mix(low, zero, 0.2)], [0.5, zero], [1, colors.mix(high, zero, 0.2)]]


def heatmap(
    where: Plane, values: Floats, low: float, high: float, theme: Theme, *, top: float = 1.0, **more: Any
) -> dict[str, Any]:
    """The grid as a smooth picture of *values* ``(rows, columns)``, from *low* to *high* on the blue–white–orange scale
    (or *colorscale*), which takes the part *top* (0 to 1) of its height."""
    return {
        "type": "heatmap",
        "x": np.asarray(where.x, np.float32),
        "y": np.asarray(where.y, np.float32),
        "z": np.asarray(values, np.float32),
        "zmin": low,
        "zmax": high,
        "zsmooth": "fast",
        "colorscale": colorscale(theme),
        "colorbar": axes.colorbar(theme, top=top),
        **more,
    }


def layout(
    where: Plane, theme: Theme, words: tuple[str, str, str] | None, names: Sequence[str] = (), **more: Any
) -> dict[str, Any]:
    """Axes that fit the grid exactly, room beside for a scale, which *words* name, and a legend of *names*."""
    size = {"showgrid": False, "constrain": "domain", "nticks": 5}
    x = axes.axis(theme, where.x_name, range=[float(where.x[0]), float(where.x[-1])], **size)
    y = axes.axis(theme, where.y_name, range=[float(where.y[0]), float(where.y[-1])], **size)
    width, height = where.x[-1] - where.x[0], where.y[-1] - where.y[0]
    if 0.8 <= width / (height or 1.0) <= 1.25:
        # Features in one unit: a circle looks like a circle.
        y["scaleanchor"] = "x"
    top = UNDER_LEGEND if names else 1.0
    notes = axes.colorbar_labels(theme, words, top=top) if words else []
    room = max(8.0, axes.colorbar_width(theme, words or ()), axes.legend_width(theme, names))
    margin = {"l": theme.px(46), "r": room, "t": 8, "b": theme.px(48), "pad": 0}
    legend: dict[str, Any] = {"showlegend": bool(names), "legend": axes.legend(theme)}
    return axes.layout(theme, x=x, y=y, margin=margin, annotations=notes, **legend, **more)


def table(where: Plane, columns: dict[str, Floats]) -> pd.DataFrame:
    """The grid as rows: x, y and a column for each layer of values, each ``(rows, columns)``."""
    across, up = np.meshgrid(where.x, where.y)
    flat = {name: np.asarray(values, np.float32).ravel() for name, values in columns.items()}
    return pd.DataFrame({where.x_name: across.ravel(), where.y_name: up.ravel(), **flat})
