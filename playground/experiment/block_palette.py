"""Blocks to use again, ready ones and those that people saved: what the palette offers, and what it means to take one.

The browser names a block; here its layers are put into the edit, so that an edit holds all it needs and undo depends on
no file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from playground.catalog.layers import LAYERS
from playground.core.i18n import N_, Text, _
from playground.experiment import block_edits, blocks, saved_blocks
from playground.experiment.graph_edits import edit_error, text_field
from playground.experiment.spec import Experiment, Network

if TYPE_CHECKING:
    from playground.experiment.report import Report

Edit = Mapping[str, Any]
MOST_NAMES = 4
"""Layers that the palette names of a saved block."""


def shipped_entries() -> list[dict[str, str]]:
    """The blocks that ship, as the palette shows them."""
    return [
        {"name": block.name, "title": _(block.title), "help": _(block.help)} for block in blocks.all_blocks().values()
    ]


def saved_entries() -> list[dict[str, str]]:
    """The blocks that people saved, as the palette shows them."""
    return [
        {"name": name, "title": block.title, "help": _layer_names(block.network)}
        for name, block in saved_blocks.load_all().blocks.items()
    ]


def _layer_names(network: Network) -> str:
    layers = [node.layer for node in network.nodes if node.layer != "Input"]
    titles = [_(LAYERS[layer].title) if layer in LAYERS else layer for layer in layers]
    names = ", ".join(titles[:MOST_NAMES]) + (" …" if len(titles) > MOST_NAMES else "")
    if len(titles) == 1:
        return names
    return str(Text(N_("{count} layers: {names}"), {"count": len(titles), "names": names}))


def resolve_block_edits(
    experiment: Experiment, requested_edits: Iterable[Edit], report: Report | None
) -> list[dict[str, Any]]:
    """What of *requested_edits* is to be applied to the document: blocks that are named have their layers, and what
    concerns saved blocks only (``save_block``, ``delete_block``, ``restore_block``) is done. Raises
    :class:`PlaygroundError` where there is no such block, or it cannot be saved."""
    edits: list[dict[str, Any]] = []
    for edit in requested_edits:
        verb = edit.get("do")
        if verb == "save_block":
            _save_block(experiment, edit)
        elif verb == "delete_block":
            saved_blocks.delete(text_field(edit, "name"))
        elif verb == "restore_block":
            saved_blocks.restore(text_field(edit, "name"))
        elif verb == "insert_block" and "block" not in edit:
            edits.append(_with_layers(experiment, edit, report))
        else:
            edits.append(dict(edit))
    return edits


def _find_network(experiment: Experiment, edit: Edit) -> Network:
    name = edit.get("network")
    for network in experiment.networks:
        if name is None or network.name == name:
            return network
    raise edit_error(N_("There is no network called {network}."), network=repr(name)[:80])


def _save_block(experiment: Experiment, edit: Edit) -> None:
    network, name = _find_network(experiment, edit), text_field(edit, "group")
    group = next((entry for entry in network.groups if entry.id == name), None)
    if group is None:
        raise edit_error(
            N_("The network {network} has no block called {group}."), network=network.name, group=name[:80]
        )
    if not group.title.strip():
        raise edit_error(N_("Give the block a name first; it is saved under it."))
    content = block_edits.extract_block(network, group)
    saved_blocks.save(saved_blocks.SavedBlock(title=_(group.title), repeat=group.repeat, network=content))


def _with_layers(experiment: Experiment, edit: Edit, report: Report | None) -> dict[str, Any]:
    name = text_field(edit, "name")
    fields = {key: value for key, value in edit.items() if key not in ("name", "own")}
    if edit.get("own"):
        own = saved_blocks.get(name)
        return {"title": own.title, "repeat": own.repeat, "block": own.network.model_dump(mode="json")} | fields
    block = blocks.get(name)
    network = block.network(_incoming_channels(experiment, edit, report))
    return {"title": block.title, "block": network.model_dump(mode="json")} | fields


def _incoming_channels(experiment: Experiment, edit: Edit, report: Report | None) -> int | None:
    """How many channels come in where the block goes, if that is known."""
    network = _find_network(experiment, edit)
    first = next((node.id for node in network.nodes if node.layer == "Input"), None)
    edges = edit.get("edges") or [{}]
    source = edges[0].get("source") or (None if edit.get("loose") else edit.get("after") or first)
    node_report = report.by_document_node(network.name).get(str(source)) if report is not None else None
    return node_report.shape[-1] if node_report is not None and node_report.shape else None
