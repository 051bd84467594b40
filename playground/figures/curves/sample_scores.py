"""How good what is drawn is, over time, in one of the numbers that are measured on the way."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from playground.catalog.sample_metrics import SCORES
from playground.core import formatting
from playground.core.i18n import N_, Text, _
from playground.core.info import Info
from playground.core.params import Name
from playground.figures.base import Context, Figure, Plot, Theme
from playground.figures.curves.base import Curve
from playground.figures.drawing import axes
from playground.figures.drawing.axes import Line


class Measured(NamedTuple):
    """The *curve* of the score *name* over steps."""

    name: str
    curve: Curve


def _fits(info: Info) -> bool:
    return info.draws


def _chosen(context: Context) -> str | None:
    """The score asked for where the run has it, else the first that it has."""
    known = [name for name in SCORES if name in context.history.measured]
    asked = context.option("score", "")
    return asked if asked in known else next(iter(known), None)


def _heading(context: Context) -> str:
    chosen = _chosen(context)
    title = _(SCORES[chosen].title) if chosen is not None else _(FIGURE.title)
    return title[:1].upper() + title[1:]


def _info(context: Context) -> Measured | None:
    chosen = _chosen(context)
    if chosen is None:
        return None
    series = context.history.measured[chosen]
    count = min(len(series.x), len(series.y))
    x, y = np.asarray(series.x[:count], float), np.asarray(series.y[:count], float)
    return Measured(chosen, Curve(x, y)) if np.isfinite(y).any() else None


def plot(info: Measured, theme: Theme) -> Plot:
    score = SCORES[info.name]
    clip = (
        {"autorangeoptions": {"clipmin": -0.02, "clipmax": 1.02}} if score.unit == "part" else {"rangemode": "tozero"}
    )
    line = Line("", info.curve.x, info.curve.y, theme.palette.generator)
    drawn: Plot = axes.lines([line], theme, x_title=_("step"), log=False, **clip)
    return drawn


def say(info: Measured) -> str:
    values: dict[str, object] = {
        "score": _(SCORES[info.name].title),
        "first": formatting.short(float(info.curve.y[0])),
        "last": formatting.short(float(info.curve.y[-1])),
        "step": formatting.count(round(float(info.curve.x[-1]))),
    }
    return str(Text(N_("Up to step {step}, {score} went from {first} to {last}."), values))


def table(info: Measured) -> pd.DataFrame:
    """One row for each measurement."""
    return pd.DataFrame({"step": info.curve.x, info.name: info.curve.y})


FIGURE = Figure(
    name="quality",
    title=N_("How good it draws"),
    help=N_(
        "Measured from time to time on examples drawn from noise. A generator's own loss does not say how good it is: "
        "it depends on the discriminator of the moment."
    ),
    empty=N_("How good what is drawn is will be measured and drawn here."),
    fits=_fits,
    info=_info,
    plot=plot,
    say=say,
    table=table,
    options=(Name(name="score", label=N_("Score"), help=N_("Which of the measured numbers is drawn."), default=""),),
    heading=_heading,
    rank=19,
)
