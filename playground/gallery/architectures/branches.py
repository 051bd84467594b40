"""What several of the networks with branches are made of."""

from __future__ import annotations

from typing import Any

from playground.experiment import spec
from playground.experiment.network_builder import NetworkBuilder


def conv(sketch: NetworkBuilder, x: str, filters: int, size: int = 3, **params: Any) -> str:
    """A convolution behind *x* that keeps the picture's size; ReLU where *params* say nothing else."""
    same = {"kernel_size": [size, size], "padding": "same", "activation": "relu"}
    return sketch.add("Conv2D", x, filters=filters, **same | params)


def halved(sketch: NetworkBuilder, x: str) -> str:
    """*x* at half its height and width."""
    return sketch.add("MaxPooling2D", x, pool_size=[2, 2])


def classes(sketch: NetworkBuilder, x: str, *, dropout: float = 0.0) -> spec.Network:
    """The network that tells ten classes from the maps *x*."""
    row = sketch.add("Flatten", x)
    if dropout:
        row = sketch.add("Dropout", row, rate=dropout)
    sketch.add("Dense", row, units=10, activation="softmax")
    return sketch.network()


def on_digits(name: str, network: spec.Network, *, epochs: int, at_least: float) -> spec.Experiment:
    """*network* on the small digits, to accuracy *at_least* on the test part."""
    return spec.Experiment(
        name=name,
        data=spec.Data(name="digits", preparation=spec.Preparation(scale="unit")),
        networks=(network,),
        loss=spec.NamedParams(name="SparseCategoricalCrossentropy"),
        metrics=(spec.NamedParams(name="accuracy"),),
        optimizer=spec.Optimizer(name="Adam", params={"learning_rate": 0.002}),
        training=spec.Training(epochs=epochs, batch_size=32),
        goal=spec.Goal(metric="accuracy", at_least=at_least),
    )
