"""What a layer is called on its card, and in every sentence that a page tells of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from itertools import count

from playground.catalog.layers import LAYERS
from playground.core.i18n import Text, _
from playground.core.problems import Problem, Repair
from playground.experiment.spec import Network, Node

_WORD = re.compile(r"(?<![\w.-])[A-Za-z_][\w-]*(?![\w.-])")


def layer_names(network: Network) -> dict[str, str]:
    """The name of each layer by its id, in the language of this moment: its title, and where there are several of it a
    number. That is the one of its id, so that ``conv2d_2`` is "Conv2D 2" here and ``conv2d_2`` in exported code; a
    layer whose id has none takes the first that is free."""
    titles = {node.id: _(LAYERS[node.layer].title) if node.layer in LAYERS else node.layer for node in network.nodes}
    times = Counter(titles.values())
    numbers = {node.id: number for node in network.nodes if (number := _number(node)) is not None}
    taken = {(titles[node_id], number) for node_id, number in numbers.items()}
    free_numbers = {title: _free_numbers(title, taken) for title in times}
    for node in network.nodes:
        if node.id not in numbers:
            numbers[node.id] = next(free_numbers[titles[node.id]])
    return {node_id: title if times[title] == 1 else f"{title} {numbers[node_id]}" for node_id, title in titles.items()}


def _free_numbers(title: str, taken: Collection[tuple[str, int]]) -> Iterator[int]:
    return (number for number in count(1) if (title, number) not in taken)


def _number(node: Node) -> int | None:
    """What :func:`playground.experiment.graph_edits.free_id` counted."""
    number = node.id.removeprefix(f"{node.layer.lower()[:56]}_")
    return int(number) if number != node.id and number.isdecimal() else None


def with_layer_names(problem: Problem, names: Mapping[str, str]) -> Problem:
    """*problem* and its repairs with every layer called by its name, where they have its id. An id that comes twice is
    told as that."""
    if problem.code == "same_id":
        return problem

    def named(text: Text) -> Text:
        return text.with_words(lambda words: _WORD.sub(lambda word: names.get(word[0], word[0]), words))

    repairs = tuple(Repair(named(entry.label), entry.edits) for entry in problem.repairs)
    return replace(problem, text=named(problem.text), repairs=repairs)
