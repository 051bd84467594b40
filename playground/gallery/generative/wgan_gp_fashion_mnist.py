"""Clothes drawn by a WGAN with gradient penalty, from 20,000 examples."""

from __future__ import annotations

from playground.core.i18n import N_
from playground.experiment import spec
from playground.gallery.base import GENERATIVE, Entry
from playground.gallery.generative import convolutions as made

ENTRY = Entry(
    name="wgan-gp-fashion-mnist",
    title=N_("WGAN-GP: clothes from noise"),
    help=N_("The same clothes by a discriminator with a bounded gradient: slower steps, a steadier way."),
    lesson=N_(
        "Compare with the DCGAN: each step costs more, for the penalty needs a gradient of a gradient, and the "
        "generator learns in every third only. Yet its samples get better steadily."
    ),
    group=GENERATIVE,
    order=10,
    experiment=spec.Experiment(
        name="wgan-gp-fashion-mnist",
        family="wgan_gp",
        family_params={"latent_dim": 64},
        data=made.signed("fashion_mnist", examples=20_000),
        networks=(made.generator(28, 24), made.discriminator(24)),
        optimizer=spec.Optimizer(name="Adam", params={"learning_rate": 0.001, "beta_1": 0.5}),
        training=spec.Training(epochs=5, batch_size=64),
        goal=spec.Goal(metric="frechet", at_most=15),
    ),
)
