"""Finding the things that live one to a file: data sets, families, figures, gallery entries, lessons, blocks."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType
from typing import Any


def collect(package: str, attribute: str) -> list[Any]:
    """What the modules of *package* and of its sub-packages declare as *attribute*, by module name. A module without it
    helps the others."""
    return [getattr(module, attribute) for module in _modules(package) if hasattr(module, attribute)]


def _modules(package: str) -> Iterator[ModuleType]:
    parent = importlib.import_module(package)
    for entry in sorted(pkgutil.iter_modules(parent.__path__), key=lambda entry: entry.name):
        name = f"{package}.{entry.name}"
        if entry.ispkg:
            yield from _modules(name)
        else:
            yield importlib.import_module(name)
