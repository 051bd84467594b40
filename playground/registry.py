"""Finding the things that live one to a file: data sets, families, figures, gallery entries, launchers."""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType


def modules(package: str) -> list[ModuleType]:
    """The modules of *package* by name, those that begin with ``_`` or are called ``base`` left out."""
    parent = importlib.import_module(package)
    names = sorted(entry.name for entry in pkgutil.iter_modules(parent.__path__))
    return [
        importlib.import_module(f"{package}.{name}") for name in names if not name.startswith("_") and name != "base"
    ]
