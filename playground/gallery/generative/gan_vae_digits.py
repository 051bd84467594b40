"""Digits by a GAN-VAE: the VAE's two networks, judged by a third."""

from __future__ import annotations

from playground.core.i18n import N_
from playground.experiment import spec
from playground.gallery.base import GENERATIVE, Entry
from playground.gallery.generative import convolutions as made

ENTRY = Entry(
    name="gan-vae-digits",
    title=N_("GAN-VAE: digits with a judge"),
    help=N_("The VAE of the card before, whose reconstructions a discriminator compares by what it sees in them."),
    lesson=N_(
        "Three networks learn at once: the encoder to be understood, the decoder to be like and to fool, the "
        "discriminator to tell. The strokes are crisper than those of the plain VAE, and the reconstructions less "
        "exact."
    ),
    group=GENERATIVE,
    order=13,
    counterpart="vae-beside-gan-vae",
    experiment=spec.Experiment(
        name="gan-vae-digits",
        family="gan_vae",
        family_params={"latent_dim": 16, "beta": 0.05, "gamma": 0.5},
        data=made.signed("digits"),
        networks=(made.convolving_encoder(16, 32), made.convolving_decoder(8, 32), made.judge(32)),
        metrics=(spec.NamedParams(name="r2"),),
        optimizer=made.GAME,
        training=spec.Training(epochs=100, batch_size=64),
        goal=spec.Goal(metric="frechet", at_most=11),
    ),
)
