"""A small convolutional network on photographs.

Not measured: its files could not be had where this was written. The goal is what is asked of it.
"""

from __future__ import annotations

from playground.core.i18n import N_
from playground.experiment import spec
from playground.gallery.base import IMAGES, Entry

ENTRY = Entry(
    name="cnn-cifar10",
    title=N_("Small photographs"),
    help=N_("Ten classes of things in photographs of 32 by 32 pixels."),
    lesson=N_(
        "Colour helps at first, ships on blue and deer on green; shapes come later. "
        "Cats and dogs stay mixed up longest."
    ),
    group=IMAGES,
    order=5,
    experiment=spec.Experiment(
        name="cnn-cifar10",
        data=spec.Data(name="cifar10", preparation=spec.Preparation(scale="unit")),
        networks=(
            spec.stack(
                ("Conv2D", {"filters": 32, "kernel_size": [3, 3], "padding": "same", "activation": "relu"}),
                ("MaxPooling2D", {"pool_size": [2, 2]}),
                ("Conv2D", {"filters": 64, "kernel_size": [3, 3], "padding": "same", "activation": "relu"}),
                ("MaxPooling2D", {"pool_size": [2, 2]}),
                ("Conv2D", {"filters": 64, "kernel_size": [3, 3], "padding": "same", "activation": "relu"}),
                ("Flatten", {}),
                ("Dropout", {"rate": 0.3}),
                ("Dense", {"units": 10, "activation": "softmax"}),
            ),
        ),
        loss=spec.NamedParams(name="SparseCategoricalCrossentropy"),
        metrics=(spec.NamedParams(name="accuracy"),),
        optimizer=spec.Optimizer(name="Adam", params={"learning_rate": 0.002}),
        training=spec.Training(epochs=4, batch_size=128),
        goal=spec.Goal(metric="accuracy", at_least=0.6),
    ),
)
