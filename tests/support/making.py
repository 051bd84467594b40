"""Small experiments and data facts for tests of layers, checks and the builder."""

from __future__ import annotations

from typing import Any

from playground.core.info import Info, Task
from playground.experiment.spec import Edge, Experiment, NamedParams, Network, Node, stack

POINTS = Info("points", "binary", (2,), 1, train_examples=100, validation_examples=20, value_range=(-3.0, 3.0))
PICTURES = Info("images", "multiclass", (8, 8, 3), 4, train_examples=100, validation_examples=20)
ROWS = Info("table", "regression", (6,), 1, train_examples=100, validation_examples=20, value_range=(-3.0, 3.0))
INFOS: dict[Task, Info] = {"binary": POINTS, "multiclass": PICTURES, "regression": ROWS}
USUAL: dict[Task, str] = {
    "binary": "BinaryCrossentropy",
    "multiclass": "SparseCategoricalCrossentropy",
    "regression": "MeanSquaredError",
}


def experiment(info: Info, *layers: tuple[str, dict[str, Any]], **changes: Any) -> Experiment:
    """A stack over *info* with the task's usual loss; *changes* are fields of the document."""
    fields: dict[str, Any] = {
        "data": {"name": "made"},
        "networks": (stack(*layers),),
        "loss": {"name": USUAL[info.task]},
    }
    return Experiment.model_validate(fields | changes)


def good(info: Info, **changes: Any) -> Experiment:
    """An experiment about which nothing is wrong."""
    last = {"binary": "sigmoid", "multiclass": "softmax", "regression": "linear"}[info.task]
    head = ("Dense", {"units": info.outputs, "activation": last})
    flat: list[tuple[str, dict[str, Any]]] = [("Flatten", {})] if len(info.input_shape) > 1 else []
    return experiment(info, *flat, ("Dense", {"units": 5, "activation": "relu"}), head, **changes)


def branches(layer: str, params: dict[str, Any] | None = None, inputs: int = 2) -> Network:
    """*inputs* copies of the input meet in *layer*, whose id is ``meet``."""
    copies = [Node(id=f"copy_{index}", layer="Identity") for index in range(inputs)]
    edges = [Edge(source="input", target=copy.id) for copy in copies]
    edges += [Edge(source=copy.id, target="meet", port=port) for port, copy in enumerate(copies)]
    nodes = (Node(id="input", layer="Input"), *copies, Node(id="meet", layer=layer, params=params or {}))
    return Network(nodes=nodes, edges=tuple(edges))


def pick(name: str, **params: Any) -> NamedParams:
    return NamedParams(name=name, params=params)
