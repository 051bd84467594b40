"""How good what is drawn is, over time, in one of the numbers that are measured on the way."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from playground.catalog.sample_metrics import SAMPLE_METRICS
from playground.core import formatting
from playground.core.i18n import N_, Text, _
from playground.core.info import Info
from playground.core.params import Name
from playground.figures.base import Figure, Plot, RunView, Theme
from playground.figures.curves.base import Curve
from playground.figures.drawing import axes
from playground.figures.drawing.axes import Line


class ScoreCurve(NamedTuple):
    """The *curve* of the score *name* over steps."""

    name: str
    curve: Curve


def _applies_to(info: Info) -> bool:
    return info.is_generative


def _chosen_score(context: RunView) -> str | None:
    """The score asked for where the run has it, else the first that it has."""
    names = [name for name in SAMPLE_METRICS if name in context.history.sample_scores]
    score_name = context.option("score", "")
    return score_name if score_name in names else next(iter(names), None)


def _heading(context: RunView, _info: ScoreCurve | None) -> str:
    score_name = _chosen_score(context)
    title = _(SAMPLE_METRICS[score_name].title) if score_name is not None else _(FIGURE.title)
    return title[:1].upper() + title[1:]


def _compute(context: RunView) -> ScoreCurve | None:
    score_name = _chosen_score(context)
    if score_name is None:
        return None
    series = context.history.sample_scores[score_name]
    count = min(len(series.x), len(series.y))
    x, y = np.asarray(series.x[:count], float), np.asarray(series.y[:count], float)
    return ScoreCurve(score_name, Curve(x, y)) if np.isfinite(y).any() else None


def plot(info: ScoreCurve, theme: Theme) -> Plot:
    """The score over steps."""
    score = SAMPLE_METRICS[info.name]
    clip = (
        {"autorangeoptions": {"clipmin": -0.02, "clipmax": 1.02}} if score.unit == "part" else {"rangemode": "tozero"}
    )
    line = Line("", info.curve.x, info.curve.y, theme.palette.generator)
    figure: Plot = axes.lines([line], theme, x_title=_("step"), log=False, **clip)
    return figure


def alt_text(info: ScoreCurve) -> str:
    values: dict[str, object] = {
        "score": _(SAMPLE_METRICS[info.name].title),
        "first": formatting.short(float(info.curve.y[0])),
        "last": formatting.short(float(info.curve.y[-1])),
        "step": formatting.count(round(float(info.curve.x[-1]))),
    }
    return str(Text(N_("Up to step {step}, {score} went from {first} to {last}."), values))


def table(info: ScoreCurve) -> pd.DataFrame:
    """One row for each measurement: its ``step`` and the score."""
    return pd.DataFrame({"step": info.curve.x, info.name: info.curve.y})


FIGURE = Figure(
    name="quality",
    title=N_("Sample quality"),
    help=N_(
        "How good the generated examples are, measured from time to time. A generator's own loss does not say it: "
        "that depends on the discriminator of the moment."
    ),
    placeholder=N_("The quality of the samples will be measured and shown here."),
    applies_to=_applies_to,
    compute=_compute,
    plot=plot,
    alt_text=alt_text,
    table=table,
    options=(Name(name="score", label=N_("Score"), help=N_("Which of the measured scores is shown."), default=""),),
    heading=_heading,
    order=19,
)
