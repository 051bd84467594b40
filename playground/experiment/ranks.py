"""How many axes leave each layer, told without sizes, so at once and without Keras."""

from __future__ import annotations

from playground.core.i18n import N_, Text
from playground.core.info import Info
from playground.core.params import with_defaults
from playground.experiment.graph import Graph

_RANK_WORDS = {
    1: N_("a row of numbers"),
    2: N_("a sequence (steps × channels)"),
    3: N_("an image (height × width × channels)"),
}


def rank_in_words(rank: int) -> Text:
    """What an example with *rank* axes is, in words."""
    return Text(_RANK_WORDS[rank]) if rank in _RANK_WORDS else Text(N_("{rank} axes"), {"rank": rank})


def ranks(graph: Graph, info: Info | None) -> dict[str, int]:
    """The number of axes that leaves each node, without the batch; nodes behind an unknown one are missing. A layer
    that gets the wrong number is taken to get the right one, so that one mistake is told once."""
    node_ranks: dict[str, int] = {}
    for node in graph.nodes:
        if node.node.layer == "Input":
            if info is not None:
                node_ranks[node.id] = len(info.input_for(node.node.params).shape)
            continue
        input_ranks = tuple(node_ranks[source] for source in node.inputs if source in node_ranks)
        expected_ranks = node.row.input_ranks
        if expected_ranks is not None and (not input_ranks or input_ranks[0] not in expected_ranks):
            input_ranks = (expected_ranks[0],)
        if input_ranks:
            node_ranks[node.id] = node.row.output_rank(input_ranks, with_defaults(node.row.params, node.node.params))
    return node_ranks
