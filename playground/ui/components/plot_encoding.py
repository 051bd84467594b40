"""A plot as it travels to the browser: numbers as bytes, so that a tick costs the same however long the run.

Series go as Plotly's own base64 of typed arrays, grids as one byte a cell (255 levels between the limits of their
colour scale: as many as a screen shows), which ``web/src/figure/unpack.ts`` takes apart.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from playground.core.pixels import to_base64, to_byte_levels
from playground.figures.base import Plot

_TYPES = {"int8": "i1", "uint8": "u1", "int16": "i2", "uint16": "u2", "int32": "i4", "float32": "f4"}
LEVELS = 254
"""The highest level of a grid; 255 stands for no number."""


def encode_plot(plot: Plot) -> Any:
    """*plot* as plain JSON: rows of numbers ``(n,)`` as bytes in base64 with their type, the ``z`` ``(rows, columns)``
    of heat maps as one byte a cell, what is no number as ``null``."""
    return {**_plain(plot), "data": [_trace(trace) for trace in plot["data"]]}


def _trace(trace: dict[str, Any]) -> dict[str, Any]:
    z = trace.get("z")
    if trace.get("type") == "heatmap" and isinstance(z, np.ndarray) and {"zmin", "zmax"} <= trace.keys():
        return {**_plain({**trace, "z": None}), "z": _grid(z, float(trace["zmin"]), float(trace["zmax"]))}
    return dict(_plain(trace))


def _grid(z: npt.NDArray[Any], low: float, high: float) -> dict[str, Any]:
    return {"grid": to_base64(to_byte_levels(z, low, high, LEVELS)), "shape": list(z.shape), "low": low, "high": high}


def _series(array: npt.NDArray[Any]) -> Any:
    if array.ndim != 1 or array.dtype.kind not in "fiub":
        return _plain(array.tolist())
    if array.dtype.name not in _TYPES:
        narrow = {"f": np.float32, "b": np.uint8}.get(array.dtype.kind, np.int32)
        array = array.astype(narrow)
    return {"dtype": _TYPES[array.dtype.name], "bdata": to_base64(array)}


def _plain(value: Any) -> Any:
    """JSON has no NaN: alone it becomes null, which Plotly draws as a gap."""
    if isinstance(value, dict):
        return {name: _plain(entry) for name, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(entry) for entry in value]
    if isinstance(value, np.ndarray):
        return _series(value)
    if isinstance(value, np.generic):
        return _plain(value.item())
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
