"""Two runs on the same data beside each other: what both draw with their scores, or what both give back."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from playground.catalog.sample_metrics import SAMPLE_METRICS
from playground.core import formatting
from playground.core.i18n import N_, Text, _
from playground.core.info import Info
from playground.core.params import Choice
from playground.figures.base import Figure, Plot, RunView, Theme
from playground.figures.generative import comparison_grid, reconstructions, samples
from playground.figures.generative.comparison_grid import SampleSet

COMPARED = Choice(
    name="shown",
    label=N_("Compare by"),
    help=N_("The samples of both, or what both reconstruct of the same examples."),
    default="samples",
    options=("samples", "reconstructions"),
    labels=(N_("samples"), N_("reconstructions")),
)


class Comparison(NamedTuple):
    """The samples of both beside *real* ``(m, ...)``, or what both gave back: *originals* ``(n, ...)`` as they were,
    *reconstructions* ``(n, ...)`` of each run, how far each run is off on average (*errors*, in the data's units)."""

    is_image: bool
    sides: tuple[SampleSet, SampleSet]
    real: npt.NDArray[Any]
    extent: tuple[float, float, float, float] | None
    names: tuple[str, ...]
    originals: npt.NDArray[Any] | None = None
    reconstructions: tuple[npt.NDArray[Any], ...] = ()
    errors: tuple[float, ...] = ()


def _applies_to(info: Info) -> bool:
    return info.is_generative and info.is_drawable


def _compute(context: RunView) -> Comparison | None:
    if context.other is None:
        return None
    both = [(side, samples.FIGURE.compute(side)) for side in (context, context.other)]
    if any(side_samples is None for _side, side_samples in both):
        return None
    first, second = (
        SampleSet(side.name, found.samples, found.labels, found.step, _scores(side))
        for side, found in both
        if found is not None
    )
    found = both[0][1]
    assert found is not None
    base = Comparison(found.is_image, (first, second), found.real, found.extent, found.names)
    if context.option("shown", "samples") != "reconstructions" or not found.is_image:
        return base
    return _with_reconstructions(context, context.other, base)


def _with_reconstructions(context: RunView, other: RunView, base: Comparison) -> Comparison:
    """*base* with what both make of the same examples, where both do."""
    one, two = (reconstructions.FIGURE.compute(side) for side in (context, other))
    if one is None or two is None:
        return base
    count = min(len(one.originals), len(two.originals))
    if not np.array_equal(one.originals[:count], two.originals[:count]):
        return base
    off = tuple(float(reconstruction.errors[:count].mean()) for reconstruction in (one, two))
    return base._replace(
        originals=one.originals[:count], reconstructions=(one.output[:count], two.output[:count]), errors=off
    )


def _scores(context: RunView) -> dict[str, float]:
    """Those of the test part where there are any, else the last that were measured."""
    history = context.history
    tested = history.test_event.metrics if history.test_event is not None else {}
    last = {name: series.y[-1] for name, series in history.sample_scores.items() if series.y}
    return {name: float(tested.get(name, last[name])) for name in SAMPLE_METRICS if name in last}


def plot(info: Comparison, theme: Theme) -> Plot:
    """What both draw in two plots, or the originals with what each run gives back below them."""
    if info.originals is not None:
        both = zip(info.sides, info.reconstructions, info.errors, strict=True)
        rows = [(f"{side.name}<br>{_error_text(off)}", back) for side, back, off in both]
        return reconstructions.rows_of_pictures([(_("original"), info.originals), *rows], theme)
    return comparison_grid.plot(info.is_image, info.sides, info.real, info.extent, info.names, theme)


def _error_text(levels: float) -> str:
    return str(Text(N_("{error} off"), {"error": formatting.short(levels)}))


def alt_text(info: Comparison) -> str:
    one, two = info.sides
    values: dict[str, object] = {"one": one.name, "two": two.name}
    if info.originals is not None:
        values |= {"count": formatting.count(len(info.originals))}
        values |= {"a": formatting.short(info.errors[0]), "b": formatting.short(info.errors[1])}
        message = N_("{one} reconstructs {count} examples {a} of 255 levels off on average, {two} {b}.")
        return str(Text(message, values))
    steps = {"a": formatting.count(one.step), "b": formatting.count(two.step)}
    sentences = [Text(N_("{one} at step {a}, {two} at step {b}."), values | steps)]
    for name in [name for name in one.scores if name in two.scores]:
        score_values: dict[str, object] = {
            "score": _(SAMPLE_METRICS[name].title),
            "a": named_score_text(name, one.scores),
            "b": named_score_text(name, two.scores),
        }
        sentences.append(Text(N_("{score}: {a} and {b}."), score_values))
    return " ".join(str(sentence) for sentence in sentences)


def named_score_text(name: str, scores: dict[str, float]) -> str:
    """A score as people read it."""
    return comparison_grid.score_text(name, scores[name])


def table(info: Comparison) -> pd.DataFrame:
    """One row for each ``score``, a column for each run; of reconstructions, one for each example: how far it is off,
    in grey levels."""
    columns = [f"{place}. {side.name}" for place, side in enumerate(info.sides, 1)]
    if info.originals is not None:
        originals = np.asarray(info.originals, np.float64).reshape(len(info.originals), -1)
        miss = [np.sqrt(np.square(back.reshape(originals.shape) - originals).mean(1)) for back in info.reconstructions]
        return pd.DataFrame(dict(zip(columns, miss, strict=True)))
    names = list(dict.fromkeys(name for side in info.sides for name in side.scores))
    rows = [[side.scores.get(name) for side in info.sides] for name in names] + [[side.step for side in info.sides]]
    return pd.DataFrame(rows, columns=columns).assign(score=[*names, "step"])


FIGURE = Figure(
    name="beside",
    title=N_("Compare"),
    help=N_(
        "Two trainings on the same data. Look at what one does better than the other, and whether its scores say so"
        " too: soft and complete, or sharp and narrower."
    ),
    placeholder=N_("This run and another one on the same data will stand here side by side."),
    applies_to=_applies_to,
    compute=_compute,
    plot=plot,
    alt_text=alt_text,
    table=table,
    options=(COMPARED,),
    order=9,
    is_large=True,
    height=420,
)
