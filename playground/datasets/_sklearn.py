"""The tables that come with scikit-learn, which is imported only when one is loaded."""

from __future__ import annotations

import importlib
from importlib.metadata import version
from typing import Any

import numpy as np

from playground.datasets.base import Raw, Task, Values


def release(_params: Values) -> str:
    """The data comes with the package, so its release says which data it is."""
    return f"scikit-learn {version('scikit-learn')}"


def bunch(loader: str, **options: object) -> Any:
    """What ``sklearn.datasets.<loader>`` answers."""
    return getattr(importlib.import_module("sklearn.datasets"), loader)(**options)


def table(loader: str, class_names: tuple[str, ...]) -> Raw:
    """A classification table of scikit-learn as float64 columns."""
    found = bunch(loader, as_frame=True)
    frame = found.data.astype(np.float64)
    task: Task = "binary" if len(class_names) == 2 else "multiclass"
    y = np.asarray(found.target, np.int64)
    return Raw(task, frame, y, class_names=class_names, feature_names=tuple(frame.columns))
