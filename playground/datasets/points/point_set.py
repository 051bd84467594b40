"""What the made-up point sets share: parameters, balance, and how a set of points becomes a data set."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np
import numpy.typing as npt

from playground.core.i18n import N_
from playground.core.params import Float, Int, Param
from playground.datasets.dataset import Dataset, DatasetCard, RawDataset, Values

Floats = npt.NDArray[np.float64]
Draw = Callable[[np.random.Generator, int, float], tuple[Floats, npt.NDArray[np.generic]]]
"""From a generator, a number of points and the noise: coordinates ``(n, 2)`` and class numbers or values ``(n,)``."""

SOURCE = "Model Playground"
LICENCE = "CC0-1.0"
FEATURES = ("x₁", "x₂")
SAME_SEED = N_("The same seed gives the same points; another seed gives others like them.")
CLASSES = (N_("blue"), N_("orange"))


def point_params(
    noise: float, noise_help: str, most_noise: float = 1.0, *, size: int = 500, fewest: int = 20, step: float = 0.05
) -> tuple[Param, ...]:
    """The parameters of a set of points: how many, the noise from 0 to *most_noise*, and the seed."""
    return (
        points_param(size, fewest),
        Float(name="noise", label=N_("noise"), help=noise_help, default=noise, low=0.0, high=most_noise, step=step),
        seed_param(SAME_SEED),
    )


def points_param(default: int = 500, fewest: int = 20) -> Int:
    """The parameter ``size``: how many points are drawn, from *fewest* to 20,000."""
    return Int(
        name="size",
        label=N_("points"),
        help=N_("How many points there are, in training, validation and test set together."),
        default=default,
        low=fewest,
        high=20_000,
    )


def seed_param(help: str) -> Int:
    """The parameter ``seed`` with its *help*."""
    return Int(name="seed", label=N_("seed"), help=help, default=0, low=0, high=2**31 - 1)


def point_dataset(
    name: str,
    title: str,
    help: str,
    draw: Draw,
    *,
    noise: float,
    noise_help: str,
    task: Literal["binary", "regression"],
) -> Dataset:
    """The data set of *draw*; classification has two balanced classes, regression one value."""

    def load(params: Values) -> RawDataset:
        rng = seeded_rng(name, params)
        x, y = draw(rng, int(str(params["size"])), float(str(params["noise"])))
        order = rng.permutation(len(x))
        x, y = x[order].astype(np.float32), y[order]
        if task == "regression":
            return RawDataset(
                task, x, y.astype(np.float64)[:, None], feature_names=FEATURES, target_names=(N_("value"),)
            )
        return RawDataset(task, x, y.astype(np.int64), class_names=CLASSES, feature_names=FEATURES)

    most_noise = 0.5 if task == "regression" else 1.0
    params = point_params(noise, noise_help, most_noise)
    return Dataset(DatasetCard(name, title, help, "points", SOURCE, LICENCE, params), load, cache_on_disk=False)


def seeded_rng(name: str, params: Values) -> np.random.Generator:
    """What the set *name* draws its points with: the same for the same seed, in every process."""
    return np.random.default_rng([_salt(name), int(str(params["seed"]))])


def class_sizes(size: int) -> tuple[int, int]:
    """How many of *size* points each of two balanced classes has; the first has one more where *size* is odd."""
    return size - size // 2, size // 2


def jitter(rng: np.random.Generator, x: Floats, noise: float) -> Floats:
    """*x* ``(n, 2)`` float64 with each coordinate moved by a normal deviate of standard deviation *noise*, in units of
    the axes."""
    return x + noise * rng.standard_normal(x.shape)


def two_class_labels(size: int) -> npt.NDArray[np.int64]:
    """``(size,)`` int64: the zeros, then as many ones (:func:`class_sizes`)."""
    first, second = class_sizes(size)
    return np.repeat(np.array([0, 1], np.int64), [first, second])


def _salt(name: str) -> int:
    # Not hash(): that differs from process to process.
    return int.from_bytes(name.encode()[:4].ljust(4, b"\0"), "big")
