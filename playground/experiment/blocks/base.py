"""What a ready block is: layers that are often put together, drawn for the number of channels that comes in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playground.experiment.spec import Edge, Network, Node


@dataclass
class BlockBuilder:
    """A network that grows layer by layer; ``input`` is what comes in."""

    nodes: list[Node] = field(default_factory=lambda: [Node(id="input", layer="Input")])
    edges: list[Edge] = field(default_factory=list)

    def add(self, layer: str, *sources: str, **params: Any) -> str:
        """*layer* behind *sources* (default: behind the last one), and its id."""
        same = sum(node.layer == layer for node in self.nodes)
        name = f"{layer.lower()}_{same + 1}"
        for port, source in enumerate(sources or (self.nodes[-1].id,)):
            self.edges.append(Edge(source=source, target=name, port=port))
        self.nodes.append(Node(id=name, layer=layer, params=params))
        return name

    @property
    def network(self) -> Network:
        return Network(name="block", nodes=tuple(self.nodes), edges=tuple(self.edges))


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One block of the palette. *input_rank* counts the axes of its input without the batch: 1 for rows of numbers, 3
    for pictures. *draw* fills in the layers for that many channels (the last axis) coming in."""

    name: str
    title: str
    help: str
    input_rank: int
    order: int
    draw: Callable[[BlockBuilder, int], None]
    default_channels: int = 16
    """Channels where it is not known how many come in."""

    def network(self, channels: int | None = None) -> Network:
        """The block as a network of its own: its ``Input`` is what comes in, its one end what goes out."""
        drawing = BlockBuilder()
        self.draw(drawing, channels or self.default_channels)
        return drawing.network
