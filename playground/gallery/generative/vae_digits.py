"""Digits through a plane of codes: a variational autoencoder with two latent dimensions."""

from __future__ import annotations

from playground.core.i18n import N_
from playground.experiment import spec
from playground.gallery.base import GENERATIVE, Entry
from playground.gallery.generative import convolutions as made

ENTRY = Entry(
    name="vae-digits",
    title=N_("VAE: digits on a plane"),
    help=N_("Each digit becomes a small cloud on a plane, and any place of the plane can be decoded."),
    lesson=N_(
        "The samples are generated from plain noise. Look how the reconstruction loss falls first, and the KL "
        "divergence rises: the codes spread until there is room for each digit. Set beta to 10, and the codes say "
        "less and less."
    ),
    group=GENERATIVE,
    order=3,
    experiment=spec.Experiment(
        name="vae-digits",
        family="vae",
        family_params={"latent_dim": 2},
        data=made.unit("digits"),
        networks=(made.encoder(2, 128, 64), made.decoder(8, 64, 128)),
        metrics=(spec.NamedParams(name="r2"),),
        optimizer=spec.Optimizer(name="Adam", params={"learning_rate": 0.002}),
        training=spec.Training(epochs=150, batch_size=32),
        goal=spec.Goal(metric="elbo", at_least=-26),
    ),
)
