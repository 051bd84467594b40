"""One file, one training recipe: which networks it needs, its losses, its step, what it shows of itself."""

from __future__ import annotations

from functools import cache

from playground.core import registry
from playground.core.i18n import N_, Text
from playground.core.problems import PlaygroundError, Problem
from playground.families.base import Family


@cache
def all_families() -> dict[str, Family]:
    """Every family by name, in the order of the page. Their modules import keras only inside ``build``."""
    found: list[Family] = registry.collect(__name__, "FAMILY")
    return {family.name: family for family in sorted(found, key=lambda family: (family.order, family.name))}


def get(name: str) -> Family:
    """The family *name*. Raises :class:`PlaygroundError` where there is none."""
    known = all_families()
    if name not in known:
        said = Text(
            N_("There is no way of training called {name}; the known ones are {known}."),
            {"name": name, "known": ", ".join(known)},
        )
        raise PlaygroundError(Problem("no_such_family", said, field="family"))
    return known[name]
