"""Clothes through a plane of codes."""

from __future__ import annotations

from playground.core.i18n import N_
from playground.experiment import spec
from playground.gallery.base import GENERATIVE, Entry
from playground.gallery.generative import convolutions as made

ENTRY = Entry(
    name="vae-fashion-mnist",
    title=N_("VAE: clothes on a plane"),
    help=N_("Sixty thousand pieces of clothing find their places on a plane of two numbers."),
    lesson=N_(
        "Shoes, trousers and shirts take a region each. What lies between two regions is decoded as something "
        "between the two. Everything is a little blurred: the decoder gives the mean of what a code may stand for."
    ),
    group=GENERATIVE,
    order=4,
    experiment=spec.Experiment(
        name="vae-fashion-mnist",
        family="vae",
        family_params={"latent_dim": 2},
        data=made.unit("fashion_mnist"),
        networks=(made.encoder(2, 256, 64), made.decoder(28, 64, 256)),
        metrics=(spec.NamedParams(name="r2"),),
        optimizer=spec.Optimizer(name="Adam", params={"learning_rate": 0.002}),
        training=spec.Training(epochs=10, batch_size=128),
        goal=spec.Goal(metric="elbo", at_least=-266),
    ),
)
