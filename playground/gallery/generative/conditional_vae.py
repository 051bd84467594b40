"""Digits whose class is told, so that the code holds how they are written."""

from __future__ import annotations

from playground.core.i18n import N_
from playground.experiment import spec
from playground.gallery.base import GENERATIVE, Entry
from playground.gallery.generative import convolutions as made

ENTRY = Entry(
    name="conditional-vae-digits",
    title=N_("Conditional VAE: ask for a digit"),
    help=N_("The class goes into both networks, and the code is left with the handwriting."),
    lesson=N_(
        "Each row of samples asks for one digit. Look along a row: slant, width and weight change, the digit stays. "
        "That is what the code is left to say."
    ),
    group=GENERATIVE,
    order=5,
    experiment=spec.Experiment(
        name="conditional-vae-digits",
        family="conditional_vae",
        family_params={"latent_dim": 2},
        data=made.unit("digits"),
        networks=(made.encoder_by_class(2, 128, 64), made.decoder_by_class(8, 64, 128)),
        metrics=(spec.NamedParams(name="r2"),),
        optimizer=spec.Optimizer(name="Adam", params={"learning_rate": 0.002}),
        training=spec.Training(epochs=120, batch_size=32),
        goal=spec.Goal(metric="elbo", at_least=-24),
    ),
)
