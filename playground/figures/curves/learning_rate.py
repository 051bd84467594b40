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
from playground.figures.base import Context, Figure, Floats, Plot, Theme
from playground.figures.drawing import axes
from playground.figures.drawing.axes import Line
from playground.runs.events import DialTurned


class Rates(NamedTuple):
    """*planned* is the schedule over the whole training; *set_at* the steps at which a person chose another rate, and
    *set_to* what; *now* and *current* where the run stands. All x in epochs."""

    x: Floats
    planned: Floats
    set_at: Floats
    set_to: Floats
    now: float
    current: float | None
    log: bool


def _fits(_info: Info) -> bool:
    return True


def _steps_per_epoch(context: Context) -> int:
    if context.history.started is not None:
        return max(context.history.started.steps_per_epoch, 1)
    return max(-(-context.info.train_examples // context.experiment.training.batch_size), 1)


def _info(context: Context) -> Rates | None:
    per_epoch = _steps_per_epoch(context)
    epochs = context.experiment.training.epochs
    if context.history.started is not None:
        epochs = max(context.history.started.epochs, 1)
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


def _changes(context: Context) -> list[DialTurned]:
    """Those of all networks together, or of the first, whose rate is drawn."""
    ours = {"learning_rate", f"learning_rate.{context.experiment.networks[0].name}"}
    return [turned for turned in context.history.turned if turned.dial in ours]


def _set_by_hand(info: Rates) -> tuple[Floats, Floats]:
    """Steps of a staircase through what a person set."""
    ends = np.append(info.set_at[1:], max(float(info.x[-1]), float(info.now)))
    return np.stack([info.set_at, ends], 1).ravel(), np.repeat(info.set_to, 2)


def plot(info: Rates, theme: Theme) -> Plot:
    ink = theme.palette
    curves = [Line(_("planned"), info.x, info.planned, ink.training)]
    if len(info.set_at):
        curves.append(Line(_("set by hand"), *_set_by_hand(info), ink.discriminator))
    drawn = axes.lines(curves, theme, x_title=_("epoch"), log=info.log, rangemode="normal" if info.log else "tozero")
    if info.current is not None and (info.current > 0 or not info.log):
        drawn["data"].append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": [info.now],
                "y": [info.current],
                "marker": {"size": theme.px(9), "color": ink.text},
                "hovertemplate": _("now") + ": %{y:.3~g}<extra></extra>",
            }
        )
    return drawn  # type: ignore[no-any-return]


def say(info: Rates) -> str:
    first, last = (formatting.short(float(info.planned[place])) for place in (0, -1))
    constant = bool(np.ptp(info.planned) <= 1e-12 * abs(float(info.planned[0])))
    values: dict[str, object] = {"first": first, "last": last, "epochs": formatting.short(round(float(info.x[-1]), 1))}
    message = (
        N_("The learning rate is planned to stay at {first}.")
        if constant
        else N_("The learning rate is planned to go from {first} to {last} over {epochs} epochs.")
    )
    said = [Text(message, values)]
    if len(info.set_at):
        at = formatting.short(round(float(info.set_at[-1]), 1))
        said.append(
            Text(
                N_("It was set to {rate} at epoch {at}."), {"rate": formatting.short(float(info.set_to[-1])), "at": at}
            )
        )
    elif info.current is not None:
        said.append(Text(N_("It is now {rate}."), {"rate": formatting.short(info.current)}))
    return " ".join(str(sentence) for sentence in said)


def table(info: Rates) -> pd.DataFrame:
    """Planned and set rates by epoch."""
    planned = pd.DataFrame({"epoch": info.x, "planned": info.planned})
    if not len(info.set_at):
        return planned
    return planned.merge(pd.DataFrame({"epoch": info.set_at, "set": info.set_to}), on="epoch", how="outer")


FIGURE = Figure(
    name="learning_rate",
    title=N_("Learning rate"),
    help=N_(
        "How large a step each batch may take. Large at first finds the way quickly, small at the end settles; the dot"
        " is where the run stands."
    ),
    empty=N_("The plan of the learning rate will be drawn here."),
    fits=_fits,
    info=_info,
    plot=plot,
    say=say,
    table=table,
    options=(Bool(name="log", label=N_("Log axis"), help=N_("Equal distances mean equal factors.")),),
    rank=40,
    needs_run=False,
)
