"""What the loss is made of, term by term: who makes what small, and how the one presses on the other."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from playground.catalog.loss_terms import LOSS_TERMS, ColorRole
from playground.core import formatting
from playground.core.colors import Ink
from playground.core.i18n import N_, Text, _
from playground.core.info import Info
from playground.core.params import Bool
from playground.figures.base import Figure, Plot, RunView, Theme
from playground.figures.curves import base
from playground.figures.curves.base import AXIS, LOG, SMOOTHING, Curve
from playground.figures.drawing import axes
from playground.figures.drawing.axes import Line

MOST = 800
"""Points of one curve: there are several, each with its measured one behind it."""


class Terms(NamedTuple):
    """The curve of each term by its name in the logs; x counts *unit*."""

    curves: dict[str, Curve]
    unit: str
    log: bool
    smoothing: float


def _applies_to(info: Info) -> bool:
    return bool(info.loss_terms)


def _compute(context: RunView) -> Terms | None:
    unit, every = context.option("axis", "step"), context.option("all", False)
    names = [name for name in context.info.loss_terms if every or LOSS_TERMS[name].shown_by_default]
    curves = {name: base.logged_curve(context, name, by_epoch=unit == "epoch") for name in names}
    finite_curves = {name: curve for name, curve in curves.items() if np.isfinite(curve.y).any()}
    if not finite_curves:
        return None
    return Terms(finite_curves, unit, context.option("log", False), context.option("smoothing", 0.9))


def _ink(colour: ColorRole, theme: Theme) -> Ink:
    ink = theme.palette
    return {
        "generator": ink.generator,
        "discriminator": ink.discriminator,
        "training": ink.training,
        "validation": ink.validation,
        "quiet": Ink(ink.quiet, ink.quiet),
    }[colour]


def plot(info: Terms, theme: Theme) -> Plot:
    """A smoothed curve for each term, its measured one faint behind it."""
    lines: list[Line] = []
    for name, curve in info.curves.items():
        title, ink = _(LOSS_TERMS[name].title), _ink(LOSS_TERMS[name].color_role, theme)
        if info.smoothing and len(curve.x) > 1:
            lines.append(Line(title, *axes.downsample(curve.x, curve.y, MOST), ink, faint=True))
        lines.append(Line(title, *axes.downsample(curve.x, axes.smooth(curve.y, info.smoothing), MOST), ink))
    figure: Plot = axes.lines(lines, theme, x_title=_unit(info), log=info.log)
    return figure


def _unit(info: Terms) -> str:
    return _("step") if info.unit == "step" else _("epoch")


def alt_text(info: Terms) -> str:
    last = [
        Text(
            N_("{term} at {value}"), {"term": _(LOSS_TERMS[name].title), "value": formatting.short(float(curve.y[-1]))}
        )
        for name, curve in info.curves.items()
    ]
    at = formatting.count(round(float(next(iter(info.curves.values())).x[-1])))
    values: dict[str, object] = {"unit": _unit(info), "at": at, "terms": ", ".join(str(text) for text in last)}
    return str(Text(N_("At {unit} {at}: {terms}."), values))


def table(info: Terms) -> pd.DataFrame:
    """One row for each point: the step or epoch, and a column for each term."""
    columns = [pd.Series(curve.y, index=curve.x, name=name) for name, curve in info.curves.items()]
    return pd.concat(columns, axis=1).rename_axis(info.unit).reset_index()


FIGURE = Figure(
    name="terms",
    title=N_("Loss terms"),
    help=N_(
        "Each curve is one term of the objective. Two networks that learn against each other press each other's "
        "curve up: what counts is what is generated, not whose curve is lower."
    ),
    placeholder=N_("The terms of the loss will appear here."),
    applies_to=_applies_to,
    compute=_compute,
    plot=plot,
    alt_text=alt_text,
    table=table,
    options=(
        replace(AXIS, default="step"),
        Bool(name="all", label=N_("All terms"), help=N_("Also what is counted beside the loss.")),
        LOG,
        replace(SMOOTHING, default=0.9),
    ),
    order=18,
)
