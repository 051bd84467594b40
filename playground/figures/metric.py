"""A metric over time: how good the network is, in units that a person asked for."""

from __future__ import annotations

from playground.datasets.base import Info
from playground.figures import _curves
from playground.figures._curves import Curves
from playground.figures.base import Context, Figure
from playground.i18n import N_, _
from playground.params import Name

TITLES = {
    "accuracy": N_("Accuracy"),
    "precision": N_("Precision"),
    "recall": N_("Recall"),
    "f1": N_("F1"),
    "auc": N_("AUC"),
    "top_k": N_("Top-k accuracy"),
    "r2": N_("R²"),
    "mae": N_("Mean absolute error"),
    "mse": N_("Mean squared error"),
    "rmse": N_("Root mean squared error"),
}
ERRORS = {"mae", "mse", "rmse"}
"""Metrics of which less is better."""
BOUNDED = {"accuracy", "precision", "recall", "f1", "auc", "top_k"}
"""Metrics that are shares of one."""


def _fits(_info: Info) -> bool:
    return True


def _chosen(context: Context) -> str | None:
    """The metric asked for where the run has it, else the experiment's first."""
    names = [pick.name for pick in context.experiment.metrics]
    asked = context.option("metric", "")
    return asked if asked in names else next(iter(names), None)


def _heading(context: Context) -> str:
    chosen = _chosen(context)
    return _(FIGURE.title) if chosen is None else _(TITLES.get(chosen, chosen))


def _info(context: Context) -> Curves | None:
    chosen = _chosen(context)
    if chosen is None:
        return None
    name, better = _(TITLES.get(chosen, chosen)), chosen not in ERRORS
    return _curves.curves(context, chosen, name, bounded=chosen in BOUNDED, higher_is_better=better)


FIGURE = Figure(
    name="metric",
    title=N_("Metric"),
    help=N_(
        "How good the network is. The distance between the curves is what it knows only of the examples it learned"
        " from; the validation curve is the one to believe."
    ),
    empty=N_("The metric of each epoch will be drawn here."),
    fits=_fits,
    info=_info,
    plot=_curves.plot,
    say=_curves.say,
    table=_curves.table,
    options=(
        Name(name="metric", label=N_("Metric"), help=N_("Which of the run's metrics is drawn."), default=""),
        *_curves.OPTIONS,
    ),
    heading=_heading,
    rank=21,
)
