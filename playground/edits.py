"""Changes to a document as data: what a button, a repair, an undo step or a key press does to an experiment.

An edit is a JSON object with ``do`` and the fields of its verb (:data:`VERBS`). :func:`apply` never half-applies:
either all edits are in the answer or a :class:`PlaygroundError` says which one could not be done and why.
Network edits name their ``network``, or mean the first one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from playground import specs
from playground.i18n import N_, Text
from playground.problems import PlaygroundError, Problem
from playground.specs import Experiment, Network

Edit = Mapping[str, Any]
_Document = dict[str, Any]
"""A network as JSON knows it; the verbs change it in place, and it is judged as a whole afterwards."""


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
    """All edges into the node go through the new one, or only those from ``source`` where it is given."""
    target, node = _target(document, edit), _new(document, edit)
    document["nodes"].insert(document["nodes"].index(target), node)
    wanted = edit.get("source")
    edges = [edge for edge in _into(document, target["id"]) if wanted in (None, edge["source"])]
    if wanted is not None and not edges:
        raise _refused(N_("No edge leads from {source} to {target}."), source=wanted, target=target["id"])
    place = edges[0]["port"] if edges else 0
    for port, edge in enumerate(edges):
        edge.update(target=node["id"], port=port)
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
    _link(document, source, target, port)


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
}
"""``set {path, value}`` stands beside these: it changes anything in the document (:func:`specs.changed`)."""


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
