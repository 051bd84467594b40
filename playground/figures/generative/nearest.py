"""Whether a network copies: what it draws, each beside the training example that is nearest to it, the nearest pairs
first, and how near examples lie that it never learned from."""

from __future__ import annotations

import numpy as np
import pandas as pd

from playground.core import formatting
from playground.core.i18n import N_, Text, _
from playground.core.info import Info
from playground.figures.base import Context, Figure, Plot, Theme
from playground.figures.drawing import axes
from playground.figures.generative import nearest_pairs
from playground.figures.generative.nearest_pairs import RARE, Nearest


def _fits(info: Info) -> bool:
    return info.draws and (info.kind == "images" or info.input_shape == (2,))


def _info(context: Context) -> Nearest | None:
    found = context.snapshot("nearest")
    if found is None:
        return None
    apart, rows = np.asarray(found.arrays["apart"], np.float64), found.arrays["index"]
    order = np.argsort(apart, kind="stable")
    train = context.prepared.train.x
    order = order[np.isfinite(apart[order]) & (rows[order] < len(train))]
    if not len(order):
        return None
    # Of pictures only those that there may be room for: the others need not be read.
    shown = order if context.info.kind != "images" else order[: nearest_pairs.MOST]
    real = np.stack([np.asarray(train[int(row)]) for row in rows[shown]])
    names = context.info.feature_names if len(context.info.feature_names) == 2 else ("x", "y")
    held = np.sort(np.asarray(found.arrays["held"], np.float64))
    return Nearest(
        context.info.kind,
        found.arrays["samples"][shown],
        real,
        order,
        rows[order].astype(np.int64),
        apart[order],
        held,
        names,
        found.step,
    )


def plot(info: Nearest, theme: Theme) -> Plot:
    left = nearest_pairs.pictures(info, theme) if info.kind == "images" else nearest_pairs.points(info, theme)
    right = nearest_pairs.distances(info.apart, info.held, info.near, theme, unit(info))
    layout = axes.layout(theme, **left.layout, **right.layout)
    return {"data": [*left.data, *right.data], "layout": layout}


def unit(info: Nearest) -> str:
    """What distances are counted in, as an axis says it."""
    return _("distance, of 255 levels") if info.kind == "images" else _("distance, as on the axes")


def say(info: Nearest) -> str:
    values: dict[str, object] = {
        "step": formatting.count(info.step),
        "all": formatting.count(len(info.apart)),
        "first": formatting.short(float(info.apart[0])),
        "middle": formatting.short(float(np.median(info.apart))),
    }
    message = {
        True: N_(
            "At step {step}, the nearest of {all} samples is {first} of 255 levels at each pixel away from a training "
            "example, half of them {middle} or less."
        ),
        False: N_(
            "At step {step}, the nearest of {all} samples is {first} away from a training example, half of them "
            "{middle} or less."
        ),
    }[info.kind == "images"]
    said = [Text(message, values)]
    if info.near is not None:
        values |= {"held": formatting.short(float(np.median(info.held))), "close": formatting.count(info.close)}
        values |= {"usual": formatting.count(round(RARE * len(info.apart)))}
        compared = N_(
            "Of examples that it never learned from, half are {held} or less away. {close} samples are nearer than 19 "
            "of 20 of those; {usual} would be usual."
        )
        said.append(Text(compared, values))
    return " ".join(str(sentence) for sentence in said)


def table(info: Nearest) -> pd.DataFrame:
    """One row for each sample, the nearest first: its number, the row of its training example, the distance, and which
    part of the examples held out lies nearer to theirs."""
    nearer = np.searchsorted(info.held, info.apart) / max(len(info.held), 1)
    columns = {"sample": info.number, "index": info.row, "distance": info.apart, "held_out_nearer": nearer}
    base = pd.DataFrame(columns)
    if info.kind == "images":
        return base
    pairs = np.concatenate([info.drawn, info.real], 1).astype(np.float64)
    training = _("training")
    names = [*info.names, *(f"{name} ({training})" for name in info.names)]
    return pd.concat([base, pd.DataFrame(pairs, columns=names)], axis=1)


FIGURE = Figure(
    name="nearest",
    title=N_("Does it copy?"),
    help=N_(
        "Samples beside the training example nearest to each, the nearest first. A copy lies at 0; left of the dotted"
        " line lies 1 of 20 examples held out. Soft drawings lie near everything and are no copies: compare the two of"
        " a pair."
    ),
    empty=N_("What is drawn will stand here, each beside the training example nearest to it."),
    fits=_fits,
    info=_info,
    plot=plot,
    say=say,
    table=table,
    heading=lambda _context: _("Samples and the training examples nearest to them"),
    rank=8,
    picture=True,
    height=420,
    frames="nearest",
)
