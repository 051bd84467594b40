"""Small experiments that learn in a second."""

from __future__ import annotations

from typing import Any

from playground import specs
from playground.sketch import Sketch


def points(**training: Any) -> specs.Experiment:
    """Two moons, a small network, 80 steps an epoch at most."""
    return specs.Experiment(
        name="moons",
        data=specs.Data(name="moons", params={"size": 200}),
        networks=(
            specs.stack(
                ("Dense", {"units": 6, "activation": "tanh"}), ("Dense", {"units": 1, "activation": "sigmoid"})
            ),
        ),
        loss=specs.Pick(name="BinaryCrossentropy"),
        metrics=(specs.Pick(name="accuracy"),),
        optimizer=specs.Optimizer(name="Adam", params={"learning_rate": 0.02}),
        training=specs.Training(**{"epochs": 3, "batch_size": 16, "execution": "graph", **training}),
    )


def autoencoder(**training: Any) -> specs.Experiment:
    """Iris through two numbers and back."""
    return specs.Experiment(
        name="iris-back",
        family="autoencoder",
        family_params={"latent_dim": 2},
        data=specs.Data(name="iris"),
        networks=(
            specs.stack(("Dense", {"units": 8, "activation": "tanh"}), ("Dense", {"units": 2}), name="encoder"),
            specs.stack(("Dense", {"units": 8, "activation": "tanh"}), ("Dense", {"units": 4}), name="decoder"),
        ),
        loss=specs.Pick(name="MeanSquaredError"),
        metrics=(specs.Pick(name="r2"), specs.Pick(name="mae")),
        optimizer=specs.Optimizer(name="Adam", params={"learning_rate": 0.02}),
        training=specs.Training(**{"epochs": 3, "batch_size": 16, "execution": "graph", **training}),
    )


def denoising(noise: str = "gaussian", **training: Any) -> specs.Experiment:
    """Small digits, disturbed, through one convolution."""
    look = {"kernel_size": [3, 3], "padding": "same"}
    return specs.Experiment(
        name="digits-clean",
        family="denoising",
        family_params={"noise": noise, "level": 0.2},
        data=specs.Data(name="digits", preparation=specs.Preparation(scale="unit")),
        networks=(
            specs.stack(
                ("Conv2D", {**look, "filters": 4, "activation": "relu"}),
                ("Conv2D", {**look, "filters": 1, "activation": "sigmoid"}),
            ),
        ),
        loss=specs.Pick(name="BinaryCrossentropy"),
        metrics=(specs.Pick(name="r2"), specs.Pick(name="psnr")),
        optimizer=specs.Optimizer(name="Adam", params={"learning_rate": 0.02}),
        training=specs.Training(**{"epochs": 2, "batch_size": 256, "execution": "graph", **training}),
    )


def table(*layers: tuple[str, dict[str, Any]], **changes: Any) -> specs.Experiment:
    """Iris, with everything in its network that has a state of its own where no *layers* are given."""
    inner = layers or (
        ("Dense", {"units": 8, "l2": 0.01}),
        ("BatchNormalization", {}),
        ("Activation", {"activation": "relu"}),
        ("Dropout", {"rate": 0.3}),
    )
    return specs.Experiment(
        name="iris",
        data=specs.Data(name="iris"),
        networks=(specs.stack(*inner, ("Dense", {"units": 3, "activation": "softmax"})),),
        loss=specs.Pick(name="SparseCategoricalCrossentropy"),
        metrics=(specs.Pick(name="accuracy"),),
        optimizer=changes.pop("optimizer", specs.Optimizer(name="Adam", params={"learning_rate": 0.01})),
        training=specs.Training(**{"epochs": 3, "batch_size": 16, "execution": "graph", **changes}),
    )


def picture_and_number(**changes: Any) -> specs.Experiment:
    """A digit's picture and a number beside it, each through a layer of its own, then together."""
    sketch = Sketch()
    seen = sketch.add("Dense", sketch.add("Flatten", sketch.input("picture", takes="picture")), units=8)
    number = sketch.add("Dense", sketch.input("number", takes="table"), units=4, activation="tanh")
    both = sketch.add("Dense", sketch.add("Concatenate", seen, number), units=8, activation="relu")
    sketch.add("Dense", both, units=1, activation="sigmoid")
    return specs.Experiment(
        name="picture-and-number",
        data=specs.Data(name="digit_and_number", preparation=specs.Preparation(scale="unit")),
        networks=(sketch.network(),),
        loss=specs.Pick(name="BinaryCrossentropy"),
        metrics=(specs.Pick(name="accuracy"),),
        optimizer=specs.Optimizer(name="Adam", params={"learning_rate": 0.01}),
        training=specs.Training(**{"epochs": 2, "batch_size": 64, "execution": "graph", **changes}),
    )
