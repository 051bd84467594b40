"""Changes to a document as data: what a button, a repair, an undo step or a key press does to an experiment.

An edit is a JSON object with ``do`` and the fields of its verb (:data:`VERBS`). :func:`apply` never half-applies:
either all edits are in the answer or a :class:`PlaygroundError` says which one could not be done and why.
Network edits name their ``network``, or mean the first one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise
from typing import Any, TypeGuard

from playground import specs
from playground.i18n import N_, Text
from playground.layers import LAYERS
from playground.problems import PlaygroundError, Problem
from playground.specs import Experiment, Network

Edit = Mapping[str, Any]
_Document = dict[str, Any]
"""A network as JSON knows it; the verbs change it in place, and it is judged as a whole afterwards."""
MOST_PASTED = 500
"""Layers that one paste may bring."""
FARTHEST = 1e6
"""How far from the middle a layer may stand on the canvas."""


def apply(experiment: Experiment, *edits: Edit) -> Experiment:
    """*experiment* after all *edits* in order. Raises :class:`PlaygroundError`; *experiment* itself never changes."""
    for edit in edits:
        experiment = _apply_one(experiment, edit)
    return experiment


def free_id(taken: Iterable[str], layer: str) -> str:
    """The next id for a *layer* beside those *taken*: ``input``, then ``dense_1``, ``dense_2`` ... never one that
    lies below an existing one, so that numbers grow down a stack."""
    names, base = set(taken), layer.lower()[:56]
    if layer == "Input" and base not in names:
        return base
    pattern = re.compile(rf"{re.escape(base)}_(\d{{1,6}})")
    used = [int(found[1]) for name in names if (found := pattern.fullmatch(name))]
    return f"{base}_{max(used, default=1 if layer == 'Input' else 0) + 1}"


def _apply_one(experiment: Experiment, edit: Edit) -> Experiment:
    verb = edit.get("do")
    if verb == "set":
        return specs.changed(experiment, _word(edit, "path"), edit.get("value"))
    if not isinstance(verb, str) or verb not in VERBS:
        raise _refused(N_("There is no edit called {verb}."), verb=repr(verb)[:80])
    index = _network_index(experiment, edit.get("network"))
    document = experiment.networks[index].model_dump(mode="json")
    VERBS[verb](document, edit)
    return specs.changed(experiment, f"networks.{index}", document)


def _network_index(experiment: Experiment, name: object) -> int:
    for index, network in enumerate(experiment.networks):
        if name is None or network.name == name:
            return index
    raise _refused(N_("There is no network called {network}."), network=repr(name)[:80])


def _refused(message: str, **values: object) -> PlaygroundError:
    return PlaygroundError(Problem("edit_refused", Text(message, values)))


def _word(edit: Edit, field: str) -> str:
    value = edit.get(field)
    if not isinstance(value, str):
        raise _refused(
            N_("The edit {verb} needs {field} as a text; {value} came."),
            verb=edit.get("do"),
            field=field,
            value=repr(value)[:80],
        )
    return value


def _find(document: _Document, node_id: object) -> _Document:
    for node in document["nodes"]:
        if node["id"] == node_id:
            found: _Document = node
            return found
    raise _refused(
        N_("The network {network} has no layer called {node}."), network=document["name"], node=repr(node_id)[:80]
    )


def _target(document: _Document, edit: Edit, field: str = "node") -> _Document:
    return _find(document, _word(edit, field))


def _new(document: _Document, edit: Edit) -> _Document:
    """The node that *edit* asks for, not yet placed."""
    layer, taken = _word(edit, "layer"), [node["id"] for node in document["nodes"]]
    node_id = edit.get("id") or free_id(taken, layer)
    if node_id in taken:
        raise _refused(N_("There is already a layer called {node}."), node=node_id)
    params = edit.get("params") or {}
    return {"id": node_id, "layer": layer, "params": params, "enabled": True, "x": edit.get("x"), "y": edit.get("y")}


def _out_of(document: _Document, node_id: str) -> list[_Document]:
    return [edge for edge in document["edges"] if edge["source"] == node_id]


def _into(document: _Document, node_id: str) -> list[_Document]:
    return sorted((edge for edge in document["edges"] if edge["target"] == node_id), key=lambda edge: edge["port"])


def _free_port(document: _Document, target: str) -> int:
    used = {edge["port"] for edge in _into(document, target)}
    return min(set(range(len(used) + 1)) - used)


def _link(document: _Document, source: str, target: str, port: int | None = None) -> None:
    chosen = _free_port(document, target) if port is None else port
    document["edges"].append({"source": source, "target": target, "port": chosen})


def _place_after(document: _Document, node: _Document, after: object) -> None:
    """Put *node* between *after* and everything that followed it; ``None`` is the first input."""
    nodes = document["nodes"]
    inputs = [entry["id"] for entry in nodes if entry["layer"] == "Input"]
    before = _find(document, after)["id"] if after is not None else next(iter(inputs), None)
    if before is None:
        nodes.insert(0, node)
        return
    for edge in _out_of(document, before):
        edge["source"] = node["id"]
    nodes.insert(next(i for i, entry in enumerate(nodes) if entry["id"] == before) + 1, node)
    _link(document, before, node["id"])


def _take_out(document: _Document, node_id: str) -> None:
    """Remove the edges of a node and join its neighbours; the first source keeps the place among a target's inputs."""
    sources = [edge["source"] for edge in _into(document, node_id)]
    followers = _out_of(document, node_id)
    document["edges"] = [edge for edge in document["edges"] if node_id not in (edge["source"], edge["target"])]
    for follower in followers:
        for rank, source in enumerate(sources):
            _link(document, source, follower["target"], follower["port"] if rank == 0 else None)


def _add(document: _Document, edit: Edit) -> None:
    node = _new(document, edit)
    if edit.get("loose") or node["layer"] == "Input":
        document["nodes"].append(node)
        return
    _place_after(document, node, edit.get("after"))


def _insert_before(document: _Document, edit: Edit) -> None:
    """All edges into the node go through the new one, or only those from ``source``, or at ``port``, where given."""
    target, node = _target(document, edit), _new(document, edit)
    document["nodes"].insert(document["nodes"].index(target), node)
    wanted, port = edit.get("source"), edit.get("port")
    edges = [
        edge
        for edge in _into(document, target["id"])
        if wanted in (None, edge["source"]) and port in (None, edge["port"])
    ]
    if wanted is not None and not edges:
        raise _refused(N_("No edge leads from {source} to {target}."), source=wanted, target=target["id"])
    place = edges[0]["port"] if edges else 0
    for rank, edge in enumerate(edges):
        edge.update(target=node["id"], port=rank)
    if node["layer"] == "Input":
        document["edges"] = [edge for edge in document["edges"] if edge["target"] != node["id"]]
    document["edges"].append({"source": node["id"], "target": target["id"], "port": place})


def _delete(document: _Document, edit: Edit) -> None:
    names = edit.get("nodes")
    if not isinstance(names, list | tuple):
        raise _refused(N_("The edit delete needs nodes as a list; {value} came."), value=repr(names)[:80])
    for name in names:
        node = _find(document, name)
        _take_out(document, node["id"])
        document["nodes"].remove(node)


def _move(document: _Document, edit: Edit) -> None:
    node, after = _target(document, edit), edit.get("after")
    if node["layer"] == "Input":
        raise _refused(N_("The input stays first."))
    if after == node["id"]:
        return
    if after is not None:
        _find(document, after)
    _take_out(document, node["id"])
    document["nodes"].remove(node)
    _place_after(document, node, after)


def _duplicate(document: _Document, edit: Edit) -> None:
    node = _target(document, edit)
    twin = {**node, "id": free_id([entry["id"] for entry in document["nodes"]], node["layer"]), "x": None, "y": None}
    if node["layer"] == "Input":
        document["nodes"].append(twin)
        return
    _place_after(document, twin, node["id"])


def _switch(document: _Document, edit: Edit) -> None:
    node, enabled = _target(document, edit), edit.get("enabled")
    if not isinstance(enabled, bool):
        raise _refused(N_("A layer is switched on or off with yes or no; {value} came."), value=repr(enabled)[:80])
    node["enabled"] = enabled


def _set_param(document: _Document, edit: Edit) -> None:
    _target(document, edit)["params"][_word(edit, "field")] = edit.get("value")


def _replace(document: _Document, edit: Edit) -> None:
    """Another layer at the same place under the same id, so that edges, selection and history still mean it."""
    _target(document, edit).update(layer=_word(edit, "layer"), params=edit.get("params") or {})


def _connect(document: _Document, edit: Edit) -> None:
    source, target = _target(document, edit, "source")["id"], _target(document, edit, "target")["id"]
    port = edit.get("port")
    if _reaches(document, target, source):
        raise _refused(
            N_("{source} cannot lead to {target}: the way would go round in a circle."), source=source, target=target
        )
    if port is not None and any(edge["port"] == port for edge in _into(document, target)):
        raise _refused(N_("Input {port} of {target} is already taken."), port=port, target=target)
    _refuse_too_many(document, target)
    _link(document, source, target, port)


def _refuse_too_many(document: _Document, target: str) -> None:
    row = LAYERS.get(_find(document, target)["layer"])
    if row is None or len(_into(document, target)) < row.inputs[1]:
        return
    if row.inputs[1] == 0:
        raise _refused(N_("{target} is an input: nothing may lead into it."), target=target)
    if row.inputs[1] == 1:
        raise _refused(
            N_("{target} takes one input and has it: join the two with Add or Concatenate first."), target=target
        )
    raise _refused(N_("{target} takes {count} inputs and has them."), target=target, count=row.inputs[1])


def _reaches(document: _Document, start: str, end: str) -> bool:
    waiting, seen = [start], set[str]()
    while waiting:
        node = waiting.pop()
        if node == end:
            return True
        if node not in seen:
            seen.add(node)
            waiting.extend(edge["target"] for edge in _out_of(document, node))
    return False


def _disconnect(document: _Document, edit: Edit) -> None:
    source, target, port = _word(edit, "source"), _word(edit, "target"), edit.get("port")
    kept = [
        edge
        for edge in document["edges"]
        if (edge["source"], edge["target"]) != (source, target) or port not in (None, edge["port"])
    ]
    if len(kept) == len(document["edges"]):
        raise _refused(N_("No edge leads from {source} to {target}."), source=source, target=target)
    document["edges"] = kept


def _splice(document: _Document, edit: Edit) -> None:
    """Put a layer that is there, and connected to nothing, into an edge."""
    node = _target(document, edit)["id"]
    if _into(document, node) or _out_of(document, node):
        raise _refused(N_("{node} is connected already: take its edges away first."), node=node)
    source, target, port = _word(edit, "source"), _word(edit, "target"), edit.get("port")
    edges = [edge for edge in _into(document, target) if edge["source"] == source and port in (None, edge["port"])]
    if not edges:
        raise _refused(N_("No edge leads from {source} to {target}."), source=source, target=target)
    _refuse_too_many(document, node)
    edges[0]["source"] = node
    _link(document, source, node)


def _place(document: _Document, edit: Edit) -> None:
    """Where layers stand on the canvas: ``at`` is ``{node: [x, y]}``, or ``null`` to forget every place."""
    at = edit.get("at")
    if at is None:
        for node in document["nodes"]:
            node["x"] = node["y"] = None
        return
    if not isinstance(at, Mapping) or not all(_is_point(point) for point in at.values()):
        raise _refused(N_("The edit place needs a place [x, y] for each layer; {value} came."), value=repr(at)[:80])
    for name, (x, y) in at.items():
        _find(document, name).update(x=round(float(x), 1), y=round(float(y), 1))


def _is_point(value: object) -> bool:
    return (
        isinstance(value, list | tuple)
        and len(value) == 2
        and all(isinstance(entry, int | float) and abs(entry) < FARTHEST for entry in value)
    )


def _paste(document: _Document, edit: Edit) -> None:
    """Copies of ``nodes`` with the ``edges`` among them; an id that is taken gives way to a free one."""
    nodes, edges = edit.get("nodes"), edit.get("edges") or []
    if not _are_objects(nodes) or not nodes or not _are_objects(edges):
        raise _refused(N_("What was pasted holds no layers."))
    if len(nodes) > MOST_PASTED:
        raise _refused(
            N_("{count} layers were pasted; at most {most} are taken at once."), count=len(nodes), most=MOST_PASTED
        )
    named: dict[str, str] = {}
    for node in nodes:
        old = node.get("id")
        if not isinstance(old, str) or old in named:
            raise _refused(N_("Two pasted layers are called {node}."), node=repr(old)[:80])
        taken = [entry["id"] for entry in document["nodes"]]
        layer = _word({"do": "paste", **node}, "layer")
        named[old] = free_id(taken, layer) if old in taken else old
        fields = {"params": {}, "enabled": True, "x": None, "y": None}
        document["nodes"].append(fields | node | {"id": named[old]})
    for edge in edges:
        ends = {end: named.get(str(edge.get(end))) for end in ("source", "target")}
        if None in ends.values():
            raise _refused(
                N_("A pasted edge leads from {source} to {target}, and one of them was not pasted."),
                source=repr(edge.get("source"))[:80],
                target=repr(edge.get("target"))[:80],
            )
        document["edges"].append({"port": 0} | edge | ends)


def _are_objects(value: object) -> TypeGuard[list[_Document]]:
    return isinstance(value, list | tuple) and all(isinstance(entry, dict) for entry in value)


VERBS: dict[str, Callable[[_Document, Edit], None]] = {
    "add": _add,
    "insert_before": _insert_before,
    "delete": _delete,
    "move": _move,
    "duplicate": _duplicate,
    "switch": _switch,
    "set_param": _set_param,
    "replace": _replace,
    "connect": _connect,
    "disconnect": _disconnect,
    "splice": _splice,
    "place": _place,
    "paste": _paste,
}
"""``set {path, value}`` stands beside these: it changes anything in the document (:func:`specs.changed`)."""


def is_stack(network: Network) -> bool:
    """Whether the layers are one line, which is what a stack can show."""
    line = sorted(pairwise(stack_order(network)))
    return sorted((edge.source, edge.target) for edge in network.edges) == line


def stack_order(network: Network) -> tuple[str, ...]:
    """Ids in the order in which a stack shows them: along the edges, document order among equals, all nodes once.

    Works on wrong networks too (cycles, loose nodes), since a wrong network must still be seen to be repaired.
    """
    waiting = {node.id: 0 for node in network.nodes}
    for edge in network.edges:
        if edge.source in waiting and edge.target in waiting:
            waiting[edge.target] += 1
    order: list[str] = []
    while waiting:
        ready = next((node for node, count in waiting.items() if count == 0), next(iter(waiting)))
        del waiting[ready]
        order.append(ready)
        for edge in network.edges:
            if edge.source == ready and edge.target in waiting:
                waiting[edge.target] -= 1
    return tuple(order)
