"""A generator that learns to fool a discriminator: generative adversarial networks (Goodfellow and others 2014; with
convolutions Radford and others 2016, "DCGAN"; with squares Mao and others 2017, "LSGAN")."""

from __future__ import annotations

from collections.abc import Mapping

from playground.families import _adversarial
from playground.families._adversarial import DISCRIMINATOR, GENERATOR, NOISE, ROUNDS, TERMS, Adversarial, Game, surprise
from playground.families.base import Context, Family, Recipe, Tensor
from playground.i18n import N_
from playground.params import Choice, Float, filled

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
PARAMS = (NOISE, KIND, SMOOTHING, ROUNDS)


def game(kind: str, smoothing: float) -> Game:
    """The two losses of *kind*, one of the options of :data:`KIND`."""
    import tensorflow as tf

    def squares(scores: Tensor, real: float) -> Tensor:
        return 0.5 * tf.reduce_mean(tf.square(scores - real))

    each = squares if kind == "least_squares" else surprise
    fooled = {"saturating": lambda drawn: -surprise(drawn, 0.0)}.get(kind, lambda drawn: each(drawn, 1.0))
    belief = (lambda scores: tf.clip_by_value(scores, 0.0, 1.0)) if each is squares else tf.sigmoid
    return Game(lambda real, drawn: each(real, 1.0 - smoothing) + each(drawn, 0.0), fooled, belief)


def build(context: Context) -> Recipe:
    """Generator and discriminator, and the loss that is chosen."""
    chosen = filled(PARAMS, context.experiment.family_params)
    played = game(str(chosen["adversarial_loss"]), float(str(chosen["label_smoothing"])))
    return Adversarial(**_adversarial.fields(context, played, int(str(chosen["n_critic"])), TERMS))


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
    start=_adversarial.start,
    params=PARAMS,
    facts=_adversarial.facts(),
    answers=False,
    loss=lambda _values: None,
    formula=formula,
    objective=lambda values: KIND.labels[KIND.options.index(str(values["adversarial_loss"]))],
    usual=_adversarial.USUAL,
    order=40,
)
