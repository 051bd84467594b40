"""One step of a game over a plane, part by part, for people to look at (after Kahng and others 2019, "GAN Lab").

It is rehearsed: the caller puts every variable back afterwards, and does the step itself as it would have.
"""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np

from playground.core.info import Array
from playground.datasets import grid2d
from playground.datasets.dataset import Prepared
from playground.families.autoencoders import reconstruction
from playground.families.autoencoders.reconstruction import primary_input
from playground.families.base import Tensor

RESOLUTION = 60
"""Places where the discriminator is asked, in each direction."""


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


def trace_step(of: TracedGame, x: Tensor, y: Tensor) -> dict[str, Array]:
    """The arrays of a frame ``parts``, for the batch *x* ``(batch, 2)``, *y* of the step that comes next, float32.

    Points ``(batch, 2)`` in the data's own units: ``real``, ``drawn`` for the discriminator, ``again`` and ``moved``,
    drawn from one noise before and after the generator learned; ``pulls``, which way those of ``again`` are sent.
    ``belief`` ``(2, RESOLUTION, RESOLUTION)`` over ``extent`` ``(4,)``, from 0, surely drawn, to 1, surely real, before
    and after the discriminator learned; ``believed`` ``(4,)``, the means of that at real and drawn points before, then
    after. ``losses`` ``(4,)`` of the discriminator before and after it learned, then of the generator; ``learned``
    ``(2,)`` bool, whether each side did.
    """
    import tensorflow as tf

    real, bounds = tf.convert_to_tensor(primary_input(x)), grid2d.data_extent(of.prepared)
    places = tf.constant(of.prepared.scale_inputs(grid2d.grid(bounds, RESOLUTION)))
    fake = of.generator_outputs(of.sample_noise(real, of.seed_generator), y, training=True)
    first_due, then_due = (bool(due) for due in of.updates_due())
    before, losses_before = _probability_grid(of, places), of.losses_without_update(real, fake, y)
    believed = _mean_probabilities(of, real, fake)
    if first_due:
        of.train_discriminator(real, fake, y)
    after, losses_after = _probability_grid(of, places), of.losses_without_update(real, fake, y)
    believed += _mean_probabilities(of, real, fake)
    noise = _peek_noise(of, real)
    samples_before = of.generator_outputs(noise, y, training=True)
    pulls = of.descent_directions(samples_before)
    if then_due:
        of.train_generator(real, y)
    samples_after = of.generator_outputs(noise, y, training=True)
    fooled = [
        of.losses.generator_loss(of.discriminator_scores(points, y, training=False))
        for points in (samples_before, samples_after)
    ]
    points = {"drawn": fake, "again": samples_before, "moved": samples_after, "real": real}
    stored = {
        name: reconstruction.to_data_units(tf.cast(at, tf.float32).numpy(), of.prepared) for name, at in points.items()
    }
    return {
        **stored,
        "pulls": pulls.numpy() / np.asarray(of.prepared.scale_inputs.scale, np.float32),
        "belief": np.stack([before, after]),
        "extent": np.asarray(bounds, np.float32),
        "believed": np.asarray(believed, np.float32),
        "losses": np.asarray([losses_before["d_loss"], losses_after["d_loss"], *fooled], np.float32),
        "learned": np.asarray([first_due, then_due]),
    }


def _peek_noise(of: TracedGame, real: Tensor) -> Tensor:
    """The noise ``(batch, latent_dim)`` that the generator will be taught on, which leaves the random state where it
    was."""
    import tensorflow as tf

    state = tf.identity(of.seed_generator.state.value)
    noise = of.sample_noise(real, of.seed_generator)
    of.seed_generator.state.assign(state)
    return noise


def _probability_grid(of: TracedGame, places: Tensor) -> Array:
    """``(RESOLUTION, RESOLUTION)`` float32 from 0 to 1, row 0 the lowest, for *places* ``(RESOLUTION², 2)`` as the
    discriminator takes them."""
    values = of.losses.real_probability(of.discriminator_scores(places, None, training=False)).numpy()
    return np.asarray(values, np.float32).reshape(RESOLUTION, RESOLUTION)


def _mean_probabilities(of: TracedGame, real: Tensor, fake: Tensor) -> list[float]:
    """From 0 to 1, for points ``(batch, 2)`` as the discriminator takes them: the means at *real* and at *fake*. Both
    are scored at once: a score without a scale of its own is laid between the lowest and the highest that are seen."""
    import tensorflow as tf

    scores = tf.concat([of.discriminator_scores(points, None, training=False) for points in (real, fake)], 0)
    probabilities = of.losses.real_probability(scores).numpy()
    return [float(part.mean()) for part in np.split(probabilities, [len(real)])]
