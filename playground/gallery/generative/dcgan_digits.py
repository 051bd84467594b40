"""Digits drawn by a GAN of convolutions."""

from __future__ import annotations

from playground.core.i18n import N_
from playground.experiment import spec
from playground.gallery.base import GENERATIVE, Entry
from playground.gallery.generative import convolutions as made

ENTRY = Entry(
    name="dcgan-digits",
    title=N_("DCGAN: digits from noise"),
    help=N_("Convolutions turn 32 random numbers into a digit, chased by convolutions that know real ones."),
    lesson=N_(
        "Watch the samples of the same noise from step 0: blobs, strokes, digits. The two losses do not fall; they "
        "hold each other in balance. How good it is, Sample quality says."
    ),
    group=GENERATIVE,
    order=6,
    experiment=spec.Experiment(
        name="dcgan-digits",
        family="gan",
        family_params={"latent_dim": 32},
        data=made.signed("digits"),
        networks=(made.generator(8, 32), made.discriminator(32)),
        optimizer=made.GAME,
        training=spec.Training(epochs=180, batch_size=64),
        goal=spec.Goal(metric="frechet", at_most=5),
    ),
)
