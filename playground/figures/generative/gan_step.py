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
from playground.figures.base import Figure, Floats, Plot, RunView, Theme
from playground.figures.generative import gan_traces
from playground.figures.plane import field
from playground.figures.plane.field import Plane

TITLES = {
    "real": N_("Real points are taken"),
    "drawn": N_("The generator generates"),
    "judged": N_("The discriminator judges"),
    "taught": N_("The discriminator learns"),
    "again": N_("The generator generates anew"),
    "pulled": N_("The way to look real"),
    "moved": N_("The generator learns"),
}
"""The parts of a step, in their order."""
PHASE = Choice(
    name="part",
    label=N_("Phase of the step"),
    help=N_("Which phase of the step is shown."),
    default="real",
    options=tuple(TITLES),
    labels=tuple(TITLES.values()),
)


class GanStep(NamedTuple):
    """Points and *gradients* ``(batch, 2)``; *real_probability* ``(2, rows, columns)`` before and after the
    discriminator learned, *mean_probability* ``(4,)`` the means of it at real and drawn points before, then after, all
    0 to 1; *losses* ``(4,)`` of the discriminator before and after, then of the generator; *did_learn* ``(2,)``:
    whether each side did."""

    phase: str
    plane: Plane
    real: Floats
    samples: Floats
    new_samples: Floats
    moved_samples: Floats
    gradients: Floats
    real_probability: Floats
    mean_probability: Floats
    losses: Floats
    did_learn: npt.NDArray[np.bool_]


def _applies_to(info: Info) -> bool:
    return info.is_plane and info.task == "generation"


def _compute(context: RunView) -> GanStep | None:
    frame = context.frame_at("parts")
    if frame is None or not all(np.isfinite(array).all() for array in frame.arrays.values()):
        return None
    arrays = frame.arrays
    where = field.plane(context, arrays["extent"], arrays["belief"].shape, frame.step, frame.epoch)
    names = ("real", "drawn", "again", "moved", "pulls", "belief", "believed", "losses", "learned")
    part = context.option("part", "real")
    return GanStep(part if part in TITLES else "real", where, *(arrays[name] for name in names))


def plot(info: GanStep, theme: Theme) -> Plot:
    """Real and drawn points as they are in the part of the step that is shown, over the belief once it judges."""
    ink = theme.palette
    number = list(TITLES).index(info.phase)
    is_judged, learned = number >= 2, number >= 3
    real = gan_traces.scatter(info.real, _("real"), ink.test_rim if is_judged else ink.text, theme.px(5), 0.7)
    traces = [gan_traces.probability_map(info.plane, info.real_probability[int(learned)], theme)] if is_judged else []
    traces += [real, *_sample_traces(info, theme)]
    words = gan_traces.colorbar_words() if is_judged else None
    return {"data": traces, "layout": field.layout(info.plane, theme, words, (_("real"), _("generated")))}


def _sample_traces(info: GanStep, theme: Theme) -> list[dict[str, Any]]:
    """The drawn points of the part that is shown, and what is done to them."""

    def points(at: Floats, opacity: float = 0.95) -> dict[str, Any]:
        return gan_traces.scatter(
            at, _("generated"), theme.palette.generator.line, theme.px(6), opacity, rim=theme.palette.rim
        )

    if info.phase == "real":
        return [points(np.full((1, 2), np.nan))]
    if info.phase in ("drawn", "judged", "taught"):
        return [points(info.samples)]
    if info.phase == "again":
        return [points(info.new_samples)]
    if info.phase == "pulled":
        width = float(info.plane.x[-1] - info.plane.x[0])
        return [gan_traces.arrows(info.new_samples, info.gradients, width, theme), points(info.new_samples)]
    way = gan_traces.lines(
        gan_traces.segments(info.new_samples, info.moved_samples), theme.palette.generator.line, theme.px(1.5), 0.8
    )
    faint = points(info.new_samples, 0.25) | {"showlegend": False}
    return [way, faint, points(info.moved_samples)]


def alt_text(info: GanStep) -> str:
    """What happens in the part that is shown, with its numbers."""
    return str(_CAPTIONS[info.phase](info))


def _count_text(message: str) -> Callable[[GanStep], Text]:
    return lambda info: Text(message, {"count": formatting.count(len(info.real))})


def _judging_text(info: GanStep) -> Text:
    real, fake = (formatting.percent(float(share)) for share in info.mean_probability[:2])
    message = N_("It rates real points {real} real on average, generated ones {generated}. Its loss on them is {loss}.")
    return Text(message, {"real": real, "generated": fake, "loss": formatting.short(float(info.losses[0]))})


def _discriminator_step_text(info: GanStep) -> Text:
    if not info.did_learn[0]:
        return Text(N_("It stands still in this step: only the generator learns."))
    before, after = (formatting.short(float(loss)) for loss in info.losses[:2])
    message = N_("Its weights move, and the ground with them. Its loss on the same points: {before}, then {after}.")
    return Text(message, {"before": before, "after": after})


def _gradient_text(info: GanStep) -> Text:
    message = N_("Each arrow is the way on which its point would look more real. The generator's loss is {loss}.")
    return Text(message, {"loss": formatting.short(float(info.losses[2]))})


def _generator_step_text(info: GanStep) -> Text:
    if not info.did_learn[1]:
        return Text(N_("It stands still in this step: only the discriminator learns."))
    before, after = (formatting.short(float(loss)) for loss in info.losses[2:])
    message = N_("Its weights move, and the points with them. Its loss on the same noise: {before}, then {after}.")
    return Text(message, {"before": before, "after": after})


_CAPTIONS: dict[str, Callable[[GanStep], Text]] = {
    "real": _count_text(N_("A batch of {count} points comes from the data.")),
    "drawn": _count_text(N_("From {count} rows of noise the generator makes as many points.")),
    "judged": _judging_text,
    "taught": _discriminator_step_text,
    "again": _count_text(N_("The generator makes {count} points from new noise.")),
    "pulled": _gradient_text,
    "moved": _generator_step_text,
}


def heading(context: RunView, _info: GanStep | None) -> str:
    """The part, and which of how many."""
    part = context.option("part", "real")
    places = {"number": list(TITLES).index(part) + 1, "all": len(TITLES), "part": Text(TITLES[part])}
    return str(Text(N_("{number} of {all}: {part}"), places))


def table(info: GanStep) -> pd.DataFrame:
    """The points of the whole step, by ``kind``: real, drawn, drawn anew, moved."""
    x, y = info.plane.x_name, info.plane.y_name
    kinds = {"real": info.real, "drawn": info.samples, "drawn anew": info.new_samples, "moved": info.moved_samples}
    return pd.concat([pd.DataFrame(at, columns=[x, y]).assign(kind=kind) for kind, at in kinds.items()])


FIGURE = Figure(
    name="slowly",
    title=N_("Step by step"),
    help=N_("One training step of the GAN in its phases, each with what it did to this batch."),
    placeholder=N_("Press Step: one training step of the GAN will appear here, phase by phase."),
    applies_to=_applies_to,
    compute=_compute,
    plot=plot,
    alt_text=alt_text,
    table=table,
    options=(PHASE,),
    heading=heading,
    order=2,
    is_large=True,
    frame_name="parts",
    height=470,
)
