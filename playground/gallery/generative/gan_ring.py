"""A generator that learns eight clusters on a circle, watched on the plane."""

from __future__ import annotations

from playground.core.i18n import N_
from playground.experiment import spec
from playground.gallery.base import GENERATIVE, Entry
from playground.gallery.basics.point_networks import dense

ENTRY = Entry(
    name="gan-ring",
    title=N_("GAN on a ring of clusters"),
    help=N_("A generator learns to put points where the data have theirs, chased by a discriminator."),
    lesson=N_(
        "Look at the arrows: each shows which way a generated point would look more real. When the ground turns "
        "white everywhere, the discriminator can no longer tell. Switch on the grid of noise to see how the plane is "
        "bent."
    ),
    group=GENERATIVE,
    order=1,
    experiment=spec.Experiment(
        name="gan-ring",
        family="gan",
        family_params={"latent_dim": 2},
        data=spec.Data(
            name="ring",
            params={"size": 8000},
            preparation=spec.Preparation(scale="none"),
            split=spec.Split(validation=0.1, test=0.1),
        ),
        networks=(dense("generator", 2), dense("discriminator", 1)),
        optimizer=spec.Optimizer(name="Adam", params={"learning_rate": 0.001, "beta_1": 0.5}),
        training=spec.Training(epochs=100, batch_size=128),
        goal=spec.Goal(metric="modes", at_least=8),
    ),
)
