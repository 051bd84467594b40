"""Write ``playground/ui/web/test/edits.json``: documents, an edit of each, and what Python makes of it.

The browser shows what an edit does before Python has answered (``web/src/editor/document.ts``). Both run these cases,
so that what is shown is what comes. ``python -m scripts.edit_cases`` after an edit was added or means something else.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from playground.core.problems import PlaygroundError
from playground.experiment import edits
from playground.experiment.spec import Data, Edge, Experiment, Group, NamedParams, Network, Node

Json = dict[str, Any]
TARGET = Path(__file__).resolve().parents[1] / "playground" / "ui" / "web" / "test" / "edits.json"
RANDOM = 80
"""Cases that are drawn at random, always the same ones."""


def _network(name: str, layers: dict[str, str], edges: list[tuple[str, str, int]], *groups: Group) -> Network:
    nodes = tuple(Node(id=node_id, layer=layer) for node_id, layer in layers.items())
    return Network(
        name=name,
        nodes=nodes,
        edges=tuple(Edge(source=source, target=target, port=port) for source, target, port in edges),
        groups=groups,
    )


def _line(name: str, layers: dict[str, str], *groups: Group) -> Network:
    ids = list(layers)
    return _network(name, layers, [(before, after, 0) for before, after in pairwise(ids)], *groups)


STACK = _line("model", {"input": "Input", "dense_1": "Dense", "dropout_1": "Dropout", "dense_2": "Dense"})
BRANCHES = _network(
    "model",
    {"input": "Input", "a": "Dense", "b": "Dense", "add": "Add", "loose": "ReLU"},
    [("input", "a", 0), ("a", "b", 0), ("b", "add", 0), ("a", "add", 1)],
)
RESIDUAL = _network(
    "model",
    {"input": "Input", "a": "Dense", "b": "Dense", "c": "Dense", "add": "Add", "out": "Dense"},
    [("input", "a", 0), ("a", "b", 0), ("b", "c", 0), ("c", "add", 0), ("a", "add", 1), ("add", "out", 0)],
)
BLOCKS = _line(
    "model",
    {"input": "Input", "dense_1": "Dense", "dense_2": "Dense", "dense_3": "Dense", "dense_4": "Dense"},
    Group(id="block_1", title="Pair", nodes=("dense_2", "dense_3")),
)
DOCUMENTS = {
    "stack": (STACK,),
    "branches": (BRANCHES,),
    "residual": (RESIDUAL,),
    "blocks": (BLOCKS,),
    "two": (STACK, _line("other", {"input": "Input", "dense_1": "Dense"})),
}
LATER = ("insert_block", "rename_layer")
"""What the browser shows only when Python has answered."""
_PLACED = {"do": "place", "at": {"dense_1": [10, 20], "dense_2": [300, -40]}}
_TWIN = {"id": "relu_7", "layer": "ReLU", "params": {}, "enabled": True, "x": 5, "y": 6}
_PASTE = {
    "do": "paste",
    "own": True,
    "nodes": [_TWIN, {**_TWIN, "id": "relu_8", "x": None, "y": None}],
    "edges": [{"source": "relu_7", "target": "relu_8", "port": 0}],
    "groups": [{"id": "block_9", "title": "Both", "nodes": ["relu_7", "relu_8"], "folded": True, "repeat": 1}],
}
CHOSEN: tuple[tuple[str, Json], ...] = (
    ("stack", {"do": "add", "layer": "Dense", "params": {"units": 3}, "after": None}),
    ("stack", {"do": "add", "layer": "ReLU", "after": "dense_1"}),
    ("stack", {"do": "add", "layer": "ReLU", "after": "dense_2", "id": "x"}),
    ("stack", {"do": "add", "layer": "ReLU", "loose": True, "x": 3, "y": 4}),
    ("stack", {"do": "add", "layer": "Input", "after": "dense_1"}),
    ("stack", {"do": "insert_before", "layer": "ReLU", "node": "dense_1"}),
    ("stack", {"do": "insert_before", "layer": "Dense", "node": "dense_2", "id": "x", "params": {"units": 2}}),
    ("stack", {"do": "delete", "nodes": ["dense_1", "dropout_1"]}),
    ("stack", {"do": "delete", "nodes": ["dense_2"]}),
    ("stack", {"do": "move", "node": "dense_1", "after": "dense_2"}),
    ("stack", {"do": "move", "node": "dense_2", "after": None}),
    ("stack", {"do": "move", "node": "dense_1", "after": "dense_1"}),
    ("stack", {"do": "duplicate", "node": "dense_1"}),
    ("stack", {"do": "switch", "node": "dropout_1", "enabled": False}),
    ("stack", {"do": "set_param", "node": "dropout_1", "field": "rate", "value": 0.5}),
    ("stack", {"do": "replace", "node": "dropout_1", "layer": "ReLU", "params": {}}),
    ("stack", _PLACED),
    ("stack", {"do": "place", "at": None}),
    ("stack", _PASTE),
    ("stack", {"do": "group", "nodes": ["dense_1", "dropout_1"], "id": "block_1", "title": "Half"}),
    ("two", {"do": "delete", "network": "other", "nodes": ["dense_1"]}),
    ("two", {"do": "add", "layer": "Dense", "after": None}),
    ("branches", {"do": "add", "layer": "ReLU", "after": "a", "id": "x"}),
    ("branches", {"do": "insert_before", "node": "add", "source": "a", "layer": "Dense", "id": "c"}),
    ("branches", {"do": "insert_before", "node": "add", "source": "a", "port": 1, "layer": "Dense", "id": "c"}),
    ("branches", {"do": "insert_before", "node": "add", "layer": "Concatenate"}),
    ("branches", {"do": "delete", "nodes": ["b"]}),
    ("branches", {"do": "delete", "nodes": ["a"]}),
    ("branches", {"do": "delete", "nodes": ["add", "input"]}),
    ("residual", {"do": "delete", "nodes": ["b", "c", "add"]}),
    ("residual", {"do": "delete", "nodes": ["add", "c", "b"]}),
    ("residual", {"do": "delete", "nodes": ["a", "add"]}),
    ("residual", {"do": "delete", "nodes": ["b", "c"]}),
    ("branches", {"do": "move", "node": "b", "after": "add"}),
    ("branches", {"do": "duplicate", "node": "a"}),
    ("branches", {"do": "duplicate", "node": "add"}),
    ("branches", {"do": "connect", "source": "input", "target": "add"}),
    ("branches", {"do": "connect", "source": "input", "target": "add", "port": None}),
    ("branches", {"do": "connect", "source": "input", "target": "add", "port": 4}),
    ("branches", {"do": "connect", "source": "add", "target": "loose", "port": 0}),
    ("branches", {"do": "disconnect", "source": "a", "target": "add"}),
    ("branches", {"do": "disconnect", "source": "a", "target": "add", "port": 1}),
    ("branches", {"do": "splice", "node": "loose", "source": "a", "target": "add", "port": 1}),
    ("blocks", {"do": "add", "layer": "ReLU", "after": "dense_2"}),
    ("blocks", {"do": "add", "layer": "ReLU", "after": "dense_3"}),
    ("blocks", {"do": "insert_before", "layer": "ReLU", "node": "dense_3"}),
    ("blocks", {"do": "insert_before", "layer": "ReLU", "node": "dense_2"}),
    ("blocks", {"do": "duplicate", "node": "dense_3"}),
    ("blocks", {"do": "duplicate", "node": "dense_1"}),
    ("blocks", {"do": "move", "node": "dense_2", "after": "dense_4"}),
    ("blocks", {"do": "move", "node": "dense_1", "after": "dense_2"}),
    ("blocks", {"do": "move", "node": "dense_2", "after": "dense_3"}),
    ("blocks", {"do": "delete", "nodes": ["dense_2"]}),
    ("blocks", {"do": "delete", "nodes": ["dense_2", "dense_3"]}),
    ("blocks", {"do": "ungroup", "group": "block_1"}),
    ("blocks", {"do": "rename", "group": "block_1", "title": "Other"}),
    ("blocks", {"do": "fold", "group": "block_1", "folded": True}),
    ("blocks", {"do": "repeat", "group": "block_1", "times": 3}),
    ("blocks", {"do": "group", "nodes": ["dense_1"], "id": "block_2", "title": "Alone"}),
)


def written() -> str:
    """The whole file, a case on each line."""
    chance = random.Random(0)
    drawn = (_drawn(chance) for _number in range(100 * RANDOM))
    cases = [case for name, edit in CHOSEN if (case := _case(name, edit)) is not None]
    cases += [case for name, edit in drawn if (case := _case(name, edit)) is not None][:RANDOM]
    lines = ",\n".join(json.dumps(case) for case in cases)
    documents = ",\n".join(f"{json.dumps(name)}: {json.dumps(shown(made))}" for name, made in DOCUMENTS.items())
    later = json.dumps(list(LATER))
    return f'{{"later": {later},\n"documents": {{\n{documents}}},\n"cases": [\n{lines}]}}\n'


def experiment(networks: Sequence[Network]) -> Experiment:
    """An experiment with these *networks*."""
    return Experiment(data=Data(name="spirals"), networks=tuple(networks), loss=NamedParams(name="BinaryCrossentropy"))


def _case(name: str, edit: Json) -> Json | None:
    """The case, or ``None`` where Python refuses the edit."""
    try:
        result = edits.apply(experiment(DOCUMENTS[name]), edit)
    except PlaygroundError:
        return None
    return {"document": name, "edit": edit, "result": shown(result.networks)}


def shown(networks: tuple[Network, ...]) -> list[Json]:
    """*networks* as the browser has them: layers in the order in which they are shown."""
    return [_shown(network) for network in networks]


def _shown(network: Network) -> Json:
    document = network.model_dump(mode="json")
    order = edits.stack_order(network)
    nodes = sorted(document["nodes"], key=lambda node: order.index(node["id"]))
    edges = sorted(document["edges"], key=lambda edge: (edge["target"], edge["port"], edge["source"]))
    return {"name": network.name, "nodes": nodes, "edges": edges, "groups": document["groups"]}


def _drawn(chance: random.Random) -> tuple[str, Json]:
    """A document's name and an edit of it, which may be refused."""
    name = chance.choice(list(DOCUMENTS))
    ids = [node.id for node in DOCUMENTS[name][0].nodes]
    one, other = chance.choice(ids), chance.choice(ids)
    port = chance.choice([None, 0, 1, 2])
    layer = chance.choice(["Dense", "ReLU", "Add"])
    made: list[Json] = [
        {"do": "add", "layer": layer, "after": chance.choice([None, one])},
        {"do": "insert_before", "layer": layer, "node": one, **chance.choice([{}, {"source": other}, {"port": port}])},
        {"do": "delete", "nodes": chance.sample(ids, chance.randint(1, 3))},
        {"do": "move", "node": one, "after": chance.choice([None, other])},
        {"do": "duplicate", "node": one},
        {"do": "connect", "source": one, "target": other, "port": port},
        {"do": "disconnect", "source": one, "target": other, **({} if port is None else {"port": port})},
        {"do": "splice", "node": one, "source": other, "target": chance.choice(ids), "port": port or 0},
        {"do": "group", "nodes": chance.sample(ids[1:], 2), "id": "block_5", "title": "Five"},
    ]
    return name, chance.choice(made)


def cases() -> Iterator[tuple[list[Json], Json, list[Json]]]:
    """Document, edit and result of each case in the committed file."""
    content = json.loads(TARGET.read_text(encoding="utf-8"))
    for case in content["cases"]:
        yield content["documents"][case["document"]], case["edit"], case["result"]


def is_current() -> bool:
    """Whether the committed file is what Python makes of its cases."""
    return TARGET.read_text(encoding="utf-8") == written()


if __name__ == "__main__":
    TARGET.write_text(written(), encoding="utf-8")
