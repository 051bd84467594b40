"""A metric over time: how good the network is, in units that a person asked for."""

from __future__ import annotations

from playground.catalog import metrics
from playground.core.i18n import N_, _
from playground.core.info import Info
from playground.core.params import Name
from playground.figures.base import Figure, RunView
from playground.figures.curves import base
from playground.figures.curves.base import Curves


def _applies_to(_info: Info) -> bool:
    return True


def _chosen_metric(context: RunView) -> str | None:
    """The metric asked for where the run has it, else the experiment's first."""
    names = [pick.name for pick in context.experiment.metrics if pick.name in metrics.METRICS]
    metric_name = context.option("metric", "")
    return metric_name if metric_name in names else next(iter(names), None)


def _heading(context: RunView, _info: Curves | None) -> str:
    metric_name = _chosen_metric(context)
    return _(FIGURE.title) if metric_name is None else _(metrics.METRICS[metric_name].title)


def _compute(context: RunView) -> Curves | None:
    metric_name = _chosen_metric(context)
    if metric_name is None:
        return None
    row = metrics.METRICS[metric_name]
    bounded = row.unit == "part" and metric_name != "r2"
    return base.curves(context, metric_name, _(row.title), bounded=bounded, higher_is_better=row.higher_is_better)


FIGURE = Figure(
    name="metric",
    title=N_("Metric"),
    help=N_(
        "How good the network is. The distance between the curves is what it knows only of the examples it learned "
        "from; the validation curve is the one to go by."
    ),
    placeholder=N_("The metric of each epoch will appear here."),
    applies_to=_applies_to,
    compute=_compute,
    plot=base.plot,
    alt_text=base.alt_text,
    table=base.table,
    options=(
        Name(name="metric", label=N_("Metric"), help=N_("Which of the run's metrics is shown."), default=""),
        *base.OPTIONS,
    ),
    heading=_heading,
    order=21,
)
