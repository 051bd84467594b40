"""Every data set by name."""

from __future__ import annotations

from playground.core.i18n import N_
from playground.core.registry import Registry
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


_RANKS = {name: rank for rank, name in enumerate(ORDER)}
_DATASETS = Registry[Dataset](
    "DATASET",
    *DATASET_PACKAGES,
    name_of=lambda dataset: dataset.card.name,
    order=lambda dataset: (_RANKS.get(dataset.card.name, len(ORDER)), dataset.card.name),
    code="no_such_data_set",
    missing=N_("There is no data set called {name}; there are {known}."),
    field="data.name",
)
all_datasets = _DATASETS.all
"""Every data set by name, in the order that the page shows."""
get = _DATASETS.get
