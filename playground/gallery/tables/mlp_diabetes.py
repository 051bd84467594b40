"""A small network on the 442 patients of the diabetes table."""

from __future__ import annotations

from playground.core.i18n import N_
from playground.experiment import spec
from playground.gallery.base import REGRESSION, Entry

ENTRY = Entry(
    name="mlp-diabetes",
    title=N_("Diabetes"),
    help=N_("Ten measurements predict how the disease stands a year later."),
    lesson=N_(
        "Training loss goes on falling while validation loss turns and rises: 442 patients are few. "
        "Early stopping keeps the weights from before that turn. Make the network larger and it turns sooner."
    ),
    group=REGRESSION,
    order=2,
    experiment=spec.Experiment(
        name="mlp-diabetes",
        data=spec.Data(name="diabetes"),
        networks=(
            spec.stack(
                ("Dense", {"units": 16, "activation": "relu", "l2": 0.01}),
                ("Dropout", {"rate": 0.1}),
                ("Dense", {"units": 1, "activation": "linear"}),
            ),
        ),
        loss=spec.NamedParams(name="MeanSquaredError"),
        metrics=(
            spec.NamedParams(name="r2"),
            spec.NamedParams(name="mae"),
        ),
        optimizer=spec.Optimizer(name="Adam", params={"learning_rate": 0.005}),
        training=spec.Training(epochs=200, batch_size=32, early_stopping=spec.EarlyStopping(patience=25)),
        goal=spec.Goal(metric="r2", at_least=0.42),
    ),
)
