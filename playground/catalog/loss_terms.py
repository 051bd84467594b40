"""The parts of a loss, and what else a family counts in every step: what each is called in the logs and on the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from playground.core.i18n import N_

ColorRole = Literal["generator", "discriminator", "training", "validation", "quiet"]
"""Which of the fixed colours draws it: what a generator or decoder does, what a discriminator does, or another."""


@dataclass(frozen=True, slots=True)
class LossTerm:
    """*help* one sentence; *shown_by_default*: among the curves of the figure of terms from the start."""

    name: str
    title: str
    help: str
    color_role: ColorRole
    shown_by_default: bool = True


_ROWS = (
    LossTerm(
        "reconstruction_loss",
        N_("Reconstruction loss"),
        N_("How far the reconstruction is from the example, in nats for each example."),
        "generator",
    ),
    LossTerm(
        "kl_loss",
        N_("KL divergence"),
        N_(
            "How far the latent codes of an example are from the noise that is sampled later, in nats for each example."
        ),
        "discriminator",
    ),
    LossTerm(
        "elbo",
        "ELBO",
        N_(
            "The evidence lower bound: at most the logarithm of the probability that the model gives an example, in "
            "nats."
        ),
        "training",
        shown_by_default=False,
    ),
    LossTerm(
        "codebook_loss",
        N_("Codebook loss"),
        N_("How far what the encoder gives is from the entries that are picked for it, squared."),
        "discriminator",
    ),
    LossTerm(
        "prior_loss",
        N_("Prior loss"),
        N_("How surprised the prior is by the next entry of the codebook, in nats for each."),
        "training",
    ),
    LossTerm(
        "perplexity",
        N_("Codebook perplexity"),
        N_("To how many entries, used equally often, the use of the codebook comes."),
        "validation",
        shown_by_default=False,
    ),
    LossTerm(
        "d_loss",
        N_("Discriminator loss"),
        N_(
            "What the discriminator minimises by telling real examples from generated ones: cross-entropy in nats, "
            "squared distance for least squares, a difference of scores for WGAN-GP."
        ),
        "discriminator",
    ),
    LossTerm(
        "g_loss",
        N_("Generator loss"),
        N_(
            "What the generator minimises by generating what the discriminator takes for real: cross-entropy in nats, "
            "squared distance for least squares, a score for WGAN-GP."
        ),
        "generator",
    ),
    LossTerm(
        "gradient_penalty",
        N_("Gradient penalty"),
        N_("How far the norm of the discriminator's gradient is from 1 between real and generated examples, squared."),
        "quiet",
    ),
    LossTerm(
        "d_real",
        N_("Score of real examples"),
        N_("The discriminator's output for real examples, on average."),
        "validation",
        shown_by_default=False,
    ),
    LossTerm(
        "d_fake",
        N_("Score of generated examples"),
        N_("The discriminator's output for generated examples, on average."),
        "quiet",
        shown_by_default=False,
    ),
)

LOSS_TERMS: dict[str, LossTerm] = {row.name: row for row in _ROWS}
