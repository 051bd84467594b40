"""Logistic regression: one neuron between two clouds."""

from __future__ import annotations

from playground.core.i18n import N_
from playground.experiment import spec
from playground.gallery.base import FIRST_STEPS, Entry

ENTRY = Entry(
    name="logistic-gaussians",
    title=N_("Logistic regression"),
    help=N_("One neuron with a sigmoid puts a straight line between two clouds of points."),
    lesson=N_(
        "There is one weight for each axis and one bias: they turn and move a single straight decision boundary. The "
        "colour fades where the neuron is unsure. Choose spirals as the data and see where a line must fail."
    ),
    group=FIRST_STEPS,
    order=2,
    experiment=spec.Experiment(
        name="logistic-gaussians",
        data=spec.Data(name="gaussians", params={"size": 500, "seed": 0}),
        networks=(spec.stack(("Dense", {"units": 1, "activation": "sigmoid"})),),
        loss=spec.NamedParams(name="BinaryCrossentropy"),
        metrics=(spec.NamedParams(name="accuracy"),),
        optimizer=spec.Optimizer(name="SGD", params={"learning_rate": 0.1}),
        training=spec.Training(epochs=30, batch_size=10),
        goal=spec.Goal(metric="accuracy", at_least=0.95),
    ),
)
