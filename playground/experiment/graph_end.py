"""The end of a network: which layer decides how many numbers come out, and which activation they have gone through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.core.params import with_defaults

if TYPE_CHECKING:
    from playground.experiment.graph import Graph, GraphNode

_ACTIVATION_LAYERS = {
    "ReLU": "relu",
    "LeakyReLU": "leaky_relu",
    "PReLU": "leaky_relu",
    "ELU": "elu",
    "Softmax": "softmax",
}
_PASS_THROUGH_LAYERS = frozenset({"Identity", "ActivityRegularization", "Flatten", "Reshape"})


def final_dense(graph: Graph, last: GraphNode) -> GraphNode | None:
    """The Dense layer that decides how many numbers come out, where only activations and the like follow it."""
    nodes = {node.id: node for node in graph.nodes}
    while last.node.layer in (*_ACTIVATION_LAYERS, "Activation", "Identity", "ActivityRegularization"):
        last = nodes[last.inputs[0]]
    return last if last.node.layer == "Dense" else None


def final_activation(graph: Graph, last: GraphNode) -> tuple[str, GraphNode]:
    """The activation that the network ends with, and the node that has it; ``linear`` where there is none."""
    nodes = {node.id: node for node in graph.nodes}
    while last.node.layer in _PASS_THROUGH_LAYERS:
        last = nodes[last.inputs[0]]
    if last.node.layer in _ACTIVATION_LAYERS:
        return _ACTIVATION_LAYERS[last.node.layer], last
    return str(with_defaults(last.row.params, last.node.params).get("activation", "linear")), last
