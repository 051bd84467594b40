"""Which of a data set's inputs each ``Input`` of a network takes: the one place that knows.

``params.takes`` of an ``Input`` names it; where nothing is named it is the first. An input that no ``Input`` takes is
left unused.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from playground.core.i18n import N_, Text
from playground.core.info import Info
from playground.core.problems import Problem, Repair
from playground.experiment.repairs import edit, repair

if TYPE_CHECKING:
    from playground.experiment.graph import Graph, GraphNode


def problems(graph: Graph, info: Info) -> Iterable[Problem]:
    """Inputs that the data set does not have, and two that take the same."""
    names = [data_input.name for data_input in info.inputs]
    free = [name for name in names if name not in {info.input_for(node.node.params).name for node in graph.inputs}]
    nodes_by_input: dict[str, str] = {}
    for node in graph.inputs:
        requested_name, name = node.node.params.get("takes"), info.input_for(node.node.params).name
        if isinstance(requested_name, str) and requested_name not in names:
            values: dict[str, object] = {"node": node.id, "name": requested_name, "known": ", ".join(names)}
            message = Text(N_("{node} takes {name}, which this data set does not have; it has {known}."), values)
            yield _problem(
                graph,
                "unknown_input",
                message,
                node,
                *(_take_input_repair(graph, node, other) for other in free or names),
            )
        elif name in nodes_by_input:
            yield _duplicate_problem(graph, node, nodes_by_input[name], names, free)
        else:
            nodes_by_input[name] = node.id


def _duplicate_problem(graph: Graph, node: GraphNode, other: str, names: list[str], free: list[str]) -> Problem:
    drop = repair(N_("Remove {node}"), edit("delete", graph.name, nodes=[node.id]), node=node.id)
    if len(names) == 1:
        text = Text(N_("The network has {count} inputs; this data set fills one."), {"count": len(graph.inputs)})
        return _problem(graph, "several_inputs", text, node, drop)
    message = N_("{node} and {other} take the same of each example; lead one of them to both places, or take another.")
    text = Text(message, {"node": node.id, "other": other})
    return _problem(graph, "same_input", text, node, *(_take_input_repair(graph, node, name) for name in free), drop)


def _take_input_repair(graph: Graph, node: GraphNode, name: str) -> Repair:
    input_edit = edit("set_param", graph.name, node=node.id, field="takes", value=name)
    return repair(N_("Take {name}"), input_edit, name=name)


def _problem(graph: Graph, code: str, message: Text, node: GraphNode, *repairs: Repair) -> Problem:
    field = "takes" if code != "several_inputs" else None
    return Problem(code, message, network=graph.name, node=node.id, field=field, repairs=repairs)
