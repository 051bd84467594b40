"""Digits as sixteen entries of a codebook of 64."""

from __future__ import annotations

from playground.core.i18n import N_
from playground.experiment import spec
from playground.families import starters
from playground.gallery.base import GENERATIVE, Entry
from playground.gallery.generative import convolutions as made

ENTRY = Entry(
    name="vq-vae-digits",
    title=N_("VQ-VAE: digits from a codebook"),
    help=N_("Each digit is written with sixteen entries of a codebook, and a third network learns to spell."),
    lesson=N_(
        "The samples are spelled by the prior, entry by entry. Look at the codebook: how many of its 64 entries "
        "are in use? Switch the restart of dead entries off, and see how much longer it takes until all are."
    ),
    group=GENERATIVE,
    order=11,
    experiment=spec.Experiment(
        name="vq-vae-digits",
        family="vq_vae",
        family_params={"positions": 16, "code_dim": 8, "codes": 64},
        data=made.unit("digits"),
        networks=(made.codebook_encoder(8, 32), made.codebook_decoder(8, 32), starters.causal_prior("prior", 64)),
        metrics=(spec.NamedParams(name="r2"),),
        optimizer=spec.Optimizer(
            name="Adam", params={"learning_rate": 0.003}, schedule=spec.NamedParams(name="CosineDecay")
        ),
        training=spec.Training(epochs=40, batch_size=64),
        goal=spec.Goal(metric="frechet", at_most=6),
    ),
)
