"""Ready blocks, one file each: a module-level ``BLOCK``, found by its place in this folder."""

from __future__ import annotations

from playground.core.i18n import N_
from playground.core.registry import Registry
from playground.experiment.blocks.base import Block

__all__ = ["Block", "all_blocks", "get"]

_BLOCKS = Registry[Block](
    "BLOCK",
    __name__,
    order=lambda block: block.order,
    code="no_such_block",
    missing=N_("There is no ready block called {name}; the known ones are {known}."),
)
all_blocks = _BLOCKS.all
"""Every ready block by name, in the order of the palette."""
get = _BLOCKS.get
