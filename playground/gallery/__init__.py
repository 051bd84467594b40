"""Ready experiments, one file each: a module-level ``ENTRY``, found by its place in this folder."""

from __future__ import annotations

import difflib
from functools import cache

from playground.core import registry
from playground.core.i18n import N_, Text
from playground.core.problems import PlaygroundError, Problem
from playground.experiment import spec
from playground.gallery.base import GROUPS, Entry

__all__ = ["GROUPS", "Entry", "all_entries", "called", "empty", "get"]


@cache
def _found() -> dict[str, Entry]:
    entries: list[Entry] = registry.collect(__name__, "ENTRY")
    return {entry.name: entry for entry in sorted(entries, key=lambda entry: (GROUPS.index(entry.group), entry.order))}


def all_entries() -> list[Entry]:
    """Every entry, in the order of the shelves."""
    return list(_found().values())


def get(name: str) -> Entry:
    """The entry called *name*. Raises :class:`PlaygroundError` that names the nearest ones where there is none."""
    entries = _found()
    if name in entries:
        return entries[name]
    near = difflib.get_close_matches(name, entries, n=3, cutoff=0.5) or list(entries)
    said = Text(
        N_("There is no ready experiment called {name}; perhaps {near}?"), {"name": name[:80], "near": ", ".join(near)}
    )
    raise PlaygroundError(Problem("no_such_entry", said))


def called(experiment: spec.Experiment) -> str:
    """Its own title, else that of the ready experiment that it was made from, else its name; a message id."""
    entry = _found().get(experiment.name)
    return experiment.title or (entry.title if entry is not None else experiment.name)


def empty() -> spec.Experiment:
    """Where somebody begins who wants nothing ready: points, and an output right after the input."""
    return spec.Experiment(
        name="my-experiment",
        data=spec.Data(name="spirals"),
        networks=(spec.stack(("Dense", {"units": 1, "activation": "sigmoid"})),),
        loss=spec.NamedParams(name="BinaryCrossentropy"),
        metrics=(spec.NamedParams(name="accuracy"),),
    )
