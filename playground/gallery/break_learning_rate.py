"""Plain gradient descent with a learning rate of 10."""

from __future__ import annotations

from playground import specs
from playground.gallery.base import BREAK, Entry
from playground.i18n import N_

ENTRY = Entry(
    name="break-learning-rate",
    title=N_("A rate that is too high"),
    help=N_("Plain gradient descent with a learning rate of 10: the loss runs away."),
    lesson=N_(
        "Each step overshoots the valley by more than the one before, until numbers no longer fit: the loss is NaN. "
        "Guess which rate still works before you take the one that is offered."
    ),
    group=BREAK,
    order=1,
    experiment=specs.Experiment(
        name="break-learning-rate",
        data=specs.Data(name="plane", params={"size": 500, "seed": 0}),
        networks=(
            specs.stack(("Dense", {"units": 8, "activation": "relu"}), ("Dense", {"units": 1, "activation": "linear"})),
        ),
        loss=specs.Pick(name="MeanSquaredError"),
        metrics=(specs.Pick(name="r2"),),
        optimizer=specs.Optimizer(name="SGD", params={"learning_rate": 10.0}),
        training=specs.Training(epochs=30, batch_size=10),
        goal=None,
    ),
)
