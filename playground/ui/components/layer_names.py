"""What a layer is called on its card, and in every sentence that a page tells of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from playground.catalog.layers import LAYERS
from playground.core.i18n import Text, _
from playground.core.problems import Problem, Repair
from playground.experiment.spec import Network

_WORD = re.compile(r"(?<![\w.-])[A-Za-z_][\w-]*(?![\w.-])")


def layer_names(network: Network) -> dict[str, str]:
    """The name of each layer by its id, in the language of this moment: its title, and where there are several of it
    what its id adds to that, so that ``conv2d_2`` is "Conv2D 2" here and ``conv2d_2`` in exported code."""
    titles = {node.id: _(LAYERS[node.layer].title) if node.layer in LAYERS else node.layer for node in network.nodes}
    times = Counter(titles.values())

    def name(node_id: str, layer: str) -> str:
        title = titles[node_id]
        return title if times[title] == 1 else f"{title} {node_id.removeprefix(layer.lower()).strip('_')}".strip()

    return {node.id: name(node.id, node.layer) for node in network.nodes}


def with_layer_names(problem: Problem, names: Mapping[str, str]) -> Problem:
    """*problem* and its repairs with every layer called by its name, where they have its id."""
    repairs = tuple(Repair(_told(entry.label, names), entry.edits) for entry in problem.repairs)
    return replace(problem, text=_told(problem.text, names), repairs=repairs)


def _told(text: Text, names: Mapping[str, str]) -> Text:
    def value_told(value: object) -> object:
        if isinstance(value, Text):
            return _told(value, names)
        return _WORD.sub(lambda word: names.get(word[0], word[0]), value) if isinstance(value, str) else value

    return Text(text.message, {name: value_told(value) for name, value in text.values.items()})
