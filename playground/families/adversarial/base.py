"""What generative adversarial networks share: two networks with an optimizer each, and the game between them
(Goodfellow and others 2014, "Generative Adversarial Nets")."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from statistics import NormalDist
from typing import Any

import numpy as np

from playground.core.i18n import N_
from playground.core.info import Array, Info
from playground.core.params import Choice, Int, Param
from playground.datasets import grid2d
from playground.datasets.dataset import Part, Prepared
from playground.evaluation import probes
from playground.experiment.spec import Experiment, Network
from playground.experiment.spec import Optimizer as OptimizerSpec
from playground.families import joint_recipe, starters
from playground.families.adversarial import step_trace
from playground.families.adversarial.step_trace import RESOLUTION
from playground.families.adversarial.tiny_conv_matmul import products
from playground.families.autoencoders import reconstruction
from playground.families.autoencoders.autoencoder import LATENT
from playground.families.autoencoders.reconstruction import first
from playground.families.base import Context, Frame, KerasOptimizer, Metric, Model, Role, Tensor, Watcher
from playground.families.live_params import Dials, Value, when

ARROWS, LINES = 120, 15
"""Drawn points that show their gradient; lines of the grid through a plane of noise in each direction."""
TERMS = ("d_loss", "g_loss", "d_real", "d_fake")
NOISE = replace(
    LATENT,
    label=N_("Numbers of noise"),
    help=N_("How many random numbers the generator draws an example from."),
    default=16,
)
ROUNDS = Int(
    name="n_critic",
    label=N_("Discriminator steps for each of the generator"),
    help=N_("How often the discriminator learns before the generator does once."),
    default=1,
    low=1,
    high=20,
)
LEARNS = Choice(
    name="learns",
    label=N_("Who learns"),
    help=N_("One side alone, to see what it does while the other stands still."),
    default="both",
    options=("both", "discriminator", "generator"),
    labels=(N_("both"), N_("discriminator"), N_("generator")),
)
GENERATOR = Role(name="generator", title=N_("Generator"), takes="noise", gives="data")
DISCRIMINATOR = Role(name="discriminator", title=N_("Discriminator"), gives="score", source="generator")


def facts(terms: Sequence[str] = TERMS) -> Callable[[Info], Info]:
    """Those of drawing new examples: nothing is held against an answer."""

    def of(info: Info) -> Info:
        return replace(info, task="generation", outputs=1, beside=(), draws=True, terms=tuple(terms))

    return of


USUAL = OptimizerSpec(name="Adam", params={"learning_rate": 0.0005, "beta_1": 0.5})
"""Less momentum than usual (Radford and others 2016): the game turns, and what led downhill a moment ago no longer
does."""


def start(info: Info, params: Mapping[str, object]) -> tuple[Network, ...]:  # noqa: ARG001 - the form of all families
    """A small generator and a small discriminator that fit the data."""
    return starters.from_row("generator", info), starters.to_row("discriminator", info, 1)


@dataclass
class Game:
    """What each side makes small, from the discriminator's scores (before any sigmoid) ``(batch, 1)``.

    *apart* gives how far real and drawn are held apart, *fooled* what the generator loses by drawn ones, each a
    scalar; *belief* makes of scores numbers from 0 (surely drawn) to 1 (surely real), for pictures; *penalty*: weight
    of the gradient penalty, where there is one.
    """

    apart: Callable[[Tensor, Tensor], Tensor]
    fooled: Callable[[Tensor], Tensor]
    belief: Callable[[Tensor], Tensor]
    penalty: Callable[[], Value] | None = None


@dataclass
class Adversarial:
    """Every step the discriminator learns from a batch of real and one of drawn examples; every ``n_critic``-th, the
    generator then learns from new noise. Where one alone learns, the other is only asked. Which step it is, and the
    random state, are part of the checkpoints. *dials* has ``n_critic`` and ``learns``."""

    experiment: Experiment
    info: Info
    prepared: Prepared
    networks: dict[str, Model]
    optimizers: dict[str, KerasOptimizer]
    metrics: Sequence[Metric]
    game: Game
    latent_dim: int
    dials: Dials
    chance: Any
    """A ``keras.random.SeedGenerator``."""
    count: Any
    """How many steps were done, a Keras variable."""
    seed: int
    state: Sequence[Tensor] = field(init=False)

    def __post_init__(self) -> None:
        self.state = (self.chance.state, self.count)

    @cached_property
    def terms(self) -> frozenset[str]:
        """The parts of the losses that are told."""
        return frozenset(metric.name for metric in self.metrics)

    def targets(self, part: Part) -> Array:
        return np.zeros((len(part), 0), np.float32)

    def train_step(self, x: Tensor, y: Tensor) -> None:
        with products():
            self._step(first(x), y)

    def _step(self, real: Tensor, y: Tensor) -> None:
        drawn = self.generated(self.noise(real, self.chance), y, training=True)
        first_due, then_due = self.due()
        learn, ask = self.teach_discriminator, self.asked_alone
        parts = dict(when(first_due, lambda: learn(real, drawn, y), lambda: ask(real, drawn, y)))
        waited = parts["g_loss"]
        parts["g_loss"] = when(then_due, lambda: self.teach_generator(real, y), lambda: waited)
        self.count.assign_add(1)
        self._tell(parts, real)

    def due(self) -> tuple[Any, Any]:
        """Whether the discriminator learns in this step, and whether the generator does."""
        import tensorflow as tf

        rounds, learns = self.dials["n_critic"], self.dials["learns"]
        if isinstance(rounds, float):
            own = True if rounds == 1 else tf.equal(self.count.value % int(rounds), int(rounds) - 1)
            return learns != 2, own if learns == 0 else learns == 2
        turns = tf.cast(rounds, tf.int32)
        own = tf.equal(self.count.value % turns, turns - 1)
        alone = tf.equal(learns, 2.0)
        return tf.logical_not(alone), alone | (tf.equal(learns, 0.0) & own)

    def asked_alone(self, real: Tensor, drawn: Tensor, y: Tensor) -> dict[str, Tensor]:
        """The parts of the loss where the discriminator does not learn."""
        return self._judged(real, drawn, y, training=True)[1]

    def evaluate_step(self, x: Tensor, y: Tensor) -> Tensor:
        """``(batch, 1)``: the score of each real example."""
        import tensorflow as tf

        real = first(x)
        drawn = self.generated(self.noise(real, self.seed), y, training=False)
        scores, parts = self._judged(real, drawn, y, training=False)
        self._tell(parts, real)
        return tf.cast(scores, tf.float32)

    def examined(self, x: Tensor, y: Tensor) -> Mapping[str, tuple[Tensor, Callable[[], Tensor]]]:
        real = first(x)
        noise = self.noise(real, self.seed)
        drawn = self.generated(noise, y, training=True)

        def against_generator() -> Tensor:
            return self.game.fooled(self.score(self.generated(noise, y, training=True), y, training=True))

        return {
            "generator": (self.entered(noise, y), against_generator),
            "discriminator": (self.entered(real, y), lambda: self._judged(real, drawn, y, training=True)[1]["d_loss"]),
        }

    def finished(self) -> None:
        for name, network in self.networks.items():
            self.optimizers[name].finalize_variable_values(network.trainable_variables)

    def noise(self, like: Tensor, seed: Any) -> Tensor:
        """``(batch, latent_dim)``, as many rows as *like* has."""
        from keras import ops, random

        return random.normal((ops.shape(like)[0], self.latent_dim), seed=seed)

    def entered(self, values: Tensor, y: Tensor) -> Tensor:  # noqa: ARG002 - for those who look at classes
        """What a network gets for *values* (noise, or examples)."""
        return values

    def generated(self, noise: Tensor, y: Tensor, *, training: bool) -> Tensor:
        return self.networks["generator"](self.entered(noise, y), training=training)

    def score(self, examples: Tensor, y: Tensor, *, training: bool) -> Tensor:
        import tensorflow as tf

        return tf.cast(self.networks["discriminator"](self.entered(examples, y), training=training), tf.float32)

    def _judged(self, real: Tensor, drawn: Tensor, y: Tensor, *, training: bool) -> tuple[Tensor, dict[str, Tensor]]:
        import tensorflow as tf

        scores, others = self.score(real, y, training=training), self.score(drawn, y, training=training)
        loss = self.game.apart(scores, others)
        parts: dict[str, Tensor] = {}
        if self.game.penalty is not None and "gradient_penalty" in self.terms:
            parts["gradient_penalty"] = self._steepness(real, drawn, y, training=training)
            loss += self.game.penalty() * parts["gradient_penalty"]
        loss = tf.add_n([loss, *map(tf.reduce_sum, self.networks["discriminator"].losses)])
        means = {"d_real": tf.reduce_mean(scores), "d_fake": tf.reduce_mean(others)}
        return scores, {"d_loss": loss, "g_loss": self.game.fooled(others), **parts, **means}

    def _steepness(self, real: Tensor, drawn: Tensor, y: Tensor, *, training: bool) -> Tensor:
        """The mean of (|slope| - 1)² somewhere between each real and each drawn example (Gulrajani and others 2017)."""
        import tensorflow as tf
        from keras import ops, random

        real, drawn = tf.cast(real, tf.float32), tf.cast(drawn, tf.float32)
        shape = (ops.shape(real)[0], *[1] * (len(real.shape) - 1))
        part = random.uniform(shape, seed=self.chance if training else self.seed)
        between = part * real + (1.0 - part) * drawn
        with tf.GradientTape() as tape:
            tape.watch(between)
            scores = self.score(between, y, training=training)
        slopes = tape.gradient(scores, between)
        squares = tf.reduce_sum(tf.reshape(tf.square(slopes), (tf.shape(slopes)[0], -1)), axis=1)
        return tf.reduce_mean(tf.square(tf.sqrt(squares + 1e-12) - 1.0))

    def teach_discriminator(self, real: Tensor, drawn: Tensor, y: Tensor) -> dict[str, Tensor]:
        """One step of its optimizer; the parts of the loss before it."""
        import tensorflow as tf

        optimizer, weights = self.optimizers["discriminator"], self.networks["discriminator"].trainable_variables
        with tf.GradientTape() as tape:
            parts = self._judged(real, drawn, y, training=True)[1]
            scaled = optimizer.scale_loss(parts["d_loss"])
        if weights:
            optimizer.apply(tape.gradient(scaled, [weight.value for weight in weights]), weights)
        return parts

    def teach_generator(self, real: Tensor, y: Tensor) -> Tensor:
        """One step of its optimizer, on new noise; its loss before it."""
        import tensorflow as tf

        optimizer, weights = self.optimizers["generator"], self.networks["generator"].trainable_variables
        noise = self.noise(real, self.chance)
        with tf.GradientTape() as tape:
            loss = self.game.fooled(self.score(self.generated(noise, y, training=True), y, training=True))
            loss = tf.add_n([loss, *map(tf.reduce_sum, self.networks["generator"].losses)])
            scaled = optimizer.scale_loss(loss)
        if weights:
            optimizer.apply(tape.gradient(scaled, [weight.value for weight in weights]), weights)
        return loss

    def _tell(self, parts: Mapping[str, Tensor], real: Tensor) -> None:
        import tensorflow as tf

        parts = {"loss": parts["d_loss"] + parts["g_loss"], **parts}
        for metric in self.metrics:
            metric.update_state(parts[metric.name], sample_weight=tf.shape(real)[0])

    def rehearsed(self, x: Tensor, y: Tensor) -> Mapping[str, Array]:
        return step_trace.parts(self, x, y) if self._on_plane else {}

    @property
    def _on_plane(self) -> bool:
        """Whether what is drawn are points of a plane, and nobody is told a class."""
        return self.info.is_plane and self.asked(1) is None

    def watchers(self) -> Sequence[Watcher]:
        """``samples``: what the generator makes of the run's fixed noise; over a plane also where each is drawn to
        (``arrows``), and a grid of noise as it lies there (``warp``)."""
        return (Watcher("samples", self._samples()),)

    def _samples(self) -> Callable[[], Frame]:
        import tensorflow as tf

        count = probes.SAMPLES[self.info.kind]
        noise, y = (
            tf.constant(self.fixed_noise(count)),
            self.asked(count),
        )
        plane = self._on_plane
        bounds = grid2d.extent(self.prepared) if plane else None
        places = None if bounds is None else tf.constant(self.prepared.decode(grid2d.grid(bounds, RESOLUTION)))
        grid = tf.constant(quantiles(self.latent_dim)) if plane and self.latent_dim <= 2 else None

        def draw(turned: bool) -> dict[str, Tensor]:  # noqa: ARG001 - traced anew when a dial is turned first
            found = {"samples": tf.cast(self.generated(noise, y, training=False), tf.float32)}
            if places is not None:
                found["arrows"] = self.pulls(found["samples"][:ARROWS])
                found["belief"] = self.game.belief(self.score(places, y, training=False))
            if grid is not None:
                found["warp"] = tf.cast(self.generated(grid, y, training=False), tf.float32)
            return found

        compiled = tf.function(draw, autograph=False)
        beside = {} if y is None else {"labels": np.asarray(y, np.int64)}
        if bounds is not None:
            beside["extent"] = np.asarray(bounds, np.float32)

        def take() -> Frame:
            arrays = {name: value.numpy() for name, value in compiled(self.dials.turned).items()}
            for name in {"samples", "warp"} & arrays.keys():
                arrays[name] = reconstruction.as_stored(arrays[name], self.prepared)
            if "belief" in arrays:
                arrays["arrows"] = arrays["arrows"] / np.asarray(self.prepared.decode.scale, np.float32)
                arrays["belief"] = arrays["belief"].reshape(RESOLUTION, RESOLUTION)
            return Frame("samples", {**arrays, **beside})

        return take

    def decoded(self, codes: Array, labels: Array) -> Array | None:
        """What the generator makes of *codes* as its noise; no example has a code."""
        import tensorflow as tf

        y = None if self.asked(1) is None else tf.constant(labels, tf.int32)
        drawn = self._generator(tf.constant(codes, tf.float32), y).numpy()
        return reconstruction.as_stored(drawn, self.prepared)

    def known(self) -> Mapping[str, Array]:
        return {"noise": self.fixed_noise(probes.SAMPLES[self.info.kind])}

    def drawn(self, count: int) -> Array:
        import tensorflow as tf

        noise, y = (
            tf.constant(self.fixed_noise(count)),
            self.asked(count),
        )
        return reconstruction.as_stored(self._generator(noise, y).numpy(), self.prepared)

    @cached_property
    def _generator(self) -> Any:
        """The generator, compiled."""
        import tensorflow as tf

        def draw(noise: Tensor, y: Tensor) -> Tensor:
            return tf.cast(self.generated(noise, y, training=False), tf.float32)

        return tf.function(draw, autograph=False, reduce_retracing=True)

    def pulls(self, drawn: Tensor) -> Tensor:
        """Which way each drawn point would lower the generator's loss: minus the gradient, times their number."""
        import tensorflow as tf

        with tf.GradientTape() as tape:
            tape.watch(drawn)
            loss = self.game.fooled(self.score(drawn, None, training=False)) * tf.cast(tf.shape(drawn)[0], tf.float32)
        return -tape.gradient(loss, drawn)

    def fixed_noise(self, count: int) -> Array:
        """The first *count* rows of this run's noise: float32 ``(count, latent_dim)``."""
        return probes.fixed_noise(self.experiment.training.seed, self.latent_dim, count)

    def asked(self, count: int) -> Tensor:  # noqa: ARG002 - for those who look at classes
        """The class numbers that *count* samples are asked for; ``None`` where none are."""
        return None


def surprise(scores: Tensor, real: Value) -> Tensor:
    """The mean cross-entropy of *scores* (before the sigmoid) where the chance of being real should be *real*."""
    import tensorflow as tf

    wanted = tf.fill(tf.shape(scores), tf.cast(real, scores.dtype))
    return tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(labels=wanted, logits=scores))


def quantiles(dimensions: int) -> Array:
    """Noise on a grid of equally likely cells, ``(LINES ** dimensions, dimensions)``, the last changing first."""
    chance = NormalDist()
    line = np.array([chance.inv_cdf((place + 0.5) / LINES) for place in range(LINES)], np.float32)
    return np.stack([axis.ravel() for axis in np.meshgrid(*[line] * dimensions, indexing="ij")], 1)


def dials(context: Context, params: Sequence[Param], names: Sequence[str]) -> Dials:
    """The *names* among the *params* of a family, with the values of *context*."""
    return Dials(params, names, context.experiment.family_params)


def fields(context: Context, game: Game, turned: Dials, terms: Sequence[str]) -> dict[str, Any]:
    """The fields of :class:`Adversarial` for *context*."""
    import keras

    from playground.build import seed_of

    networks = joint_recipe.built(context)
    seed = context.experiment.training.seed
    return {
        "experiment": context.experiment,
        "info": context.task_info,
        "prepared": context.prepared,
        "networks": networks,
        "optimizers": joint_recipe.optimizers(context, networks, apart=networks),
        "metrics": joint_recipe.means("loss", *terms),
        "game": game,
        "latent_dim": context.latent_dim,
        "dials": turned,
        "chance": keras.random.SeedGenerator(seed_of(seed, "noise")),
        "count": keras.Variable(0, dtype="int32", trainable=False, name="steps"),
        "seed": seed_of(seed, "noise", "scored"),
    }
