"""A small network on Fisher's irises.

The same 2 of 30 test flowers are wrong on nearly every seed; logistic regression misses them too.
"""

from __future__ import annotations

from playground.core.i18n import N_
from playground.experiment import spec
from playground.gallery.base import CLASSIFICATION, Entry

ENTRY = Entry(
    name="mlp-iris",
    title=N_("Iris"),
    help=N_("Four lengths of a flower tell its species."),
    lesson=N_(
        "Setosa is told apart after a few epochs; the last mistakes are all between versicolor and virginica. "
        "Click their cell of the confusion matrix and look at the measurements."
    ),
    group=CLASSIFICATION,
    order=1,
    experiment=spec.Experiment(
        name="mlp-iris",
        data=spec.Data(name="iris"),
        networks=(
            spec.stack(
                ("Dense", {"units": 16, "activation": "relu", "l2": 0.003}),
                ("Dense", {"units": 3, "activation": "softmax"}),
            ),
        ),
        loss=spec.NamedParams(name="SparseCategoricalCrossentropy"),
        metrics=(spec.NamedParams(name="accuracy"),),
        optimizer=spec.Optimizer(name="Adam", params={"learning_rate": 0.01}),
        training=spec.Training(epochs=200, batch_size=16),
        goal=spec.Goal(metric="accuracy", at_least=0.93),
    ),
)
