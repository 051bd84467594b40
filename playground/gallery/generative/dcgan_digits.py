"""Digits drawn by a GAN of convolutions.

Measured, seeds 0, 1, 2: Fréchet distance 1.37, 1.75, 3.34; precision 0.74, 0.75, 0.77; recall 0.79, 0.83, 0.77. At
most 20 s on two quiet cores.
"""

from __future__ import annotations

from playground.core.i18n import N_
from playground.experiment import spec
from playground.gallery.base import DRAW, Entry
from playground.gallery.generative import convolutions as made

ENTRY = Entry(
    name="dcgan-digits",
    title=N_("DCGAN: digits from noise"),
    help=N_("Convolutions turn 32 random numbers into a digit, chased by convolutions that know real ones."),
    lesson=N_(
        "Watch the samples of the same noise from step 0: blobs, strokes, digits. The two losses do not fall; "
        "they hold each other in balance. What tells how good it is stands beside the picture."
    ),
    group=DRAW,
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
