"""What every ready block is told with."""

from __future__ import annotations

import pytest

from playground.experiment import blocks
from playground.experiment.blocks import Block

BLOCKS = [pytest.param(block, id=block.name) for block in blocks.all_blocks().values()]


@pytest.mark.parametrize("block", BLOCKS)
def test_is_told(block: Block) -> None:
    assert block.title
    assert block.help.endswith(".")
    assert block.input_rank in (1, 2, 3)


def test_places_are_not_shared() -> None:
    orders = [block.order for block in blocks.all_blocks().values()]
    assert len(set(orders)) == len(orders)
