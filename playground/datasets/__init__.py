"""Data sets: one file, one set. What they hold, how it is prepared, and how files that are not there are had.

Importing this loads neither keras nor tensorflow; :func:`fetch` does, and belongs in a worker.
"""

from __future__ import annotations

from functools import cache

from playground import registry, specs
from playground.datasets import _uploads
from playground.datasets._uploads import LARGEST as LARGEST_UPLOAD
from playground.datasets._uploads import Upload
from playground.datasets.base import Dataset, MissingFiles, OnProgress
from playground.i18n import N_, Text
from playground.preparation import describe, prepare, preview, problems
from playground.problems import PlaygroundError, Problem

__all__ = [
    "LARGEST_UPLOAD",
    "Upload",
    "all_datasets",
    "describe",
    "fetch",
    "get",
    "keep_upload",
    "missing",
    "prepare",
    "preview",
    "problems",
]

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
    found = {module.DATASET.about.name: module.DATASET for module in registry.modules(__name__)}
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


def keep_upload(data: bytes | memoryview, name: str = "csv") -> str:
    """Keep an own file for the data set *name* and return its id, which documents name it by.

    Raises PlaygroundError where it is not a file that the set reads. *name* must be a set with own files.
    """
    kind = get(name).upload
    assert kind is not None
    return _uploads.keep(data, kind)


def missing(data: specs.Data) -> MissingFiles | None:
    """Which files *data* lacks, where it needs files that are nowhere on this machine."""
    find = get(data.name).missing
    return find() if find is not None else None


def fetch(name: str, on_progress: OnProgress) -> None:
    """Download the files of data set *name* where they are missing; *on_progress* gets bytes done and in all.

    Imports keras, so call it in a worker. Raises PlaygroundError that says which file to put where.
    """
    loader = get(name).fetch
    if loader is not None:
        loader(on_progress)
