"""The end of a network that says what comes next in a row: each place may only look at what came before it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from playground.core.i18n import N_, Text
from playground.core.info import Info
from playground.core.problems import Problem
from playground.experiment import graph_end as ends
from playground.experiment.repairs import edit, repair
from playground.experiment.spec import Experiment
from playground.ports import connections
from playground.ports.outputs.tail_edits import (
    append_edits,
    output_problem,
    param_value,
    set_activation_repair,
    set_units,
)

if TYPE_CHECKING:
    from playground.experiment.graph import GraphNode
from playground.experiment.graph import Graph

POSITIONWISE_LAYERS = frozenset(
    {
        *("Input", "Dense", "Activation", "ReLU", "LeakyReLU", "PReLU", "ELU", "Identity", "ActivityRegularization"),
        *("Dropout", "SpatialDropout1D", "GaussianNoise", "GaussianDropout", "AlphaDropout"),
        *("LayerNormalization", "BatchNormalization", "RMSNormalization", "Rescaling"),
        *("Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum"),
    }
)
"""Layers that do the same at each place of a row, and look at no other."""


def problems(experiment: Experiment, graph: Graph, info: Info) -> Iterable[Problem]:
    """Layers that look ahead, and a last layer that does not say one number for each entry."""
    for node in graph.nodes:
        yield from _lookahead_problems(graph, node)
    size = connections.port_spec("next", experiment, info).shape[1]
    title = Text(connections.title(experiment, graph.name))
    came, place = ends.final_activation(graph, graph.output)
    if came != "linear":
        said = Text(
            N_("{network} ends with {activation}; its loss takes the numbers before it."),
            {"network": title, "activation": came},
        )
        yield output_problem(graph, "next_activation", said, set_activation_repair(graph, place, "linear"), at=place)
    last = graph.output
    field = {"Dense": "units", "Conv1D": "filters"}.get(last.node.layer)
    if field is None or (count := int(param_value(last, field))) == size:
        return
    values: dict[str, object] = {"network": title, "count": count, "size": size}
    said = Text(N_("{network} says {count} numbers at each place; the codebook has {size} entries."), values)
    put = (
        set_units(graph, last, size)
        if field == "units"
        else edit("set_param", graph.name, node=last.id, field=field, value=size)
    )
    yield output_problem(
        graph, "next_units", said, repair(N_("Set {field} to {count}"), put, field=field, count=size), field=field
    )


def shape_problem(experiment: Experiment, graph: Graph, came: tuple[int, ...], info: Info) -> Problem:
    """Keras's *came*, which is not one number for each entry at each place."""
    from playground.core.formatting import shape_text

    wanted = connections.port_spec("next", experiment, info)
    put = append_edits(graph, ("Dense", {"units": wanted.shape[1]}))
    values: dict[str, object] = {
        "came": shape_text(came),
        "wanted": shape_text(wanted.shape),
        "network": Text(connections.title(experiment, graph.name)),
    }
    said = Text(N_("{network} gives {came}; for each place and each entry of the codebook it is {wanted}."), values)
    add = repair(N_("Add a Dense with {units} units"), *put, units=wanted.shape[1])
    return output_problem(graph, "next_shape", said, add)


def _lookahead_problems(graph: Graph, node: GraphNode) -> Iterable[Problem]:
    layer = node.node.layer
    if layer in POSITIONWISE_LAYERS or (
        layer == "Conv1D" and param_value(node, "padding") == "causal" and param_value(node, "strides") == 1
    ):
        return
    values: dict[str, object] = {"node": node.id}
    said = Text(N_("{node} looks at places that come later, so the network would only copy what it is to say."), values)
    if layer == "Conv1D" and param_value(node, "strides") == 1:
        put = edit("set_param", graph.name, node=node.id, field="padding", value="causal")
        yield output_problem(
            graph, "looks_ahead", said, repair(N_("Set padding to causal"), put), at=node, field="padding"
        )
        return
    drop = repair(N_("Remove {node}"), edit("delete", graph.name, nodes=[node.id]), node=node.id)
    yield output_problem(graph, "looks_ahead", said, drop, at=node)
