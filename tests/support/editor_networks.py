"""Networks for the editor's tests, and their shapes from a few rules instead of Keras (the editor only shows them)."""

from __future__ import annotations

import math

from playground.core.info import Info
from playground.experiment import block_repeats, edits
from playground.experiment.report import NodeReport, Report
from playground.experiment.spec import Experiment, Node

POINTS = Info("points", "binary", (2,), 1)
IMAGES = Info("images", "multiclass", (28, 28, 1), 10)
INFOS = {"3": POINTS, "8": IMAGES, "20": IMAGES}
NETWORKS = {
    "3": [
        ("Dense", {"units": 8, "activation": "tanh"}),
        ("Dense", {"units": 8, "activation": "tanh"}),
        ("Dense", {"units": 1, "activation": "sigmoid"}),
    ],
    "8": [
        ("Conv2D", {"filters": 32, "kernel_size": 3, "activation": "relu"}),
        ("BatchNormalization", {}),
        ("MaxPooling2D", {}),
        ("Conv2D", {"filters": 64, "kernel_size": 3, "activation": "relu"}),
        ("MaxPooling2D", {}),
        ("Flatten", {}),
        ("Dropout", {"rate": 0.3}),
        ("Dense", {"units": 10, "activation": "softmax"}),
    ],
    "wrong": [
        ("Dense", {"units": 64, "activation": "relu"}),
        ("Dense", {"units": 8, "activation": "softmax"}),
    ],
}
_BLOCK = [("Conv2D", {"filters": 32, "padding": "same", "activation": "relu"}), ("BatchNormalization", {})]
NETWORKS["20"] = [
    *(_BLOCK * 3), ("MaxPooling2D", {}), *(_BLOCK * 3), ("MaxPooling2D", {}), ("Flatten", {}),
    ("Dense", {"units": 128, "activation": "relu"}), ("Dropout", {"rate": 0.5}),
    ("Dense", {"units": 64, "activation": "relu"}), ("Dense", {"units": 10, "activation": "softmax"}),
]  # fmt: skip


def report_of(experiment: Experiment, info: Info) -> Report:
    networks, total = {}, 0
    for written in experiment.networks:
        network = written if any(block_repeats.problems(written)) else block_repeats.expand(written)
        known: dict[str, NodeReport] = {}
        by_id = {node.id: node for node in network.nodes}
        for name in edits.stack_order(network):
            edges = sorted((edge for edge in network.edges if edge.target == name), key=lambda edge: edge.port)
            came = [known[edge.source].shape for edge in edges if edge.source in known]
            shape, count = _through(by_id[name], came or [tuple(info.input_shape)])
            total += count
            known[name] = NodeReport(shape, count, count, count, 4 * count)
        networks[network.name] = known
    return Report(networks, total, 12 * total + 40_000)


def _through(node: Node, came: list[tuple[int, ...]]) -> tuple[tuple[int, ...], int]:
    """Shape of what comes out, and the number of parameters."""
    shape = came[0]
    params = {"units": 16, "filters": 16, "kernel_size": 3, **node.params}
    if not node.enabled:
        return shape, 0
    if node.layer == "Dense":
        return (*shape[:-1], params["units"]), (shape[-1] + 1) * params["units"]
    if node.layer == "Conv2D" and len(shape) == 3:
        size = params["kernel_size"]
        less = 0 if params.get("padding") == "same" else size - 1
        return (shape[0] - less, shape[1] - less, params["filters"]), (size * size * shape[2] + 1) * params["filters"]
    if node.layer == "MaxPooling2D":
        step = params.get("strides", 2)
        return (shape[0] // step, shape[1] // step, shape[2]), 0
    if node.layer == "UpSampling2D":
        return (shape[0] * 2, shape[1] * 2, shape[2]), 0
    if node.layer == "Flatten":
        return (math.prod(shape),), 0
    if node.layer == "GlobalAveragePooling2D":
        return shape[-1:], 0
    if node.layer == "Concatenate":
        return (*shape[:-1], sum(entry[-1] for entry in came)), 0
    return shape, 4 * shape[-1] if node.layer == "BatchNormalization" else 0
