"""One file, one training recipe: which networks it needs, its losses, its step, what it shows of itself."""

from __future__ import annotations

from playground.core.i18n import N_
from playground.core.registry import Registry
from playground.families.base import Family

__all__ = ["Family", "all_families", "get"]

_FAMILIES = Registry[Family](
    "FAMILY",
    __name__,
    order=lambda family: (family.order, family.name),
    code="no_such_family",
    missing=N_("There is no family of networks called {name}; the known ones are {known}."),
    field="family",
)
all_families = _FAMILIES.all
"""Every family by name, in the order of the page. Their modules import keras only inside ``build``."""
get = _FAMILIES.get
