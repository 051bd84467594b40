"""Digits drawn by a WGAN with gradient penalty.

The Fréchet distance comes and goes; the goal has room for that.
"""

from __future__ import annotations

from playground.core.i18n import N_
from playground.experiment import spec
from playground.gallery.base import GENERATIVE, Entry
from playground.gallery.generative import convolutions as made

ENTRY = Entry(
    name="wgan-gp-digits",
    title=N_("WGAN-GP: digits from noise"),
    help=N_("The discriminator measures a distance instead of giving a verdict."),
    lesson=N_(
        "Minus the discriminator's loss is an estimate of how far generated and real examples are apart: here the "
        "curve does say how good it gets. Take the gradient penalty away (0) and see what holds it together."
    ),
    group=GENERATIVE,
    order=7,
    experiment=spec.Experiment(
        name="wgan-gp-digits",
        family="wgan_gp",
        family_params={"latent_dim": 32},
        data=made.signed("digits"),
        networks=(made.generator(8, 32, normalised=False), made.discriminator(32)),
        optimizer=spec.Optimizer(name="Adam", params={"learning_rate": 0.001, "beta_1": 0.5}),
        training=spec.Training(epochs=130, batch_size=64),
        goal=spec.Goal(metric="frechet", at_most=9),
    ),
)
