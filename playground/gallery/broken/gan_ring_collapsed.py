"""The same game with a generator that learns too fast: it jumps about and draws few clusters at a time.

Measured, seed 0, 5,000 steps in 4 s: at most 2 of 8 clusters at any time, and none at the end; the sign shows from
step 1,650 to 2,675 on, as measurements come by the clock. With its repair 8 of 8 clusters are drawn, 96 % of the points
good, and no sign shows. With the discriminator's beta 1 left at 0.9 it still draws at most 2.
"""

from __future__ import annotations

from playground.core.i18n import N_
from playground.experiment import spec
from playground.gallery.base import BREAK_IT, Entry
from playground.gallery.generative import gan_ring

_FAST: spec.Params = {"learning_rate": 0.01, "beta_1": 0.9}

ENTRY = Entry(
    name="gan-ring-collapsed",
    title=N_("Mode collapse"),
    help=N_("A generator that learns ten times faster than its discriminator puts all its points in one place."),
    lesson=N_(
        "All points run to where they look most real to the discriminator; it learns better, and they run on "
        "together. Give the generator the discriminator's learning rate, 0.001, and both a beta_1 of 0.5: then all "
        "modes are covered."
    ),
    group=BREAK_IT,
    order=2,
    sign="mode_collapse",
    experiment=gan_ring.ENTRY.experiment.model_copy(
        update={
            "name": "gan-ring-collapsed",
            "optimizer": spec.Optimizer(name="Adam", params=_FAST),
            "optimizers": {"discriminator": spec.Optimizer(name="Adam", params=_FAST | {"learning_rate": 0.001})},
            # On the 8,000 points of the other entry it finds its way out after 3,000 steps.
            "data": spec.with_value(gan_ring.ENTRY.experiment, "data.params.size", 4000).data,
            "training": spec.Training(epochs=200, batch_size=128),
            "goal": None,
        }
    ),
)
