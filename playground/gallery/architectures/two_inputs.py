"""A network with two inputs: a digit's picture, and a number from a table.

Accuracy on seeds 0, 1, 2 with the picture alone: 0.699, 0.688, 0.680; with the number alone: 0.735 each time. Nobody
can do better than 0.75 with one of them (see the data set).
"""

from __future__ import annotations

from playground.core.i18n import N_
from playground.experiment import spec
from playground.experiment.network_builder import NetworkBuilder
from playground.gallery.architectures.branches import conv, halved
from playground.gallery.base import ARCHITECTURES, Entry


def _network() -> spec.Network:
    sketch = NetworkBuilder()
    x = halved(sketch, conv(sketch, sketch.input("picture", takes="picture"), 16))
    x = sketch.add("Flatten", halved(sketch, conv(sketch, x, 32)))
    picture = sketch.add("Dense", sketch.add("Dropout", x, rate=0.3), units=16, activation="relu")
    number = sketch.add("Dense", sketch.input("number", takes="table"), units=16, activation="relu")
    both = sketch.add("Dense", sketch.add("Concatenate", picture, number), units=32, activation="relu")
    sketch.add("Dense", both, units=1, activation="sigmoid")
    return sketch.network()


ENTRY = Entry(
    name="two-inputs",
    title=N_("Two inputs"),
    help=N_("An image enters on one side and a number from a table on the other: is the digit larger?"),
    lesson=N_(
        "Neither input suffices: test accuracy was 69 % with the image alone, 74 % with the number alone, 91 % with "
        "both. Delete one branch and Concatenate, and train again."
    ),
    group=ARCHITECTURES,
    order=8,
    experiment=spec.Experiment(
        name="two-inputs",
        data=spec.Data(name="digit_and_number", preparation=spec.Preparation(scale="unit")),
        networks=(_network(),),
        loss=spec.NamedParams(name="BinaryCrossentropy"),
        metrics=(spec.NamedParams(name="accuracy"),),
        optimizer=spec.Optimizer(name="Adam", params={"learning_rate": 0.002}),
        training=spec.Training(epochs=20, batch_size=32),
        goal=spec.Goal(metric="accuracy", at_least=0.87),
    ),
)
