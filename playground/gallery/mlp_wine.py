"""A small network on the chemistry of 178 wines."""

from __future__ import annotations

from playground import specs
from playground.gallery.base import TABLES, Entry
from playground.i18n import N_

ENTRY = Entry(
    name="mlp-wine",
    title=N_("Wine"),
    help=N_("Thirteen measurements of a wine tell which of three growers made it."),
    lesson=N_(
        "The measurements have very different ranges, alcohol about 13, proline about 750. "
        "Set the scaling to none and train again: the largest numbers drown the rest."
    ),
    group=TABLES,
    order=2,
    experiment=specs.Experiment(
        name="mlp-wine",
        data=specs.Data(name="wine"),
        networks=(
            specs.stack(
                ("Dense", {"units": 16, "activation": "relu"}), ("Dense", {"units": 3, "activation": "softmax"})
            ),
        ),
        loss=specs.Pick(name="SparseCategoricalCrossentropy"),
        metrics=(specs.Pick(name="accuracy"),),
        optimizer=specs.Optimizer(name="Adam", params={"learning_rate": 0.005}),
        training=specs.Training(epochs=100, batch_size=16),
        goal=specs.Goal(metric="accuracy", at_least=0.95),
    ),
)
