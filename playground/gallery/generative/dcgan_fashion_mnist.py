"""Clothes drawn by a GAN of convolutions, from 20,000 examples."""

from __future__ import annotations

from playground.core.i18n import N_
from playground.experiment import spec
from playground.gallery.base import GENERATIVE, Entry
from playground.gallery.generative import convolutions as made

ENTRY = Entry(
    name="dcgan-fashion-mnist",
    title=N_("DCGAN: clothes from noise"),
    help=N_("Clothes appear out of 64 random numbers within a minute or two."),
    lesson=N_(
        "First grey shapes, then sleeves and soles. Look for two samples that are almost the same: a generator that "
        "repeats itself is on its way to mode collapse."
    ),
    group=GENERATIVE,
    order=9,
    experiment=spec.Experiment(
        name="dcgan-fashion-mnist",
        family="gan",
        family_params={"latent_dim": 64},
        data=made.signed("fashion_mnist", examples=20_000),
        networks=(made.generator(28, 24), made.discriminator(24)),
        optimizer=made.GAME,
        training=spec.Training(epochs=6, batch_size=64),
        goal=spec.Goal(metric="frechet", at_most=16),
    ),
)
