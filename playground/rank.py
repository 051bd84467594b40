"""Does each layer get as many axes as it wants? Told without sizes, so at once and without Keras."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from playground.datasets.base import Info
from playground.entering import taken
from playground.i18n import N_, Text
from playground.layers import LAYERS
from playground.params import filled
from playground.problems import Problem, Repair
from playground.repairs import edit, repair

if TYPE_CHECKING:
    from playground.graph import ActiveNode, Graph

_FORMS = {
    1: N_("a row of numbers"),
    2: N_("a sequence (steps × channels)"),
    3: N_("an image (height × width × channels)"),
}


def form(rank: int) -> Text:
    """What an example with *rank* axes is, in words."""
    return Text(_FORMS[rank]) if rank in _FORMS else Text(N_("{rank} axes"), {"rank": rank})


def ranks(graph: Graph, info: Info | None) -> dict[str, int]:
    """The number of axes that leaves each node, without the batch; nodes behind an unknown one are missing. A layer
    that gets the wrong number is taken to get the right one, so that one mistake is told once."""
    known: dict[str, int] = {}
    for node in graph.nodes:
        if node.node.layer == "Input":
            if info is not None:
                known[node.id] = len(taken(node.node, info).shape)
            continue
        given = tuple(known[source] for source in node.inputs if source in known)
        wanted = node.row.input_ranks
        if wanted is not None and (not given or given[0] not in wanted):
            given = (wanted[0],)
        if given:
            known[node.id] = node.row.output_rank(given, filled(node.row.params, node.node.params))
    return known


def rank_problems(graph: Graph, info: Info | None) -> Iterable[Problem]:
    """One for each layer that gets a number of axes it cannot take."""
    known = ranks(graph, info)
    for node in graph.nodes:
        wanted = node.row.input_ranks
        came = next((known[source] for source in node.inputs if source in known), None)
        if wanted is None or came is None or came in wanted:
            continue
        said = Text(
            N_("{layer} expects {wanted}, but {source} gives {came}."),
            {"layer": node.id, "wanted": form(wanted[0]), "source": node.inputs[0], "came": form(came)},
        )
        repairs = (*_remove_source(graph, node, wanted, known), *_repairs(graph, node, wanted[0], came, info))
        yield Problem("rank", said, network=graph.name, node=node.id, repairs=repairs)


def _remove_source(graph: Graph, node: ActiveNode, wanted: tuple[int, ...], known: dict[str, int]) -> Iterable[Repair]:
    """Where a Flatten (or the like) just before took the axes away, taking it out gives them back."""
    source = next(entry for entry in graph.nodes if entry.id == node.inputs[0])
    if source.row.kind in ("shape", "pooling") and known.get(source.inputs[0] if source.inputs else "") in wanted:
        yield repair(N_("Remove {node}"), edit("delete", graph.name, nodes=[source.id]), node=source.id)


def _repairs(graph: Graph, node: ActiveNode, wanted: int, came: int, info: Info | None) -> Iterable[Repair]:
    twin = _twin(node.node.layer, wanted, came)
    if twin is not None:
        kept = {name: value for name, value in node.node.params.items() if not isinstance(value, list)}
        kept = {name: value for name, value in kept.items() if LAYERS[twin].param(name) is not None}
        other = edit("replace", graph.name, node=node.id, layer=twin, params=kept)
        yield repair(N_("Use {layer} instead"), other, layer=twin)
    target = _reshape(graph, node, wanted, came, info)
    if target is not None:
        shape = "×".join("?" if size == -1 else str(size) for size in target)
        put = edit("insert_before", graph.name, node=node.id, layer="Reshape", params={"target_shape": target})
        yield repair(N_("Insert Reshape to {shape}"), put, shape=shape)
    if wanted == 1:
        yield insert(graph.name, node.id, "Flatten")
    if node.row.kind not in ("dense", "convolution"):
        yield repair(N_("Remove {node}"), edit("delete", graph.name, nodes=[node.id]), node=node.id)


def insert(network: str, node: str, layer: str) -> Repair:
    """The repair that puts *layer* before *node*."""
    put = edit("insert_before", network, node=node, layer=layer)
    return repair(N_("Insert {layer} before {node}"), put, layer=layer, node=node)


def _twin(layer: str, wanted: int, came: int) -> str | None:
    """The same layer for the number of axes that came: ``Conv1D`` for ``Conv2D``."""
    twin = layer.replace(f"{wanted - 1}D", f"{came - 1}D")
    return twin if twin != layer and twin in LAYERS else None


def _reshape(graph: Graph, node: ActiveNode, wanted: int, came: int, info: Info | None) -> list[int] | None:
    """A form that fits for sure: a row as steps of one channel, the data's square row as a picture."""
    if came == 1 and wanted == 2:
        return [-1, 1]
    source = next((entry for entry in graph.inputs if entry.id == node.inputs[0]), None)
    if source is None or info is None or wanted != 3:
        return None
    shape = taken(source.node, info).shape
    if came == 1:
        side = round(shape[0] ** 0.5)
        return [side, side, 1] if side > 1 and side * side == shape[0] else None
    if came == 2:
        return [*shape, 1]
    return None
