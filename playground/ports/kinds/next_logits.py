"""What is said of the entry of a codebook at each position: ``(positions, codes)`` numbers before a softmax. Each
position may only look at what came before it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from playground.core.formatting import shape_text
from playground.core.i18n import N_, Text
from playground.core.info import Info
from playground.core.problems import Problem
from playground.experiment import graph_end as ends
from playground.experiment.repairs import edit, repair
from playground.ports.base import (
    OutputPort,
    PortKind,
    Shape,
    TensorSpec,
    append_edits,
    int_param,
    output_problem,
    param_value,
    set_activation_repair,
    set_units,
)

if TYPE_CHECKING:
    from playground.experiment.graph import Graph, GraphNode

POSITIONWISE_LAYERS = frozenset(
    {
        *("Input", "Dense", "Activation", "ReLU", "LeakyReLU", "PReLU", "ELU", "Identity", "ActivityRegularization"),
        *("Dropout", "SpatialDropout1D", "GaussianNoise", "GaussianDropout", "AlphaDropout"),
        *("LayerNormalization", "BatchNormalization", "RMSNormalization", "Rescaling"),
        *("Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum"),
    }
)
"""Layers that do the same at each place of a row, and look at no other."""


def _spec(params: Mapping[str, object], _info: Info) -> TensorSpec:
    return TensorSpec((int_param(params, "positions"), int_param(params, "codes")))


def _check(port: OutputPort) -> Iterable[Problem]:
    """Layers that look ahead, and a last layer that does not say one number for each entry."""
    graph = port.graph
    for node in graph.nodes:
        yield from _lookahead_problems(graph, node)
    activation, place = ends.final_activation(graph, graph.output)
    if activation != "linear":
        values: dict[str, object] = {"network": port.title, "activation": activation}
        message = Text(N_("{network} ends with {activation}; its loss takes the numbers before it."), values)
        right = set_activation_repair(graph, place, "linear")
        yield output_problem(graph, "next_activation", message, right, at=place)
    yield from _units_problems(port)


def _units_problems(port: OutputPort) -> Iterable[Problem]:
    graph, last, size = port.graph, port.graph.output, port.spec.shape[1]
    field = {"Dense": "units", "Conv1D": "filters"}.get(last.node.layer)
    if field is None or (count := int(param_value(last, field))) == size:
        return
    values: dict[str, object] = {"network": port.title, "count": count, "size": size}
    message = Text(N_("{network} says {count} numbers at each place; the codebook has {size} entries."), values)
    units_edit = (
        set_units(graph, last, size)
        if field == "units"
        else edit("set_param", graph.name, node=last.id, field=field, value=size)
    )
    right = repair(N_("Set {field} to {count}"), units_edit, field=field, count=size)
    yield output_problem(graph, "next_units", message, right, field=field)


def _shape_problem(port: OutputPort, actual_shape: Shape) -> Problem:
    """Keras's *actual_shape*, which is not one number for each entry at each place."""
    expected_shape = port.spec.shape
    values = {"came": shape_text(actual_shape), "wanted": shape_text(expected_shape), "network": port.title}
    message = Text(N_("{network} gives {came}; for each place and each entry of the codebook it is {wanted}."), values)
    edits = append_edits(port.graph, ("Dense", {"units": expected_shape[1]}))
    add = repair(N_("Add a Dense with {units} units"), *edits, units=expected_shape[1])
    return output_problem(port.graph, "next_shape", message, add)


def _lookahead_problems(graph: Graph, node: GraphNode) -> Iterable[Problem]:
    layer = node.node.layer
    if layer in POSITIONWISE_LAYERS or (
        layer == "Conv1D" and param_value(node, "padding") == "causal" and param_value(node, "strides") == 1
    ):
        return
    values: dict[str, object] = {"node": node.id}
    message = Text(
        N_("{node} looks at places that come later, so the network would only copy what it is to say."), values
    )
    if layer == "Conv1D" and param_value(node, "strides") == 1:
        padding_edit = edit("set_param", graph.name, node=node.id, field="padding", value="causal")
        yield output_problem(
            graph, "looks_ahead", message, repair(N_("Set padding to causal"), padding_edit), at=node, field="padding"
        )
        return
    drop = repair(N_("Remove {node}"), edit("delete", graph.name, nodes=[node.id]), node=node.id)
    yield output_problem(graph, "looks_ahead", message, drop, at=node)


PORT = PortKind(name="next_logits", code_prefix="next", spec=_spec, check=_check, shape_problem=_shape_problem)
