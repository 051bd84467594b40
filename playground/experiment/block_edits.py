"""Edits of blocks: layers are put together, named, folded, repeated, and a block is put in as a whole.

Edits of layers keep blocks whole through :func:`update_membership`, :func:`add_to_block_of` and
:func:`remove_from_blocks`. All work on a network as JSON (:mod:`playground.experiment.graph_edits`). What a block holds
is a network of its own: its ``Input`` is what comes in, its one end is what goes out (:func:`extract_block`).
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count

from pydantic import ValidationError

from playground.core.i18n import N_
from playground.experiment import block_repeats
from playground.experiment.graph_edits import (
    Document,
    Edit,
    add_edge,
    edit_error,
    find_node,
    free_id,
    in_edges,
    is_dict_list,
    is_reachable,
    out_edges,
    text_field,
)
from playground.experiment.spec import MOST_REPEATS, Edge, Group, Network, Node
from playground.experiment.structure import toposort_or_none

MOST_WRITTEN_OUT = 500
"""Layers that ungrouping a repeated block may write into the document."""
_STEP_X, _STEP_Y = 180.0, 110.0


def group(document: Document, edit: Edit) -> None:
    """A block of ``nodes``, with a ``title`` and an ``id`` where given. Raises :class:`PlaygroundError` where these
    layers cannot be one."""
    names = edit.get("nodes")
    if not isinstance(names, list | tuple) or not names:
        raise edit_error(N_("A block needs at least one layer."))
    for name in names:
        if find_node(document, name)["layer"] == "Input":
            raise edit_error(N_("The input stays outside of a block."))
        if (other := _block_of(document, name)) is not None:
            raise edit_error(
                N_("{node} is in the block {title} already: ungroup that one first."),
                node=name,
                title=other["title"] or other["id"],
            )
    if (between := _node_between(document, set(names))) is not None:
        raise edit_error(N_("Data leaves these layers for {node} and comes back: select it too."), node=between)
    _add_block(document, edit.get("id"), _parse_title(edit), list(dict.fromkeys(names)))


def _node_between(document: Document, inside: set[str]) -> str | None:
    """A layer outside that stands on a way from these layers to these layers."""
    for node in document["nodes"]:
        name = node["id"]
        behind = name not in inside and any(is_reachable(document, start, name) for start in inside)
        if behind and any(is_reachable(document, name, end) for end in inside):
            return str(name)
    return None


def ungroup(document: Document, edit: Edit) -> None:
    """Take the frame away and keep what trains: copies of a repeated block become layers of their own. Where ``keep``
    is false, or the block could not be repeated anyway, only the first stays. Raises :class:`PlaygroundError` where
    there is no such block, or the copies are too many."""
    block = _find_block(document, edit)
    document["groups"].remove(block)
    network = _parse_network({**document, "groups": [block]})
    unrepeatable = bool(tuple(block_repeats.group_problems(network))) or bool(tuple(block_repeats.problems(network)))
    if block["repeat"] == 1 or edit.get("keep") is False or unrepeatable:
        return
    more = (block["repeat"] - 1) * len(block["nodes"])
    if more > MOST_WRITTEN_OUT:
        raise edit_error(
            N_("Written out, the repetitions are {count} layers; at most {most} are put in at once."),
            count=more,
            most=MOST_WRITTEN_OUT,
        )
    flat = block_repeats.expand(network)
    first = {node.id for node in network.nodes}
    names = {node: node for node in first}
    for node in flat.nodes:
        if node.id not in names:
            names[node.id] = free_id(names.values(), node.layer)
    document["nodes"] = [
        node.model_dump(mode="json") | {"id": names[node.id]} | ({} if node.id in first else {"x": None, "y": None})
        for node in flat.nodes
    ]
    document["edges"] = [
        edge.model_dump(mode="json") | {"source": names[edge.source], "target": names[edge.target]}
        for edge in flat.edges
    ]


def rename(document: Document, edit: Edit) -> None:
    """Give the block ``group`` another ``title``. Raises :class:`PlaygroundError` where there is none, or it is too
    long."""
    _find_block(document, edit)["title"] = _parse_title(edit)


def fold(document: Document, edit: Edit) -> None:
    """Fold the block ``group``, or unfold it, as ``folded`` says. Raises :class:`PlaygroundError` where there is
    none."""
    block, folded = _find_block(document, edit), edit.get("folded")
    if not isinstance(folded, bool):
        raise edit_error(N_("A block is folded or not, yes or no; {value} came."), value=repr(folded)[:80])
    block["folded"] = folded


def repeat(document: Document, edit: Edit) -> None:
    """Have the block ``group`` follow itself ``times`` times in all. Raises :class:`PlaygroundError` where there is
    none, or that is out of bounds."""
    block, times = _find_block(document, edit), edit.get("times")
    if not isinstance(times, int) or isinstance(times, bool) or not 1 <= times <= MOST_REPEATS:
        raise edit_error(
            N_("A block is repeated 1 to {most} times; {value} came."), most=MOST_REPEATS, value=repr(times)[:80]
        )
    block["repeat"] = times


def insert_block(document: Document, edit: Edit) -> None:
    """Put in what a block holds (``block``: a network as :func:`extract_block` gives it) under fresh ids: behind
    ``after`` (a ``branch`` beside what follows it), into ``edges`` that come from one layer, or ``loose``; with
    ``title``, ``folded`` and ``repeat``. In the middle of another block it becomes a part of that one. Raises
    :class:`PlaygroundError` where it is no block, or there is no such place."""
    inner = _parse_block(edit.get("block"))
    names = _fresh_ids(document, inner)
    (leaving,) = (names[node] for node in block_repeats.block_boundary(inner, names).exits)
    source, edges = _source_and_edges(document, edit)
    for edge in edges:
        edge["source"] = leaving
    _add_copies(document, inner, names, source, edit)
    if source is not None:
        entries = [edge for edge in inner.edges if edge.source not in names]
        document["edges"] += [{"source": source, "target": names[edge.target], "port": edge.port} for edge in entries]
    around = {_block_id_of(document, source)} & {_block_id_of(document, edge["target"]) for edge in edges} - {None}
    if around:
        host = next(entry for entry in document["groups"] if entry["id"] in around)
        host["nodes"] = [*host["nodes"], *names.values()]
        return
    new_block = _add_block(document, edit.get("id"), _parse_title(edit), list(names.values()))
    new_block.update(folded=bool(edit.get("folded")), repeat=edit.get("repeat", 1))


def _source_and_edges(document: Document, edit: Edit) -> tuple[str | None, list[Document]]:
    """The layer that leads into a block that is put in, and the edges that leave the block from then on."""
    if edit.get("loose"):
        return None, []
    named_edges = edit.get("edges")
    if named_edges is None:
        source = _node_to_follow(document, edit.get("after"))
        return source, [] if source is None or edit.get("branch") else out_edges(document, source)
    sources = [edge.get("source") for edge in named_edges] if is_dict_list(named_edges) else []
    if not sources or sources.count(sources[0]) != len(sources):
        raise edit_error(N_("A block goes into edges that come from one layer."))
    source = text_field(named_edges[0], "source")
    edges = [edge for edge in out_edges(document, source) if any(_is_same_edge(edge, other) for other in named_edges)]
    if len(edges) != len(named_edges):
        raise edit_error(
            N_("No edge leads from {source} to {target}."), source=source, target=named_edges[0].get("target")
        )
    return source, edges


def _is_same_edge(edge: Document, other: Document) -> bool:
    return (edge["target"], edge["port"]) == (other.get("target"), other.get("port"))


def duplicate(document: Document, edit: Edit) -> None:
    """The block ``group`` once more, right behind itself. Raises :class:`PlaygroundError` where there is none, or it
    has not one way in and one way out."""
    block = _find_block(document, edit)
    network = _parse_network({**document, "groups": []})
    inner = extract_block(network, Group.model_validate(block)).model_dump(mode="json")
    insert_edit = {
        "do": "insert_block",
        "block": inner,
        "after": block_repeats.block_boundary(network, block["nodes"]).exits[0],
    }
    fields = {name: block[name] for name in ("title", "folded", "repeat")}
    insert_block(document, insert_edit | fields | ({"id": edit["id"]} if "id" in edit else {}))


def paste(document: Document, groups: object, names: Mapping[str, str]) -> None:
    """The blocks of what was pasted; *names* are the ids that its layers have now. Raises :class:`PlaygroundError`
    where they name other layers."""
    if not is_dict_list(groups):
        raise edit_error(N_("The blocks of what was pasted cannot be read."))
    for entry in groups:
        inside = entry.get("nodes")
        if not isinstance(inside, list) or not all(isinstance(name, str) and name in names for name in inside):
            raise edit_error(N_("A pasted block names layers that were not pasted."))
        taken_ids = [other["id"] for other in document["groups"]]
        own = entry.get("id")
        new_block = _add_block(document, None if own in taken_ids else own, "", [names[name] for name in inside])
        new_block.update({name: entry[name] for name in entry if name not in ("id", "nodes")})


def update_membership(document: Document, node: str) -> None:
    """Where a layer was put into an edge: between two layers of a block it belongs to that block, and where nothing
    of its own block stands beside it any longer, it leaves that block."""
    before = {_block_id_of(document, edge["source"]) for edge in in_edges(document, node)}
    behind = {_block_id_of(document, edge["target"]) for edge in out_edges(document, node)}
    own = _block_id_of(document, node)
    around = (before & behind) - {None}
    if around and own not in around:
        remove_from_blocks(document, node)
        host = next(entry for entry in document["groups"] if entry["id"] in around)
        host["nodes"] = [*host["nodes"], node]
    elif own is not None and own not in before | behind:
        remove_from_blocks(document, node)


def add_to_block_of(document: Document, node: str, other: str) -> None:
    """*node* belongs to the block of *other*, if there is one."""
    if (host := _block_of(document, other)) is not None:
        host["nodes"] = [*host["nodes"], node]


def remove_from_blocks(document: Document, node: str) -> None:
    """*node* is in no block any more; a block without layers is gone."""
    for entry in document["groups"]:
        entry["nodes"] = [name for name in entry["nodes"] if name != node]
    document["groups"] = [entry for entry in document["groups"] if entry["nodes"]]


def extract_block(network: Network, group: Group) -> Network:
    """What *group* holds, as a network of its own: an ``Input`` stands for the one layer that leads in. Places are
    counted from its corner. Raises :class:`PlaygroundError` where more than one thing comes in or goes out."""
    boundary, inside = block_repeats.block_boundary(network, group.nodes), set(group.nodes)
    if not boundary.is_single:
        raise edit_error(
            N_("A block that is used again needs one way in and one way out; {title} has {ins} in and {outs} out."),
            title=block_repeats.block_title(group),
            ins=len(boundary.sources),
            outs=len(boundary.exits),
        )
    nodes = [node for node in network.nodes if node.id in inside]
    entrance = free_id(inside, "Input")
    edges = tuple(
        Edge(source=edge.source if edge.source in inside else entrance, target=edge.target, port=edge.port)
        for edge in network.edges
        if edge.target in inside
    )
    return Network(name="block", nodes=(Node(id=entrance, layer="Input"), *_moved_to_corner(nodes)), edges=edges)


def _moved_to_corner(nodes: list[Node]) -> list[Node]:
    if any(node.x is None or node.y is None for node in nodes):
        return [node.model_copy(update={"x": None, "y": None}) for node in nodes]
    left, top = min(node.x or 0 for node in nodes), min(node.y or 0 for node in nodes)
    return [node.model_copy(update={"x": (node.x or 0) - left, "y": (node.y or 0) - top}) for node in nodes]


def validate_block(inner: Network) -> None:
    """Raise :class:`PlaygroundError` where *inner* is nothing that a block may hold: one ``Input``, one end, a layer
    between them."""
    names = {node.id for node in inner.nodes}
    layers = [node.id for node in inner.nodes if node.layer != "Input"]
    whole = len(names) == len(inner.nodes) == len(layers) + 1
    whole = whole and all({edge.source, edge.target} <= names for edge in inner.edges)
    if (
        not layers
        or not whole
        or not block_repeats.block_boundary(inner, layers).is_single
        or toposort_or_none(inner) is None
    ):
        raise edit_error(N_("A block has one way in and one way out, and at least one layer between them."))


# --- helpers ------------------------------------------------------------------------------------------------------


def _find_block(document: Document, edit: Edit) -> Document:
    name = text_field(edit, "group")
    for entry in document["groups"]:
        if entry["id"] == name:
            block: Document = entry
            return block
    raise edit_error(
        N_("The network {network} has no block called {group}."), network=document["name"], group=name[:80]
    )


def _block_of(document: Document, node: object) -> Document | None:
    """The block that *node* is in."""
    return next((entry for entry in document["groups"] if node in entry["nodes"]), None)


def _block_id_of(document: Document, node: object) -> str | None:
    block = _block_of(document, node)
    return None if block is None else str(block["id"])


def _parse_title(edit: Edit) -> str:
    title = edit.get("title", "")
    if not isinstance(title, str) or len(title) > 60:
        raise edit_error(
            N_("The name of a block is a text of at most 60 characters; {value} came."), value=repr(title)[:80]
        )
    return title.strip()


def _add_block(document: Document, own: object, title: str, nodes: list[str]) -> Document:
    taken_ids = [entry["id"] for entry in document["groups"]]
    if own in taken_ids:
        raise edit_error(N_("There is already a block called {group}."), group=own)
    block = {"id": own or free_id(taken_ids, "block"), "title": title, "nodes": nodes, "folded": False, "repeat": 1}
    document["groups"].append(block)
    return block


def _parse_network(document: Document) -> Network:
    try:
        return Network.model_validate(document)
    except ValidationError as error:
        raise edit_error(N_("The network cannot be read.")) from error


def _parse_block(value: object) -> Network:
    try:
        inner = Network.model_validate(value)
    except ValidationError as error:
        raise edit_error(N_("What the block holds cannot be read.")) from error
    validate_block(inner)
    return inner


def _node_to_follow(document: Document, after: object) -> str | None:
    """The node that a block is put behind: *after*, or the first input, if there is one."""
    if after is not None:
        return str(find_node(document, after)["id"])
    return next((node["id"] for node in document["nodes"] if node["layer"] == "Input"), None)


def _fresh_ids(document: Document, inner: Network) -> dict[str, str]:
    """By id in the block the free id in the network."""
    taken_ids = [node["id"] for node in document["nodes"]]
    names: dict[str, str] = {}
    for node in inner.nodes:
        if node.layer != "Input":
            names[node.id] = free_id([*taken_ids, *names.values()], node.layer)
    return names


def _add_copies(document: Document, inner: Network, names: Mapping[str, str], after: object, edit: Edit) -> None:
    """Layers and edges of the block, in the document's order behind *after*; at ``x`` and ``y`` where given."""
    places = _node_positions(inner, names, edit)
    nodes = [
        node.model_dump(mode="json") | {"id": names[node.id]} | places[node.id]
        for node in inner.nodes
        if node.id in names
    ]
    at = next(
        (place for place, node in enumerate(document["nodes"]) if node["id"] == after), len(document["nodes"]) - 1
    )
    document["nodes"][at + 1 : at + 1] = nodes
    for edge in inner.edges:
        if edge.source in names:
            add_edge(document, names[edge.source], names[edge.target], edge.port)


def _node_positions(inner: Network, names: Mapping[str, str], edit: Edit) -> dict[str, dict[str, float | None]]:
    """Where each layer stands when the block comes to a place: as it was saved, else in ranks."""
    x, y = edit.get("x"), edit.get("y")
    if not isinstance(x, int | float) or not isinstance(y, int | float):
        return {node: {"x": None, "y": None} for node in names}
    ranks: dict[str, int] = {}
    rows = {rank: count() for rank in range(len(inner.nodes))}
    positions: dict[str, dict[str, float | None]] = {}
    by_id = {node.id: node for node in inner.nodes}
    for node in [by_id[name] for name in toposort_or_none(inner) or by_id if name in names]:
        depths = [ranks[edge.source] + 1 for edge in inner.edges if edge.target == node.id and edge.source in ranks]
        ranks[node.id] = rank = max(depths, default=0)
        saved = node.x is not None and node.y is not None
        own = (node.x or 0, node.y or 0) if saved else (_STEP_X * rank, _STEP_Y * next(rows[rank]))
        positions[node.id] = {"x": x + own[0], "y": y + own[1]}
    return positions
