"""How the verbs of :mod:`playground.experiment.edits` change a network that is plain JSON: find, join, put in, take
out.

Whatever is asked for and cannot be done raises :class:`PlaygroundError` with a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any, TypeGuard

from playground.core.i18n import N_, Text
from playground.core.problems import PlaygroundError, Problem

Edit = Mapping[str, Any]
Document = dict[str, Any]
"""A network as JSON knows it; the verbs change it in place, and it is judged as a whole afterwards."""


def free_id(taken_ids: Iterable[str], layer: str) -> str:
    """The next id for a *layer* beside those *taken_ids*: ``input``, then ``dense_1``, ``dense_2`` ... never one that
    lies below an existing one, so that numbers grow down a stack."""
    names, base = set(taken_ids), layer.lower()[:56]
    if layer == "Input" and base not in names:
        return base
    pattern = re.compile(rf"{re.escape(base)}_(\d{{1,6}})")
    numbers = [int(match[1]) for name in names if (match := pattern.fullmatch(name))]
    return f"{base}_{max(numbers, default=1 if layer == 'Input' else 0) + 1}"


def edit_error(message: str, **values: object) -> PlaygroundError:
    """The error for an edit that cannot be done; *message* is a message id with places for *values*."""
    return PlaygroundError(Problem("edit_refused", Text(message, values)))


def text_field(edit: Edit, field: str) -> str:
    """The text in *field* of *edit*. Raises :class:`PlaygroundError` where it is none."""
    value = edit.get(field)
    if not isinstance(value, str):
        raise edit_error(
            N_("The edit {verb} needs {field} as a text; {value} came."),
            verb=edit.get("do"),
            field=field,
            value=repr(value)[:80],
        )
    return value


def find_node(document: Document, node_id: object) -> Document:
    """The layer *node_id* of the network. Raises :class:`PlaygroundError` where there is none."""
    for node in document["nodes"]:
        if node["id"] == node_id:
            document_node: Document = node
            return document_node
    raise edit_error(
        N_("The network {network} has no layer called {node}."), network=document["name"], node=repr(node_id)[:80]
    )


def node_of(document: Document, edit: Edit, field: str = "node") -> Document:
    """The layer that *field* of *edit* names. Raises :class:`PlaygroundError` where there is none."""
    return find_node(document, text_field(edit, field))


def new_node(document: Document, edit: Edit) -> Document:
    """The node that *edit* asks for, not yet placed. Raises :class:`PlaygroundError` where its id is taken."""
    layer, taken_ids = text_field(edit, "layer"), [node["id"] for node in document["nodes"]]
    node_id = edit.get("id") or free_id(taken_ids, layer)
    if node_id in taken_ids:
        raise edit_error(N_("There is already a layer called {node}."), node=node_id)
    params = edit.get("params") or {}
    return {"id": node_id, "layer": layer, "params": params, "enabled": True, "x": edit.get("x"), "y": edit.get("y")}


def out_edges(document: Document, node_id: str) -> list[Document]:
    """The edges that leave the layer *node_id*, in the document's order."""
    return [edge for edge in document["edges"] if edge["source"] == node_id]


def in_edges(document: Document, node_id: str) -> list[Document]:
    """The edges that lead into the layer *node_id*, by port."""
    return sorted((edge for edge in document["edges"] if edge["target"] == node_id), key=lambda edge: edge["port"])


def free_port(document: Document, target: str) -> int:
    """The lowest port of *target* that no edge leads into."""
    ports = {edge["port"] for edge in in_edges(document, target)}
    return min(set(range(len(ports) + 1)) - ports)


def add_edge(document: Document, source: str, target: str, port: int | None = None) -> None:
    """Join *source* to *target*, at its lowest free port where *port* is ``None``."""
    new_port = free_port(document, target) if port is None else port
    document["edges"].append({"source": source, "target": target, "port": new_port})


def place_after(document: Document, node: Document, after: object) -> None:
    """Put *node* between *after* and everything that followed it; ``None`` is the first input. Raises
    :class:`PlaygroundError` where there is no such layer."""
    nodes = document["nodes"]
    inputs = [entry["id"] for entry in nodes if entry["layer"] == "Input"]
    before = find_node(document, after)["id"] if after is not None else next(iter(inputs), None)
    if before is None:
        nodes.insert(0, node)
        return
    for edge in out_edges(document, before):
        edge["source"] = node["id"]
    nodes.insert(next(i for i, entry in enumerate(nodes) if entry["id"] == before) + 1, node)
    add_edge(document, before, node["id"])


def bypass(document: Document, node_ids: Collection[str]) -> None:
    """Remove the edges of nodes and join their neighbours: each target of theirs with what led to it through them, each
    source once. The first source keeps the place among the target's inputs."""
    joined = [
        (_sources_outside(document, edge["source"], node_ids), edge)
        for edge in document["edges"]
        if edge["source"] in node_ids and edge["target"] not in node_ids
    ]
    document["edges"] = [
        edge for edge in document["edges"] if edge["source"] not in node_ids and edge["target"] not in node_ids
    ]
    for sources, edge in joined:
        for rank, source in enumerate(sources):
            add_edge(document, source, edge["target"], edge["port"] if rank == 0 else None)


def _sources_outside(document: Document, node_id: str, node_ids: Collection[str]) -> list[str]:
    """What leads to a node through none but *node_ids*, in the order of their inputs."""
    waiting, visited_ids, sources = [node_id], set[str](), dict[str, None]()
    while waiting:
        node = waiting.pop()
        if node not in node_ids:
            sources[node] = None
        elif node not in visited_ids:
            visited_ids.add(node)
            waiting.extend(edge["source"] for edge in reversed(in_edges(document, node)))
    return list(sources)


def is_reachable(document: Document, start: str, end: str) -> bool:
    """Whether some way leads from *start* along edges to *end*; one always leads to itself."""
    waiting, visited_ids = [start], set[str]()
    while waiting:
        node = waiting.pop()
        if node == end:
            return True
        if node not in visited_ids:
            visited_ids.add(node)
            waiting.extend(edge["target"] for edge in out_edges(document, node))
    return False


def is_dict_list(value: object) -> TypeGuard[list[Document]]:
    """Whether *value* is a list of JSON objects."""
    return isinstance(value, list | tuple) and all(isinstance(entry, dict) for entry in value)
