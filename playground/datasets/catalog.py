"""Every data set by name."""

from __future__ import annotations

from functools import cache

from playground.core import registry
from playground.core.i18n import N_, Text
from playground.core.problems import PlaygroundError, Problem
from playground.datasets.dataset import Dataset

DATASET_PACKAGES = ("playground.datasets.points", "playground.datasets.tables", "playground.datasets.images")
"""Where a file is a data set."""
ORDER = (
    *("gaussians", "circles", "xor", "spirals", "moons", "plane", "bumps"),
    *("line", "ring", "grid", "drawn"),
    *("iris", "wine", "breast_cancer", "diabetes", "digits", "digit_and_number"),
    *("mnist", "fashion_mnist", "cifar10", "csv", "own_images"),
)
"""As a person meets them, from easy to hard; a set that is not named here comes after."""


@cache
def all_datasets() -> dict[str, Dataset]:
    """Every data set by name, in the order that the page shows."""
    datasets: list[Dataset] = [one for room in DATASET_PACKAGES for one in registry.collect(room, "DATASET")]
    found = {dataset.card.name: dataset for dataset in datasets}
    rank = {name: place for place, name in enumerate(ORDER)}
    return {name: found[name] for name in sorted(found, key=lambda name: (rank.get(name, len(rank)), name))}


def get(name: str) -> Dataset:
    """The data set called *name*. Raises PlaygroundError where there is none."""
    known = all_datasets()
    if name not in known:
        said = Text(
            N_("There is no data set called {name}; there are {known}."), {"name": name, "known": ", ".join(known)}
        )
        raise PlaygroundError(Problem("no_such_data_set", said, field="data.name"))
    return known[name]
