"""A small convolutional network on photographs.

Not measured: its files could not be had where this was written. The goal is what is asked of it.
"""

from __future__ import annotations

from playground import specs
from playground.gallery.base import IMAGES, Entry
from playground.i18n import N_

ENTRY = Entry(
    name="cnn-cifar10",
    title=N_("Small photographs"),
    help=N_("Ten kinds of things in photographs of 32 by 32 pixels."),
    lesson=N_(
        "Colour helps at first, ships on blue and deer on green; shapes come later. "
        "Cats and dogs stay mixed up longest."
    ),
    group=IMAGES,
    order=5,
    experiment=specs.Experiment(
        name="cnn-cifar10",
        data=specs.Data(name="cifar10", preparation=specs.Preparation(scale="unit")),
        networks=(
            specs.stack(
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
        loss=specs.Pick(name="SparseCategoricalCrossentropy"),
        metrics=(specs.Pick(name="accuracy"),),
        optimizer=specs.Optimizer(name="Adam", params={"learning_rate": 0.002}),
        training=specs.Training(epochs=4, batch_size=128),
        goal=specs.Goal(metric="accuracy", at_least=0.6),
    ),
)
