"""What the rules for the ends of networks are written with: problems at the end, and the edits that mend it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from playground.catalog.activations import ACTIVATIONS
from playground.core.i18n import N_, Text
from playground.core.params import with_defaults
from playground.core.problems import Problem, Repair
from playground.experiment.graph_edits import free_id
from playground.experiment.repairs import Edit, edit, repair

if TYPE_CHECKING:
    from playground.experiment.graph import GraphNode
from playground.experiment.graph import Graph

Shape = tuple[int, ...]


def output_problem(
    graph: Graph, code: str, said: Text, *repairs: Repair, at: GraphNode | None = None, field: str | None = None
) -> Problem:
    """At the last layer of *graph*, or *at* another."""
    node = at or graph.output
    return Problem(code, said, network=graph.name, node=node.id, field=field, repairs=repairs)


def set_units(graph: Graph, node: GraphNode, units: int) -> Edit:
    """The edit that gives *node* so many units."""
    return edit("set_param", graph.name, node=node.id, field="units", value=units)


def append_edits(graph: Graph, *layers: tuple[str, dict[str, Any]]) -> tuple[Edit, ...]:
    """The edits that put *layers* one after another behind the end of *graph*."""
    taken, after, made = [node.id for node in graph.nodes], graph.output.id, list[Edit]()
    for layer, params in layers:
        name = free_id(taken, layer)
        taken.append(name)
        made.append(edit("add", graph.name, layer=layer, params=params, after=after, id=name))
        after = name
    return tuple(made)


def set_activation_repair(graph: Graph, place: GraphNode, name: str) -> Repair:
    """The repair that ends with the activation *name*, which *place* has now."""
    title = Text(ACTIVATIONS[name].title)
    if place.row.param("activation") is not None:
        put = edit("set_param", graph.name, node=place.id, field="activation", value=name)
        return repair(N_("Set activation to {name}"), put, name=title)
    other = edit("replace", graph.name, node=place.id, layer="Activation", params={"activation": name})
    return repair(N_("Set activation to {name}"), other, name=title)


def param_value(node: GraphNode, name: str) -> Any:
    """The value of the parameter *name* of *node*, its default where the document has none."""
    values: Mapping[str, Any] = with_defaults(node.row.params, node.node.params)
    return values[name]
