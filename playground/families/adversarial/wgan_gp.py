"""A discriminator that measures a distance instead of giving a verdict, held to slope one: Wasserstein GAN with a
gradient penalty (Gulrajani and others 2017, "Improved Training of Wasserstein GANs")."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from playground.core.i18n import N_
from playground.core.params import Float
from playground.families.adversarial import base
from playground.families.adversarial.base import DISCRIMINATOR, GENERATOR, LEARNS, NOISE, ROUNDS, Adversarial, Game
from playground.families.base import Context, Family, Recipe, Tensor

PENALTY = Float(
    name="penalty_weight",
    label=N_("Weight of the penalty"),
    help=N_("How strongly the slope of the discriminator is held to 1."),
    default=10.0,
    low=0.0,
    high=1000.0,
    step=1.0,
)
PARAMS = (NOISE, replace(ROUNDS, default=3), PENALTY, LEARNS)
DIALS = ("penalty_weight", "n_critic", "learns")
TERMS = ("d_loss", "g_loss", "gradient_penalty", "d_real", "d_fake")


def build(context: Context) -> Recipe:
    """Generator and discriminator with the Wasserstein loss and the penalty."""
    import tensorflow as tf

    turned = base.dials(context, PARAMS, DIALS)
    penalised = turned["penalty_weight"] > 0
    game = Game(
        apart=lambda real, drawn: tf.reduce_mean(drawn) - tf.reduce_mean(real),
        fooled=lambda drawn: -tf.reduce_mean(drawn),
        belief=_between,
        penalty=lambda: turned["penalty_weight"],
    )
    terms = TERMS if penalised else tuple(name for name in TERMS if name != "gradient_penalty")
    return Adversarial(**base.fields(context, game, turned, terms))


def _between(scores: Tensor) -> Tensor:
    """A score has no scale of its own: from the lowest of those that are seen to the highest."""
    import tensorflow as tf

    low, high = tf.reduce_min(scores), tf.reduce_max(scores)
    return (scores - low) / tf.maximum(high - low, 1e-9)


def formula(values: Mapping[str, object]) -> Mapping[str, str]:
    weight = f"{values['penalty_weight']:g}"
    penalty = rf" + {weight}\,(\lVert\nabla D\rVert - 1)^2"
    return {"discriminator": rf"D(G(z)) - D(x){penalty}", "generator": r"-D(G(z))"}


FAMILY = Family(
    name="wgan_gp",
    title="WGAN-GP",
    help=N_(
        "The discriminator measures how far apart drawn and real are; as its slope is bounded, it is never too sure."
    ),
    networks=(GENERATOR, DISCRIMINATOR),
    build=build,
    start=base.start,
    params=PARAMS,
    facts=base.facts(TERMS),
    answers=False,
    loss=lambda _values: None,
    formula=formula,
    objective=lambda _values: N_("Wasserstein, gradient penalty"),
    usual=base.USUAL,
    dials=DIALS,
    order=41,
)
