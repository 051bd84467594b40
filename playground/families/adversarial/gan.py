"""A generator that learns to fool a discriminator: generative adversarial networks (Goodfellow and others 2014; with
convolutions Radford and others 2016, "DCGAN"; with squares Mao and others 2017, "LSGAN")."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from playground.core.i18n import N_
from playground.core.params import Choice, Float
from playground.families.adversarial import base
from playground.families.adversarial.base import (
    DISCRIMINATOR,
    GENERATOR,
    LOSS_TERMS,
    N_CRITIC,
    NOISE_DIM,
    TRAINABLE_SIDE,
    Adversarial,
    AdversarialLosses,
    bce_with_logits,
)
from playground.families.base import Context, Family, Recipe, Tensor
from playground.families.live_params import LiveParams, Value

LossBranch = Callable[[], Tensor]

ADVERSARIAL_LOSS = Choice(
    name="adversarial_loss",
    label=N_("Generator loss"),
    help=N_(
        "Non-saturating: be taken for real. Saturating: be less often caught; it hardly moves while the discriminator "
        "is sure. Least squares: both sides by squared distance."
    ),
    default="non_saturating",
    options=("non_saturating", "saturating", "least_squares"),
    labels=(N_("non-saturating"), N_("saturating"), N_("least squares")),
)
LABEL_SMOOTHING = Float(
    name="label_smoothing",
    label=N_("Label smoothing"),
    help=N_("The discriminator is taught to be a little unsure of real examples, and of those alone."),
    default=0.0,
    low=0.0,
    high=0.5,
    step=0.05,
)
PARAMS = (NOISE_DIM, ADVERSARIAL_LOSS, LABEL_SMOOTHING, N_CRITIC, TRAINABLE_SIDE)
LIVE_PARAMS = ("adversarial_loss", "label_smoothing", "n_critic", "learns")


def adversarial_losses(live_params: LiveParams) -> AdversarialLosses:
    """The two losses, scalars from scores ``(batch, 1)``, of the kind and with the smoothing that *live_params* say
    (Goodfellow and others 2014; Mao and others 2017, "Least Squares Generative Adversarial Networks"; smoothing of the
    real alone: Salimans and others 2016, "Improved Techniques for Training GANs")."""
    import tensorflow as tf

    def squares(scores: Tensor, real: Value) -> Tensor:
        return 0.5 * tf.reduce_mean(tf.square(scores - real))

    def choose(saturating: LossBranch, non_saturating: LossBranch, least_squares: LossBranch) -> Tensor:
        return live_params.switch_case("adversarial_loss", (non_saturating, saturating, least_squares))

    def apart(real: Tensor, fake: Tensor) -> Tensor:
        def by(each: Callable[[Tensor, Value], Tensor]) -> LossBranch:
            return lambda: each(real, 1.0 - live_params["label_smoothing"]) + each(fake, 0.0)

        return choose(by(bce_with_logits), by(bce_with_logits), by(squares))

    def fooled(fake: Tensor) -> Tensor:
        return choose(
            lambda: -bce_with_logits(fake, 0.0), lambda: bce_with_logits(fake, 1.0), lambda: squares(fake, 1.0)
        )

    def belief(scores: Tensor) -> Tensor:
        chance = lambda: tf.sigmoid(scores)  # noqa: E731 - it stands for two kinds
        return choose(chance, chance, lambda: tf.clip_by_value(scores, 0.0, 1.0))

    return AdversarialLosses(apart, fooled, belief)


def build(context: Context) -> Recipe:
    """Generator and discriminator, and the loss that is chosen."""
    live_params = base.build_live_params(context, PARAMS, LIVE_PARAMS)
    return Adversarial(**base.recipe_fields(context, adversarial_losses(live_params), live_params, LOSS_TERMS))


_DISCRIMINATOR = {
    "non_saturating": r"-\log D(x) - \log(1 - D(G(z)))",
    "saturating": r"-\log D(x) - \log(1 - D(G(z)))",
    "least_squares": r"\tfrac12 (D(x) - 1)^2 + \tfrac12 D(G(z))^2",
}
_GENERATOR = {
    "non_saturating": r"-\log D(G(z))",
    "saturating": r"\log(1 - D(G(z)))",
    "least_squares": r"\tfrac12 (D(G(z)) - 1)^2",
}


def formula(values: Mapping[str, object]) -> Mapping[str, str]:
    kind = str(values["adversarial_loss"])
    return {"discriminator": _DISCRIMINATOR[kind], "generator": _GENERATOR[kind]}


FAMILY = Family(
    name="gan",
    title="GAN",
    help=N_(
        "A generator makes examples from noise, a discriminator tells generated from real; each learns against the "
        "other."
    ),
    networks=(GENERATOR, DISCRIMINATOR),
    build=build,
    starter_networks=base.starter_networks,
    params=PARAMS,
    task_info=base.task_info_with(),
    predicts_targets=False,
    loss=lambda _values: None,
    formula=formula,
    objective_name=lambda values: ADVERSARIAL_LOSS.labels[
        ADVERSARIAL_LOSS.options.index(str(values["adversarial_loss"]))
    ],
    default_optimizer=base.DEFAULT_OPTIMIZER,
    live_param_names=LIVE_PARAMS,
    order=40,
)
