"""From a network of the document to its graph: is this network a network?

Structure alone is judged here: ids, edges, circles, repeats, parameters. Every problem names the node and the field,
and carries its repair as edits.
"""

from __future__ import annotations

from collections import Counter

from playground.catalog.layers import LAYERS
from playground.core.problems import Problem
from playground.experiment import block_repeats, structure
from playground.experiment.graph import Graph, GraphNode
from playground.experiment.spec import Edge, Network


def read_graph(network: Network) -> tuple[Graph | None, tuple[Problem, ...]]:
    """The graph of *network*, repeats written out, and what is wrong with it; ``None`` where the structure does not
    hold."""
    broken = (*structure.structural_problems(network), *block_repeats.group_problems(network))
    if broken:
        return None, broken
    if structure.toposort_or_none(network) is None:
        return None, (structure.cycle_problem(network),)
    unclear = tuple(block_repeats.problems(network))
    graph = _active_graph(network if unclear else block_repeats.expand(network))
    wrong = (*structure.arity_problems(graph), *structure.endpoint_problems(graph)) or unclear
    return (None if wrong else graph), (*wrong, *structure.param_problems(network))


def valid_subgraph(network: Network) -> Graph | None:
    """The layers of *network* that have all the inputs they need, back to an input: while somebody draws, one layer
    that nothing leads to yet keeps no other from being judged. ``None`` where there is none."""
    readable = _without_unreadable(network)
    unclear = any(block_repeats.group_problems(readable)) or any(block_repeats.problems(readable))
    graph = _active_graph(readable if unclear else block_repeats.expand(readable))
    wrong = {problem.node for problem in structure.arity_problems(graph)}
    valid_nodes: dict[str, GraphNode] = {}
    for node in graph.nodes:
        if node.id not in wrong and all(source in valid_nodes for source in node.inputs):
            valid_nodes[node.id] = node
    return Graph(network.name, tuple(valid_nodes.values())) if valid_nodes else None


def _without_unreadable(network: Network) -> Network:
    """*network* without layers that are unknown, share a name or stand in or behind a circle or any of these."""
    times = Counter(node.id for node in network.nodes)
    ids = {node.id for node in network.nodes if node.layer in LAYERS and times[node.id] == 1}
    sources: dict[str, set[str]] = {}
    for edge in network.edges:
        sources.setdefault(edge.target, set()).add(edge.source)
    valid_ids = set[str]()
    while ready_ids := {node for node in ids - valid_ids if sources.get(node, valid_ids) <= valid_ids}:
        valid_ids |= ready_ids
    return _induced_subnetwork(network, valid_ids)


def _induced_subnetwork(network: Network, ids: set[str]) -> Network:
    nodes = tuple(node for node in network.nodes if node.id in ids)
    edges = tuple(edge for edge in network.edges if edge.source in ids and edge.target in ids)
    groups = tuple(group for group in network.groups if ids.issuperset(group.nodes))
    return network.model_copy(update={"nodes": nodes, "edges": edges, "groups": groups})


def _active_graph(network: Network) -> Graph:
    nodes = {node.id: node for node in network.nodes}
    source_ids: dict[str, tuple[str, ...]] = {}
    active: list[GraphNode] = []
    order = structure.toposort_or_none(network) or ()
    into: dict[str, list[Edge]] = {name: [] for name in order}
    for edge in sorted(network.edges, key=lambda edge: edge.port):
        into[edge.target].append(edge)
    for name in order:
        inputs = tuple(source for edge in into[name] for source in source_ids[edge.source])
        if nodes[name].enabled:
            active.append(GraphNode(nodes[name], inputs))
        # A merge that is off leaves the way through its first port, so that switching off Add takes the skip out.
        source_ids[name] = (name,) if nodes[name].enabled else inputs[:1]
    return Graph(network.name, tuple(active))
