"""What each unit answers over the plane, as bytes: the small pictures inside the network's nodes."""

from __future__ import annotations

import base64
import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

PREFIX = "node_"


def to_byte_levels(values: npt.NDArray[Any], low: float, high: float, most: int = 255) -> npt.NDArray[np.uint8]:
    """*values* of any shape as bytes of the same shape, uint8: 0 at *low* or below it, *most* at *high* or above it;
    what is no number becomes 255."""
    span = (high - low) or 1.0
    good = np.isfinite(values)
    scaled = np.clip((np.where(good, values, low).astype(np.float32) - low) / span, 0, 1) * most
    return np.where(good, np.rint(scaled), 255).astype(np.uint8)


def to_base64(array: npt.NDArray[Any]) -> str:
    """The bytes of *array*, of any shape and type, row by row, as base64."""
    return base64.b64encode(np.ascontiguousarray(array).tobytes()).decode("ascii")


def symmetric_limit(values: npt.NDArray[Any]) -> float:
    """The end of a scale that is symmetric about zero and holds *values* of any shape: 1, 2 or 5 times a power of ten;
    1 where none of them is a number other than zero.

    Round, so that the scale stands still while the values move.
    """
    good = np.abs(values[np.isfinite(values)].astype(np.float32))
    largest = float(good.max()) if good.size else 0.0
    if largest <= 1e-6:
        return 1.0
    power = 10.0 ** math.floor(math.log10(largest) + 1e-6)
    # Half a percent beyond is drawn as the end itself: float16 rounds tanh's 1 a little up.
    return next((round(step * power, 9) for step in (1, 2, 5) if largest <= step * power * 1.005), 10 * power)


def node_maps(arrays: Mapping[str, npt.NDArray[Any]], most: int | None = None) -> dict[str, dict[str, object]]:
    """By node: ``shape`` [units, height, width] of the first *most* units, ``data`` (base64, one byte a pixel) and
    ``limit``, which holds all of them.

    *arrays* is a frame ``field``, whose ``node_ID`` are ``(units, height, width)`` float16 with row 0 the lowest y.
    Byte 0 is minus *limit*, 128 near zero, 255 *limit*, or no number: colours are those of
    :func:`playground.core.colors.diverging_table`. Row 0 of the picture is the top (the highest y), as a canvas draws.
    """
    maps: dict[str, dict[str, object]] = {}
    for name, values in arrays.items():
        if name.startswith(PREFIX) and values.ndim == 3:
            end = symmetric_limit(values)
            data = to_byte_levels(values[:most, ::-1, :], -end, end)
            maps[name.removeprefix(PREFIX)] = {"shape": list(data.shape), "data": to_base64(data), "limit": end}
    return maps
