"""Plain gradient descent with a learning rate of 10."""

from __future__ import annotations

from playground.core.i18n import N_
from playground.experiment import spec
from playground.gallery.base import BREAK_IT, Entry

ENTRY = Entry(
    name="break-learning-rate",
    title=N_("A rate that is too high"),
    help=N_("Plain gradient descent with a learning rate of 10: the loss runs away."),
    lesson=N_(
        "Each step overshoots the valley by more than the one before, until numbers no longer fit: the loss is NaN. "
        "Guess which rate still works before you take the one that is offered."
    ),
    group=BREAK_IT,
    order=1,
    experiment=spec.Experiment(
        name="break-learning-rate",
        data=spec.Data(name="plane", params={"size": 500, "seed": 0}),
        networks=(
            spec.stack(("Dense", {"units": 8, "activation": "relu"}), ("Dense", {"units": 1, "activation": "linear"})),
        ),
        loss=spec.NamedParams(name="MeanSquaredError"),
        metrics=(spec.NamedParams(name="r2"),),
        optimizer=spec.Optimizer(name="SGD", params={"learning_rate": 10.0}),
        training=spec.Training(epochs=30, batch_size=10),
        goal=None,
    ),
)
