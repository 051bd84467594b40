"""What a ready block is: layers that are often put together, drawn for the number of channels that comes in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playground.experiment.network_builder import NetworkBuilder
from playground.experiment.spec import Network


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One block of the palette. *input_rank* counts the axes of its input without the batch: 1 for rows of numbers, 3
    for pictures. *draw* fills in the layers for that many channels (the last axis) coming in."""

    name: str
    title: str
    help: str
    input_rank: int
    order: int
    draw: Callable[[NetworkBuilder, int], None]
    default_channels: int = 16
    """Channels where it is not known how many come in."""

    def network(self, channels: int | None = None) -> Network:
        """The block as a network of its own: its ``Input`` is what comes in, its one end what goes out."""
        builder = NetworkBuilder()
        builder.input()
        self.draw(builder, channels or self.default_channels)
        return builder.network("block")
