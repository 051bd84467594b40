"""Does each layer get as many axes as it wants?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from playground.catalog.layers import LAYERS
from playground.core.i18n import N_, Text
from playground.core.info import Info
from playground.core.problems import Problem, Repair
from playground.experiment.ranks import rank_in_words, ranks
from playground.experiment.repairs import edit, insert_repair, repair

if TYPE_CHECKING:
    from playground.experiment.graph import Graph, GraphNode


def rank_problems(graph: Graph, info: Info | None) -> Iterable[Problem]:
    """One for each layer that gets a number of axes it cannot take."""
    node_ranks = ranks(graph, info)
    for node in graph.nodes:
        expected_ranks = node.row.input_ranks
        actual_rank = next((node_ranks[source] for source in node.inputs if source in node_ranks), None)
        if expected_ranks is None or actual_rank is None or actual_rank in expected_ranks:
            continue
        message = Text(
            N_("{layer} expects {wanted}, but {source} gives {came}."),
            {
                "layer": node.id,
                "wanted": rank_in_words(expected_ranks[0]),
                "source": node.inputs[0],
                "came": rank_in_words(actual_rank),
            },
        )
        repairs = (
            *_remove_source_repairs(graph, node, expected_ranks, node_ranks),
            *_rank_repairs(graph, node, expected_ranks[0], actual_rank, info),
        )
        yield Problem("rank", message, network=graph.name, node=node.id, repairs=repairs)


def _remove_source_repairs(
    graph: Graph, node: GraphNode, expected_ranks: tuple[int, ...], node_ranks: dict[str, int]
) -> Iterable[Repair]:
    """Where a Flatten (or the like) just before took the axes away, taking it out gives them back."""
    source = next(entry for entry in graph.nodes if entry.id == node.inputs[0])
    if (
        source.row.kind in ("shape", "pooling")
        and node_ranks.get(source.inputs[0] if source.inputs else "") in expected_ranks
    ):
        yield repair(N_("Remove {node}"), edit("delete", graph.name, nodes=[source.id]), node=source.id)


def _rank_repairs(
    graph: Graph, node: GraphNode, expected_rank: int, actual_rank: int, info: Info | None
) -> Iterable[Repair]:
    twin = _same_layer_for_rank(node.node.layer, expected_rank, actual_rank)
    if twin is not None:
        params = {name: value for name, value in node.node.params.items() if not isinstance(value, list)}
        params = {name: value for name, value in params.items() if LAYERS[twin].param(name) is not None}
        other = edit("replace", graph.name, node=node.id, layer=twin, params=params)
        yield repair(N_("Use {layer} instead"), other, layer=twin)
    target = _reshape_target(graph, node, expected_rank, actual_rank, info)
    if target is not None:
        shape = "×".join("?" if size == -1 else str(size) for size in target)
        reshape_edit = edit("insert_before", graph.name, node=node.id, layer="Reshape", params={"target_shape": target})
        yield repair(N_("Insert Reshape to {shape}"), reshape_edit, shape=shape)
    if expected_rank == 1:
        yield insert_repair(graph.name, node.id, "Flatten")
    if node.row.is_removable:
        yield repair(N_("Remove {node}"), edit("delete", graph.name, nodes=[node.id]), node=node.id)


def _same_layer_for_rank(layer: str, expected_rank: int, actual_rank: int) -> str | None:
    """The same layer for the number of axes that came: ``Conv1D`` for ``Conv2D``."""
    twin = layer.replace(f"{expected_rank - 1}D", f"{actual_rank - 1}D")
    return twin if twin != layer and twin in LAYERS else None


def _reshape_target(
    graph: Graph, node: GraphNode, expected_rank: int, actual_rank: int, info: Info | None
) -> list[int] | None:
    """A form that fits for sure: a row as steps of one channel, the data's square row as a picture."""
    if actual_rank == 1 and expected_rank == 2:
        return [-1, 1]
    source = next((entry for entry in graph.inputs if entry.id == node.inputs[0]), None)
    if source is None or info is None or expected_rank != 3:
        return None
    shape = info.input_for(source.node.params).shape
    if actual_rank == 1:
        side = round(shape[0] ** 0.5)
        return [side, side, 1] if side > 1 and side * side == shape[0] else None
    if actual_rank == 2:
        return [*shape, 1]
    return None
