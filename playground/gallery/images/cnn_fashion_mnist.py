"""A small convolutional network on pictures of clothes."""

from __future__ import annotations

from playground.core.i18n import N_
from playground.experiment import spec
from playground.gallery.base import IMAGES, Entry

ENTRY = Entry(
    name="cnn-fashion-mnist",
    title=N_("Clothes"),
    help=N_("Ten classes of clothes from 28 by 28 grey pixels."),
    lesson=N_(
        "Trousers and bags are easy; shirt, T-shirt, pullover and coat stay mixed up. Open Misclassified: would you "
        "have known?"
    ),
    group=IMAGES,
    order=3,
    experiment=spec.Experiment(
        name="cnn-fashion-mnist",
        data=spec.Data(name="fashion_mnist", preparation=spec.Preparation(scale="unit")),
        networks=(
            spec.stack(
                ("Conv2D", {"filters": 16, "kernel_size": [3, 3], "padding": "same", "activation": "relu"}),
                ("MaxPooling2D", {"pool_size": [2, 2]}),
                ("Conv2D", {"filters": 32, "kernel_size": [3, 3], "padding": "same", "activation": "relu"}),
                ("MaxPooling2D", {"pool_size": [2, 2]}),
                ("Flatten", {}),
                ("Dropout", {"rate": 0.3}),
                ("Dense", {"units": 10, "activation": "softmax"}),
            ),
        ),
        loss=spec.NamedParams(name="SparseCategoricalCrossentropy"),
        metrics=(spec.NamedParams(name="accuracy"),),
        optimizer=spec.Optimizer(name="Adam", params={"learning_rate": 0.002}),
        training=spec.Training(epochs=5, batch_size=128),
        goal=spec.Goal(metric="accuracy", at_least=0.88),
    ),
)
