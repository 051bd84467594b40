"""Where examples lie among the codes, and what the decoder makes of a plane of them: the frame ``codes``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import prod
from typing import Protocol

import numpy as np

from playground.core.info import Array, Info
from playground.datasets import grid2d
from playground.datasets.dataset import DataSplit, Prepared
from playground.evaluation import probes
from playground.families.base import FrameData, FrameSource, Tensor

MAX_FRAMES = 32
"""Frames that are kept."""
MAX_TILES_PER_SIDE, MIN_TILES_PER_SIDE = 15, 5
"""Pictures along each side of the plane: as many as go into :data:`MAX_TILE_BYTES`, between these."""
MAX_TILE_BYTES = 700_000
"""Of the pictures of a frame."""
MAX_CLASS_TILE_BYTES = 300_000
"""Bytes up to which a conditioned decoder's pictures of every class are kept, and not of the first alone."""
PADDING_SHARE = 0.05
"""Of the codes' range, on each side, where the plane follows the codes."""

Extent = tuple[float, float, float, float]
"""``(low, high)`` of the first number of the code, then of the second."""


class EncodesExamples(Protocol):
    """What is asked of a recipe; :class:`~playground.families.autoencoders.reconstruction.ReconstructionRecipe` says
    what each of these does."""

    prepared: Prepared

    def make_encode_function(self, part: DataSplit) -> Callable[[], Array]: ...

    def decode_at(self, codes: Array, labels: Array) -> Array: ...

    def plane_extent(self, codes: Array) -> Extent: ...


def code_frame_source(recipe: EncodesExamples, *, classes: int) -> FrameSource:
    """``codes``: ``codes`` (n, latent_dim) float32, ``index`` (n,) int64, ``true`` (n, ...): of examples that it does
    not learn from.

    Of pictures whose code has two numbers also ``extent`` (4,) float32 (:data:`Extent`, outer edges), ``tiles`` (side,
    side, h, w, c) uint8, row 0 the lowest second number, and, where the decoder is told which of *classes* (else 0) to
    draw, ``class_tiles`` (classes, side, side, h, w, c) where they are small; ``tiles`` is the first, ``tile_class``
    (1,) its number, int64.
    """
    part = probes.probe_examples(recipe.prepared)
    encode = recipe.make_encode_function(part)
    still = {"index": np.arange(len(part)), "true": np.asarray(part.y)}

    def take() -> FrameData:
        codes = encode()
        arrays = {"codes": codes, **still}
        if recipe.prepared.info.is_image and codes.shape[1] == 2:
            arrays |= _tiles(recipe, codes, classes)
        return FrameData("codes", arrays, max_kept=MAX_FRAMES)

    return FrameSource("codes", take)


def _tiles(recipe: EncodesExamples, codes: Array, classes: int) -> Mapping[str, Array]:
    """The arrays of pictures that :func:`code_frame_source` tells of, for *codes* ``(n, 2)``."""
    extent, count = recipe.plane_extent(codes), tiles_per_side(recipe.prepared.info)
    labels = range(classes if _are_small(recipe.prepared.info, classes) else 1)
    places = tile_centers(extent, count)
    tiles = [recipe.decode_at(places, np.full(len(places), label)) for label in labels]
    shaped = np.stack(tiles).reshape(len(tiles), count, count, *tiles[0].shape[1:])
    more = {"class_tiles": shaped} if len(shaped) > 1 else {}
    if classes:
        more["tile_class"] = np.zeros(1, np.int64)
    return {"extent": np.asarray(extent, np.float32), "tiles": shaped[0], **more}


def tiles_per_side(info: Info) -> int:
    """Pictures along each side of the plane."""
    return int(np.clip(np.sqrt(MAX_TILE_BYTES / prod(info.input_shape)), MIN_TILES_PER_SIDE, MAX_TILES_PER_SIDE))


def _are_small(info: Info, classes: int) -> bool:
    return classes > 0 and classes * tiles_per_side(info) ** 2 * prod(info.input_shape) <= MAX_CLASS_TILE_BYTES


def tile_centers(extent: Extent, count: int) -> Array:
    """``(count², 2)`` float32: the middles of *count* × *count* equal tiles, row by row from the lowest."""
    x0, x1, y0, y1 = extent
    share = (np.arange(count) + 0.5) / count
    across, up = np.meshgrid(x0 + share * (x1 - x0), y0 + share * (y1 - y0))
    return np.stack([across.ravel(), up.ravel()], 1).astype(np.float32)


def padded_range(codes: Array) -> Extent:
    """The range of *codes* (n, 2) with some room; of a training gone wrong, from -1 to 1."""
    good = np.asarray(codes, np.float64)[np.isfinite(codes).all(1)]
    if not len(good):
        return -1.0, 1.0, -1.0, 1.0
    return grid2d.padded_extent(good, PADDING_SHARE)


def as_rows(tensor: Tensor) -> Array:
    """*tensor* ``(n, ...)`` as ``(n, k)`` float32."""
    return np.asarray(tensor, np.float32).reshape(len(tensor), -1)
