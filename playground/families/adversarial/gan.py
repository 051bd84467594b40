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
    LEARNS,
    NOISE,
    ROUNDS,
    TERMS,
    Adversarial,
    Game,
    surprise,
)
from playground.families.base import Context, Family, Recipe, Tensor
from playground.families.live_params import Dials, Value

Side = Callable[[], Tensor]

KIND = Choice(
    name="adversarial_loss",
    label=N_("Loss of the generator"),
    help=N_(
        "Non-saturating: be taken for real. Saturating: be less often caught; it hardly moves while the discriminator "
        "is sure. Least squares: both sides by squared distance."
    ),
    default="non_saturating",
    options=("non_saturating", "saturating", "least_squares"),
    labels=(N_("non-saturating"), N_("saturating"), N_("least squares")),
)
SMOOTHING = Float(
    name="label_smoothing",
    label=N_("Label smoothing"),
    help=N_("The discriminator is taught to be a little unsure of real examples, and of those alone."),
    default=0.0,
    low=0.0,
    high=0.5,
    step=0.05,
)
PARAMS = (NOISE, KIND, SMOOTHING, ROUNDS, LEARNS)
DIALS = ("adversarial_loss", "label_smoothing", "n_critic", "learns")


def game(dials: Dials) -> Game:
    """The two losses, of the kind and with the smoothing that *dials* say."""
    import tensorflow as tf

    def squares(scores: Tensor, real: Value) -> Tensor:
        return 0.5 * tf.reduce_mean(tf.square(scores - real))

    def choose(saturating: Side, non_saturating: Side, least_squares: Side) -> Tensor:
        return dials.choose("adversarial_loss", (non_saturating, saturating, least_squares))

    def apart(real: Tensor, drawn: Tensor) -> Tensor:
        def by(each: Callable[[Tensor, Value], Tensor]) -> Side:
            return lambda: each(real, 1.0 - dials["label_smoothing"]) + each(drawn, 0.0)

        return choose(by(surprise), by(surprise), by(squares))

    def fooled(drawn: Tensor) -> Tensor:
        return choose(lambda: -surprise(drawn, 0.0), lambda: surprise(drawn, 1.0), lambda: squares(drawn, 1.0))

    def belief(scores: Tensor) -> Tensor:
        chance = lambda: tf.sigmoid(scores)  # noqa: E731 - it stands for two kinds
        return choose(chance, chance, lambda: tf.clip_by_value(scores, 0.0, 1.0))

    return Game(apart, fooled, belief)


def build(context: Context) -> Recipe:
    """Generator and discriminator, and the loss that is chosen."""
    turned = base.dials(context, PARAMS, DIALS)
    return Adversarial(**base.fields(context, game(turned), turned, TERMS))


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
    help=N_("A generator draws from noise, a discriminator tells drawn from real; each learns against the other."),
    networks=(GENERATOR, DISCRIMINATOR),
    build=build,
    start=base.start,
    params=PARAMS,
    facts=base.facts(),
    answers=False,
    loss=lambda _values: None,
    formula=formula,
    objective=lambda values: KIND.labels[KIND.options.index(str(values["adversarial_loss"]))],
    usual=base.USUAL,
    dials=DIALS,
    order=40,
)
