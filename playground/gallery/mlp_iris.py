"""A small network on Fisher's irises."""

from __future__ import annotations

from playground import specs
from playground.gallery.base import TABLES, Entry
from playground.i18n import N_

ENTRY = Entry(
    name="mlp-iris",
    title=N_("Iris"),
    help=N_("Four lengths of a flower tell its species."),
    lesson=N_(
        "Setosa is told apart after a few epochs; the last mistakes are all between versicolor and virginica. "
        "Click their cell of the confusion matrix and look at the measurements."
    ),
    group=TABLES,
    order=1,
    experiment=specs.Experiment(
        name="mlp-iris",
        data=specs.Data(name="iris"),
        networks=(
            specs.stack(
                ("Dense", {"units": 16, "activation": "relu"}), ("Dense", {"units": 3, "activation": "softmax"})
            ),
        ),
        loss=specs.Pick(name="SparseCategoricalCrossentropy"),
        metrics=(specs.Pick(name="accuracy"),),
        optimizer=specs.Optimizer(name="Adam", params={"learning_rate": 0.01}),
        training=specs.Training(epochs=100, batch_size=16),
        goal=specs.Goal(metric="accuracy", at_least=0.93),
    ),
)
