"""The examples whose values a regression predicts farthest from the truth."""

from __future__ import annotations

import numpy as np

from playground.core import formatting
from playground.core.i18n import N_, Text
from playground.core.info import Info
from playground.figures.base import Figure, Plot, RunView, Theme
from playground.figures.classification import worst_examples
from playground.figures.classification.worst_examples import Example, Examples
from playground.figures.drawing import predictions
from playground.figures.drawing.predictions import RegressionPredictions
from playground.figures.regression import predicted_true

MOST = 10
"""Predictions that are shown: each is off by something, so only the farthest say much."""


def _applies_to(info: Info) -> bool:
    return info.has_targets and info.task == "regression"


def _compute(context: RunView) -> Examples | None:
    estimated = predictions.regression_predictions(context)
    return None if estimated is None else _farthest(context, estimated)


def _farthest(context: RunView, estimated: RegressionPredictions) -> Examples:
    errors = np.abs(estimated.predicted - estimated.true)
    worst = [
        Example(
            int(estimated.rows[place]),
            formatting.short(float(estimated.true[place])),
            formatting.short(float(estimated.predicted[place])),
            None,
            float(errors[place]),
        )
        for place in np.argsort(-errors)[:MOST]
    ]
    count = len(estimated.true)
    return worst_examples.collect(context, estimated.part, count, worst)._replace(match_count=count)


def plot(info: Examples, theme: Theme) -> Plot:
    """The examples, the farthest first."""
    return worst_examples.plot(info, theme, "")


def alt_text(info: Examples) -> str:
    values = worst_examples.caption_values(info)
    return str(Text(N_("The predictions farthest off, of {asked} in the {part}: {listed}."), values))


def _heading(_context: RunView, info: Examples | None) -> str:
    return predictions.heading(FIGURE.title, None if info is None else info.part)


FIGURE = Figure(
    name="largest_errors",
    title=N_("Largest errors"),
    help=N_(
        "The examples whose predictions are farthest off. Look for what they share: unclear examples, wrong targets,"
        " something that is rare in the data."
    ),
    placeholder=N_("The examples that are predicted worst will appear here."),
    applies_to=_applies_to,
    compute=_compute,
    plot=plot,
    alt_text=alt_text,
    table=worst_examples.table,
    options=(predictions.PART, predicted_true.TARGET),
    heading=_heading,
    order=11,
    is_large=True,
    height=440,
)
