"""One step of a game over a plane, part by part, for people to look at (after Kahng and others 2019, "GAN Lab").

It is rehearsed: the caller puts every variable back afterwards, and does the step itself as it would have.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Protocol

import numpy as np

from playground.core.info import Array
from playground.datasets import grid2d
from playground.datasets.dataset import Prepared
from playground.families.autoencoders import reconstruction
from playground.families.autoencoders.reconstruction import primary_input
from playground.families.base import Tensor
from playground.families.live_params import cond

RESOLUTION = 60
"""Places where the discriminator is asked, in each direction."""
POINTS = ("drawn", "again", "moved", "real")
"""The points of a step: see :func:`step_tracer`."""


class TracedLosses(Protocol):
    """The losses of a game, as far as they are shown; :class:`~playground.families.adversarial.base.AdversarialLosses`
    says what each of these does."""

    def generator_loss(self, scores: Tensor) -> Tensor: ...
    def real_probability(self, scores: Tensor) -> Tensor: ...


class TracedGame(Protocol):
    """What is asked of the recipe whose step is taken apart; :class:`~playground.families.adversarial.base.Adversarial`
    says what each of these does."""

    prepared: Prepared
    seed_generator: Any

    @property
    def losses(self) -> TracedLosses: ...
    def updates_due(self) -> tuple[Any, Any]: ...
    def sample_noise(self, like: Tensor, seed: Any) -> Tensor: ...
    def generator_outputs(self, noise: Tensor, y: Tensor, *, training: bool) -> Tensor: ...
    def discriminator_scores(self, examples: Tensor, y: Tensor, *, training: bool) -> Tensor: ...
    def losses_without_update(self, real: Tensor, fake: Tensor, y: Tensor) -> dict[str, Tensor]: ...
    def train_discriminator(self, real: Tensor, fake: Tensor, y: Tensor) -> dict[str, Tensor]: ...
    def train_generator(self, real: Tensor, y: Tensor) -> Tensor: ...
    def descent_directions(self, points: Tensor) -> Tensor: ...


def step_tracer(of: TracedGame) -> Callable[[Tensor, Tensor, bool], dict[str, Array]]:
    """What gives the arrays of a frame ``parts``, for the batch *x* ``(batch, 2)``, *y* of the step that comes next,
    float32, and whether a live parameter was changed, as what it does follows from them (:mod:`.live_params`).

    Points ``(batch, 2)`` in the data's own units: ``real``, ``drawn`` for the discriminator, ``again`` and ``moved``,
    drawn from one noise before and after the generator learned; ``pulls``, which way those of ``again`` are sent.
    ``belief`` ``(2, RESOLUTION, RESOLUTION)`` over ``extent`` ``(4,)``, from 0, surely drawn, to 1, surely real, before
    and after the discriminator learned; ``believed`` ``(4,)``, the means of that at real and drawn points before, then
    after. ``losses`` ``(4,)`` of the discriminator before and after it learned, then of the generator; ``learned``
    ``(2,)`` bool, whether each side did.
    """
    import tensorflow as tf

    bounds = grid2d.data_extent(of.prepared)
    places = tf.constant(of.prepared.scale_inputs(grid2d.grid(bounds, RESOLUTION)))
    compiled = tf.function(partial(_traced, of, places), autograph=False)

    def trace_step(x: Tensor, y: Tensor, any_changed: bool) -> dict[str, Array]:
        arrays = {name: value.numpy() for name, value in compiled(primary_input(x), y, any_changed).items()}
        stored = {name: reconstruction.to_data_units(arrays[name], of.prepared) for name in POINTS}
        pulls = arrays["pulls"] / np.asarray(of.prepared.scale_inputs.scale, np.float32)
        return {**arrays, **stored, "pulls": pulls, "extent": np.asarray(bounds, np.float32)}

    return trace_step


def _traced(of: TracedGame, places: Tensor, real: Tensor, y: Tensor, any_changed: bool) -> dict[str, Tensor]:  # noqa: ARG001 - traced anew when a live parameter is changed first
    """The tensors of :func:`step_tracer`, all but ``extent``; points as the networks take them."""
    import tensorflow as tf

    fake = of.generator_outputs(of.sample_noise(real, of.seed_generator), y, training=True)
    first_due, then_due = of.updates_due()
    before, losses_before = _probability_grid(of, places), of.losses_without_update(real, fake, y)
    believed = _mean_probabilities(of, real, fake)
    cond(first_due, lambda: of.train_discriminator(real, fake, y), lambda: losses_before)
    after, losses_after = _probability_grid(of, places), of.losses_without_update(real, fake, y)
    believed += _mean_probabilities(of, real, fake)
    noise = _peek_noise(of, real)
    samples_before = of.generator_outputs(noise, y, training=True)
    pulls = of.descent_directions(samples_before)
    cond(then_due, lambda: of.train_generator(real, y), lambda: losses_before["g_loss"])
    samples_after = of.generator_outputs(noise, y, training=True)
    fooled = [
        of.losses.generator_loss(of.discriminator_scores(points, y, training=False))
        for points in (samples_before, samples_after)
    ]
    points = zip(POINTS, (fake, samples_before, samples_after, real), strict=True)
    return {
        **{name: tf.cast(at, tf.float32) for name, at in points},
        "pulls": pulls,
        "belief": tf.stack([before, after]),
        "believed": tf.stack(believed),
        "losses": tf.stack([losses_before["d_loss"], losses_after["d_loss"], *fooled]),
        "learned": tf.stack([tf.cast(first_due, tf.bool), tf.cast(then_due, tf.bool)]),
    }


def _peek_noise(of: TracedGame, real: Tensor) -> Tensor:
    """The noise ``(batch, latent_dim)`` that the generator will be taught on, which leaves the random state where it
    was."""
    import tensorflow as tf

    state = tf.identity(of.seed_generator.state.value)
    noise = of.sample_noise(real, of.seed_generator)
    of.seed_generator.state.assign(state)
    return noise


def _probability_grid(of: TracedGame, places: Tensor) -> Tensor:
    """``(RESOLUTION, RESOLUTION)`` float32 from 0 to 1, row 0 the lowest, for *places* ``(RESOLUTION², 2)`` as the
    discriminator takes them."""
    import tensorflow as tf

    values = of.losses.real_probability(of.discriminator_scores(places, None, training=False))
    return tf.reshape(tf.cast(values, tf.float32), (RESOLUTION, RESOLUTION))


def _mean_probabilities(of: TracedGame, real: Tensor, fake: Tensor) -> list[Tensor]:
    """From 0 to 1, float32 scalars, for points ``(batch, 2)`` as the discriminator takes them: the means at *real* and
    at *fake*. Both are scored at once: a score without a scale of its own is laid between the lowest and the highest
    that are seen."""
    import tensorflow as tf

    scores = tf.concat([of.discriminator_scores(points, None, training=False) for points in (real, fake)], 0)
    probabilities = tf.cast(of.losses.real_probability(scores), tf.float32)
    count = tf.shape(real)[0]
    return [tf.reduce_mean(part) for part in (probabilities[:count], probabilities[count:])]
