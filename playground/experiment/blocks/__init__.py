"""Ready blocks, one file each: a module-level ``BLOCK``, found by its place in this folder."""

from __future__ import annotations

from functools import cache

from playground.core import registry
from playground.core.i18n import N_, Text
from playground.core.problems import PlaygroundError, Problem
from playground.experiment.blocks.base import Block

__all__ = ["Block", "all_blocks", "get"]


@cache
def all_blocks() -> dict[str, Block]:
    """Every ready block by name, in the order of the palette."""
    found: list[Block] = registry.collect(__name__, "BLOCK")
    return {block.name: block for block in sorted(found, key=lambda block: block.order)}


def get(name: str) -> Block:
    """The block *name*. Raises :class:`PlaygroundError` where there is none."""
    known = all_blocks()
    if name not in known:
        said = Text(
            N_("There is no ready block called {name}; the known ones are {known}."),
            {"name": name[:80], "known": ", ".join(known)},
        )
        raise PlaygroundError(Problem("no_such_block", said))
    return known[name]
