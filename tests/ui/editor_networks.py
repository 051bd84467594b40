"""Networks for the editor's tests, and their shapes from a few rules instead of Keras (the editor only shows them)."""

from __future__ import annotations

from playground.datasets.base import Info
from playground.report import NodeReport, Report
from playground.specs import Experiment

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
    for network in experiment.networks:
        shape, known = tuple(info.input_shape), {}
        for node in network.nodes:
            count = 0
            if node.enabled:
                params = {"units": 16, "filters": 16, "kernel_size": 3, **node.params}
                if node.layer == "Dense":
                    count = (shape[-1] + 1) * params["units"]
                    shape = (*shape[:-1], params["units"])
                elif node.layer == "Conv2D" and len(shape) == 3:
                    size = params["kernel_size"]
                    count = (size * size * shape[2] + 1) * params["filters"]
                    less = 0 if params.get("padding") == "same" else size - 1
                    shape = (shape[0] - less, shape[1] - less, params["filters"])
                elif node.layer == "MaxPooling2D":
                    shape = (shape[0] // 2, shape[1] // 2, shape[2])
                elif node.layer == "Flatten":
                    flat = 1
                    for side in shape:
                        flat *= side
                    shape = (flat,)
                elif node.layer == "BatchNormalization":
                    count = 4 * shape[-1]
            total += count
            known[node.id] = NodeReport(shape, count, count, count, 4 * count)
        networks[network.name] = known
    return Report(networks, total, 12 * total + 40_000)
