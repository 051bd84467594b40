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
from playground.datasets.dataset import DataSplit, Prepared
from playground.evaluation import probes
from playground.experiment.spec import Experiment, Network
from playground.experiment.spec import Optimizer as OptimizerSpec
from playground.families import joint_recipe, starters
from playground.families.adversarial import step_trace
from playground.families.adversarial.step_trace import RESOLUTION
from playground.families.adversarial.tiny_conv_matmul import tiny_conv_as_matmul
from playground.families.autoencoders import reconstruction
from playground.families.autoencoders.autoencoder import LATENT_DIM
from playground.families.autoencoders.reconstruction import primary_input
from playground.families.base import Context, FrameData, FrameSource, KerasOptimizer, Metric, Model, NetworkRole, Tensor
from playground.families.live_params import LiveParams, Value, cond

MAX_ARROWS, GRID_LINES = 120, 15
"""Drawn points that show their gradient; lines of the grid through a plane of noise in each direction."""
LOSS_TERMS = ("d_loss", "g_loss", "d_real", "d_fake")
NOISE_DIM = replace(
    LATENT_DIM,
    label=N_("Latent dimension"),
    help=N_("How many random numbers (noise) the generator makes an example from."),
    default=16,
)
N_CRITIC = Int(
    name="n_critic",
    label=N_("Discriminator steps per generator step"),
    help=N_("How often the discriminator learns before the generator does once."),
    default=1,
    low=1,
    high=20,
)
TRAINABLE_SIDE = Choice(
    name="learns",
    label=N_("Networks that learn"),
    help=N_("One side alone, to see what it does while the other stands still."),
    default="both",
    options=("both", "discriminator", "generator"),
    labels=(N_("both"), N_("discriminator"), N_("generator")),
)
GENERATOR = NetworkRole(name="generator", title=N_("Generator"), input_kind="noise", output_kind="example")
DISCRIMINATOR = NetworkRole(
    name="discriminator", title=N_("Discriminator"), output_kind="realness_score", fed_by="generator"
)


def task_info_with(terms: Sequence[str] = LOSS_TERMS) -> Callable[[Info], Info]:
    """Those of drawing new examples: nothing is held against an answer."""

    def of(info: Info) -> Info:
        return replace(info, task="generation", outputs=1, extra_inputs=(), is_generative=True, loss_terms=tuple(terms))

    return of


DEFAULT_OPTIMIZER = OptimizerSpec(name="Adam", params={"learning_rate": 0.0005, "beta_1": 0.5})
"""Less momentum than usual (Radford and others 2016): the game turns, and what led downhill a moment ago no longer
does."""


def starter_networks(info: Info, params: Mapping[str, object]) -> tuple[Network, ...]:  # noqa: ARG001 - the form of all families
    """A small generator and a small discriminator that fit the data."""
    return starters.vector_decoder("generator", info), starters.vector_encoder("discriminator", info, 1)


@dataclass
class AdversarialLosses:
    """What each side makes small, from the discriminator's scores (before any sigmoid) ``(batch, 1)`` float32.

    *discriminator_loss* gives how far real and drawn are held apart, *generator_loss* what the generator loses by drawn
    ones, each a scalar; *real_probability* makes of scores numbers of the same shape from 0 (surely drawn) to 1 (surely
    real), for pictures; *penalty_weight*: weight of the gradient penalty, where there is one.
    """

    discriminator_loss: Callable[[Tensor, Tensor], Tensor]
    generator_loss: Callable[[Tensor], Tensor]
    real_probability: Callable[[Tensor], Tensor]
    penalty_weight: Callable[[], Value] | None = None


@dataclass
class Adversarial:
    """Every step the discriminator learns from a batch of real and one of drawn examples; every ``n_critic``-th, the
    generator then learns from new noise. Where one alone learns, the other is only asked. Which step it is, and the
    random state, are part of the checkpoints. *live_params* has ``n_critic`` and ``learns``."""

    experiment: Experiment
    info: Info
    prepared: Prepared
    networks: dict[str, Model]
    optimizers: dict[str, KerasOptimizer]
    metrics: Sequence[Metric]
    losses: AdversarialLosses
    latent_dim: int
    live_params: LiveParams
    seed_generator: Any
    """A ``keras.random.SeedGenerator``."""
    step_count: Any
    """How many steps were done, a Keras variable."""
    eval_seed: int
    extra_variables: Sequence[Tensor] = field(init=False)

    def __post_init__(self) -> None:
        self.extra_variables = (self.seed_generator.state, self.step_count)

    @cached_property
    def reported_losses(self) -> frozenset[str]:
        """The parts of the losses that are told."""
        return frozenset(metric.name for metric in self.metrics)

    def targets(self, part: DataSplit) -> Array:
        return np.zeros((len(part), 0), np.float32)

    def train_step(self, x: Tensor, y: Tensor) -> None:
        with tiny_conv_as_matmul():
            self._step(primary_input(x), y)

    def _step(self, real: Tensor, y: Tensor) -> None:
        """One step of the game over *real* ``(batch, *input_shape)``; *y* as :meth:`targets` gives it."""
        fake = self.generator_outputs(self.sample_noise(real, self.seed_generator), y, training=True)
        first_due, then_due = self.updates_due()
        learn, ask = self.train_discriminator, self.losses_without_update
        parts = dict(cond(first_due, lambda: learn(real, fake, y), lambda: ask(real, fake, y)))
        waited = parts["g_loss"]
        parts["g_loss"] = cond(then_due, lambda: self.train_generator(real, y), lambda: waited)
        self.step_count.assign_add(1)
        self.update_metrics(parts, real)

    def updates_due(self) -> tuple[Any, Any]:
        """Whether the discriminator learns in this step, and whether the generator does: bools, or bool scalar tensors
        where only the graph knows."""
        import tensorflow as tf

        rounds, learns = self.live_params["n_critic"], self.live_params["learns"]
        if isinstance(rounds, float):
            own = True if rounds == 1 else tf.equal(self.step_count.value % int(rounds), int(rounds) - 1)
            return learns != 2, own if learns == 0 else learns == 2
        turns = tf.cast(rounds, tf.int32)
        own = tf.equal(self.step_count.value % turns, turns - 1)
        alone = tf.equal(learns, 2.0)
        return tf.logical_not(alone), alone | (tf.equal(learns, 0.0) & own)

    def losses_without_update(self, real: Tensor, fake: Tensor, y: Tensor) -> dict[str, Tensor]:
        """The parts of the loss, scalars, where the discriminator does not learn; *real* and *fake* are
        ``(batch, *input_shape)``, *y* as :meth:`targets` gives it."""
        return self._scores_and_losses(real, fake, y, training=True)[1]

    def test_step(self, x: Tensor, y: Tensor) -> Tensor:
        """``(batch, 1)`` float32: the score of each real example, before any sigmoid."""
        import tensorflow as tf

        real = primary_input(x)
        fake = self.generator_outputs(self.sample_noise(real, self.eval_seed), y, training=False)
        scores, parts = self._scores_and_losses(real, fake, y, training=False)
        self.update_metrics(parts, real)
        return tf.cast(scores, tf.float32)

    def losses_by_network(self, x: Tensor, y: Tensor) -> Mapping[str, tuple[Tensor, Callable[[], Tensor]]]:
        real = primary_input(x)
        noise = self.sample_noise(real, self.eval_seed)
        fake = self.generator_outputs(noise, y, training=True)

        def against_generator() -> Tensor:
            return self.losses.generator_loss(
                self.discriminator_scores(self.generator_outputs(noise, y, training=True), y, training=True)
            )

        return {
            "generator": (self.network_inputs(noise, y), against_generator),
            "discriminator": (
                self.network_inputs(real, y),
                lambda: self._scores_and_losses(real, fake, y, training=True)[1]["d_loss"],
            ),
        }

    def on_train_end(self) -> None:
        for name, network in self.networks.items():
            self.optimizers[name].finalize_variable_values(network.trainable_variables)

    def sample_noise(self, like: Tensor, seed: Any) -> Tensor:
        """Standard normal noise ``(batch, latent_dim)``, as many rows as *like* has; *seed* is a number or a
        ``SeedGenerator``."""
        from keras import ops, random

        return random.normal((ops.shape(like)[0], self.latent_dim), seed=seed)

    def network_inputs(self, values: Tensor, y: Tensor) -> Tensor:  # noqa: ARG002 - for those who look at classes
        """What a network gets for *values* ``(batch, ...)`` (noise, or examples), and for *y* as :meth:`targets` gives
        it where it is told the class."""
        return values

    def generator_outputs(self, noise: Tensor, y: Tensor, *, training: bool) -> Tensor:
        """Drawn examples ``(batch, *input_shape)`` in the range of the prepared inputs, from *noise*
        ``(batch, latent_dim)``; *y* as :meth:`network_inputs`."""
        return self.networks["generator"](self.network_inputs(noise, y), training=training)

    def discriminator_scores(self, examples: Tensor, y: Tensor, *, training: bool) -> Tensor:
        """Scores ``(batch, 1)`` float32, before any sigmoid, of *examples* ``(batch, *input_shape)``; *y* as
        :meth:`network_inputs`."""
        import tensorflow as tf

        return tf.cast(self.networks["discriminator"](self.network_inputs(examples, y), training=training), tf.float32)

    def _scores_and_losses(
        self, real: Tensor, fake: Tensor, y: Tensor, *, training: bool
    ) -> tuple[Tensor, dict[str, Tensor]]:
        """The scores ``(batch, 1)`` of *real*, and scalars: ``d_loss``, ``g_loss``, the means ``d_real`` and ``d_fake``
        of the scores, and ``gradient_penalty`` where there is one; *real* and *fake* are ``(batch, *input_shape)``."""
        import tensorflow as tf

        scores, others = (
            self.discriminator_scores(real, y, training=training),
            self.discriminator_scores(fake, y, training=training),
        )
        loss = self.losses.discriminator_loss(scores, others)
        parts: dict[str, Tensor] = {}
        if self.losses.penalty_weight is not None and "gradient_penalty" in self.reported_losses:
            parts["gradient_penalty"] = self._gradient_penalty(real, fake, y, training=training)
            loss += self.losses.penalty_weight() * parts["gradient_penalty"]
        loss = tf.add_n([loss, *map(tf.reduce_sum, self.networks["discriminator"].losses)])
        means = {"d_real": tf.reduce_mean(scores), "d_fake": tf.reduce_mean(others)}
        return scores, {"d_loss": loss, "g_loss": self.losses.generator_loss(others), **parts, **means}

    def _gradient_penalty(self, real: Tensor, fake: Tensor, y: Tensor, *, training: bool) -> Tensor:
        """The mean of (|slope| - 1)² somewhere between each real and each drawn example ``(batch, *input_shape)``, a
        scalar (Gulrajani and others 2017, "Improved Training of Wasserstein GANs")."""
        import tensorflow as tf
        from keras import ops, random

        real, fake = tf.cast(real, tf.float32), tf.cast(fake, tf.float32)
        shape = (ops.shape(real)[0], *[1] * (len(real.shape) - 1))
        part = random.uniform(shape, seed=self.seed_generator if training else self.eval_seed)
        between = part * real + (1.0 - part) * fake
        with tf.GradientTape() as tape:
            tape.watch(between)
            scores = self.discriminator_scores(between, y, training=training)
        slopes = tape.gradient(scores, between)
        squares = tf.reduce_sum(tf.reshape(tf.square(slopes), (tf.shape(slopes)[0], -1)), axis=1)
        return tf.reduce_mean(tf.square(tf.sqrt(squares + 1e-12) - 1.0))

    def train_discriminator(self, real: Tensor, fake: Tensor, y: Tensor) -> dict[str, Tensor]:
        """One step of its optimizer; the parts of the loss before it. Shapes as :meth:`losses_without_update`."""
        import tensorflow as tf

        optimizer, weights = self.optimizers["discriminator"], self.networks["discriminator"].trainable_variables
        with tf.GradientTape() as tape:
            parts = self._scores_and_losses(real, fake, y, training=True)[1]
            scaled = optimizer.scale_loss(parts["d_loss"])
        if weights:
            optimizer.apply(tape.gradient(scaled, [weight.value for weight in weights]), weights)
        return parts

    def train_generator(self, real: Tensor, y: Tensor) -> Tensor:
        """One step of its optimizer, on new noise; its loss before it, a scalar. Of *real* ``(batch, ...)`` only the
        length counts."""
        import tensorflow as tf

        optimizer, weights = self.optimizers["generator"], self.networks["generator"].trainable_variables
        noise = self.sample_noise(real, self.seed_generator)
        with tf.GradientTape() as tape:
            loss = self.losses.generator_loss(
                self.discriminator_scores(self.generator_outputs(noise, y, training=True), y, training=True)
            )
            loss = tf.add_n([loss, *map(tf.reduce_sum, self.networks["generator"].losses)])
            scaled = optimizer.scale_loss(loss)
        if weights:
            optimizer.apply(tape.gradient(scaled, [weight.value for weight in weights]), weights)
        return loss

    def update_metrics(self, parts: Mapping[str, Tensor], real: Tensor) -> None:
        """Add the scalars *parts* to the means, where they count as often as *real* ``(batch, ...)`` has examples;
        ``loss`` is the sum of both sides."""
        import tensorflow as tf

        parts = {"loss": parts["d_loss"] + parts["g_loss"], **parts}
        for metric in self.metrics:
            metric.update_state(parts[metric.name], sample_weight=tf.shape(real)[0])

    def trace_step(self, x: Tensor, y: Tensor) -> Mapping[str, Array]:
        return self._step_tracer(x, y, self.live_params.any_changed) if self._on_plane else {}

    @cached_property
    def _step_tracer(self) -> Callable[[Tensor, Tensor, bool], dict[str, Array]]:
        return step_trace.step_tracer(self)

    @property
    def _on_plane(self) -> bool:
        """Whether what is drawn are points of a plane, and nobody is told a class."""
        return self.info.is_plane and self.condition_labels(1) is None

    def frame_sources(self) -> Sequence[FrameSource]:
        """``samples``: ``samples`` (n, ...), what the generator makes of the run's fixed noise, in the data's own
        units, and ``labels`` (n,) int64 where a class is asked for.

        Over a plane also ``arrows`` (m, 2), where each of the first is drawn to, ``belief`` (60, 60), how real each
        place looks to the discriminator, 0 to 1, over ``extent`` (4,), and ``warp`` (15^latent_dim, 2), where a grid of
        one or two numbers of noise lies.
        """
        return (FrameSource("samples", self._make_samples_capture()),)

    def _make_samples_capture(self) -> Callable[[], FrameData]:
        import tensorflow as tf

        count = self.info.data_kind.sample_count
        noise, y = (
            tf.constant(self.fixed_noise(count)),
            self.condition_labels(count),
        )
        plane = self._on_plane
        bounds = grid2d.data_extent(self.prepared) if plane else None
        places = None if bounds is None else tf.constant(self.prepared.scale_inputs(grid2d.grid(bounds, RESOLUTION)))
        grid = tf.constant(normal_quantile_grid(self.latent_dim)) if plane and self.latent_dim <= 2 else None

        def draw(any_changed: bool) -> dict[str, Tensor]:  # noqa: ARG001 - traced anew when a dial is turned first
            outputs = {"samples": tf.cast(self.generator_outputs(noise, y, training=False), tf.float32)}
            if places is not None:
                outputs["arrows"] = self.descent_directions(outputs["samples"][:MAX_ARROWS])
                outputs["belief"] = self.losses.real_probability(self.discriminator_scores(places, y, training=False))
            if grid is not None:
                outputs["warp"] = tf.cast(self.generator_outputs(grid, y, training=False), tf.float32)
            return outputs

        compiled = tf.function(draw, autograph=False)
        extra_arrays = {} if y is None else {"labels": np.asarray(y, np.int64)}
        if bounds is not None:
            extra_arrays["extent"] = np.asarray(bounds, np.float32)

        def take() -> FrameData:
            arrays = {name: value.numpy() for name, value in compiled(self.live_params.any_changed).items()}
            for name in {"samples", "warp"} & arrays.keys():
                arrays[name] = reconstruction.to_data_units(arrays[name], self.prepared)
            if "belief" in arrays:
                arrays["arrows"] = arrays["arrows"] / np.asarray(self.prepared.scale_inputs.scale, np.float32)
                arrays["belief"] = arrays["belief"].reshape(RESOLUTION, RESOLUTION)
            return FrameData("samples", {**arrays, **extra_arrays})

        return take

    def decode_latents(self, latents: Array, labels: Array) -> Array | None:
        """What the generator makes of *latents* ``(k, latent_dim)`` as its noise; no example has a code."""
        import tensorflow as tf

        y = None if self.condition_labels(1) is None else tf.constant(labels, tf.int32)
        samples = self._compiled_generator(tf.constant(latents, tf.float32), y).numpy()
        return reconstruction.to_data_units(samples, self.prepared)

    def latent_probes(self) -> Mapping[str, Array]:
        return {"noise": self.fixed_noise(self.info.data_kind.sample_count)}

    def generate(self, count: int) -> Array:
        import tensorflow as tf

        noise, y = (
            tf.constant(self.fixed_noise(count)),
            self.condition_labels(count),
        )
        return reconstruction.to_data_units(self._compiled_generator(noise, y).numpy(), self.prepared)

    @cached_property
    def _compiled_generator(self) -> Any:
        """The generator, compiled: from noise ``(n, latent_dim)`` and classes ``(n,)`` int32 or ``None``,
        ``(n, *input_shape)`` float32 in the range of the prepared inputs."""
        import tensorflow as tf

        def draw(noise: Tensor, y: Tensor) -> Tensor:
            return tf.cast(self.generator_outputs(noise, y, training=False), tf.float32)

        return tf.function(draw, autograph=False, reduce_retracing=True)

    def descent_directions(self, points: Tensor) -> Tensor:
        """Which way each drawn point would lower the generator's loss, ``(n, 2)`` for *points* ``(n, 2)`` in the range
        of the prepared inputs: minus the gradient, times their number."""
        import tensorflow as tf

        with tf.GradientTape() as tape:
            tape.watch(points)
            loss = self.losses.generator_loss(self.discriminator_scores(points, None, training=False)) * tf.cast(
                tf.shape(points)[0], tf.float32
            )
        return -tape.gradient(loss, points)

    def fixed_noise(self, count: int) -> Array:
        """The first *count* rows of this run's noise: float32 ``(count, latent_dim)``."""
        return probes.fixed_noise(self.experiment.training.seed, self.latent_dim, count)

    def condition_labels(self, count: int) -> Tensor:  # noqa: ARG002 - for those who look at classes
        """The class numbers ``(count,)`` int32 that *count* samples are asked for; ``None`` where none are."""
        return None


def bce_with_logits(scores: Tensor, real: Value) -> Tensor:
    """The mean cross-entropy, a scalar in nats, of *scores* ``(n, 1)`` (before the sigmoid) where the chance of being
    real should be *real*, 0 to 1 (Goodfellow and others 2014)."""
    import tensorflow as tf

    labels = tf.fill(tf.shape(scores), tf.cast(real, scores.dtype))
    return tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(labels=labels, logits=scores))


def normal_quantile_grid(dimensions: int) -> Array:
    """Noise on a grid of equally likely cells, ``(GRID_LINES ** dimensions, dimensions)`` float32, the last changing
    first."""
    chance = NormalDist()
    line = np.array([chance.inv_cdf((place + 0.5) / GRID_LINES) for place in range(GRID_LINES)], np.float32)
    return np.stack([axis.ravel() for axis in np.meshgrid(*[line] * dimensions, indexing="ij")], 1)


def build_live_params(context: Context, params: Sequence[Param], names: Sequence[str]) -> LiveParams:
    """The *names* among the *params* of a family, with the values of *context*."""
    return LiveParams(params, names, context.experiment.family_params)


def recipe_fields(
    context: Context, losses: AdversarialLosses, live_params: LiveParams, terms: Sequence[str]
) -> dict[str, Any]:
    """The fields of :class:`Adversarial` for *context*."""
    import keras

    from playground.build import derive_seed

    networks = joint_recipe.build_networks(context)
    seed = context.experiment.training.seed
    return {
        "experiment": context.experiment,
        "info": context.task_info,
        "prepared": context.prepared,
        "networks": networks,
        "optimizers": joint_recipe.build_optimizers(context, networks, separate_optimizers=networks),
        "metrics": joint_recipe.mean_metrics("loss", *terms),
        "losses": losses,
        "latent_dim": context.latent_dim,
        "live_params": live_params,
        "seed_generator": keras.random.SeedGenerator(derive_seed(seed, "noise")),
        "step_count": keras.Variable(0, dtype="int32", trainable=False, name="steps"),
        "eval_seed": derive_seed(seed, "noise", "scored"),
    }
