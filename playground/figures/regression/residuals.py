"""Regression: how far off the answers are, over the range of answers."""

from __future__ import annotations

import numpy as np
import pandas as pd

from playground.core import formatting
from playground.core.i18n import N_, Text, _
from playground.figures.base import Figure, Plot, RunView, Theme
from playground.figures.drawing import axes, predictions
from playground.figures.drawing.predictions import RegressionPredictions
from playground.figures.regression import predicted_true


def _errors(info: RegressionPredictions) -> np.ndarray:
    return np.asarray(info.predicted - info.true)


def plot(info: RegressionPredictions, theme: Theme) -> Plot:
    """A dot for each of the first 1,500 examples: how far off it is, over the answer."""
    most = predicted_true.MOST
    ink = theme.palette.test if info.part == "test" else theme.palette.validation
    dots = {
        "type": "scatter",
        "mode": "markers",
        "x": np.asarray(info.predicted[:most], np.float32),
        "y": np.asarray(_errors(info)[:most], np.float32),
        "customdata": info.rows[:most],
        "marker": {"size": theme.px(6), "color": ink.line, "opacity": 0.65},
        "hovertemplate": _("predicted") + " %{x:.3~g}<br>" + _("off by") + " %{y:.3~g}<extra></extra>",
    }
    zero = {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": 0, "y1": 0}
    zero["line"] = {"color": theme.palette.quiet, "width": theme.px(1.5), "dash": "dot"}
    x = axes.axis(theme, str(Text(N_("predicted {name}"), {"name": info.name})), showgrid=False)
    y = axes.axis(theme, _("too low · too high"))
    margin = {"l": theme.px(62), "r": 10, "t": 10, "b": theme.px(44), "pad": 2}
    return {"data": [dots], "layout": axes.layout(theme, x=x, y=y, margin=margin, shapes=[zero])}


def alt_text(info: RegressionPredictions) -> str:
    errors = _errors(info)
    bias, spread = float(errors.mean()), float(errors.std())
    values: dict[str, object] = {
        "bias": formatting.short(abs(bias)),
        "spread": formatting.short(spread),
        "part": predictions.part_name(info.part),
    }
    if abs(bias) < 0.1 * spread or spread == 0:
        return str(
            Text(
                N_("On the {part}, predictions are too high as often as too low; standard deviation {spread}."), values
            )
        )
    if bias > 0:
        return str(
            Text(N_("On the {part}, predictions are {bias} too high on average; standard deviation {spread}."), values)
        )
    return str(
        Text(N_("On the {part}, predictions are {bias} too low on average; standard deviation {spread}."), values)
    )


def table(info: RegressionPredictions) -> pd.DataFrame:
    """One row for each example, as :func:`.predicted_true.table`, with its ``residual``: predicted minus true."""
    return predicted_true.table(info).assign(residual=_errors(info))


def _heading(_context: RunView, info: RegressionPredictions | None) -> str:
    return predictions.heading(FIGURE.title, None if info is None else info.part)


FIGURE = Figure(
    name="residuals",
    title=N_("Residuals"),
    help=N_(
        "How far each prediction is off. Residuals should lie about zero, without a shape: a bend or a funnel is "
        "something that the network has missed."
    ),
    placeholder=N_("How far off the predictions are will appear here."),
    applies_to=predicted_true.applies_to,
    compute=predictions.regression_predictions,
    plot=plot,
    alt_text=alt_text,
    table=table,
    options=(predictions.PART, predicted_true.TARGET),
    heading=_heading,
    order=30,
    height=260,
)
