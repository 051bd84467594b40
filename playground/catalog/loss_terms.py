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
        N_("Reconstruction"),
        N_("How badly the example is drawn again from its code, in nats for each example."),
        "generator",
    ),
    LossTerm(
        "kl_loss",
        N_("KL divergence"),
        N_("How far the codes of an example are from the noise that is drawn from later, in nats for each example."),
        "discriminator",
    ),
    LossTerm(
        "elbo",
        "ELBO",
        N_("The evidence lower bound: at most the logarithm of the chance that the model gives an example, in nats."),
        "training",
        shown_by_default=False,
    ),
    LossTerm(
        "codebook_loss",
        N_("Codebook"),
        N_("How far what the encoder gives is from the entries that are picked for it, squared."),
        "discriminator",
    ),
    LossTerm(
        "prior_loss",
        N_("Prior"),
        N_("How surprised the prior is by the next entry, in nats for each."),
        "training",
    ),
    LossTerm(
        "perplexity",
        N_("Entries in use"),
        N_("The perplexity of the codebook: to how many entries, picked equally often, its use comes."),
        "validation",
        shown_by_default=False,
    ),
    LossTerm(
        "d_loss",
        N_("Discriminator"),
        N_("What the discriminator makes small by telling real examples from drawn ones."),
        "discriminator",
    ),
    LossTerm(
        "g_loss",
        N_("Generator"),
        N_("What the generator makes small by drawing what the discriminator takes for real."),
        "generator",
    ),
    LossTerm(
        "gradient_penalty",
        N_("Gradient penalty"),
        N_("How far the slope of the discriminator is from 1 between real and drawn examples, squared."),
        "quiet",
    ),
    LossTerm(
        "d_real",
        N_("Score of real examples"),
        N_("What the discriminator says of real examples, on average."),
        "validation",
        shown_by_default=False,
    ),
    LossTerm(
        "d_fake",
        N_("Score of drawn examples"),
        N_("What the discriminator says of drawn examples, on average."),
        "quiet",
        shown_by_default=False,
    ),
)

LOSS_TERMS: dict[str, LossTerm] = {row.name: row for row in _ROWS}
