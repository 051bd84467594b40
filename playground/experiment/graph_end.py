"""The end of a network: which layer decides how many numbers come out, and which activation they have gone through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.core.params import filled

if TYPE_CHECKING:
    from playground.experiment.graph import ActiveNode
from playground.experiment.graph import Graph

_AS_LAYERS = {"ReLU": "relu", "LeakyReLU": "leaky_relu", "PReLU": "leaky_relu", "ELU": "elu", "Softmax": "softmax"}
_PASSING = frozenset({"Identity", "ActivityRegularization", "Flatten", "Reshape"})


def dense(graph: Graph, last: ActiveNode) -> ActiveNode | None:
    """The Dense layer that decides how many numbers come out, where only activations and the like follow it."""
    nodes = {node.id: node for node in graph.nodes}
    while last.node.layer in (*_AS_LAYERS, "Activation", "Identity", "ActivityRegularization"):
        last = nodes[last.inputs[0]]
    return last if last.node.layer == "Dense" else None


def activation(graph: Graph, last: ActiveNode) -> tuple[str, ActiveNode]:
    """The activation that the network ends with, and the node that has it; ``linear`` where there is none."""
    nodes = {node.id: node for node in graph.nodes}
    while last.node.layer in _PASSING:
        last = nodes[last.inputs[0]]
    if last.node.layer in _AS_LAYERS:
        return _AS_LAYERS[last.node.layer], last
    return str(filled(last.row.params, last.node.params).get("activation", "linear")), last
