"""What a training recipe is. The loop knows only this, so that a GAN, with two networks and two optimizers,
runs in the same compiled chunks, is watched, stopped and continued by the same code as a classifier.

No module here may import keras at its top: :func:`playground.families.all_families` is asked by pages too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from playground.datasets.base import Array, Part, Prepared
from playground.specs import Experiment

Tensor = Any
"""A TensorFlow tensor; keras and tensorflow carry no types."""
Model = Any
Optimizer = Any
Metric = Any


@dataclass(frozen=True, slots=True)
class Context:
    """What a recipe is built from; *total_steps* is what a learning-rate schedule is laid over."""

    experiment: Experiment
    prepared: Prepared
    total_steps: int


@dataclass(frozen=True, slots=True)
class Frame:
    """The arrays of one picture, by name, ready for ``np.savez``."""

    name: str
    arrays: Mapping[str, Array]


@dataclass(frozen=True, slots=True)
class Watcher:
    """A picture that is taken again and again: *take* is called between chunks, within a share of the time."""

    name: str
    take: Callable[[], Frame]


class Recipe(Protocol):
    """A family's networks, built for one experiment. Everything that training changes is in what it names here."""

    networks: dict[str, Model]
    """Every network by its name in the document. Their variables are kept in checkpoints."""
    optimizers: dict[str, Optimizer]
    """Built on their variables already, so that a checkpoint can be laid into them."""
    metrics: Sequence[Metric]
    """Running sums that each ``train_step`` and ``evaluate_step`` update; the first is ``loss``, a ``Mean``."""

    def targets(self, part: Part) -> Array:
        """What stands beside ``part.x``, encoded as the loss wants it, ``(n, ...)``."""
        ...

    def train_step(self, x: Tensor, y: Tensor) -> None:
        """Learn from one batch: *x* decoded inputs, float32. Traced into a graph; must not depend on Python state."""
        ...

    def evaluate_step(self, x: Tensor, y: Tensor) -> Tensor:
        """Update the metrics on one batch without learning; returns the outputs, ``(batch, ...)`` float32."""
        ...

    def examined(self, x: Tensor, y: Tensor) -> Mapping[str, tuple[Tensor, Callable[[], Tensor]]]:
        """For each network, its inputs for this batch and the loss that moves its weights: asked when a loss was
        not finite, to find the layer."""
        ...

    def watchers(self) -> Sequence[Watcher]:
        """The recipe's own pictures besides those of the loop, such as samples of a fixed noise batch."""
        ...

    def finished(self) -> None:
        """Training is over: what an optimizer does last (weights replaced by their moving average)."""
        ...


@dataclass(frozen=True, slots=True)
class Family:
    """*networks* are the names that the experiment must have; *build* imports keras and returns a :class:`Recipe`."""

    name: str
    title: str
    help: str
    networks: tuple[str, ...]
    build: Callable[[Context], Recipe]
