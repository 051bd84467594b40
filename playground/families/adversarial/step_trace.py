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
from playground.families.autoencoders.reconstruction import first
from playground.families.base import Tensor

RESOLUTION = 60
"""Places where the discriminator is asked, in each direction."""


class TracedLosses(Protocol):
    """The losses of a game, as far as they are shown."""

    def fooled(self, scores: Tensor) -> Tensor: ...
    def belief(self, scores: Tensor) -> Tensor: ...


class TracedGame(Protocol):
    """What is asked of the recipe whose step is taken apart; :class:`~playground.families.adversarial.base.Adversarial`
    says what each of these does."""

    prepared: Prepared
    chance: Any

    @property
    def game(self) -> TracedLosses: ...
    def due(self) -> tuple[Any, Any]: ...
    def noise(self, like: Tensor, seed: Any) -> Tensor: ...
    def generated(self, noise: Tensor, y: Tensor, *, training: bool) -> Tensor: ...
    def score(self, examples: Tensor, y: Tensor, *, training: bool) -> Tensor: ...
    def asked_alone(self, real: Tensor, drawn: Tensor, y: Tensor) -> dict[str, Tensor]: ...
    def teach_discriminator(self, real: Tensor, drawn: Tensor, y: Tensor) -> dict[str, Tensor]: ...
    def teach_generator(self, real: Tensor, y: Tensor) -> Tensor: ...
    def pulls(self, drawn: Tensor) -> Tensor: ...


def parts(of: TracedGame, x: Tensor, y: Tensor) -> dict[str, Array]:
    """The arrays of a frame ``parts``, for the batch *x*, *y* of the step that comes next: points ``(batch, 2)`` in the
    data's own units, ``belief`` ``(2, rows, columns)`` before and after the discriminator learned."""
    import tensorflow as tf

    real, bounds = tf.convert_to_tensor(first(x)), grid2d.extent(of.prepared)
    places = tf.constant(of.prepared.decode(grid2d.grid(bounds, RESOLUTION)))
    drawn = of.generated(of.noise(real, of.chance), y, training=True)
    first_due, then_due = (bool(due) for due in of.due())
    before, told = _belief(of, places), of.asked_alone(real, drawn, y)
    believed = [_mean(of, real), _mean(of, drawn)]
    if first_due:
        of.teach_discriminator(real, drawn, y)
    after, told_after = _belief(of, places), of.asked_alone(real, drawn, y)
    believed += [_mean(of, real), _mean(of, drawn)]
    noise = _peeked(of, real)
    again = of.generated(noise, y, training=True)
    pulls = of.pulls(again)
    if then_due:
        of.teach_generator(real, y)
    moved = of.generated(noise, y, training=True)
    fooled = [of.game.fooled(of.score(points, y, training=False)) for points in (again, moved)]
    points = {"drawn": drawn, "again": again, "moved": moved, "real": real}
    stored = {
        name: reconstruction.as_stored(tf.cast(at, tf.float32).numpy(), of.prepared) for name, at in points.items()
    }
    return {
        **stored,
        "pulls": pulls.numpy() / np.asarray(of.prepared.decode.scale, np.float32),
        "belief": np.stack([before, after]),
        "extent": np.asarray(bounds, np.float32),
        "believed": np.asarray(believed, np.float32),
        "losses": np.asarray([told["d_loss"], told_after["d_loss"], *fooled], np.float32),
        "learned": np.asarray([first_due, then_due]),
    }


def _peeked(of: TracedGame, real: Tensor) -> Tensor:
    """The noise that the generator will be taught on, which leaves the random state where it was."""
    import tensorflow as tf

    state = tf.identity(of.chance.state.value)
    noise = of.noise(real, of.chance)
    of.chance.state.assign(state)
    return noise


def _belief(of: TracedGame, places: Tensor) -> Array:
    values = of.game.belief(of.score(places, None, training=False)).numpy()
    return np.asarray(values, np.float32).reshape(RESOLUTION, RESOLUTION)


def _mean(of: TracedGame, points: Tensor) -> float:
    return float(np.mean(of.game.belief(of.score(points, None, training=False)).numpy()))
