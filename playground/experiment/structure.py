"""Do the nodes and edges of a network make one way from input to output? Each answer names the node and the repair."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from playground.catalog.layers import LAYERS
from playground.core.i18n import N_, Text
from playground.core.params import check as check_params
from playground.core.problems import Problem, Repair
from playground.experiment.graph_edits import free_id
from playground.experiment.repairs import edit, repair, reset_repair
from playground.experiment.spec import Network, Node
from playground.experiment.toposort import topological_order

if TYPE_CHECKING:
    from playground.experiment.graph import Graph, GraphNode


def _problem(network: Network | Graph, code: str, text: Text, node: str | None = None, *repairs: Repair) -> Problem:
    return Problem(code, text, network=network.name, node=node, repairs=repairs)


def _delete_repair(network: Network | Graph, node: str) -> Repair:
    return repair(N_("Remove {node}"), edit("delete", network.name, nodes=[node]), node=node)


def _nearest_layer_repairs(network: Network, node: Node) -> tuple[Repair, ...]:
    """The layer whose name is most like that of *node*, with the parameters that it knows too."""
    names = {name.lower(): name for name in LAYERS}
    close = difflib.get_close_matches(node.layer.lower(), names, n=1, cutoff=0.7)
    if not close:
        return ()
    row = LAYERS[names[close[0]]]
    params = {name: value for name, value in node.params.items() if row.param(name) is not None}
    instead = edit("replace", network.name, node=node.id, layer=row.name, params=params)
    return (repair(N_("Use {layer} instead"), instead, layer=row.name),)


def structural_problems(network: Network) -> Iterable[Problem]:
    """What keeps a network from being read at all: names twice, edges to nowhere, layers that nobody knows."""
    ids = [node.id for node in network.nodes]
    known_ids = set(ids)
    for name in sorted(name for name, times in Counter(ids).items() if times > 1):
        message = Text(N_("Two layers are called {node}; each needs its own name."), {"node": name})
        other = free_id(ids, next(node.layer for node in network.nodes if node.id == name))
        rename = repair(
            N_("Call the second one {name}"), edit("rename_layer", network.name, node=name, name=other), name=other
        )
        yield _problem(network, "same_id", message, name, rename)
    for edge in network.edges:
        for missing, place in ((edge.source, edge.target), (edge.target, edge.source)):
            if missing not in known_ids:
                message = Text(
                    N_("An edge leads from {source} to {target}, but there is no layer {missing}."),
                    {"source": edge.source, "target": edge.target, "missing": missing},
                )
                cut = edit("disconnect", network.name, source=edge.source, target=edge.target)
                yield _problem(network, "loose_edge", message, place, repair(N_("Remove the edge"), cut))
    for node in network.nodes:
        if node.layer not in LAYERS:
            message = Text(N_("There is no layer called {layer} here."), {"layer": node.layer})
            yield _problem(
                network,
                "unknown_layer",
                message,
                node.id,
                *_nearest_layer_repairs(network, node),
                _delete_repair(network, node.id),
            )


def toposort_or_none(network: Network) -> tuple[str, ...] | None:
    """Ids so that each stands after its inputs, document order among equals; ``None`` where there is a cycle."""
    order, whole = topological_order(network)
    return order if whole else None


def cycle_problem(network: Network) -> Problem:
    """The problem of a network for which :func:`toposort_or_none` is ``None``."""
    ring = _cycle_ids(network)
    message = Text(N_("The way goes round in a circle: {ring}. Data must flow one way."), {"ring": " → ".join(ring)})
    ends = {"source": ring[-2], "target": ring[-1]}
    cut = repair(N_("Cut the edge from {source} to {target}"), edit("disconnect", network.name, **ends), **ends)
    return _problem(network, "cycle", message, ring[-1], cut)


def _cycle_ids(network: Network) -> list[str]:
    """One cycle, its first id repeated at the end: walk back over what cannot be ordered until a node comes again."""
    waiting = {node.id for node in network.nodes}
    sources = {node: [edge.source for edge in network.edges if edge.target == node] for node in waiting}
    while ready_ids := {node for node in waiting if not set(sources[node]) & waiting}:
        waiting -= ready_ids
    path = [next(node.id for node in network.nodes if node.id in waiting)]
    while path[-1] not in path[:-1]:
        path.append(next(source for source in sources[path[-1]] if source in waiting))
    ring = path[path.index(path[-1]) :]
    return ring[::-1]


def arity_problems(graph: Graph) -> Iterable[Problem]:
    """Nodes with too few or too many incoming edges."""
    for node in graph.nodes:
        low, high = node.row.input_count_range
        if not low <= len(node.inputs) <= high:
            yield _arity_problem(graph, node, low, high)


def _arity_problem(graph: Graph, node: GraphNode, low: int, high: int) -> Problem:
    values: dict[str, object] = {"node": node.id, "low": low, "high": high, "came": len(node.inputs)}
    if high == 0:
        cut = [edit("disconnect", graph.name, source=source, target=node.id) for source in node.inputs]
        message = Text(N_("{node} is an input: nothing may lead into it."), values)
        return _problem(
            graph, "input_fed", message, node.id, repair(N_("Cut what leads into {node}"), *cut, node=node.id)
        )
    if not node.inputs:
        message = Text(N_("Nothing leads into {node}: connect it to a layer before it, or remove it."), values)
        return _problem(
            graph, "no_input", message, node.id, *_connect_repairs(graph, node), _delete_repair(graph, node.id)
        )
    if len(node.inputs) < low:
        message = Text(N_("{node} joins at least {low} layers; only {came} leads into it."), values)
        return _problem(graph, "too_few_inputs", message, node.id, _delete_repair(graph, node.id))
    if high > 1:
        return _problem(
            graph, "too_many_inputs", Text(N_("{node} takes {high} inputs; {came} lead into it."), values), node.id
        )
    message = Text(N_("{node} takes one input; {came} lead into it. Join them first."), values)
    join = edit("insert_before", graph.name, node=node.id, layer="Concatenate")
    return _problem(
        graph, "too_many_inputs", message, node.id, repair(N_("Insert Concatenate before {node}"), join, node=node.id)
    )


def _connect_repairs(graph: Graph, node: GraphNode) -> tuple[Repair, ...]:
    """Offer the first open end that is not behind *node* itself, if any."""
    fed = {source for other in graph.nodes for source in other.inputs}
    behind = {node.id}
    for other in graph.nodes:
        if behind & set(other.inputs):
            behind.add(other.id)
    ends = [other.id for other in graph.nodes if other.id not in fed and other.id not in behind]
    if not ends:
        return ()
    pair = {"source": ends[0], "target": node.id}
    return (repair(N_("Connect {source} to {target}"), edit("connect", graph.name, **pair), **pair),)


def endpoint_problems(graph: Graph) -> Iterable[Problem]:
    """Whether there is an input and one output; how many inputs fit, the data set says
    (:mod:`playground.ports.inputs`)."""
    if not graph.inputs:
        first = next((node.id for node in graph.nodes if not node.inputs), None)
        before = edit("insert_before", graph.name, node=first, layer="Input")
        add = edit("add", graph.name, layer="Input") if first is None else before
        message = Text(N_("The network has no input: data cannot enter it."))
        yield _problem(graph, "no_input_layer", message, None, repair(N_("Add an input"), add))
        return
    fed = {source for node in graph.nodes for source in node.inputs}
    open_ends = [node for node in graph.nodes if node.id not in fed]
    if len(open_ends) > 1:
        message = Text(
            N_("The network ends in {count} places: {names}. It must have one output; join them or remove one."),
            {"count": len(open_ends), "names": ", ".join(node.id for node in open_ends)},
        )
        removals = [_delete_repair(graph, node.id) for node in open_ends if node.node.layer != "Input"]
        yield _problem(graph, "several_outputs", message, open_ends[0].id, *removals[:3])
    elif open_ends[0].node.layer == "Input":
        message = Text(N_("The network has no layers yet: add one after the input."))
        yield _problem(graph, "empty", message, open_ends[0].id)


def param_problems(network: Network) -> Iterable[Problem]:
    """Parameters out of bounds or unknown, of the layers that are switched on."""
    for node in network.nodes:
        if node.enabled and node.layer in LAYERS:
            for name, message in check_params(LAYERS[node.layer].params, node.params).items():
                back = _reset_repair(network, node, name)
                yield Problem("param", message, network=network.name, node=node.id, field=name, repairs=(back,))


def _reset_repair(network: Network, node: Node, name: str) -> Repair:
    param = LAYERS[node.layer].param(name)
    if param is None:
        other_params = {key: value for key, value in node.params.items() if key != name}
        return reset_repair(
            edit("replace", network.name, node=node.id, layer=node.layer, params=other_params), name, None
        )
    default = list(param.default) if isinstance(param.default, tuple) else param.default
    return reset_repair(edit("set_param", network.name, node=node.id, field=name, value=default), name, param)
