"""Whether a network copies: what it draws, each beside the training example that is nearest to it, the nearest pairs
first, and how near examples lie that it never learned from."""

from __future__ import annotations

import numpy as np
import pandas as pd

from playground.core import formatting
from playground.core.i18n import N_, Text, _
from playground.core.info import Info
from playground.figures.base import Figure, Plot, RunView, Theme
from playground.figures.drawing import axes
from playground.figures.generative import nearest_pairs
from playground.figures.generative.nearest_pairs import RARE, NearestPairs


def _applies_to(info: Info) -> bool:
    return info.is_generative and info.is_drawable


def _compute(context: RunView) -> NearestPairs | None:
    snapshot = context.frame_at("nearest")
    if snapshot is None:
        return None
    apart, rows = np.asarray(snapshot.arrays["apart"], np.float64), snapshot.arrays["index"]
    order = np.argsort(apart, kind="stable")
    train = context.prepared.train.x
    order = order[np.isfinite(apart[order]) & (rows[order] < len(train))]
    if not len(order):
        return None
    # Of pictures only those that there may be room for: the others need not be read.
    shown_indices = order if not context.info.is_image else order[: nearest_pairs.MOST]
    real = np.stack([np.asarray(train[int(row)]) for row in rows[shown_indices]])
    names = context.info.feature_names if len(context.info.feature_names) == 2 else ("x", "y")
    held_out_distances = np.sort(np.asarray(snapshot.arrays["held"], np.float64))
    return NearestPairs(
        context.info.is_image,
        snapshot.arrays["samples"][shown_indices],
        real,
        order,
        rows[order].astype(np.int64),
        apart[order],
        held_out_distances,
        names,
        snapshot.step,
    )


def plot(info: NearestPairs, theme: Theme) -> Plot:
    """The nearest pairs (pictures above each other, points joined by lines), and below them all distances."""
    left = nearest_pairs.images_subplot(info, theme) if info.is_image else nearest_pairs.points_subplot(info, theme)
    right = nearest_pairs.distances_subplot(
        info.distances, info.held_out_distances, info.near_distance, theme, distance_unit(info)
    )
    layout = axes.layout(theme, **left.layout, **right.layout)
    return {"data": [*left.data, *right.data], "layout": layout}


def distance_unit(info: NearestPairs) -> str:
    """What distances are counted in, as an axis says it."""
    return _("distance, of 255 levels") if info.is_image else _("distance, as on the axes")


def alt_text(info: NearestPairs) -> str:
    values: dict[str, object] = {
        "step": formatting.count(info.step),
        "all": formatting.count(len(info.distances)),
        "first": formatting.short(float(info.distances[0])),
        "middle": formatting.short(float(np.median(info.distances))),
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
    }[info.is_image]
    sentences = [Text(message, values)]
    if info.near_distance is not None:
        values |= {
            "held": formatting.short(float(np.median(info.held_out_distances))),
            "close": formatting.count(info.close_count),
        }
        values |= {"usual": formatting.count(round(RARE * len(info.distances)))}
        compared = N_(
            "Of examples that it never learned from, half are {held} or less away. {close} samples are nearer than 19 "
            "of 20 of those; {usual} would be usual."
        )
        sentences.append(Text(compared, values))
    return " ".join(str(sentence) for sentence in sentences)


def table(info: NearestPairs) -> pd.DataFrame:
    """One row for each sample, the nearest first: its number (``sample``), the row of its training example (``index``),
    the ``distance``, and which part of the examples held out lies nearer to theirs (``held_out_nearer``, 0 to 1); of
    points also where both are."""
    nearer = np.searchsorted(info.held_out_distances, info.distances) / max(len(info.held_out_distances), 1)
    columns = {
        "sample": info.sample_numbers,
        "index": info.training_rows,
        "distance": info.distances,
        "held_out_nearer": nearer,
    }
    base = pd.DataFrame(columns)
    if info.is_image:
        return base
    pairs = np.concatenate([info.samples, info.real], 1).astype(np.float64)
    training = _("training")
    names = [*info.names, *(f"{name} ({training})" for name in info.names)]
    return pd.concat([base, pd.DataFrame(pairs, columns=names)], axis=1)


FIGURE = Figure(
    name="nearest",
    title=N_("Nearest neighbours"),
    help=N_(
        "Does it copy? Samples beside the training example nearest to each, the nearest first. A copy lies at 0; "
        "left of the dotted line lies 1 of 20 examples held out. Blurred images lie near everything and are no "
        "copies: compare the two of a pair."
    ),
    placeholder=N_("Samples will appear here, each beside the training example nearest to it."),
    applies_to=_applies_to,
    compute=_compute,
    plot=plot,
    alt_text=alt_text,
    table=table,
    heading=lambda _context, _info: _("Samples and the training examples nearest to them"),
    order=8,
    is_large=True,
    height=420,
    frame_name="nearest",
)
