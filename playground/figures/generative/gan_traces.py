"""What pictures of a generator against a discriminator over a plane are made of."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from playground.core.i18n import _
from playground.figures.base import Floats, Theme
from playground.figures.drawing import axes
from playground.figures.plane import field
from playground.figures.plane.field import Plane

LONGEST = 0.09
"""Length of the longest arrow, as a part of the plane's width."""


def scatter(at: Floats, name: str, colour: str, size: float, opacity: float, rim: str | None = None) -> dict[str, Any]:
    """Real or drawn points *at* ``(n, 2)``, which *rim* parts from others below them; *size* in pixels."""
    line = {} if rim is None else {"line": {"color": rim, "width": 0.6}}
    return axes.scatter(at, name, {"color": colour, "size": size, "opacity": opacity, **line})


def lines(at: Floats, colour: str, width: float, opacity: float) -> dict[str, Any]:
    """Lines through *at* ``(n, 2)``, broken where it is not a number; *width* in pixels."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": np.asarray(at[:, 0], np.float32),
        "y": np.asarray(at[:, 1], np.float32),
        "line": {"color": colour, "width": width},
        "opacity": opacity,
        "hoverinfo": "skip",
        "showlegend": False,
    }


def grid_lines(warp: npt.NDArray[Any]) -> Floats:
    """The lines of the grid *warp* ``(lines, lines, 2)`` one after another, along both sides, with gaps of NaN:
    ``(2 · lines · (lines + 1), 2)``; one line ``(lines, 2)`` as it is."""
    if warp.ndim == 2:
        return warp
    both = np.concatenate([warp, warp.transpose(1, 0, 2)])
    gapped = np.concatenate([both, np.full((len(both), 1, 2), np.nan)], axis=1)
    return gapped.reshape(-1, 2)


def arrows(start: Floats, pulls: Floats, width: float, theme: Theme) -> dict[str, Any]:
    """From each place *start* ``(n, 2)`` the way *pulls* ``(n, 2)`` that it is sent, the longest as long as is good to
    see on a plane that is *width* wide."""
    longest = float(np.linalg.norm(pulls, axis=1).max(initial=0.0)) or 1.0
    way = segments(start, start + pulls * (LONGEST * width / longest))
    sizes = np.tile([0.0, theme.px(7), 0.0], len(start))
    colour = theme.palette.discriminator.line
    return {
        **lines(way, colour, theme.px(1.3), 0.9),
        "mode": "lines+markers",
        "marker": {"symbol": "arrow", "angleref": "previous", "size": sizes, "color": colour, "line": {"width": 0}},
    }


def segments(start: Floats, end: Floats) -> Floats:
    """A line from each of *start* ``(n, 2)`` to the same of *end* ``(n, 2)``, with gaps of NaN between: ``(3 · n, 2)``
    float64."""
    points = np.full((len(start), 3, 2), np.nan)
    points[:, 0], points[:, 1] = start, end
    return points.reshape(-1, 2)


def colorbar_words() -> tuple[str, str, str]:
    """What the ends and the middle of the discriminator's scale mean."""
    return _("surely generated"), _("undecided"), _("surely real")


def probability_map(where: Plane, belief: Floats, theme: Theme) -> dict[str, Any]:
    """What the discriminator believes at each place of the grid, *belief* ``(rows, columns)`` from 0 (surely drawn) to
    1 (surely real), in percent."""
    hover = _("looks real") + ": %{z:.0f} %<br>%{x:.3~g}, %{y:.3~g}<extra></extra>"
    return field.heatmap(where, belief * 100, 0, 100, theme, top=field.UNDER_LEGEND, hovertemplate=hover)
