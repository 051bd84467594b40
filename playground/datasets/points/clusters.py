"""What the sets of modes share: round clouds far from each other, each a class of its own, all of the same size."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from playground.core.i18n import N_
from playground.core.params import Int
from playground.datasets.dataset import Dataset, DatasetCard, RawDataset, Values
from playground.datasets.points.point_set import FEATURES, LICENCE, Floats, jitter, point_params, seeded_rng

FEWEST = 200
"""Points of the smallest set, so that every part has some of each mode."""


def cluster_dataset(
    name: str, title: str, help: str, source: str, count: Int, centres: Callable[[int], Floats], *, noise: float
) -> Dataset:
    """The data set of round clouds around *centres*, ``(modes, 2)`` float64 for a value of *count*; *noise* is their
    usual standard deviation in units of the axes."""
    params = (
        count,
        *point_params(
            noise,
            N_("The standard deviation of each cloud, in units of the axes."),
            0.3,
            size=1000,
            fewest=FEWEST,
            step=0.01,
        ),
    )

    def load(values: Values) -> RawDataset:
        around = centres(int(str(values[count.name])))
        rng = seeded_rng(name, values)
        y = np.arange(int(str(values["size"]))) % len(around)
        x = jitter(rng, around[y], float(str(values["noise"])))
        order = rng.permutation(len(y))
        return RawDataset(
            "binary" if len(around) == 2 else "multiclass",
            x[order].astype(np.float32),
            y[order].astype(np.int64),
            class_names=tuple(str(number + 1) for number in range(len(around))),
            feature_names=FEATURES,
            has_modes=True,
        )

    return Dataset(DatasetCard(name, title, help, "points", source, LICENCE, params), load, cache_on_disk=False)
