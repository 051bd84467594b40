"""Ready experiments, one file each: a module-level ``ENTRY``, found by its place in this folder."""

from __future__ import annotations

from playground.core.i18n import N_
from playground.core.registry import Registry
from playground.experiment import spec
from playground.gallery.base import GROUPS, Entry

__all__ = ["GROUPS", "Entry", "all_entries", "called", "empty", "get"]


_ENTRIES = Registry[Entry](
    "ENTRY",
    __name__,
    order=lambda entry: (GROUPS.index(entry.group), entry.order),
    code="no_such_entry",
    missing=N_("There is no ready experiment called {name}; perhaps {near}?"),
)
get = _ENTRIES.get


def all_entries() -> list[Entry]:
    """Every entry, in the order of the shelves."""
    return list(_ENTRIES.all().values())


def called(experiment: spec.Experiment) -> str:
    """Its own title, else that of the ready experiment that it was made from, else its name; a message id."""
    entry = _ENTRIES.all().get(experiment.name)
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
