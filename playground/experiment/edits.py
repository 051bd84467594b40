"""Changes to a document as data: what a button, a repair, an undo step or a key press does to an experiment.

An edit is a JSON object with ``do`` and the fields of its verb (:data:`VERBS`). :func:`apply` never half-applies:
either all edits are in the answer or a :class:`PlaygroundError` says which one could not be done and why.
Network edits name their ``network``, or mean the first one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise

from playground.catalog.layers import LAYERS
from playground.core.i18n import N_
from playground.experiment import block_edits, spec
from playground.experiment.graph_edits import (
    Document,
    Edit,
    add_edge,
    bypass,
    edit_error,
    find_node,
    free_id,
    in_edges,
    is_dict_list,
    is_reachable,
    new_node,
    node_of,
    out_edges,
    place_after,
    text_field,
)
from playground.experiment.spec import Experiment, Network
from playground.experiment.toposort import topological_order

MOST_PASTED = 500
"""Layers that one paste may bring."""
FARTHEST = 1e6
"""How far from the middle a layer may stand on the canvas."""


def apply(experiment: Experiment, *edits: Edit) -> Experiment:
    """*experiment* after all *edits* in order. Raises :class:`PlaygroundError` where one cannot be done; *experiment*
    itself never changes."""
    for edit in edits:
        experiment = _apply_one(experiment, edit)
    return experiment


def _apply_one(experiment: Experiment, edit: Edit) -> Experiment:
    verb = edit.get("do")
    if verb == "set":
        return spec.with_value(experiment, text_field(edit, "path"), edit.get("value"))
    if not isinstance(verb, str) or verb not in VERBS:
        raise edit_error(N_("There is no edit called {verb}."), verb=repr(verb)[:80])
    index = _network_index(experiment, edit.get("network"))
    document = experiment.networks[index].model_dump(mode="json")
    VERBS[verb](document, edit)
    return spec.with_network(experiment, index, document)


def _network_index(experiment: Experiment, name: object) -> int:
    for index, network in enumerate(experiment.networks):
        if name is None or network.name == name:
            return index
    raise edit_error(N_("There is no network called {network}."), network=repr(name)[:80])


def _add(document: Document, edit: Edit) -> None:
    node = new_node(document, edit)
    if edit.get("loose") or node["layer"] == "Input":
        document["nodes"].append(node)
        return
    place_after(document, node, edit.get("after"))
    block_edits.update_membership(document, node["id"])


def _insert_before(document: Document, edit: Edit) -> None:
    """All edges into the node go through the new one, or only those from ``source``, or at ``port``, where given."""
    target, node = node_of(document, edit), new_node(document, edit)
    document["nodes"].insert(document["nodes"].index(target), node)
    source, port = edit.get("source"), edit.get("port")
    edges = [
        edge
        for edge in in_edges(document, target["id"])
        if source in (None, edge["source"]) and port in (None, edge["port"])
    ]
    if source is not None and not edges:
        raise edit_error(N_("No edge leads from {source} to {target}."), source=source, target=target["id"])
    place = edges[0]["port"] if edges else 0
    for rank, edge in enumerate(edges):
        edge.update(target=node["id"], port=rank)
    if node["layer"] == "Input":
        document["edges"] = [edge for edge in document["edges"] if edge["target"] != node["id"]]
    document["edges"].append({"source": node["id"], "target": target["id"], "port": place})
    block_edits.update_membership(document, node["id"])


def _delete(document: Document, edit: Edit) -> None:
    names = edit.get("nodes")
    if not isinstance(names, list | tuple):
        raise edit_error(N_("The edit delete needs nodes as a list; {value} came."), value=repr(names)[:80])
    bypass(document, {find_node(document, name)["id"] for name in names})
    for name in names:
        node = find_node(document, name)
        document["nodes"].remove(node)
        block_edits.remove_from_blocks(document, node["id"])


def _move(document: Document, edit: Edit) -> None:
    node, after = node_of(document, edit), edit.get("after")
    if node["layer"] == "Input":
        raise edit_error(N_("The input stays first."))
    if after == node["id"]:
        return
    if after is not None:
        find_node(document, after)
    bypass(document, [node["id"]])
    document["nodes"].remove(node)
    place_after(document, node, after)
    block_edits.update_membership(document, node["id"])


def _duplicate(document: Document, edit: Edit) -> None:
    if "group" in edit:
        block_edits.duplicate(document, edit)
        return
    node = node_of(document, edit)
    twin = {**node, "id": free_id([entry["id"] for entry in document["nodes"]], node["layer"]), "x": None, "y": None}
    if node["layer"] == "Input":
        document["nodes"].append(twin)
        return
    place_after(document, twin, node["id"])
    block_edits.add_to_block_of(document, twin["id"], node["id"])


def _switch(document: Document, edit: Edit) -> None:
    node, enabled = node_of(document, edit), edit.get("enabled")
    if not isinstance(enabled, bool):
        raise edit_error(N_("A layer is switched on or off with yes or no; {value} came."), value=repr(enabled)[:80])
    node["enabled"] = enabled


def _set_param(document: Document, edit: Edit) -> None:
    node_of(document, edit)["params"][text_field(edit, "field")] = edit.get("value")


def _replace_layer(document: Document, edit: Edit) -> None:
    """Another layer at the same place under the same id, so that edges, selection and history still mean it."""
    node_of(document, edit).update(layer=text_field(edit, "layer"), params=edit.get("params") or {})


def _rename(document: Document, edit: Edit) -> None:
    """Another name for a layer. Of two that are called the same, the last gets it; the edges stay with the first."""
    old, name = node_of(document, edit)["id"], text_field(edit, "name")
    if any(node["id"] == name for node in document["nodes"]):
        raise edit_error(N_("There is already a layer called {node}."), node=name)
    same = [node for node in document["nodes"] if node["id"] == old]
    same[-1]["id"] = name
    if len(same) > 1:
        return
    for edge in document["edges"]:
        edge.update({end: name for end in ("source", "target") if edge[end] == old})
    for group in document.get("groups", []):
        group["nodes"] = [name if node == old else node for node in group["nodes"]]


def _connect(document: Document, edit: Edit) -> None:
    source, target = node_of(document, edit, "source")["id"], node_of(document, edit, "target")["id"]
    port = edit.get("port")
    if is_reachable(document, target, source):
        raise edit_error(
            N_("{source} cannot lead to {target}: the way would go round in a circle."), source=source, target=target
        )
    if port is not None and any(edge["port"] == port for edge in in_edges(document, target)):
        raise edit_error(N_("Input {port} of {target} is already taken."), port=port, target=target)
    _refuse_too_many(document, target)
    add_edge(document, source, target, port)


def _refuse_too_many(document: Document, target: str) -> None:
    row = LAYERS.get(find_node(document, target)["layer"])
    if row is None or len(in_edges(document, target)) < row.input_count_range[1]:
        return
    if row.input_count_range[1] == 0:
        raise edit_error(N_("{target} is an input: nothing may lead into it."), target=target)
    if row.input_count_range[1] == 1:
        raise edit_error(
            N_("{target} takes one input and has it: join the two with Add or Concatenate first."), target=target
        )
    raise edit_error(N_("{target} takes {count} inputs and has them."), target=target, count=row.input_count_range[1])


def _disconnect(document: Document, edit: Edit) -> None:
    source, target, port = text_field(edit, "source"), text_field(edit, "target"), edit.get("port")
    other_edges = [
        edge
        for edge in document["edges"]
        if (edge["source"], edge["target"]) != (source, target) or port not in (None, edge["port"])
    ]
    if len(other_edges) == len(document["edges"]):
        raise edit_error(N_("No edge leads from {source} to {target}."), source=source, target=target)
    document["edges"] = other_edges


def _splice_node(document: Document, edit: Edit) -> None:
    """Put a layer that is there, and connected to nothing, into an edge."""
    node = node_of(document, edit)["id"]
    if in_edges(document, node) or out_edges(document, node):
        raise edit_error(N_("{node} is connected already: take its edges away first."), node=node)
    source, target, port = text_field(edit, "source"), text_field(edit, "target"), edit.get("port")
    edges = [edge for edge in in_edges(document, target) if edge["source"] == source and port in (None, edge["port"])]
    if not edges:
        raise edit_error(N_("No edge leads from {source} to {target}."), source=source, target=target)
    _refuse_too_many(document, node)
    edges[0]["source"] = node
    add_edge(document, source, node)
    block_edits.update_membership(document, node)


def _place_nodes(document: Document, edit: Edit) -> None:
    """Where layers stand on the canvas: ``at`` is ``{node: [x, y]}``, or ``null`` to forget every place."""
    at = edit.get("at")
    if at is None:
        for node in document["nodes"]:
            node["x"] = node["y"] = None
        return
    if not isinstance(at, Mapping) or not all(_is_point(point) for point in at.values()):
        raise edit_error(N_("The edit place needs a place [x, y] for each layer; {value} came."), value=repr(at)[:80])
    for name, (x, y) in at.items():
        find_node(document, name).update(x=round(float(x), 1), y=round(float(y), 1))


def _is_point(value: object) -> bool:
    return (
        isinstance(value, list | tuple)
        and len(value) == 2
        and all(isinstance(entry, int | float) and abs(entry) < FARTHEST for entry in value)
    )


def _paste(document: Document, edit: Edit) -> None:
    """Copies of ``nodes`` with the ``edges`` among them and their ``groups``; an id that is taken gives way to a free
    one."""
    nodes, edges = edit.get("nodes"), edit.get("edges") or []
    if not is_dict_list(nodes) or not nodes or not is_dict_list(edges):
        raise edit_error(N_("What was pasted holds no layers."))
    if len(nodes) > MOST_PASTED:
        raise edit_error(
            N_("{count} layers were pasted; at most {most} are taken at once."), count=len(nodes), most=MOST_PASTED
        )
    named_as: dict[str, str] = {}
    for node in nodes:
        old = node.get("id")
        if not isinstance(old, str) or old in named_as:
            raise edit_error(N_("Two pasted layers are called {node}."), node=repr(old)[:80])
        taken_ids = [entry["id"] for entry in document["nodes"]]
        layer = text_field({"do": "paste", **node}, "layer")
        if not spec.is_id(layer):
            raise edit_error(N_("{layer} cannot be the name of a layer."), layer=repr(layer)[:80])
        named_as[old] = free_id(taken_ids, layer) if old in taken_ids else old
        fields = {"params": {}, "enabled": True, "x": None, "y": None}
        document["nodes"].append(fields | node | {"id": named_as[old]})
    for edge in edges:
        ends = {end: named_as.get(str(edge.get(end))) for end in ("source", "target")}
        if None in ends.values():
            raise edit_error(
                N_("A pasted edge leads from {source} to {target}, and one of them was not pasted."),
                source=repr(edge.get("source"))[:80],
                target=repr(edge.get("target"))[:80],
            )
        document["edges"].append({"port": 0} | edge | ends)
    block_edits.paste(document, edit.get("groups") or [], named_as)


VERBS: dict[str, Callable[[Document, Edit], None]] = {
    "add": _add,
    "insert_before": _insert_before,
    "delete": _delete,
    "move": _move,
    "duplicate": _duplicate,
    "switch": _switch,
    "set_param": _set_param,
    "replace": _replace_layer,
    "rename_layer": _rename,
    "connect": _connect,
    "disconnect": _disconnect,
    "splice": _splice_node,
    "place": _place_nodes,
    "paste": _paste,
    "group": block_edits.group,
    "ungroup": block_edits.ungroup,
    "rename": block_edits.rename,
    "fold": block_edits.fold,
    "repeat": block_edits.repeat,
    "insert_block": block_edits.insert_block,
}
"""``set {path, value}`` stands beside these: it changes anything in the document (:func:`spec.with_value`)."""


def is_stack(network: Network) -> bool:
    """Whether the layers are one line, which is what a stack can show."""
    line = sorted(pairwise(stack_order(network)))
    return sorted((edge.source, edge.target) for edge in network.edges) == line


def stack_order(network: Network) -> tuple[str, ...]:
    """Ids in the order in which a stack shows them: along the edges, document order among equals, all nodes once.

    Works on wrong networks too (cycles, loose nodes), since a wrong network must still be seen to be repaired.
    """
    return topological_order(network)[0]
