"""What there is to enter or leave a network; a new kind is one more file here, with a module-level ``PORT``."""

from __future__ import annotations

from functools import cache

from playground.core import registry
from playground.ports.base import PortKind


@cache
def all_kinds() -> dict[str, PortKind]:
    """Every kind of port by name."""
    kinds: list[PortKind] = registry.collect(__name__, "PORT")
    return {kind.name: kind for kind in kinds}
