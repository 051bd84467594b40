"""A dense network on 8 by 8 digits."""

from __future__ import annotations

from playground.core.i18n import N_
from playground.experiment import spec
from playground.gallery.base import IMAGES, Entry

ENTRY = Entry(
    name="mlp-digits",
    title=N_("Small digits, dense"),
    help=N_("An image of 8 by 8 pixels, read as a row of 64 numbers."),
    lesson=N_(
        "Flatten throws away which pixel is beside which, and these small images are still read well. Compare with "
        "the convolutional network on the same digits: which pairs does each mix up?"
    ),
    group=IMAGES,
    order=1,
    experiment=spec.Experiment(
        name="mlp-digits",
        data=spec.Data(name="digits", preparation=spec.Preparation(scale="unit")),
        networks=(
            spec.stack(
                ("Flatten", {}),
                ("Dense", {"units": 128, "activation": "relu"}),
                ("Dropout", {"rate": 0.3}),
                ("Dense", {"units": 64, "activation": "relu"}),
                ("Dense", {"units": 10, "activation": "softmax"}),
            ),
        ),
        loss=spec.NamedParams(name="SparseCategoricalCrossentropy"),
        metrics=(spec.NamedParams(name="accuracy"),),
        optimizer=spec.Optimizer(
            name="Adam", params={"learning_rate": 0.002}, schedule=spec.NamedParams(name="CosineDecay")
        ),
        training=spec.Training(epochs=60, batch_size=32),
        goal=spec.Goal(metric="accuracy", at_least=0.97),
    ),
)
