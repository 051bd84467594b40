"""Training and validation curves of one value, by epoch or step: what ``loss`` and ``metric`` share."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import pandas as pd

from playground.core import formatting
from playground.core.i18n import N_, Text, _
from playground.core.params import Bool, Choice, Float, Param
from playground.figures.base import Floats, Plot, RunView, Theme
from playground.figures.drawing import axes
from playground.figures.drawing.axes import Line
from playground.runs.history import History, Series

AXIS = Choice(
    name="axis",
    label=N_("Horizontal axis"),
    help=N_("Whether the curve runs over epochs (once through the data) or over steps (one batch each)."),
    default="epoch",
    options=("epoch", "step"),
    labels=(N_("epoch"), N_("step")),
)
LOG = Bool(
    name="log",
    label=N_("Log axis"),
    help=N_("Equal distances mean equal factors: small values can be told apart."),
)
SMOOTHING = Float(
    name="smoothing",
    label=N_("Smoothing"),
    help=N_("How much of the past each point keeps; the measured curve stays faintly behind."),
    default=0.0,
    low=0.0,
    high=0.99,
    step=0.01,
)
OPTIONS: tuple[Param, ...] = (AXIS, LOG, SMOOTHING)

FEW = 10
"""Epochs below which the steps are drawn behind the epochs' means, so that something moves from the first second."""


class Curve(NamedTuple):
    """*x* ascending and *y*, ``(n,)`` float64 each."""

    x: Floats
    y: Floats


class Curves(NamedTuple):
    """*steps* is the training part step by step, and *within_epochs* the scores on the first *sample* examples of the
    validation part within long epochs; both are empty where they are not drawn. x counts *unit*."""

    name: str
    unit: str
    training: Curve
    validation: Curve
    steps: Curve
    within_epochs: Curve
    sample: int
    log: bool
    smoothing: float
    nonfinite_at: float | None
    """Where the value stopped being a number."""
    bounded: bool
    higher_is_better: bool


_NONE = Curve(np.zeros(0), np.zeros(0))


def logged_curve(context: RunView, name: str, *, by_epoch: bool) -> Curve:
    """What is known of *name* in the logs, over epochs or steps; empty where nothing is."""
    return _curve((context.history.by_epoch if by_epoch else context.history.by_step).get(name))


def _curve(series: Series | None) -> Curve:
    if series is None:
        return _NONE
    # The lists may be growing while they are read: the shorter length is whole in both.
    count = min(len(series.x), len(series.y))
    return Curve(np.asarray(series.x[:count], float), np.asarray(series.y[:count], float))


def _within_epochs(history: History, name: str, *, by_epoch: bool) -> Curve:
    """The scores within long epochs, over steps, or over epochs and parts of such."""
    curve = _curve(history.within_epochs.get(name))
    if not by_epoch or history.start_event is None:
        return curve
    return Curve(curve.x / max(history.start_event.steps_per_epoch, 1), curve.y)


def _in_steps(history: History, curve: Curve) -> Curve:
    ends = dict(zip(history.epoch_steps.x, history.epoch_steps.y, strict=False))
    has_step = np.array([epoch in ends for epoch in curve.x], bool)
    return Curve(np.array([ends[epoch] for epoch in curve.x[has_step]], float), curve.y[has_step])


def curves(context: RunView, key: str, name: str, *, bounded: bool, higher_is_better: bool) -> Curves | None:
    """The curves of Keras's *key* (``loss``, ``accuracy``), called *name* on the page; ``None`` before the first point,
    which is what the untrained network has on the validation part."""
    unit = context.option("axis", "epoch")
    steps = logged_curve(context, key, by_epoch=False)
    training, validation = (logged_curve(context, prefix + key, by_epoch=True) for prefix in ("", "val_"))
    if unit == "step":
        training, validation, steps = steps, _in_steps(context.history, validation), _NONE
    elif len(training.x) < FEW and context.history.start_event is not None:
        steps = Curve(steps.x / max(context.history.start_event.steps_per_epoch, 1), steps.y)
        training = training if len(training.x) else steps
    else:
        steps = _NONE
    if not len(training.y) and not len(validation.y):
        return None
    is_drawn = np.isfinite(validation.y).sum() < FEW
    within_epochs = _within_epochs(context.history, f"val_{key}", by_epoch=unit == "epoch") if is_drawn else _NONE
    lost = np.flatnonzero(~np.isfinite(training.y))
    return Curves(
        name=name,
        unit=unit,
        training=training,
        validation=validation,
        steps=steps if training is not steps else _NONE,
        within_epochs=within_epochs,
        sample=context.history.validation_sample,
        log=context.option("log", False),
        smoothing=context.option("smoothing", 0.0),
        nonfinite_at=float(training.x[lost[0]]) if len(lost) else None,
        bounded=bounded,
        higher_is_better=higher_is_better,
    )


def _in_order(one: Curve, other: Curve) -> Curve:
    x, y = np.concatenate([one.x, other.x]), np.concatenate([one.y, other.y])
    order = np.argsort(x, kind="stable")
    return Curve(x[order], y[order])


def _unit(info: Curves) -> str:
    return _("step") if info.unit == "step" else _("epoch")


def plot(info: Curves, theme: Theme) -> Plot:
    """The curves of both parts, the step by step one and the unsmoothed ones faint behind them; dots where the
    validation part was scored within an epoch, which say on how many examples."""
    ink, lines = theme.palette, list[Line]()
    if len(info.steps.x):
        lines.append(Line(_("steps"), *info.steps, ink.training, faint=True))
    for name, curve, colour in (
        (_("training"), info.training, ink.training),
        (_("validation"), _in_order(info.validation, info.within_epochs), ink.validation),
    ):
        if not np.isfinite(curve.y).any():
            continue
        if info.smoothing:
            lines.append(Line(name, curve.x, curve.y, colour, faint=True))
        lines.append(Line(name, curve.x, axes.smooth(curve.y, info.smoothing), colour))
    if len(info.within_epochs.x):
        sample = str(Text(N_("validation, on {count} examples"), {"count": formatting.count(info.sample)}))
        lines.append(Line(sample, *info.within_epochs, ink.validation, dots=True))
    clip = {"autorangeoptions": {"clipmin": -0.02, "clipmax": 1.02}} if info.bounded and not info.log else {}
    figure = axes.lines(lines, theme, x_title=_unit(info), log=info.log, **clip)
    if info.nonfinite_at is not None:
        figure["layout"] |= _nonfinite_mark(info, theme, figure["layout"]["annotations"])
    return figure  # type: ignore[no-any-return]


def _nonfinite_mark(info: Curves, theme: Theme, others: list[dict[str, object]]) -> dict[str, object]:
    colour = theme.palette.discriminator
    here = {"x": info.nonfinite_at, "xref": "x"}
    line = {"type": "line", "x0": info.nonfinite_at, "x1": info.nonfinite_at, "y0": 0, "y1": 1, "yref": "paper"}
    note = {
        **here,
        "y": 1,
        "yref": "paper",
        "yanchor": "top",
        "xanchor": "right",
        "xshift": -4,
        "showarrow": False,
        "text": _("no longer a number"),
        "font": {"size": theme.px(13), "color": colour.text},
    }
    rule = {"line": {"color": colour.line, "width": theme.px(1.5), "dash": "dot"}}
    return {"shapes": [{**line, **rule}], "annotations": [*others, note]}


def alt_text(info: Curves) -> str:
    """How the curve went, where it stands, and what the two parts say of each other."""
    if not len(info.training.x):
        return str(Text(N_("{name} before training: validation is at {last}."), _untrained_values(info)))
    at = formatting.count(round(float(info.training.x[-1])))
    values: dict[str, object] = {"name": info.name, "unit": _unit(info), "at": at}
    if info.nonfinite_at is not None:
        broke = formatting.short(info.nonfinite_at)
        return str(Text(N_("{name} stopped being a number at {unit} {at}."), {**values, "at": broke}))
    first, last = (formatting.short(float(info.training.y[place])) for place in (0, -1))
    sentences = [
        Text(N_("{name}, {unit} {at}: training went from {first} to {last}."), values | {"first": first, "last": last})
    ]
    if len(info.validation.y) and math.isfinite(info.validation.y[-1]):
        sentences.append(Text(N_("Validation is at {last}."), {"last": formatting.short(float(info.validation.y[-1]))}))
        sentences += _best(info)
    return " ".join(str(sentence) for sentence in sentences)


def _untrained_values(info: Curves) -> dict[str, object]:
    return {"name": info.name, "last": formatting.short(float(info.validation.y[-1]))}


def _best(info: Curves) -> list[Text]:
    y = info.validation.y if info.higher_is_better else -info.validation.y
    if len(y) < 5 or not np.isfinite(y).any():
        return []
    place = int(np.nanargmax(y))
    if place == len(y) - 1:
        return [Text(N_("That is its best so far."))]
    value, x = (
        formatting.short(float(info.validation.y[place])),
        formatting.count(round(float(info.validation.x[place]))),
    )
    return [Text(N_("Its best was {value} at {unit} {x}."), {"value": value, "unit": _unit(info), "x": x})]


def table(info: Curves) -> pd.DataFrame:
    """One row for each epoch (or step), with the columns ``training`` and, where there is one, ``validation``."""
    training = pd.DataFrame({info.unit: info.training.x, "training": info.training.y})
    if not len(info.validation.x):
        return training
    validation = pd.DataFrame({info.unit: info.validation.x, "validation": info.validation.y})
    return training.merge(validation, on=info.unit, how="outer")
