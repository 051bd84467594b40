"""Where examples lie among the codes, and what the decoder makes of a plane of them: the frame ``codes``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import prod
from typing import Protocol

import numpy as np

from playground.core.info import Array, Info
from playground.datasets import grid2d
from playground.datasets.dataset import Part, Prepared
from playground.evaluation import probes
from playground.families.base import Frame, Tensor, Watcher

FRAMES = 32
"""Frames that are kept."""
SIDE, FEWEST = 15, 5
"""Pictures along each side of the plane: as many as go into :data:`BYTES`, between these."""
BYTES = 700_000
"""Of the pictures of a frame."""
EVERY_CLASS = 300_000
"""Bytes up to which a conditioned decoder's pictures of every class are kept, and not of the first alone."""
ROOM = 0.05
"""Of the codes' range, on each side, where the plane follows the codes."""

Extent = tuple[float, float, float, float]
"""``(low, high)`` of the first number of the code, then of the second."""


class Coding(Protocol):
    """What is asked of a recipe."""

    prepared: Prepared

    def encoded(self, part: Part) -> Callable[[], Array]: ...

    def drawn_at(self, codes: Array, labels: Array) -> Array: ...

    def plane(self, codes: Array) -> Extent: ...


def watcher(recipe: Coding, *, classes: int) -> Watcher:
    """``codes``: ``codes`` (n, latent_dim) float32, ``index`` (n,), ``true``: of examples that it does not learn from.

    Of pictures whose code has two numbers also ``extent`` (:data:`Extent`, outer edges), ``tiles``
    (side, side, h, w, c) uint8, row 0 the lowest second number, and, where the decoder is told which of *classes*
    (else 0) to draw, ``class_tiles`` (classes, side, side, h, w, c) where they are small; ``tiles`` is the first,
    ``tile_class`` (1,) its number.
    """
    part = probes.watched(recipe.prepared)
    encode = recipe.encoded(part)
    still = {"index": np.arange(len(part)), "true": np.asarray(part.y)}

    def take() -> Frame:
        codes = encode()
        arrays = {"codes": codes, **still}
        if recipe.prepared.info.kind == "images" and codes.shape[1] == 2:
            arrays |= _tiles(recipe, codes, classes)
        return Frame("codes", arrays, most=FRAMES)

    return Watcher("codes", take)


def _tiles(recipe: Coding, codes: Array, classes: int) -> Mapping[str, Array]:
    extent, count = recipe.plane(codes), side(recipe.prepared.info)
    asked = range(classes if _are_small(recipe.prepared.info, classes) else 1)
    places = centres(extent, count)
    drawn = [recipe.drawn_at(places, np.full(len(places), label)) for label in asked]
    shaped = np.stack(drawn).reshape(len(drawn), count, count, *drawn[0].shape[1:])
    more = {"class_tiles": shaped} if len(shaped) > 1 else {}
    if classes:
        more["tile_class"] = np.zeros(1, np.int64)
    return {"extent": np.asarray(extent, np.float32), "tiles": shaped[0], **more}


def side(info: Info) -> int:
    """Pictures along each side of the plane."""
    return int(np.clip(np.sqrt(BYTES / prod(info.input_shape)), FEWEST, SIDE))


def _are_small(info: Info, classes: int) -> bool:
    return classes > 0 and classes * side(info) ** 2 * prod(info.input_shape) <= EVERY_CLASS


def centres(extent: Extent, count: int) -> Array:
    """``(count², 2)`` float32: the middles of *count* × *count* equal tiles, row by row from the lowest."""
    x0, x1, y0, y1 = extent
    share = (np.arange(count) + 0.5) / count
    across, up = np.meshgrid(x0 + share * (x1 - x0), y0 + share * (y1 - y0))
    return np.stack([across.ravel(), up.ravel()], 1).astype(np.float32)


def spanned(codes: Array) -> Extent:
    """The range of *codes* (n, 2) with some room; of a training gone wrong, from -1 to 1."""
    good = np.asarray(codes, np.float64)[np.isfinite(codes).all(1)]
    if not len(good):
        return -1.0, 1.0, -1.0, 1.0
    return grid2d.around(good, ROOM)


def rows(tensor: Tensor) -> Array:
    """*tensor* as ``(n, k)`` float32."""
    return np.asarray(tensor, np.float32).reshape(len(tensor), -1)
