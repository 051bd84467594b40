"""How near drawn examples lie to those that were learned from, to see copying: taken within the share of the time that
pictures have, and beside it how near examples lie that were not learned from."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import numpy as np

from playground.core.info import Array
from playground.datasets.dataset import DataSplit, Prepared
from playground.evaluation import distribution
from playground.families.base import FrameData, FrameSource, Recipe

MAX_HELD_OUT = 500
"""Examples held out that are compared, at most."""
WORK = 2e10
"""Products that comparing them may take, once a run: about half a second on one core."""
MIN_HELD_OUT = 50
"""Examples held out that are compared where that takes longer, too."""
MAX_FRAMES = 32
"""Frames kept: each holds its examples, so that the pairs are of one moment."""


def nearest_source(prepared: Prepared, recipe: Recipe) -> Iterator[FrameSource]:
    """``nearest``, where pictures or points of a plane are drawn."""
    info = prepared.info
    if info.is_drawable and recipe.generate(1) is not None:
        get_distances = cache(lambda: held_out_distances(prepared))
        yield FrameSource(
            "nearest",
            lambda: nearest_frame(prepared, np.asarray(recipe.generate(info.data_kind.sample_count)), get_distances()),
        )


def nearest_frame(prepared: Prepared, samples: Array, reference_distances: Array) -> FrameData:
    """*samples* ``(n, ...)`` in the data's own units as ``samples``, the row of the training example nearest to each
    (``index`` ``(n,)`` int64), how far it is ``apart`` ``(n,)``, and *reference_distances* ``(m,)`` as ``held``."""
    rows, apart = nearest_training(prepared, samples)
    arrays = {"samples": samples, "index": rows, "apart": apart, "held": reference_distances}
    return FrameData("nearest", arrays, max_kept=MAX_FRAMES)


def held_out_distances(prepared: Prepared) -> Array:
    """``(n,)``: how far examples of the validation part (else of the test part) are from the nearest training example,
    as :func:`nearest_training` counts; empty where none are held out."""
    part = next((part for part in (prepared.validation, prepared.test) if len(part)), prepared.test)
    if not len(part):
        return np.zeros(0, np.float32)
    return nearest_training(prepared, np.asarray(part.x[: _max_compared(prepared.train)]))[1]


def _max_compared(train: DataSplit) -> int:
    """How many examples are compared with all of *train*."""
    return int(np.clip(WORK / max(train.x.size, 1), MIN_HELD_OUT, MAX_HELD_OUT))


def nearest_training(prepared: Prepared, examples: Array) -> tuple[Array, Array]:
    """For *examples* ``(n, ...)`` as stored: the nearest training rows ``(n,)`` int64, and how far they are apart
    ``(n,)`` float32: of pictures, the root of the mean square over all pixels, in grey levels; of points, in units of
    the axes."""
    rows, apart = distribution.nearest_rows(examples, prepared.train.x)
    size = 1 if prepared.info.is_image else prepared.train.x[0].size
    return rows, (apart * np.sqrt(size)).astype(np.float32)
