"""The tables that come with scikit-learn, read from the files in its package.

Importing scikit-learn for five small files costs a page two seconds and sixty megabytes; a test compares what is
read here with what its own loaders answer.
"""

from __future__ import annotations

import gzip
import importlib.util
from functools import cache
from importlib.metadata import version
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from playground.core.i18n import N_, Text
from playground.core.info import Task
from playground.core.problems import PlaygroundError, Problem
from playground.datasets.dataset import RawDataset, Values


def sklearn_release(_params: Values) -> str:
    """The data comes with the package, so its release says which data it is."""
    return _release()


@cache
def _release() -> str:
    return f"scikit-learn {version('scikit-learn')}"


@cache
def load_numbers(name: str, *, delimiter: str | None = ",", head: int = 0) -> npt.NDArray[np.float64]:
    """The numbers ``(rows, columns)`` float64 in the file *name* of scikit-learn's data folder, *head* lines left out.
    They are kept, for another split of the same data asks for them again, and cannot be changed.

    Raises :class:`PlaygroundError` where the installed release has no such file.
    """
    spec = importlib.util.find_spec("sklearn")
    path = Path(str(spec.origin)).parent / "datasets" / "data" / name if spec else Path(name)
    try:
        text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    except OSError as error:
        message = Text(N_("scikit-learn's file {file} is not installed; install scikit-learn again."), {"file": name})
        raise PlaygroundError(Problem("missing_files", message, field="data.name")) from error
    values = np.loadtxt(text.decode().splitlines(), delimiter=delimiter, skiprows=head, ndmin=2)
    values.flags.writeable = False
    return values


def classification_dataset(name: str, columns: tuple[str, ...], class_names: tuple[str, ...]) -> RawDataset:
    """A classification table: *columns*, then the class number; its first line counts them and is left out. Raises as
    :func:`load_numbers`."""
    values = load_numbers(name, head=1)
    task: Task = "binary" if len(class_names) == 2 else "multiclass"
    frame = pd.DataFrame(values[:, :-1], columns=list(columns))
    return RawDataset(task, frame, values[:, -1].astype(np.int64), class_names=class_names, feature_names=columns)
