"""What a kind of port is, and what the rules for the ends of networks are written with.

A port is where something enters or leaves a network. Each kind is one file in :mod:`playground.ports.kinds`: its form
for the data at hand, what is wrong with a network that should end so, and the edits that mend it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from playground.catalog.activations import ACTIVATIONS
from playground.core.i18n import N_, Text
from playground.core.info import Info
from playground.core.params import with_defaults
from playground.core.problems import Problem, Repair
from playground.experiment import ranks
from playground.experiment.graph_edits import free_id
from playground.experiment.repairs import Edit, edit, repair
from playground.experiment.spec import Experiment, NamedParams

if TYPE_CHECKING:
    from playground.experiment.graph import Graph, GraphNode

Shape = tuple[int, ...]
LatentSource = Literal["code", "noise", "entries"]


@dataclass(frozen=True, slots=True)
class TensorSpec:
    """What one example is at a port: its *shape* without the batch, and the range of its values where that is known."""

    shape: Shape
    value_range: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class OutputPort:
    """The end of *graph*, which must give *spec*.

    *info* are the data set's own facts, *task_info* those of what is learned from it, *network_info* those that this
    network is made for (:mod:`playground.ports.connections`). *title* is what the network is called in a sentence,
    *loss* the row that training makes small, ``None`` where it is none of Keras's, *latent_dim* the length of a code.
    """

    experiment: Experiment
    graph: Graph
    info: Info
    task_info: Info
    network_info: Info
    spec: TensorSpec
    title: Text
    loss: NamedParams | None
    latent_dim: int

    @property
    def rank(self) -> int | None:
        """How many axes leave the graph for each example; ``None`` where that takes sizes to say."""
        return ranks.ranks(self.graph, self.network_info).get(self.graph.output.id)


def _no_problems(_port: OutputPort) -> Iterable[Problem]:
    return ()


def _no_shape_problem(_port: OutputPort, _actual_shape: Shape) -> Problem | None:
    return None


def _unchanged(rows: Any) -> Any:
    return rows


@dataclass(frozen=True, slots=True, kw_only=True)
class PortKind:
    """What enters or leaves a network, as roles name it (:class:`playground.families.base.NetworkRole`).

    *spec* gives its form from the values of the family's parameters and the data set's facts. *check* finds what is
    wrong with a network that should end so and can be said without sizes, *shape_problem* says that a shape of Keras's
    is not that of *spec*; both only where a network may end so. The codes of their problems begin with *code_prefix*.
    *forward*: what of the rows ``(batch, *shape)`` float32 that leave goes on into a network that they feed.
    *latent_source*: how that is called which a person may choose where a network that takes this draws, and
    *latent_length_param* the family's parameter that says how many numbers it has.
    """

    name: str
    code_prefix: str
    spec: Callable[[Mapping[str, object], Info], TensorSpec]
    check: Callable[[OutputPort], Iterable[Problem]] = _no_problems
    shape_problem: Callable[[OutputPort, Shape], Problem | None] = _no_shape_problem
    forward: Callable[[Any], Any] = _unchanged
    latent_source: LatentSource | None = None
    latent_length_param: str = "latent_dim"
    is_vector: bool = False
    """Whether it is a row of numbers, so that a network which ends so for one data set can for another."""


def int_param(params: Mapping[str, object], name: str) -> int:
    """The whole number *name* among *params*; 1 where there is none."""
    size = params.get(name)
    return size if isinstance(size, int) else 1


def output_problem(
    graph: Graph, code: str, message: Text, *repairs: Repair, at: GraphNode | None = None, field: str | None = None
) -> Problem:
    """At the last layer of *graph*, or *at* another."""
    node = at or graph.output
    return Problem(code, message, network=graph.name, node=node.id, field=field, repairs=repairs)


def set_units(graph: Graph, node: GraphNode, units: int) -> Edit:
    """The edit that gives *node* so many units."""
    return edit("set_param", graph.name, node=node.id, field="units", value=units)


def append_edits(graph: Graph, *layers: tuple[str, dict[str, Any]]) -> tuple[Edit, ...]:
    """The edits that put *layers* one after another behind the end of *graph*."""
    taken_ids, after, edits = [node.id for node in graph.nodes], graph.output.id, list[Edit]()
    for layer, params in layers:
        name = free_id(taken_ids, layer)
        taken_ids.append(name)
        edits.append(edit("add", graph.name, layer=layer, params=params, after=after, id=name))
        after = name
    return tuple(edits)


def set_activation_repair(graph: Graph, place: GraphNode, name: str) -> Repair:
    """The repair that ends with the activation *name*, which *place* has now."""
    title = Text(ACTIVATIONS[name].title)
    if place.row.param("activation") is not None:
        activation_edit = edit("set_param", graph.name, node=place.id, field="activation", value=name)
        return repair(N_("Set activation to {name}"), activation_edit, name=title)
    other = edit("replace", graph.name, node=place.id, layer="Activation", params={"activation": name})
    return repair(N_("Set activation to {name}"), other, name=title)


def param_value(node: GraphNode, name: str) -> Any:
    """The value of the parameter *name* of *node*, its default where the document has none."""
    values: Mapping[str, Any] = with_defaults(node.row.params, node.node.params)
    return values[name]
