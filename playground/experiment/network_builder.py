"""Drawing a network with branches in Python, as :func:`playground.experiment.spec.stack` draws a line."""

from __future__ import annotations

from typing import Any

from playground.experiment.spec import Edge, Network, Node


class NetworkBuilder:
    """A network under way: each layer names those that lead into it, and so stands after them.

    ``add`` returns the new layer's id, counted by kind as ``stack`` does (``conv2d_1``, ``conv2d_2`` ...)::

        builder = NetworkBuilder()
        x = builder.input()
        y = builder.add("Dense", units=16)
        builder.add("Add", y, x)
        builder.network()
    """

    def __init__(self) -> None:
        self._nodes: list[Node] = []
        self._edges: list[Edge] = []
        self._count: dict[str, int] = {}

    def input(self, id: str = "input", **params: Any) -> str:
        """A place where data enter; returns its id. Raises ValueError where that is taken."""
        return self._append(Node(id=id, layer="Input", params=params), ())

    def add(self, layer: str, *sources: str, **params: Any) -> str:
        """*layer* behind *sources* in the order of its ports, or behind the last layer where none is named. Raises
        ValueError where a source is not drawn yet."""
        sources = sources or tuple(node.id for node in self._nodes[-1:])
        number = self._count[layer] = self._count.get(layer, 0) + 1
        return self._append(Node(id=f"{layer.lower()}_{number}", layer=layer, params=params), sources)

    def network(self, name: str = "model") -> Network:
        """What is drawn so far."""
        return Network(name=name, nodes=tuple(self._nodes), edges=tuple(self._edges))

    def _append(self, node: Node, sources: tuple[str, ...]) -> str:
        node_ids = {other.id for other in self._nodes}
        if node.id in node_ids:
            raise ValueError(f"There is a layer called {node.id} already.")
        if unknown := [source for source in sources if source not in node_ids]:
            raise ValueError(f"{node.id} names layers that are not drawn yet. Received: {', '.join(unknown)}")
        self._nodes.append(node)
        self._edges += [Edge(source=source, target=node.id, port=port) for port, source in enumerate(sources)]
        return node.id
