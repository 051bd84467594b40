"""A small U-Net that takes the noise off digits: down to 2×2, up again, with a skip at each size."""

from __future__ import annotations

from typing import Any

from playground.core.i18n import N_
from playground.experiment import spec
from playground.experiment.spec import Edge, Network, Node
from playground.gallery.base import AUTOENCODERS, Entry


def _look(filters: int, activation: str = "relu") -> dict[str, Any]:
    return {"filters": filters, "kernel_size": [3, 3], "padding": "same", "activation": activation}


def _network() -> Network:
    """Each ``skip`` joins what was seen at a size on the way down with what comes back up to it."""
    layers: tuple[tuple[str, str, dict[str, Any], tuple[str, ...]], ...] = (
        ("input", "Input", {}, ()),
        ("down_8", "Conv2D", _look(16), ("input",)),
        ("pool_4", "MaxPooling2D", {"pool_size": [2, 2]}, ("down_8",)),
        ("down_4", "Conv2D", _look(32), ("pool_4",)),
        ("pool_2", "MaxPooling2D", {"pool_size": [2, 2]}, ("down_4",)),
        ("middle", "Conv2D", _look(64), ("pool_2",)),
        ("up_4", "Conv2DTranspose", {**_look(32), "kernel_size": [2, 2], "strides": [2, 2]}, ("middle",)),
        ("skip_4", "Concatenate", {}, ("up_4", "down_4")),
        ("look_4", "Conv2D", _look(32), ("skip_4",)),
        ("up_8", "UpSampling2D", {"size": [2, 2]}, ("look_4",)),
        ("skip_8", "Concatenate", {}, ("up_8", "down_8")),
        ("look_8", "Conv2D", _look(16), ("skip_8",)),
        ("output", "Conv2D", _look(1, "sigmoid"), ("look_8",)),
    )
    nodes = tuple(Node(id=name, layer=layer, params=params) for name, layer, params, _sources in layers)
    edges = tuple(
        Edge(source=source, target=name, port=port)
        for name, _layer, _params, sources in layers
        for port, source in enumerate(sources)
    )
    return Network(nodes=nodes, edges=edges)


ENTRY = Entry(
    name="unet-digits",
    title=N_("Denoising autoencoder: U-Net"),
    help=N_("Convolutions go down to 2 by 2 pixels and up again; skips bring the details past the narrow middle."),
    lesson=N_(
        "The middle sees the whole digit but not where its edges lay; the skips bring the edges but not the digit, and "
        "the last layers need both. Raise the noise until the skips bring little but noise, and see what is left."
    ),
    group=AUTOENCODERS,
    order=3,
    experiment=spec.Experiment(
        name="unet-digits",
        family="denoising",
        family_params={"noise": "gaussian", "level": 0.25},
        data=spec.Data(name="digits", preparation=spec.Preparation(scale="unit")),
        networks=(_network(),),
        loss=spec.NamedParams(name="MeanSquaredError"),
        metrics=(spec.NamedParams(name="r2"), spec.NamedParams(name="psnr")),
        optimizer=spec.Optimizer(name="Adam", params={"learning_rate": 0.002}),
        training=spec.Training(epochs=40, batch_size=32),
        goal=spec.Goal(metric="r2", at_least=0.77),
    ),
)
