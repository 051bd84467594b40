"""Finding the things that live one to a file: data sets, families, figures, gallery entries, lessons, blocks."""

from __future__ import annotations

import difflib
import importlib
import pkgutil
from collections.abc import Callable, Iterator
from functools import cached_property
from types import ModuleType
from typing import Any, Generic, TypeVar

from playground.core.i18n import N_, Text
from playground.core.problems import PlaygroundError, Problem

T = TypeVar("T")
NEAREST = 3
"""Names that are offered for one that is not there."""


class Registry(Generic[T]):
    """What the modules of *packages* and of their sub-packages declare as *attribute*, by name; a module without it
    helps the others. They are imported when somebody first asks.

    *order* gives the key to sort by, and *name_of* the name of a thing (default: its attribute ``name``). *missing* is
    the message where there is nothing of a name, with ``{name}`` and ``{known}`` (all names) or ``{near}`` (those most
    like it); *code* and *field* are the problem's.
    """

    def __init__(
        self,
        attribute: str,
        *packages: str,
        code: str = "no_such_name",
        missing: str = N_("There is nothing called {name}; the known ones are {known}."),
        order: Callable[[T], Any] | None = None,
        name_of: Callable[[T], str] | None = None,
        field: str | None = None,
    ) -> None:
        self._attribute = attribute
        self._packages = packages
        self._code = code
        self._missing = missing
        self._order = order
        self._name_of: Callable[[Any], str] = name_of or (lambda thing: thing.name)
        self._field = field

    @cached_property
    def _things(self) -> dict[str, T]:
        declaring = (module for package in self._packages for module in modules(package))
        things = [getattr(module, self._attribute) for module in declaring if hasattr(module, self._attribute)]
        if self._order is not None:
            things.sort(key=self._order)
        return {self._name_of(thing): thing for thing in things}

    def all(self) -> dict[str, T]:
        """Everything by its name, in order."""
        return self._things

    def get(self, name: str) -> T:
        """What is called *name*. Raises :class:`PlaygroundError` where there is nothing of that name."""
        if name not in self._things:
            near = difflib.get_close_matches(name, self._things, n=NEAREST, cutoff=0.5) or list(self._things)
            values: dict[str, object] = {"name": name[:80], "known": ", ".join(self._things), "near": ", ".join(near)}
            message_values = {key: value for key, value in values.items() if f"{{{key}}}" in self._missing}
            raise PlaygroundError(Problem(self._code, Text(self._missing, message_values), field=self._field))
        return self._things[name]


def modules(package: str) -> Iterator[ModuleType]:
    """The modules of *package* and of its sub-packages, by name, imported one after the other."""
    parent = importlib.import_module(package)
    for entry in sorted(pkgutil.iter_modules(parent.__path__), key=lambda entry: entry.name):
        name = f"{package}.{entry.name}"
        if entry.ispkg:
            yield from modules(name)
        else:
            yield importlib.import_module(name)
