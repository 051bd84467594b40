"""Two runs on the same data beside each other: what both draw with their scores, or what both give back."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from playground.catalog.sample_metrics import SCORES
from playground.core import formatting
from playground.core.i18n import N_, Text, _
from playground.core.info import Info, Kind
from playground.core.params import Choice
from playground.figures.base import Context, Figure, Plot, Theme
from playground.figures.generative import comparison_grid, reconstructions, samples
from playground.figures.generative.comparison_grid import Drawn

SHOWN = Choice(
    name="shown",
    label=N_("Compared"),
    help=N_("What both draw, or what both make of the same examples."),
    default="samples",
    options=("samples", "reconstructions"),
    labels=(N_("what they draw"), N_("what comes back")),
)


class Beside(NamedTuple):
    """The samples of both, or what both gave back: *given* (n, ...) as it was, *back* of each, how far it is *off*."""

    kind: Kind
    drawn: tuple[Drawn, Drawn]
    real: npt.NDArray[Any]
    extent: tuple[float, float, float, float] | None
    names: tuple[str, ...]
    given: npt.NDArray[Any] | None = None
    back: tuple[npt.NDArray[Any], ...] = ()
    off: tuple[float, ...] = ()


def _fits(info: Info) -> bool:
    return info.draws and (info.kind == "images" or info.input_shape == (2,))


def _info(context: Context) -> Beside | None:
    if context.other is None:
        return None
    both = [(side, samples.FIGURE.info(side)) for side in (context, context.other)]
    if any(found is None for _side, found in both):
        return None
    first, second = (
        Drawn(side.name, found.drawn, found.labels, found.step, _scores(side))
        for side, found in both
        if found is not None
    )
    found = both[0][1]
    assert found is not None
    base = Beside(found.kind, (first, second), found.real, found.extent, found.names)
    if context.option("shown", "samples") != "reconstructions" or found.kind != "images":
        return base
    return _given_back(context, context.other, base)


def _given_back(context: Context, other: Context, base: Beside) -> Beside:
    """*base* with what both make of the same examples, where both do."""
    one, two = (reconstructions.FIGURE.info(side) for side in (context, other))
    if one is None or two is None:
        return base
    count = min(len(one.given), len(two.given))
    if not np.array_equal(one.given[:count], two.given[:count]):
        return base
    off = tuple(float(found.errors[:count].mean()) for found in (one, two))
    return base._replace(given=one.given[:count], back=(one.output[:count], two.output[:count]), off=off)


def _scores(context: Context) -> dict[str, float]:
    """Those of the test part where there are any, else the last that were measured."""
    known = context.history
    tested = known.tested.metrics if known.tested is not None else {}
    last = {name: series.y[-1] for name, series in known.measured.items() if series.y}
    return {name: float(tested.get(name, last[name])) for name in SCORES if name in last}


def plot(info: Beside, theme: Theme) -> Plot:
    if info.given is not None:
        both = zip(info.drawn, info.back, info.off, strict=True)
        named = [(f"{side.name}<br>{_off(off)}", back) for side, back, off in both]
        return reconstructions.rows_of_pictures([(_("original"), info.given), *named], theme)
    return comparison_grid.plot(info.kind, info.drawn, info.real, info.extent, info.names, theme)


def _off(levels: float) -> str:
    return str(Text(N_("{error} off"), {"error": formatting.short(levels)}))


def say(info: Beside) -> str:
    one, two = info.drawn
    values: dict[str, object] = {"one": one.name, "two": two.name}
    if info.given is not None:
        values |= {"count": formatting.count(len(info.given))}
        values |= {"a": formatting.short(info.off[0]), "b": formatting.short(info.off[1])}
        message = N_("{one} gives {count} examples back {a} of 255 levels off on average, {two} {b}.")
        return str(Text(message, values))
    steps = {"a": formatting.count(one.step), "b": formatting.count(two.step)}
    said = [Text(N_("{one} at step {a}, {two} at step {b}."), values | steps)]
    for name in [name for name in one.scores if name in two.scores]:
        told: dict[str, object] = {
            "score": _(SCORES[name].title),
            "a": scored(name, one.scores),
            "b": scored(name, two.scores),
        }
        said.append(Text(N_("{score}: {a} and {b}."), told))
    return " ".join(str(sentence) for sentence in said)


def scored(name: str, scores: dict[str, float]) -> str:
    """A score as people read it."""
    return comparison_grid.told(name, scores[name])


def table(info: Beside) -> pd.DataFrame:
    """One row for each score; of reconstructions, how far each example is off."""
    columns = [f"{place}. {side.name}" for place, side in enumerate(info.drawn, 1)]
    if info.given is not None:
        given = np.asarray(info.given, np.float64).reshape(len(info.given), -1)
        miss = [np.sqrt(np.square(back.reshape(given.shape) - given).mean(1)) for back in info.back]
        return pd.DataFrame(dict(zip(columns, miss, strict=True)))
    names = list(dict.fromkeys(name for side in info.drawn for name in side.scores))
    rows = [[side.scores.get(name) for side in info.drawn] for name in names] + [[side.step for side in info.drawn]]
    return pd.DataFrame(rows, columns=columns).assign(score=[*names, "step"])


FIGURE = Figure(
    name="beside",
    title=N_("Compare"),
    help=N_(
        "Two trainings on the same data. Look at what one does better than the other, and whether its scores say so"
        " too: soft and complete, or sharp and narrower."
    ),
    empty=N_("This run and another one on the same data will stand here side by side."),
    fits=_fits,
    info=_info,
    plot=plot,
    say=say,
    table=table,
    options=(SHOWN,),
    rank=9,
    picture=True,
    height=420,
)
