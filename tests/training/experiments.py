"""Small experiments that learn in a second."""

from __future__ import annotations

from typing import Any

from playground import specs


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
