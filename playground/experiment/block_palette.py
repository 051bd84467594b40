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
from playground.experiment.graph_edits import refused, word
from playground.experiment.spec import Experiment, Network

if TYPE_CHECKING:
    from playground.experiment.report import Report

Edit = Mapping[str, Any]
NAMED = 4
"""Layers that the palette names of a saved block."""


def ready() -> list[dict[str, str]]:
    """The blocks that ship, as the palette shows them."""
    return [
        {"name": block.name, "title": _(block.title), "help": _(block.help)} for block in blocks.all_blocks().values()
    ]


def saved() -> list[dict[str, str]]:
    """The blocks that people saved, as the palette shows them."""
    return [
        {"name": name, "title": block.title, "help": _layers(block.network)}
        for name, block in saved_blocks.shelf().blocks.items()
    ]


def _layers(network: Network) -> str:
    layers = [node.layer for node in network.nodes if node.layer != "Input"]
    titles = [_(LAYERS[layer].title) if layer in LAYERS else layer for layer in layers]
    named = ", ".join(titles[:NAMED]) + (" …" if len(titles) > NAMED else "")
    if len(titles) == 1:
        return named
    return str(Text(N_("{count} layers: {names}"), {"count": len(titles), "names": named}))


def done(experiment: Experiment, made: Iterable[Edit], report: Report | None) -> list[dict[str, Any]]:
    """What of *made* is to be applied to the document: blocks that are named have their layers, and what concerns saved
    blocks only (``save_block``, ``delete_block``, ``restore_block``) is done. Raises :class:`PlaygroundError`."""
    edits: list[dict[str, Any]] = []
    for edit in made:
        verb = edit.get("do")
        if verb == "save_block":
            _save(experiment, edit)
        elif verb == "delete_block":
            saved_blocks.delete(word(edit, "name"))
        elif verb == "restore_block":
            saved_blocks.restore(word(edit, "name"))
        elif verb == "insert_block" and "block" not in edit:
            edits.append(_with_layers(experiment, edit, report))
        else:
            edits.append(dict(edit))
    return edits


def _network(experiment: Experiment, edit: Edit) -> Network:
    name = edit.get("network")
    for network in experiment.networks:
        if name is None or network.name == name:
            return network
    raise refused(N_("There is no network called {network}."), network=repr(name)[:80])


def _save(experiment: Experiment, edit: Edit) -> None:
    network, name = _network(experiment, edit), word(edit, "group")
    group = next((entry for entry in network.groups if entry.id == name), None)
    if group is None:
        raise refused(N_("The network {network} has no block called {group}."), network=network.name, group=name[:80])
    if not group.title.strip():
        raise refused(N_("Give the block a name first; it is saved under it."))
    content = block_edits.content(network, group)
    saved_blocks.save(saved_blocks.OwnBlock(title=_(group.title), repeat=group.repeat, network=content))


def _with_layers(experiment: Experiment, edit: Edit, report: Report | None) -> dict[str, Any]:
    name = word(edit, "name")
    kept = {key: value for key, value in edit.items() if key not in ("name", "own")}
    if edit.get("own"):
        own = saved_blocks.get(name)
        return {"title": own.title, "repeat": own.repeat, "block": own.network.model_dump(mode="json")} | kept
    block = blocks.get(name)
    network = block.network(_channels(experiment, edit, report))
    return {"title": block.title, "block": network.model_dump(mode="json")} | kept


def _channels(experiment: Experiment, edit: Edit, report: Report | None) -> int | None:
    """How many channels come in where the block goes, if that is known."""
    network = _network(experiment, edit)
    first = next((node.id for node in network.nodes if node.layer == "Input"), None)
    edges = edit.get("edges") or [{}]
    source = edges[0].get("source") or (None if edit.get("loose") else edit.get("after") or first)
    said = report.seen(network.name).get(str(source)) if report is not None else None
    return said.shape[-1] if said is not None and said.shape else None
