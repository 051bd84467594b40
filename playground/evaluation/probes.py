"""What is looked at of a run again and again, always the same, so that what becomes of it can be watched: rows of
noise, and examples that it does not learn from."""

from __future__ import annotations

import zlib

import numpy as np
import numpy.typing as npt

from playground.datasets.dataset import DataSplit, Prepared

PROBE_COUNT = 500
"""Examples whose codes are looked at."""


def probe_examples(prepared: Prepared) -> DataSplit:
    """The first 500 examples of the part that is watched, or as many as it has."""
    return prepared.preview_split.take(slice(PROBE_COUNT))


def fixed_noise(seed: int, latent_dim: int, count: int) -> npt.NDArray[np.float32]:
    """*count* rows ``(count, latent_dim)`` of the standard normal distribution for the training with *seed*; more of
    them begin with the same."""
    salt = zlib.crc32(b"latent")
    rng = np.random.default_rng([salt, seed])
    return rng.standard_normal((count, latent_dim)).astype(np.float32)


def balanced_labels(classes: int, count: int) -> npt.NDArray[np.int64]:
    """*count* class numbers ``(count,)`` int64 below *classes*, ascending, of each as many as the others as far as it
    goes."""
    return (np.arange(count) * classes // max(count, 1)).astype(np.int64)
