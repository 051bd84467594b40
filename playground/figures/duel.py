"""A generator against a discriminator over a plane: real and drawn points, what the discriminator believes at each
place, which way it sends each drawn point, and the plane of noise as the generator lays it out (after Kahng and others
2019, "GAN Lab")."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from playground import numbers
from playground.datasets.base import Info
from playground.figures import _field
from playground.figures._field import Plane
from playground.figures.base import Context, Figure, Floats, Plot, Theme
from playground.i18n import N_, Text, _
from playground.params import Bool

LONGEST = 0.09
"""Length of the longest arrow, as a part of the plane's width."""


class Duel(NamedTuple):
    """*real* and *drawn* ``(n, 2)``; *pulls* ``(m, 2)`` for the first of *drawn*; *belief* ``(rows, columns)`` from 0
    (surely drawn) to 1 (surely real); *warp* ``(lines, lines, 2)``, or ``(lines, 2)`` for one number of noise."""

    plane: Plane
    real: Floats
    drawn: Floats
    pulls: Floats
    belief: Floats
    warp: npt.NDArray[Any] | None
    layers: frozenset[str]


LAYERS: tuple[Bool, ...] = (
    Bool(name="heat", label=N_("Discriminator"), help=N_("What it believes at each place."), default=True),
    Bool(name="real", label=N_("Real points"), help=N_("Examples of the data set."), default=True),
    Bool(name="drawn", label=N_("Drawn points"), help=N_("What the generator makes of the noise."), default=True),
    Bool(
        name="arrows",
        label=N_("Arrows"),
        help=N_("Which way each drawn point would have to go to look more real."),
        default=True,
    ),
    Bool(
        name="grid",
        label=N_("Grid of noise"),
        help=N_("Lines of the plane of noise, as the generator lays them out; each cell is drawn equally often."),
        default=False,
    ),
)


def _fits(info: Info) -> bool:
    return info.is_plane and info.task == "generation"


def _info(context: Context) -> Duel | None:
    frame = context.snapshot("samples")
    if frame is None or "belief" not in frame.arrays:
        return None
    arrays = frame.arrays
    if not np.isfinite(arrays["samples"]).all():
        return None
    belief = arrays["belief"]
    where = _field.plane(context, arrays["extent"], belief.shape, frame.step, frame.epoch)
    training, _held = _field.points(context.prepared)
    warp = arrays.get("warp")
    if warp is not None:
        lines = round(len(warp) ** 0.5)
        warp = warp.reshape(lines, lines, 2) if lines * lines == len(warp) and lines > 4 else warp
    shown = frozenset(layer.name for layer in LAYERS if context.option(layer.name, bool(layer.default)))
    real = np.stack([training.x, training.y], 1)
    return Duel(where, real, arrays["samples"], arrays["arrows"], belief, warp, shown)


def plot(info: Duel, theme: Theme) -> Plot:
    ink, traces = theme.palette, list[dict[str, Any]]()
    if "heat" in info.layers:
        hover = _("looks real") + ": %{z:.0f} %<br>%{x:.3~g}, %{y:.3~g}<extra></extra>"
        traces.append(_field.heat(info.plane, info.belief * 100, 0, 100, theme, hovertemplate=hover))
    if "grid" in info.layers and info.warp is not None:
        traces.append(_lines(_woven(info.warp), ink.generator.line, theme.px(1), 0.55))
    if "real" in info.layers:
        # The ground is light in both themes.
        colour = ink.test_rim if "heat" in info.layers else ink.text
        traces.append(_dots(info.real, _("real"), colour, theme.px(4.5), 0.55))
    if "arrows" in info.layers:
        traces.append(_arrows(info, theme))
    if "drawn" in info.layers:
        traces.append(_dots(info.drawn, _("drawn"), ink.generator.line, theme.px(6), 0.95, rim=ink.rim))
    words = (_("surely drawn"), _("undecided"), _("surely real")) if "heat" in info.layers else None
    legend = {"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom", "font": {"size": theme.px(13)}}
    layout = _field.layout(info.plane, theme, words, showlegend=True, legend=legend)
    layout["margin"] |= {"t": theme.px(30)}
    return {"data": traces, "layout": layout}


def _dots(at: Floats, name: str, colour: str, size: float, opacity: float, rim: str | None = None) -> dict[str, Any]:
    line = {} if rim is None else {"line": {"color": rim, "width": 0.6}}
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": np.asarray(at[:, 0], np.float32),
        "y": np.asarray(at[:, 1], np.float32),
        "marker": {"color": colour, "size": size, "opacity": opacity, **line},
        "hovertemplate": name + "<br>%{x:.3~g}, %{y:.3~g}<extra></extra>",
    }


def _lines(at: Floats, colour: str, width: float, opacity: float) -> dict[str, Any]:
    """Lines through *at* ``(n, 2)``, broken where it is not a number."""
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


def _woven(warp: npt.NDArray[Any]) -> Floats:
    """The lines of the grid one after another, with gaps."""
    if warp.ndim == 2:
        return warp
    both = np.concatenate([warp, warp.transpose(1, 0, 2)])
    gapped = np.concatenate([both, np.full((len(both), 1, 2), np.nan)], axis=1)
    return gapped.reshape(-1, 2)


def _arrows(info: Duel, theme: Theme) -> dict[str, Any]:
    """From each of the first drawn points the way that it is sent, the longest as long as is good to see."""
    start = info.drawn[: len(info.pulls)]
    longest = float(np.linalg.norm(info.pulls, axis=1).max(initial=0.0)) or 1.0
    width = float(info.plane.x[-1] - info.plane.x[0])
    joined = np.full((len(start), 3, 2), np.nan)
    joined[:, 0], joined[:, 1] = start, start + info.pulls * (LONGEST * width / longest)
    way = joined.reshape(-1, 2)
    sizes = np.tile([0.0, theme.px(7), 0.0], len(start))
    colour = theme.palette.discriminator.line
    return {
        **_lines(way, colour, theme.px(1.3), 0.9),
        "mode": "lines+markers",
        "marker": {"symbol": "arrow", "angleref": "previous", "size": sizes, "color": colour, "line": {"width": 0}},
    }


def say(info: Duel) -> str:
    if not np.isfinite(info.belief).all():
        return _("The discriminator's answers are no longer numbers.")
    values: dict[str, object] = {
        "step": numbers.count(info.plane.step),
        "real": numbers.percent(_mean(info, info.real)),
        "drawn": numbers.percent(_mean(info, info.drawn)),
    }
    message = N_("At step {step} the discriminator takes real points for real to {real}, and drawn ones to {drawn}.")
    return str(Text(message, values))


def _mean(info: Duel, points: Floats) -> float:
    """The belief at *points*, on average."""
    column = np.clip(np.searchsorted(info.plane.x, points[:, 0]), 0, len(info.plane.x) - 1)
    row = np.clip(np.searchsorted(info.plane.y, points[:, 1]), 0, len(info.plane.y) - 1)
    return float(info.belief[row, column].mean())


def table(info: Duel) -> pd.DataFrame:
    """Real and drawn points, and where the drawn ones are sent."""
    drawn = pd.DataFrame(info.drawn, columns=[info.plane.x_name, info.plane.y_name]).assign(kind="drawn")
    drawn["to_x"], drawn["to_y"] = (pd.Series(info.pulls[:, place]) for place in (0, 1))
    real = pd.DataFrame(info.real, columns=[info.plane.x_name, info.plane.y_name]).assign(kind="real")
    return pd.concat([real, drawn], ignore_index=True)


FIGURE = Figure(
    name="duel",
    title=N_("Drawn against real"),
    help=N_(
        "Green points are drawn from noise. The ground shows where the discriminator believes in real points; each "
        "arrow is the way to look more real, which the generator learns to go."
    ),
    empty=N_("Real and drawn points will stand here, over what the discriminator believes."),
    fits=_fits,
    info=_info,
    plot=plot,
    say=say,
    table=table,
    options=LAYERS,
    rank=0,
    picture=True,
    frames="samples",
    height=470,
)
