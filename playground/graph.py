"""Is this network a network, and does it fit the task? In pure Python, before Keras is asked.

:func:`check` finds what can be told without shapes: structure, parameters, ranks, the last layer, loss, metrics,
optimizer. What needs sizes is Keras's to say (:mod:`playground.inspect_model`). Every problem names the node and
the field, and carries its repair as edits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from playground import entering, fit, leaving, repeats, seams, structure
from playground.answering import suggest_output
from playground.datasets.base import Info
from playground.i18n import N_, Text
from playground.layers import LAYERS
from playground.layers.base import LayerRow
from playground.problems import Problem
from playground.rank import rank_problems
from playground.specs import Edge, Experiment, Network, Node

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
    """*graphs* by network name, as far as their structure holds; *problems* may name more than structure. *parts*: of
    the networks whose structure does not hold, what can be judged all the same (:func:`part`)."""

    graphs: dict[str, Graph]
    problems: tuple[Problem, ...]
    parts: dict[str, Graph] = field(default_factory=dict)

    @property
    def graph(self) -> Graph | None:
        """The first network's graph, or ``None`` where its structure does not hold."""
        return next(iter(self.graphs.values()), None)


def check(experiment: Experiment, info: Info | None) -> Checked:
    """Everything that is wrong and can be told without Keras. Without *info* what depends on the data is left out."""
    graphs: dict[str, Graph] = {}
    parts: dict[str, Graph] = {}
    problems: list[Problem] = list(_network_names(experiment))
    for network in experiment.networks:
        graph, found = read(network)
        problems += found
        seen = None if info is None else seams.seen(experiment, network.name, info)
        if graph is not None:
            graphs[network.name] = graph
        elif (sound := part(network)) is not None:
            parts[network.name] = sound
        if judged := graph or parts.get(network.name):
            problems += rank_problems(judged, seen)
        if graph is not None:
            problems += entering.problems(graph, seen) if seen is not None else ()
    problems += seams.problems(experiment, info)
    problems += fit.pick_problems(experiment)
    if info is not None:
        problems += fit.task_problems(experiment, seams.facts(experiment, info))
        for graph in graphs.values():
            problems += leaving.problems(experiment, graph, info)
    return Checked(graphs, repeats.told(experiment, problems), parts)


def _network_names(experiment: Experiment) -> Iterable[Problem]:
    if not experiment.networks:
        yield Problem("no_network", Text(N_("The experiment has no network.")), field="networks")
    names = [network.name for network in experiment.networks]
    for name in {name for name in names if names.count(name) > 1}:
        said = Text(N_("Two networks are called {name}."), {"name": name})
        yield Problem("same_name", said, network=name, field="networks")


def read(network: Network) -> tuple[Graph | None, tuple[Problem, ...]]:
    """The graph of *network*, repeats written out, and what is wrong with it; ``None`` where the structure does not
    hold."""
    broken = (*structure.broken(network), *repeats.broken(network))
    if broken:
        return None, broken
    if structure.order(network) is None:
        return None, (structure.cycle(network),)
    unclear = tuple(repeats.problems(network))
    graph = _active(network if unclear else repeats.expand(network))
    wrong = (*structure.arity(graph), *structure.ends(graph)) or unclear
    return (None if wrong else graph), (*wrong, *structure.params(network))


def part(network: Network) -> Graph | None:
    """The layers of *network* that have all the inputs they need, back to an input: while somebody draws, one layer
    that nothing leads to yet keeps no other from being judged. ``None`` where there is none."""
    readable = _readable(network)
    unclear = any(repeats.broken(readable)) or any(repeats.problems(readable))
    graph = _active(readable if unclear else repeats.expand(readable))
    wrong = {problem.node for problem in structure.arity(graph)}
    kept: dict[str, ActiveNode] = {}
    for node in graph.nodes:
        if node.id not in wrong and all(source in kept for source in node.inputs):
            kept[node.id] = node
    return Graph(network.name, tuple(kept.values())) if kept else None


def _readable(network: Network) -> Network:
    """*network* without layers that are unknown, share a name or stand in or behind a circle or any of these."""
    times = Counter(node.id for node in network.nodes)
    ids = {node.id for node in network.nodes if node.layer in LAYERS and times[node.id] == 1}
    sources: dict[str, set[str]] = {}
    for edge in network.edges:
        sources.setdefault(edge.target, set()).add(edge.source)
    kept = set[str]()
    while ready := {node for node in ids - kept if sources.get(node, kept) <= kept}:
        kept |= ready
    return _among(network, kept)


def _among(network: Network, ids: set[str]) -> Network:
    nodes = tuple(node for node in network.nodes if node.id in ids)
    edges = tuple(edge for edge in network.edges if edge.source in ids and edge.target in ids)
    groups = tuple(group for group in network.groups if ids.issuperset(group.nodes))
    return network.model_copy(update={"nodes": nodes, "edges": edges, "groups": groups})


def _active(network: Network) -> Graph:
    nodes = {node.id: node for node in network.nodes}
    given: dict[str, tuple[str, ...]] = {}
    active: list[ActiveNode] = []
    order = structure.order(network) or ()
    into: dict[str, list[Edge]] = {name: [] for name in order}
    for edge in sorted(network.edges, key=lambda edge: edge.port):
        into[edge.target].append(edge)
    for name in order:
        inputs = tuple(source for edge in into[name] for source in given[edge.source])
        if nodes[name].enabled:
            active.append(ActiveNode(nodes[name], inputs))
        # A merge that is off leaves the way through its first port, so that switching off Add takes the skip out.
        given[name] = (name,) if nodes[name].enabled else inputs[:1]
    return Graph(network.name, tuple(active))
