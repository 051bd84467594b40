"""The learning rate over the training: as the schedule plans it, and as a person set it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from playground.core import formatting
from playground.core.i18n import N_, Text, _
from playground.core.info import Info
from playground.core.params import Bool
from playground.experiment.learning_rate import schedule_preview
from playground.figures.base import Figure, Floats, Plot, RunView, Theme
from playground.figures.drawing import axes
from playground.figures.drawing.axes import Line
from playground.runs.events import LiveParamChanged


class Rates(NamedTuple):
    """*planned_rates* ``(n,)`` is the schedule at *x* ``(n,)`` over the whole training; *change_epochs* ``(m,)`` when a
    person chose another rate, and *changed_rates* ``(m,)`` what; *now* and *current_rate* where the run stands. All x
    in epochs."""

    x: Floats
    planned_rates: Floats
    change_epochs: Floats
    changed_rates: Floats
    now: float
    current_rate: float | None
    log: bool


def _applies_to(_info: Info) -> bool:
    return True


def _steps_per_epoch(context: RunView) -> int:
    if context.history.start_event is not None:
        return max(context.history.start_event.steps_per_epoch, 1)
    return max(-(-context.info.train_examples // context.experiment.training.batch_size), 1)


def _compute(context: RunView) -> Rates | None:
    per_epoch = _steps_per_epoch(context)
    epochs = context.experiment.training.epochs
    if context.history.start_event is not None:
        epochs = max(context.history.start_event.epochs, 1)
    try:
        steps, planned = schedule_preview(context.experiment.optimizer, per_epoch * epochs)
    except (KeyError, ValueError, TypeError, ZeroDivisionError):
        # A document that is being edited: what is wrong with it is told beside the field.
        return None
    changes = _changes(context)
    return Rates(
        np.asarray(steps, float) / per_epoch,
        np.asarray(planned, float),
        np.array([change.step / per_epoch for change in changes], float),
        np.array([change.value for change in changes], float),
        context.history.step / per_epoch,
        context.history.learning_rate,
        context.option("log", False),
    )


def _changes(context: RunView) -> list[LiveParamChanged]:
    """Those of all networks together, or of the first, whose rate is drawn."""
    ours = {"learning_rate", f"learning_rate.{context.experiment.networks[0].name}"}
    return [change for change in context.history.live_param_changes if change.dial in ours]


def _changed_staircase(info: Rates) -> tuple[Floats, Floats]:
    """Steps of a staircase through what a person set."""
    ends = np.append(info.change_epochs[1:], max(float(info.x[-1]), float(info.now)))
    return np.stack([info.change_epochs, ends], 1).ravel(), np.repeat(info.changed_rates, 2)


def plot(info: Rates, theme: Theme) -> Plot:
    """The planned rate and a staircase of what was set by hand, over epochs, with a dot where the run stands."""
    ink = theme.palette
    curves = [Line(_("planned"), info.x, info.planned_rates, ink.training)]
    if len(info.change_epochs):
        curves.append(Line(_("set by hand"), *_changed_staircase(info), ink.discriminator))
    figure = axes.lines(curves, theme, x_title=_("epoch"), log=info.log, rangemode="normal" if info.log else "tozero")
    if info.current_rate is not None and (info.current_rate > 0 or not info.log):
        figure["data"].append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": [info.now],
                "y": [info.current_rate],
                "marker": {"size": theme.px(9), "color": ink.text},
                "hovertemplate": _("now") + ": %{y:.3~g}<extra></extra>",
            }
        )
    return figure  # type: ignore[no-any-return]


def alt_text(info: Rates) -> str:
    first, last = (formatting.short(float(info.planned_rates[place])) for place in (0, -1))
    constant = bool(np.ptp(info.planned_rates) <= 1e-12 * abs(float(info.planned_rates[0])))
    values: dict[str, object] = {"first": first, "last": last, "epochs": formatting.short(round(float(info.x[-1]), 1))}
    message = (
        N_("The learning rate is planned to stay at {first}.")
        if constant
        else N_("The learning rate is planned to go from {first} to {last} over {epochs} epochs.")
    )
    sentences = [Text(message, values)]
    if len(info.change_epochs):
        at = formatting.short(round(float(info.change_epochs[-1]), 1))
        sentences.append(
            Text(
                N_("It was set to {rate} at epoch {at}."),
                {"rate": formatting.short(float(info.changed_rates[-1])), "at": at},
            )
        )
    elif info.current_rate is not None:
        sentences.append(Text(N_("It is now {rate}."), {"rate": formatting.short(info.current_rate)}))
    return " ".join(str(sentence) for sentence in sentences)


def table(info: Rates) -> pd.DataFrame:
    """One row for each ``epoch``: the ``planned`` rate, and what was ``set`` where somebody did."""
    planned = pd.DataFrame({"epoch": info.x, "planned": info.planned_rates})
    if not len(info.change_epochs):
        return planned
    return planned.merge(
        pd.DataFrame({"epoch": info.change_epochs, "set": info.changed_rates}), on="epoch", how="outer"
    )


FIGURE = Figure(
    name="learning_rate",
    title=N_("Learning rate"),
    help=N_(
        "How large a step each batch may take. Large at first finds the way quickly, small at the end settles; the dot"
        " is where the run stands."
    ),
    placeholder=N_("The plan of the learning rate will appear here."),
    applies_to=_applies_to,
    compute=_compute,
    plot=plot,
    alt_text=alt_text,
    table=table,
    options=(Bool(name="log", label=N_("Log axis"), help=N_("Equal distances mean equal factors.")),),
    order=40,
    needs_run=False,
)
