"""Is this network a network, and does it fit the task? In pure Python, before Keras is asked.

:func:`check` finds what can be told without shapes: structure, parameters, ranks, the last layer, loss, metrics,
optimizer. What needs sizes is Keras's to say (:mod:`playground.inspect_model`). Every problem names the node and
the field, and carries its repair as edits.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from playground import fit, structure
from playground.datasets.base import Info
from playground.fit import suggest_output
from playground.i18n import N_, Text
from playground.layers import LAYERS
from playground.layers.base import LayerRow
from playground.problems import Problem
from playground.rank import rank_problems
from playground.specs import Experiment, Network, Node

__all__ = ["ActiveNode", "Checked", "Graph", "check", "read", "suggest_output"]


@dataclass(frozen=True, slots=True)
class ActiveNode:
    """A layer that is switched on, with the ids of its inputs in order; switched-off layers are already bridged."""

    node: Node
    inputs: tuple[str, ...]

    @property
    def id(self) -> str:
        return self.node.id

    @property
    def row(self) -> LayerRow:
        return LAYERS[self.node.layer]


@dataclass(frozen=True, slots=True)
class Graph:
    """A network whose structure holds: active nodes, each after all of its inputs."""

    name: str
    nodes: tuple[ActiveNode, ...]

    @property
    def output(self) -> ActiveNode:
        """The one node that nothing follows."""
        fed = {source for node in self.nodes for source in node.inputs}
        return next(node for node in self.nodes if node.id not in fed)

    @property
    def inputs(self) -> tuple[ActiveNode, ...]:
        return tuple(node for node in self.nodes if node.node.layer == "Input")


@dataclass(frozen=True, slots=True)
class Checked:
    """*graphs* by network name, as far as their structure holds; *problems* may name more than structure."""

    graphs: dict[str, Graph]
    problems: tuple[Problem, ...]

    @property
    def graph(self) -> Graph | None:
        """The first network's graph, or ``None`` where its structure does not hold."""
        return next(iter(self.graphs.values()), None)


def check(experiment: Experiment, info: Info | None) -> Checked:
    """Everything that is wrong and can be told without Keras. Without *info* what depends on the data is left out."""
    graphs: dict[str, Graph] = {}
    problems: list[Problem] = list(_network_names(experiment))
    for network in experiment.networks:
        graph, found = read(network)
        problems += found
        if graph is not None:
            graphs[network.name] = graph
            problems += rank_problems(graph, info)
    problems += fit.pick_problems(experiment)
    if info is not None:
        graph = graphs.get(experiment.networks[0].name) if experiment.networks else None
        problems += fit.task_problems(experiment, graph, info)
    return Checked(graphs, tuple(problems))


def _network_names(experiment: Experiment) -> Iterable[Problem]:
    if not experiment.networks:
        yield Problem("no_network", Text(N_("The experiment has no network.")), field="networks")
    names = [network.name for network in experiment.networks]
    for name in {name for name in names if names.count(name) > 1}:
        said = Text(N_("Two networks are called {name}."), {"name": name})
        yield Problem("same_name", said, network=name, field="networks")


def read(network: Network) -> tuple[Graph | None, tuple[Problem, ...]]:
    """The graph of *network* and what is wrong with it; ``None`` where the structure does not hold."""
    broken = tuple(structure.broken(network))
    if broken:
        return None, broken
    order = structure.order(network)
    if order is None:
        return None, (structure.cycle(network),)
    graph = _active(network, order)
    wrong = (*structure.arity(graph), *structure.ends(graph))
    return (None if wrong else graph), (*wrong, *structure.params(network))


def _active(network: Network, order: tuple[str, ...]) -> Graph:
    nodes = {node.id: node for node in network.nodes}
    given: dict[str, tuple[str, ...]] = {}
    active: list[ActiveNode] = []
    for name in order:
        edges = sorted((edge for edge in network.edges if edge.target == name), key=lambda edge: edge.port)
        inputs = tuple(source for edge in edges for source in given[edge.source])
        if nodes[name].enabled:
            active.append(ActiveNode(nodes[name], inputs))
        given[name] = (name,) if nodes[name].enabled else inputs
    return Graph(network.name, tuple(active))
