"""A discriminator that measures a distance instead of giving a verdict, held to slope one: Wasserstein GAN with a
gradient penalty (Gulrajani and others 2017, "Improved Training of Wasserstein GANs")."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from playground.core.i18n import N_
from playground.core.params import Float
from playground.families.adversarial import base
from playground.families.adversarial.base import (
    DISCRIMINATOR,
    GENERATOR,
    N_CRITIC,
    NOISE_DIM,
    TRAINABLE_SIDE,
    Adversarial,
    AdversarialLosses,
)
from playground.families.base import Context, Family, Recipe, Tensor

PENALTY_WEIGHT = Float(
    name="penalty_weight",
    label=N_("Gradient penalty weight"),
    help=N_("How strongly the norm of the discriminator's gradient is held to 1."),
    default=10.0,
    low=0.0,
    high=1000.0,
    step=1.0,
)
PARAMS = (NOISE_DIM, replace(N_CRITIC, default=3), PENALTY_WEIGHT, TRAINABLE_SIDE)
LIVE_PARAMS = ("penalty_weight", "n_critic", "learns")
LOSS_TERMS = ("d_loss", "g_loss", "gradient_penalty", "d_real", "d_fake")


def build(context: Context) -> Recipe:
    """Generator and discriminator with the Wasserstein loss and the penalty."""
    import tensorflow as tf

    live_params = base.build_live_params(context, PARAMS, LIVE_PARAMS)
    game = AdversarialLosses(
        discriminator_loss=lambda real, drawn: tf.reduce_mean(drawn) - tf.reduce_mean(real),
        generator_loss=lambda drawn: -tf.reduce_mean(drawn),
        real_probability=_rescale_scores,
        penalty_weight=lambda: live_params["penalty_weight"],
    )
    return Adversarial(**base.recipe_fields(context, game, live_params, LOSS_TERMS))


def _rescale_scores(scores: Tensor) -> Tensor:
    """*scores* ``(n, 1)`` from 0 to 1: a score has no scale of its own, so from the lowest of those that are seen to
    the highest."""
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
        "The discriminator measures how far apart generated and real examples are; as its gradient is bounded, it is "
        "never too sure."
    ),
    networks=(GENERATOR, DISCRIMINATOR),
    build=build,
    starter_networks=base.starter_networks,
    params=PARAMS,
    task_info=base.task_info_with(LOSS_TERMS),
    predicts_targets=False,
    loss=lambda _values: None,
    formula=formula,
    objective_name=lambda _values: N_("Wasserstein, gradient penalty"),
    default_optimizer=base.DEFAULT_OPTIMIZER,
    live_param_names=LIVE_PARAMS,
    order=41,
)
