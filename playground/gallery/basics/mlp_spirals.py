"""A small network that winds its boundary between two spirals."""

from __future__ import annotations

from playground.core.i18n import N_
from playground.experiment import spec
from playground.gallery.base import FIRST_STEPS, Entry

ENTRY = Entry(
    name="mlp-spirals",
    title=N_("Two spirals"),
    help=N_("Three hidden layers bend a line until it follows both arms."),
    lesson=N_(
        "The boundary starts almost straight. Each neuron of the first layer still makes one straight edge; the "
        "later layers fold these edges into a spiral. Take a layer away and watch which turn is lost."
    ),
    group=FIRST_STEPS,
    order=1,
    experiment=spec.Experiment(
        name="mlp-spirals",
        data=spec.Data(name="spirals", params={"size": 800, "noise": 0.1, "seed": 0}),
        networks=(
            spec.stack(
                ("Dense", {"units": 16, "activation": "tanh"}),
                ("Dense", {"units": 16, "activation": "tanh"}),
                ("Dense", {"units": 16, "activation": "tanh"}),
                ("Dense", {"units": 1, "activation": "sigmoid"}),
            ),
        ),
        loss=spec.NamedParams(name="BinaryCrossentropy"),
        metrics=(spec.NamedParams(name="accuracy"),),
        optimizer=spec.Optimizer(
            name="Adam", params={"learning_rate": 0.01}, schedule=spec.NamedParams(name="CosineDecay")
        ),
        training=spec.Training(epochs=200, batch_size=20),
        goal=spec.Goal(metric="accuracy", at_least=0.97),
    ),
)
