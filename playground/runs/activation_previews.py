"""What layers put out for one example, as small pictures: feature maps, rows of units, the example itself.

:func:`preview_arrays` makes arrays of a frame from what layers put out, :func:`for_example` makes of a frame what the
page draws for one example. A frame is the same whether a training wrote it or the worker that computes untrained
outputs.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from playground.core.formatting import shape_text, short
from playground.core.i18n import N_, Text
from playground.core.pixels import to_base64, to_byte_levels
from playground.datasets.dataset import DataSplit, Prepared

VERSION = 4
"""Of the arrays: files of another are not read."""
EXAMPLES = 8
"""Examples of which outputs are kept: the first of the part that is watched."""
CHANNELS, SIDE = 16, 24
"""Feature maps of one layer, and the rows and columns of each, at most."""
STEPS = 48
"""Moments of a sequence at most."""
PIXELS = 48
"""Rows and columns of the example itself at most."""
UNITS = 8
"""Units of a layer over the plane, at most."""
VALUES = 64
"""Units of a row at most."""

Arrays = Mapping[str, npt.NDArray[Any]]
Json = dict[str, Any]
Floats = npt.NDArray[np.float32]


def preview_examples(prepared: Prepared) -> DataSplit:
    """The examples that outputs are shown for, at most eight, as stored."""
    return prepared.preview_split.take(slice(EXAMPLES))


def downsample(values: npt.NDArray[Any], axis: int, most: int) -> npt.NDArray[Any]:
    """*values* of any shape with at most *most* entries along *axis*: means of neighbours in float32, in blocks as
    equal as can be; unchanged where there are no more."""
    size = values.shape[axis]
    if size <= most:
        return values
    begins = np.arange(most) * size // most
    counts = np.diff(np.append(begins, size))
    shape = [1] * values.ndim
    shape[axis] = most
    means: npt.NDArray[Any] = np.add.reduceat(values.astype(np.float32), begins, axis) / counts.reshape(shape)
    return means


def symmetric_limit(values: npt.NDArray[Any]) -> float:
    """Where a scale from (or about) zero ends that holds *values* of any shape: one of ten steps in a decade, so that
    it stands still while the values move a little; 1 where all are zero. Half a percent beyond is drawn as the end
    itself."""
    good = np.abs(values[np.isfinite(values)])
    largest = float(good.max()) if good.size else 0.0
    if largest <= 1e-9:
        return 1.0
    steps = math.ceil(10 * math.log10(largest) - 0.02)
    return float(f"{10 ** (steps / 10):.2g}")


def preview_arrays(name: str, output: npt.NDArray[Any]) -> dict[str, npt.NDArray[Any]]:
    """The arrays of the layer *name* (``network:node``), which put out *output* ``(examples, ...)``.

    ``maps:`` ``(examples, channels, rows, columns)`` uint8 for pictures and sequences (a sequence is one map, its
    channels below one another): 255 is the scale's upper end, 0 is zero, or its lower end where anything is negative;
    ``bars:`` ``(examples, units)`` float32 for rows of units; ``scale:`` ``(examples, 4)`` float32: lowest value,
    highest value, the two ends of the colours for this example; ``shape:`` int32 of the whole output without the
    examples. Empty where the output has no values.
    """
    values = np.asarray(output, np.float32)
    if values.ndim < 2 or not values.size:
        return {}
    flat = values.reshape(len(values), -1)
    finite = np.where(np.isfinite(flat), flat, np.nan)
    with np.errstate(all="ignore"):
        low, high = (np.nan_to_num(reduce(finite, axis=1)) for reduce in (np.fmin.reduce, np.fmax.reduce))
    end = np.array([symmetric_limit(one) for one in values])
    begin = -end if low.min() < 0 else 0 * end
    about = _scale_arrays(name, values.shape[1:], low, high, (begin, end))
    if values.ndim == 2:
        return {f"bars:{name}": np.nan_to_num(values[:, :VALUES]), **about}
    planes = [to_byte_levels(*one) for one in zip(_planes(values), begin, end, strict=True)]
    return {f"maps:{name}": np.stack(planes), **about}


def _planes(values: Floats) -> npt.NDArray[Any]:
    """``(examples, ..., channels)`` as ``(examples, maps, rows, columns)``; the axes before the last two are averaged
    away where there are three or more."""
    if values.ndim == 3:
        return downsample(np.moveaxis(values[..., :SIDE], -1, 1), 2, STEPS)[:, None]
    while values.ndim > 4:
        values = values.mean(1)
    small = downsample(downsample(values[..., :CHANNELS], 1, SIDE), 2, SIDE)
    return np.moveaxis(small, -1, 1)


def input_arrays(name: str, x: npt.NDArray[Any]) -> dict[str, npt.NDArray[Any]]:
    """The arrays of the input *name*: the pictures *x* ``(examples, h, w, 1 or 3) uint8`` as they are, ``picture:``
    uint8 of at most 48 × 48 pixels, with ``scale:`` and ``shape:`` as :func:`preview_arrays` has them."""
    small = downsample(downsample(x, 1, PIXELS), 2, PIXELS)
    flat = x.reshape(len(x), -1).astype(np.float32)
    about = _scale_arrays(name, x.shape[1:], flat.min(1), flat.max(1), (0 * flat[:, 0], 0 * flat[:, 0] + 255))
    return {f"picture:{name}": np.rint(small).astype(np.uint8), **about}


def _scale_arrays(
    name: str, shape: tuple[int, ...], low: Floats, high: Floats, ends: tuple[Floats, Floats]
) -> dict[str, npt.NDArray[Any]]:
    scale = np.stack([low, high, *ends], 1).astype(np.float32)
    return {f"scale:{name}": scale, f"shape:{name}": np.asarray(shape, np.int32)}


def for_example(arrays: Arrays, example: int, labels: Mapping[str, tuple[str, ...]] | None = None) -> dict[str, Json]:
    """By ``network:node``, what the page draws for *example* (counted from 0) of the *arrays* that
    :func:`preview_arrays` and :func:`input_arrays` made: ``kind``, the pixels or values, and ``caption``, a sentence
    with the shape and the scale. *labels* names the units of a row, by ``network:node``."""
    previews: dict[str, Json] = {}
    for key, values in arrays.items():
        kind, _colon, name = key.partition(":")
        if kind in _KINDS and example < len(values):
            scale, shape = arrays[f"scale:{name}"][example], tuple(int(size) for size in arrays[f"shape:{name}"])
            entry = _KINDS[kind](values[example], scale, (labels or {}).get(name, ()))
            previews[name] = {
                "kind": kind,
                "size": shape_text(shape),
                **entry,
                "caption": _caption(kind, entry, shape, scale),
            }
    return previews


def _map(values: npt.NDArray[Any], scale: Floats, _labels: tuple[str, ...]) -> Json:
    signed = bool(scale[2] < 0)
    return {"shape": list(values.shape), "data": to_base64(values), "signed": signed, "shown_count": len(values)}


def _picture(values: npt.NDArray[Any], _scale: Floats, _labels: tuple[str, ...]) -> Json:
    return {"shape": list(values.shape), "data": to_base64(values)}


def _bars(values: npt.NDArray[Any], scale: Floats, labels: tuple[str, ...]) -> Json:
    unit_labels = labels if len(labels) >= len(values) else ()
    # What is less than a hundredth of a percent of a full bar is told as nothing.
    digits = 4 - round(math.log10(float(scale[3])))
    texts = [short(round(float(value), digits)) for value in values]
    heights = [round(float(np.clip(value / scale[3], -1, 1)), 4) for value in values]
    return {
        "values": heights,
        "value_texts": texts,
        "labels": list(unit_labels[: len(values)]),
        "shown_count": len(values),
    }


_KINDS = {"maps": _map, "picture": _picture, "bars": _bars}


def _caption(kind: str, entry: Json, shape: tuple[int, ...], scale: Floats) -> str:
    values: dict[str, object] = {
        "size": shape_text(shape),
        "low": short(float(scale[0])),
        "high": short(float(scale[1])),
        "end": short(float(scale[3])),
        "shown": entry.get("shown_count", 0),
        "count": shape[-1],
        "steps": shape[0],
    }
    if kind == "picture":
        return str(Text(N_("The example itself, {size}: values from {low} to {high}."), values))
    if kind == "bars":
        sentence = N_("Output {size}: values from {low} to {high}; a full bar is {end}.")
        rest = N_("The first {shown} of {count} are shown.")
        return str(Text(sentence, values)) + (" " + str(Text(rest, values)) if shape[-1] > VALUES else "")
    grey = N_("Output {size}: values from {low} to {high}; black is zero, white {end}.")
    signed = N_("Output {size}: values from {low} to {high}; blue is −{end}, white zero, orange {end}.")
    sentence = signed if entry["signed"] else grey
    caption = str(Text(sentence, values))
    if len(shape) == 2:
        return caption + " " + str(Text(N_("A row for each channel, {steps} moments from left to right."), values))
    if shape[-1] > CHANNELS:
        caption += " " + str(Text(N_("The first {shown} of {count} are shown."), values))
    return caption
