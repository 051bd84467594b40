"""Digits drawn on demand by a conditional GAN."""

from __future__ import annotations

from playground.core.i18n import N_
from playground.experiment import spec
from playground.gallery.base import GENERATIVE, Entry
from playground.gallery.generative import convolutions as made

ENTRY = Entry(
    name="conditional-gan-digits",
    title=N_("Conditional GAN: ask for a digit"),
    help=N_("The generator is told which digit to generate, and the discriminator which one to expect."),
    lesson=N_(
        "Each row asks for one digit. Early on all rows look alike: the generator learns to write digits before it "
        "learns to listen."
    ),
    group=GENERATIVE,
    order=8,
    experiment=spec.Experiment(
        name="conditional-gan-digits",
        family="conditional_gan",
        family_params={"latent_dim": 16},
        data=made.signed("digits"),
        networks=(made.generator_by_class(8, 32), made.discriminator_by_class(32)),
        optimizer=made.GAME,
        training=spec.Training(epochs=100, batch_size=64),
        goal=spec.Goal(metric="frechet", at_most=5),
    ),
)
