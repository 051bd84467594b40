"""Data sets: one file, one set. What they hold, how it is prepared, and how files that are not there are had.

Importing this loads neither keras nor tensorflow; :func:`fetch` does, and belongs in a worker.
"""

from __future__ import annotations

from playground.datasets import uploads
from playground.datasets.catalog import all_datasets, get
from playground.datasets.dataset import MissingFiles, OnProgress
from playground.datasets.preparation import describe, prepare, preview, problems
from playground.datasets.uploads import LARGEST as LARGEST_UPLOAD
from playground.datasets.uploads import UploadType
from playground.experiment import spec

__all__ = [
    "LARGEST_UPLOAD",
    "UploadType",
    "all_datasets",
    "describe",
    "fetch",
    "get",
    "missing_files",
    "prepare",
    "preview",
    "problems",
    "store_upload",
]


def store_upload(data: bytes | memoryview, name: str = "csv") -> str:
    """Keep an own file for the data set *name* and return its id, which documents name it by.

    Raises PlaygroundError where it is not a file that the set reads. *name* must be a set with own files.
    """
    kind = get(name).upload
    assert kind is not None
    return uploads.store_upload(data, kind)


def missing_files(data: spec.Data) -> MissingFiles | None:
    """Which files *data* lacks, where it needs files that are nowhere on this machine. Raises :class:`PlaygroundError`
    where there is no data set of that name."""
    find = get(data.name).missing_files
    return find() if find is not None else None


def fetch(name: str, on_progress: OnProgress) -> None:
    """Download the files of data set *name* where they are missing; *on_progress* gets bytes done and in all.

    Imports keras, so call it in a worker. Raises PlaygroundError that says which file to put where.
    """
    loader = get(name).fetch
    if loader is not None:
        loader(on_progress)
