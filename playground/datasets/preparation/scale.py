"""Scalings as one affine step, fitted on the training part only."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from playground.datasets.dataset import AffineScaling

Floats = npt.NDArray[np.float32]


def fit_scaling(x: npt.NDArray[np.generic], how: str, leave: npt.NDArray[np.bool_] | None = None) -> AffineScaling:
    """The step that scales columns as those of *x* ``(n, k)``; columns where *leave* ``(k,)`` bool is true stay as they
    are.

    ``standard``: mean 0, deviation 1. ``min_max``: from 0 to 1. ``robust``: median 0, interquartile range 1. ``none``:
    as it is. A column that never changes is only shifted. Raises ValueError for any other *how*.
    """
    columns = x.shape[1]
    shift, width = np.zeros(columns), np.ones(columns)
    if len(x) and how != "none":
        values = x.astype(np.float64)
        if how == "standard":
            shift, width = values.mean(axis=0), values.std(axis=0)
        elif how == "min_max":
            shift, width = values.min(axis=0), np.ptp(values, axis=0)
        elif how == "robust":
            low, shift, high = np.percentile(values, [25, 50, 75], axis=0)
            width = high - low
        else:
            raise ValueError(how)
    # Rounding leaves a constant column a deviation of about 1e-17 times its size: no width either.
    flat = width <= 1e-12 * np.maximum(np.abs(shift), 1.0)
    if leave is not None:
        shift, flat = np.where(leave, 0.0, shift), flat | leave
    width = np.where(flat, 1.0, width)
    return affine_scaling(1.0 / width, -shift / width)


def affine_scaling(factor: npt.ArrayLike, shift: npt.ArrayLike) -> AffineScaling:
    """The step ``x * factor + shift``, in float32; both are scalars, or ``(k,)``."""
    return AffineScaling(np.asarray(factor, np.float32), np.asarray(shift, np.float32))


def inverse(step: AffineScaling) -> AffineScaling:
    """What undoes *step*, whose factors must not be 0."""
    factor, shift = np.asarray(step.scale, np.float64), np.asarray(step.shift, np.float64)
    return affine_scaling(1.0 / factor, -shift / factor)


def value_range(decode: AffineScaling, x: npt.NDArray[np.generic]) -> tuple[float, float]:
    """Least and greatest of the scaled *x* ``(n, ...)``, over all columns; (0, 1) where there is nothing."""
    if not x.size:
        return (0.0, 1.0)
    ends = decode(np.stack([x.min(axis=0), x.max(axis=0)]))
    return float(ends.min()), float(ends.max())
