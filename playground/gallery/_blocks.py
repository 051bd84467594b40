"""What several of the networks with branches are made of."""

from __future__ import annotations

from typing import Any

from playground import specs
from playground.sketch import Sketch


def conv(sketch: Sketch, x: str, filters: int, size: int = 3, **params: Any) -> str:
    """A convolution behind *x* that keeps the picture's size; ReLU where *params* say nothing else."""
    same = {"kernel_size": [size, size], "padding": "same", "activation": "relu"}
    return sketch.add("Conv2D", x, filters=filters, **same | params)


def halved(sketch: Sketch, x: str) -> str:
    """*x* at half its height and width."""
    return sketch.add("MaxPooling2D", x, pool_size=[2, 2])


def classes(sketch: Sketch, x: str, *, dropout: float = 0.0) -> specs.Network:
    """The network that tells ten classes from the maps *x*."""
    row = sketch.add("Flatten", x)
    if dropout:
        row = sketch.add("Dropout", row, rate=dropout)
    sketch.add("Dense", row, units=10, activation="softmax")
    return sketch.network()


def on_digits(name: str, network: specs.Network, *, epochs: int, at_least: float) -> specs.Experiment:
    """*network* on the small digits, to accuracy *at_least* on the test part."""
    return specs.Experiment(
        name=name,
        data=specs.Data(name="digits", preparation=specs.Preparation(scale="unit")),
        networks=(network,),
        loss=specs.Pick(name="SparseCategoricalCrossentropy"),
        metrics=(specs.Pick(name="accuracy"),),
        optimizer=specs.Optimizer(name="Adam", params={"learning_rate": 0.002}),
        training=specs.Training(epochs=epochs, batch_size=32),
        goal=specs.Goal(metric="accuracy", at_least=at_least),
    )
