"""Small experiments that learn in a second."""

from __future__ import annotations

from typing import Any

from playground.experiment import spec
from playground.experiment.network_builder import NetworkBuilder


def points(**training: Any) -> spec.Experiment:
    """Two moons, a small network, 80 steps an epoch at most."""
    return spec.Experiment(
        name="moons",
        data=spec.Data(name="moons", params={"size": 200}),
        networks=(
            spec.stack(("Dense", {"units": 6, "activation": "tanh"}), ("Dense", {"units": 1, "activation": "sigmoid"})),
        ),
        loss=spec.NamedParams(name="BinaryCrossentropy"),
        metrics=(spec.NamedParams(name="accuracy"),),
        optimizer=spec.Optimizer(name="Adam", params={"learning_rate": 0.02}),
        training=spec.Training(**{"epochs": 3, "batch_size": 16, "execution": "graph", **training}),
    )


def autoencoder(**training: Any) -> spec.Experiment:
    """Iris through two numbers and back."""
    return spec.Experiment(
        name="iris-back",
        family="autoencoder",
        family_params={"latent_dim": 2},
        data=spec.Data(name="iris"),
        networks=(
            spec.stack(("Dense", {"units": 8, "activation": "tanh"}), ("Dense", {"units": 2}), name="encoder"),
            spec.stack(("Dense", {"units": 8, "activation": "tanh"}), ("Dense", {"units": 4}), name="decoder"),
        ),
        loss=spec.NamedParams(name="MeanSquaredError"),
        metrics=(spec.NamedParams(name="r2"), spec.NamedParams(name="mae")),
        optimizer=spec.Optimizer(name="Adam", params={"learning_rate": 0.02}),
        training=spec.Training(**{"epochs": 3, "batch_size": 16, "execution": "graph", **training}),
    )


def denoising(noise: str = "gaussian", **training: Any) -> spec.Experiment:
    """Small digits, disturbed, through one convolution."""
    look = {"kernel_size": [3, 3], "padding": "same"}
    return spec.Experiment(
        name="digits-clean",
        family="denoising",
        family_params={"noise": noise, "level": 0.2},
        data=spec.Data(name="digits", preparation=spec.Preparation(scale="unit")),
        networks=(
            spec.stack(
                ("Conv2D", {**look, "filters": 4, "activation": "relu"}),
                ("Conv2D", {**look, "filters": 1, "activation": "sigmoid"}),
            ),
        ),
        loss=spec.NamedParams(name="BinaryCrossentropy"),
        metrics=(spec.NamedParams(name="r2"), spec.NamedParams(name="psnr")),
        optimizer=spec.Optimizer(name="Adam", params={"learning_rate": 0.02}),
        training=spec.Training(**{"epochs": 2, "batch_size": 256, "execution": "graph", **training}),
    )


def table(*layers: tuple[str, dict[str, Any]], **changes: Any) -> spec.Experiment:
    """Iris, with everything in its network that has a state of its own where no *layers* are given."""
    inner = layers or (
        ("Dense", {"units": 8, "l2": 0.01}),
        ("BatchNormalization", {}),
        ("Activation", {"activation": "relu"}),
        ("Dropout", {"rate": 0.3}),
    )
    return spec.Experiment(
        name="iris",
        data=spec.Data(name="iris"),
        networks=(spec.stack(*inner, ("Dense", {"units": 3, "activation": "softmax"})),),
        loss=spec.NamedParams(name="SparseCategoricalCrossentropy"),
        metrics=(spec.NamedParams(name="accuracy"),),
        optimizer=changes.pop("optimizer", spec.Optimizer(name="Adam", params={"learning_rate": 0.01})),
        training=spec.Training(**{"epochs": 3, "batch_size": 16, "execution": "graph", **changes}),
    )


def picture_and_number(**changes: Any) -> spec.Experiment:
    """A digit's picture and a number beside it, each through a layer of its own, then together."""
    sketch = NetworkBuilder()
    seen = sketch.add("Dense", sketch.add("Flatten", sketch.input("picture", takes="picture")), units=8)
    number = sketch.add("Dense", sketch.input("number", takes="table"), units=4, activation="tanh")
    both = sketch.add("Dense", sketch.add("Concatenate", seen, number), units=8, activation="relu")
    sketch.add("Dense", both, units=1, activation="sigmoid")
    return spec.Experiment(
        name="picture-and-number",
        data=spec.Data(name="digit_and_number", preparation=spec.Preparation(scale="unit")),
        networks=(sketch.network(),),
        loss=spec.NamedParams(name="BinaryCrossentropy"),
        metrics=(spec.NamedParams(name="accuracy"),),
        optimizer=spec.Optimizer(name="Adam", params={"learning_rate": 0.01}),
        training=spec.Training(**{"epochs": 2, "batch_size": 64, "execution": "graph", **changes}),
    )
