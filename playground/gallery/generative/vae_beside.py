"""The VAE to put beside the GAN-VAE: the same encoder and decoder, compared number by number."""

from __future__ import annotations

from playground.core.i18n import N_
from playground.experiment import spec
from playground.gallery.base import GENERATIVE, Entry
from playground.gallery.generative import convolutions as made

ENTRY = Entry(
    name="vae-beside-gan-vae",
    title=N_("VAE beside GAN-VAE"),
    help=N_("The encoder and decoder of the next card, judged number by number."),
    lesson=N_(
        "Look how soft the strokes are: where the decoder is unsure, it gives the mean. Then put the GAN-VAE beside "
        "it, which has the same two networks and another judge."
    ),
    group=GENERATIVE,
    order=12,
    counterpart="gan-vae-digits",
    experiment=spec.Experiment(
        name="vae-beside-gan-vae",
        family="vae",
        family_params={"latent_dim": 16, "likelihood": "gaussian", "sigma": 0.3},
        data=made.signed("digits"),
        networks=(made.convolving_encoder(16, 32), made.convolving_decoder(8, 32)),
        metrics=(spec.NamedParams(name="r2"),),
        optimizer=spec.Optimizer(name="Adam", params={"learning_rate": 0.001}),
        training=spec.Training(epochs=100, batch_size=64),
        goal=spec.Goal(metric="frechet", at_most=9),
    ),
)
