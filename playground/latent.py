"""The rows of noise that are drawn once for a run: always the same, so that what becomes of them can be watched."""

from __future__ import annotations

import zlib

import numpy as np
import numpy.typing as npt

from playground import seams
from playground.datasets.base import Kind
from playground.specs import Experiment

SAMPLES: dict[Kind, int] = {"images": 64, "points": 500, "table": 500}
"""How many examples are drawn from that noise to be looked at, by the kind of data."""


def fixed(experiment: Experiment, count: int) -> npt.NDArray[np.float32]:
    """*count* rows ``(count, latent_dim)`` of the standard normal distribution; more of them begin with the same."""
    salt = zlib.crc32(b"latent")
    rng = np.random.default_rng([salt, experiment.training.seed])
    return rng.standard_normal((count, seams.latent_dim(experiment))).astype(np.float32)


def labels(classes: int, count: int) -> npt.NDArray[np.int64]:
    """*count* class numbers ``(count,)`` in rows of equal ones, as evenly as it goes."""
    return (np.arange(count) * classes // max(count, 1)).astype(np.int64)
