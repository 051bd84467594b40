"""A small convolutional network on 8 by 8 digits."""

from __future__ import annotations

from playground.core.i18n import N_
from playground.experiment import spec
from playground.gallery.base import IMAGES, Entry

ENTRY = Entry(
    name="cnn-digits",
    title=N_("Small digits, convolution"),
    help=N_("Small filters slide over the image, whatever place a stroke is in."),
    lesson=N_(
        "The same few weights look at every place of the image, so a stroke learned here is known everywhere. It "
        "needs fewer parameters than the dense network and makes fewer mistakes."
    ),
    group=IMAGES,
    order=2,
    experiment=spec.Experiment(
        name="cnn-digits",
        data=spec.Data(name="digits", preparation=spec.Preparation(scale="unit")),
        networks=(
            spec.stack(
                ("Conv2D", {"filters": 32, "kernel_size": [3, 3], "padding": "same", "activation": "relu"}),
                ("Conv2D", {"filters": 32, "kernel_size": [3, 3], "padding": "same", "activation": "relu"}),
                ("MaxPooling2D", {"pool_size": [2, 2]}),
                ("Conv2D", {"filters": 64, "kernel_size": [3, 3], "padding": "same", "activation": "relu"}),
                ("MaxPooling2D", {"pool_size": [2, 2]}),
                ("Flatten", {}),
                ("Dropout", {"rate": 0.4}),
                ("Dense", {"units": 10, "activation": "softmax"}),
            ),
        ),
        loss=spec.NamedParams(name="SparseCategoricalCrossentropy"),
        metrics=(spec.NamedParams(name="accuracy"),),
        optimizer=spec.Optimizer(
            name="Adam", params={"learning_rate": 0.002}, schedule=spec.NamedParams(name="CosineDecay")
        ),
        training=spec.Training(epochs=30, batch_size=32),
        goal=spec.Goal(metric="accuracy", at_least=0.98),
    ),
)
