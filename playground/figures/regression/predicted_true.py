"""Regression: what the network answered against what is true, for examples it did not learn from."""

from __future__ import annotations

import numpy as np
import pandas as pd

from playground.core import formatting
from playground.core.i18n import N_, Text, _
from playground.core.info import Info
from playground.core.params import Int
from playground.figures.base import Figure, Plot, RunView, Theme
from playground.figures.drawing import axes, predictions
from playground.figures.drawing.predictions import RegressionPredictions

MOST = 1500
TARGET = Int(name="target", label=N_("Target"), help=N_("Which of several targets."), default=0, low=0, high=63)


def applies_to(info: Info) -> bool:
    """Whether numbers are predicted."""
    return info.task == "regression"


def plot(info: RegressionPredictions, theme: Theme) -> Plot:
    """A dot for each of the first 1,500 examples, true against answered, and the line on which answers are right."""
    low = float(min(info.true.min(), info.predicted.min()))
    high = float(max(info.true.max(), info.predicted.max()))
    pad = (high - low or 1.0) * 0.04
    ends = [low - pad, high + pad]
    diagonal = {
        "type": "scatter",
        "mode": "lines",
        "x": ends,
        "y": ends,
        "line": {"color": theme.palette.quiet, "width": theme.px(1.5), "dash": "dot"},
        "hoverinfo": "skip",
    }
    ink = theme.palette.test if info.part == "test" else theme.palette.validation
    dots = {
        "type": "scatter",
        "mode": "markers",
        "x": np.asarray(info.true[:MOST], np.float32),
        "y": np.asarray(info.predicted[:MOST], np.float32),
        "customdata": info.rows[:MOST],
        "marker": {"size": theme.px(7), "color": ink.line, "opacity": 0.65},
        "hovertemplate": _("true") + " %{x:.3~g}<br>" + _("predicted") + " %{y:.3~g}<extra></extra>",
    }
    x = axes.axis(theme, str(Text(N_("true {name}"), {"name": info.name})), range=ends, constrain="domain")
    y = axes.axis(theme, str(Text(N_("predicted {name}"), {"name": info.name})), range=ends, scaleanchor="x")
    y |= {"constrain": "domain"}
    note = {
        "text": _("right"),
        "x": ends[1],
        "y": ends[1],
        "xanchor": "right",
        "yanchor": "top",
        "xshift": -theme.px(24),
        "showarrow": False,
        "font": {"size": theme.px(12.5), "color": theme.palette.quiet},
    }
    margin = {"l": theme.px(58), "r": 10, "t": 10, "b": theme.px(44), "pad": 2}
    return {"data": [diagonal, dots], "layout": axes.layout(theme, x=x, y=y, margin=margin, annotations=[note])}


def r2(info: RegressionPredictions) -> float | None:
    """The share of the variance that is explained, at most 1 and below 0 where the mean would be better; ``None`` where
    the truth does not vary."""
    variance = float(((info.true - info.true.mean()) ** 2).sum())
    return 1 - float(((info.predicted - info.true) ** 2).sum()) / variance if variance > 0 else None


def alt_text(info: RegressionPredictions) -> str:
    values: dict[str, object] = {
        "count": formatting.count(len(info.true)),
        "part": predictions.part_name(info.part),
        "miss": formatting.short(float(np.abs(info.predicted - info.true).mean())),
        "name": info.name,
    }
    sentences = [Text(N_("For {count} examples of the {part}, {name} is {miss} off on average."), values)]
    if (explained := r2(info)) is not None:
        sentences.append(
            Text(
                N_("R² is {r2}: 1 is right everywhere, 0 no better than the mean."), {"r2": formatting.short(explained)}
            )
        )
    return " ".join(str(sentence) for sentence in sentences)


def table(info: RegressionPredictions) -> pd.DataFrame:
    """One row for each example: its place in the part (``index``), ``true`` and ``predicted`` in the data's units."""
    return pd.DataFrame({"index": info.rows, "true": info.true, "predicted": info.predicted})


def _heading(_context: RunView, info: RegressionPredictions | None) -> str:
    return predictions.heading(FIGURE.title, None if info is None else info.part)


FIGURE = Figure(
    name="predicted_true",
    title=N_("Predicted and true"),
    help=N_(
        "Each dot is an example that the network did not learn from. On the dotted line the prediction is right; "
        "above it the network predicts too high, below too low."
    ),
    placeholder=N_("Predictions will appear here against the true values."),
    applies_to=applies_to,
    compute=predictions.regression_predictions,
    plot=plot,
    alt_text=alt_text,
    table=table,
    options=(predictions.PART, TARGET),
    heading=_heading,
    order=10,
    is_large=True,
    height=420,
)
