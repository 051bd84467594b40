"""A network whose structure holds, as the rest of the app reads it."""

from __future__ import annotations

from dataclasses import dataclass

from playground.catalog.layers import LAYERS
from playground.catalog.layers.base import LayerRow
from playground.experiment.spec import Node


@dataclass(frozen=True, slots=True)
class GraphNode:
    """A layer that is switched on, with the ids of its inputs in order; switched-off layers are already bridged."""

    node: Node
    inputs: tuple[str, ...]

    @property
    def id(self) -> str:
        return self.node.id

    @property
    def row(self) -> LayerRow:
        """What the layer table says of it."""
        return LAYERS[self.node.layer]


@dataclass(frozen=True, slots=True)
class Graph:
    """A network whose structure holds: active nodes, each after all of its inputs."""

    name: str
    nodes: tuple[GraphNode, ...]

    @property
    def output(self) -> GraphNode:
        """The one node that nothing follows."""
        fed = {source for node in self.nodes for source in node.inputs}
        return next(node for node in self.nodes if node.id not in fed)

    @property
    def inputs(self) -> tuple[GraphNode, ...]:
        """The nodes where data enter."""
        return tuple(node for node in self.nodes if node.node.layer == "Input")
