"""Linear regression: one neuron without activation fits a plane."""

from __future__ import annotations

from playground.core.i18n import N_
from playground.experiment import spec
from playground.gallery.base import REGRESSION, Entry

ENTRY = Entry(
    name="linear-plane",
    title=N_("Linear regression"),
    help=N_("One neuron without an activation fits a plane to points."),
    lesson=N_(
        "The surface tilts until its colours match those of the points. The loss falls fast and then stays: "
        "what is left is the noise of the data, which no plane can explain."
    ),
    group=REGRESSION,
    order=1,
    experiment=spec.Experiment(
        name="linear-plane",
        data=spec.Data(name="plane", params={"size": 500, "seed": 0}),
        networks=(spec.stack(("Dense", {"units": 1, "activation": "linear"})),),
        loss=spec.NamedParams(name="MeanSquaredError"),
        metrics=(
            spec.NamedParams(name="r2"),
            spec.NamedParams(name="mae"),
        ),
        optimizer=spec.Optimizer(name="SGD", params={"learning_rate": 0.03}),
        training=spec.Training(epochs=30, batch_size=10),
        goal=spec.Goal(metric="r2", at_least=0.95),
    ),
)
