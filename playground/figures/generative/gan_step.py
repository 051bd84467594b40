"""One step of a generator against a discriminator, part by part: what each of them does with one batch (after Kahng and
others 2019, "GAN Lab")."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from playground.core import formatting
from playground.core.i18n import N_, Text, _
from playground.core.info import Info
from playground.core.params import Choice
from playground.figures.base import Context, Figure, Floats, Plot, Theme
from playground.figures.generative import gan_traces
from playground.figures.plane import field
from playground.figures.plane.field import Plane

TITLES = {
    "real": N_("Real points are taken"),
    "drawn": N_("The generator draws"),
    "judged": N_("The discriminator judges"),
    "taught": N_("The discriminator learns"),
    "again": N_("The generator draws anew"),
    "pulled": N_("The way to look real"),
    "moved": N_("The generator learns"),
}
"""The parts of a step, in their order."""
PART = Choice(
    name="part",
    label=N_("Part of the step"),
    help=N_("What is shown of the step."),
    default="real",
    options=tuple(TITLES),
    labels=tuple(TITLES.values()),
)


class Step(NamedTuple):
    """Points ``(batch, 2)``; *belief* ``(2, rows, columns)`` before and after the discriminator learned; *believed* the
    means of it at real and drawn points before, then after; *losses* of the discriminator before and after, then of the
    generator; *learned*: whether each side did."""

    part: str
    plane: Plane
    real: Floats
    drawn: Floats
    again: Floats
    moved: Floats
    pulls: Floats
    belief: Floats
    believed: Floats
    losses: Floats
    learned: npt.NDArray[np.bool_]


def _fits(info: Info) -> bool:
    return info.is_plane and info.task == "generation"


def _info(context: Context) -> Step | None:
    frame = context.snapshot("parts")
    if frame is None or not all(np.isfinite(array).all() for array in frame.arrays.values()):
        return None
    arrays = frame.arrays
    where = field.plane(context, arrays["extent"], arrays["belief"].shape, frame.step, frame.epoch)
    names = ("real", "drawn", "again", "moved", "pulls", "belief", "believed", "losses", "learned")
    part = context.option("part", "real")
    return Step(part if part in TITLES else "real", where, *(arrays[name] for name in names))


def plot(info: Step, theme: Theme) -> Plot:
    ink = theme.palette
    number = list(TITLES).index(info.part)
    judged, learned = number >= 2, number >= 3
    real = gan_traces.dots(info.real, _("real"), ink.test_rim if judged else ink.text, theme.px(5), 0.7)
    traces = [gan_traces.ground(info.plane, info.belief[int(learned)], theme)] if judged else []
    traces += [real, *_drawn(info, theme)]
    words = gan_traces.believed() if judged else None
    return {"data": traces, "layout": field.layout(info.plane, theme, words, (_("real"), _("drawn")))}


def _drawn(info: Step, theme: Theme) -> list[dict[str, Any]]:
    """The drawn points of the part that is shown, and what is done to them."""

    def points(at: Floats, opacity: float = 0.95) -> dict[str, Any]:
        return gan_traces.dots(
            at, _("drawn"), theme.palette.generator.line, theme.px(6), opacity, rim=theme.palette.rim
        )

    if info.part == "real":
        return [points(np.full((1, 2), np.nan))]
    if info.part in ("drawn", "judged", "taught"):
        return [points(info.drawn)]
    if info.part == "again":
        return [points(info.again)]
    if info.part == "pulled":
        width = float(info.plane.x[-1] - info.plane.x[0])
        return [gan_traces.arrows(info.again, info.pulls, width, theme), points(info.again)]
    way = gan_traces.lines(gan_traces.joined(info.again, info.moved), theme.palette.generator.line, theme.px(1.5), 0.8)
    faint = points(info.again, 0.25) | {"showlegend": False}
    return [way, faint, points(info.moved)]


def say(info: Step) -> str:
    """What happens in the part that is shown, with its numbers."""
    return str(_SAID[info.part](info))


def _counted(message: str) -> Callable[[Step], Text]:
    return lambda info: Text(message, {"count": formatting.count(len(info.real))})


def _judged(info: Step) -> Text:
    real, drawn = (formatting.percent(float(share)) for share in info.believed[:2])
    message = N_("Real points look real to it to {real}, drawn ones to {drawn}. Its loss on them is {loss}.")
    return Text(message, {"real": real, "drawn": drawn, "loss": formatting.short(float(info.losses[0]))})


def _taught(info: Step) -> Text:
    if not info.learned[0]:
        return Text(N_("It stands still in this step: only the generator learns."))
    before, after = (formatting.short(float(loss)) for loss in info.losses[:2])
    message = N_("Its weights move, and the ground with them. Its loss on the same points: {before}, then {after}.")
    return Text(message, {"before": before, "after": after})


def _pulled(info: Step) -> Text:
    message = N_("Each arrow is the way on which its point would look more real. The generator's loss is {loss}.")
    return Text(message, {"loss": formatting.short(float(info.losses[2]))})


def _moved(info: Step) -> Text:
    if not info.learned[1]:
        return Text(N_("It stands still in this step: only the discriminator learns."))
    before, after = (formatting.short(float(loss)) for loss in info.losses[2:])
    message = N_("Its weights move, and the points with them. Its loss on the same noise: {before}, then {after}.")
    return Text(message, {"before": before, "after": after})


_SAID: dict[str, Callable[[Step], Text]] = {
    "real": _counted(N_("A batch of {count} points comes from the data.")),
    "drawn": _counted(N_("From {count} rows of noise the generator makes as many points.")),
    "judged": _judged,
    "taught": _taught,
    "again": _counted(N_("The generator makes {count} points from new noise.")),
    "pulled": _pulled,
    "moved": _moved,
}


def heading(context: Context) -> str:
    """The part, and which of how many."""
    part = context.option("part", "real")
    places = {"number": list(TITLES).index(part) + 1, "all": len(TITLES), "part": Text(TITLES[part])}
    return str(Text(N_("{number} of {all}: {part}"), places))


def table(info: Step) -> pd.DataFrame:
    """The points of the whole step."""
    x, y = info.plane.x_name, info.plane.y_name
    kinds = {"real": info.real, "drawn": info.drawn, "drawn anew": info.again, "moved": info.moved}
    return pd.concat([pd.DataFrame(at, columns=[x, y]).assign(kind=kind) for kind, at in kinds.items()])


FIGURE = Figure(
    name="slowly",
    title=N_("Step by step"),
    help=N_("One step of the game in its parts, each with what it did to this batch."),
    empty=N_("Press Step: one step of the game will be taken apart here."),
    fits=_fits,
    info=_info,
    plot=plot,
    say=say,
    table=table,
    options=(PART,),
    heading=heading,
    rank=2,
    picture=True,
    frames="parts",
    height=470,
)
