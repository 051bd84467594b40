"""Where a loss stopped being a number: the step, the layer, and a lower learning rate to try.

A call of the compiled loop hands back the state it started from. From there the same program runs again up to just
before the bad step, which leaves the last finite weights, and the bad batch is looked at layer by layer.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import numpy as np

from playground.core.i18n import N_, Text
from playground.core.problems import Problem, Repair
from playground.families.base import Model, Recipe
from playground.training.compiled import ChunkResult, CompiledSteps
from playground.training.event_writer import EventWriter

NonfiniteKind = Literal["weights", "outputs", "gradient", "largest"]


@dataclass(frozen=True, slots=True)
class NonfiniteSite:
    """The layer where it shows first, and how: *largest_weight* is its largest weight's size."""

    network: str
    node: str | None
    kind: NonfiniteKind
    largest_weight: float


class RunningLoop(Protocol):
    """What is asked of the loop whose loss went wrong."""

    @property
    def recipe(self) -> Recipe: ...
    @property
    def compiled_steps(self) -> CompiledSteps: ...
    @property
    def state(self) -> Sequence[Any]: ...
    @property
    def sums(self) -> Any: ...
    @property
    def step(self) -> int: ...
    @property
    def epoch(self) -> int: ...
    @property
    def event_writer(self) -> EventWriter: ...


def nonfinite_problem(loop: RunningLoop, result: ChunkResult, order: Any) -> Problem:
    """The problem for a call that ended at a loss that was not finite; *order* ``(n,)`` int32 are the epoch's rows.
    Where the state before the call was kept, the weights are then the last finite ones."""
    programs = loop.compiled_steps
    rate = next(iter(loop.event_writer.learning_rates().values()))
    if result.state_before:
        for entry, value in zip(loop.state, result.state_before, strict=True):
            entry.assign(value)
        if result.steps > 1:
            programs.run(loop.step, result.steps - 1, order, loop.sums)
    bad = loop.step + result.steps - 1
    x, y = programs.batch(bad, order)
    places = [
        locate(name, loop.recipe.networks[name], inputs, loss)
        for name, (inputs, loss) in loop.recipe.losses_by_network(x, y).items()
    ]
    place = next((place for place in places if place.kind != "largest"), places[0])
    return site_problem(place, bad + 1, loop.epoch + 1, rate)


def locate(network: str, model: Model, x: Any, loss: Callable[[], Any]) -> NonfiniteSite:
    """The first layer whose weights or outputs are not finite on the batch *x* ``(batch, *input_shape)``, as the
    network takes it; else the last whose gradient of *loss*, which gives a scalar, is not; else the one with the
    largest weights."""
    layers = [layer for layer in model.layers if layer.__class__.__name__ != "InputLayer"]
    sizes = {layer.name: _largest_weight(layer.weights) for layer in layers}
    for layer in layers:
        if not math.isfinite(sizes[layer.name]):
            return NonfiniteSite(network, layer.name, "weights", sizes[layer.name])
    if (name := _first_nonfinite_output(model, layers, x)) is not None:
        return NonfiniteSite(network, name, "outputs", sizes[name])
    if (name := _last_nonfinite_gradient(layers, loss)) is not None:
        return NonfiniteSite(network, name, "gradient", sizes[name])
    name = max(sizes, key=lambda name: sizes[name], default=None)
    return NonfiniteSite(network, name, "largest", sizes.get(name or "", 0.0))


def _largest_weight(weights: list[Any]) -> float:
    """The largest absolute value; infinity where one is not finite."""
    maxima = [float(np.abs(np.asarray(weight.value, np.float32)).max(initial=0.0)) for weight in weights]
    return max((value if math.isfinite(value) else math.inf for value in maxima), default=0.0)


def _first_nonfinite_output(model: Model, layers: list[Any], x: Any) -> str | None:
    import keras
    import tensorflow as tf

    inner = keras.Model(model.input, [layer.output for layer in layers])
    for layer, output in zip(layers, inner(x, training=True), strict=True):
        if not bool(tf.reduce_all(tf.math.is_finite(tf.cast(output, tf.float32)))):
            return str(layer.name)
    return None


def _last_nonfinite_gradient(layers: list[Any], loss: Callable[[], Any]) -> str | None:
    import tensorflow as tf

    weights = [(layer.name, weight.value) for layer in layers for weight in layer.trainable_weights]
    with tf.GradientTape() as tape:
        value = loss()
    gradients = tape.gradient(value, [weight for _, weight in weights])
    for (name, _), gradient in reversed(list(zip(weights, gradients, strict=True))):
        if gradient is not None and not bool(tf.reduce_all(tf.math.is_finite(tf.convert_to_tensor(gradient)))):
            return str(name)
    return None


_SITE_MESSAGES: dict[NonfiniteKind, str] = {
    "weights": N_("the weights of layer {node} were no longer finite"),
    "outputs": N_("the outputs of layer {node} were no longer finite (its largest weight is {largest})"),
    "gradient": N_("the gradient of layer {node} was no longer finite (its largest weight is {largest})"),
    "largest": N_("layer {node} has the largest weights, up to {largest}"),
}


def site_problem(place: NonfiniteSite, step: int, epoch: int, learning_rate: float) -> Problem:
    """The sentence and the repair for a loss that was not finite at *step* (counted from 1)."""
    where = Text(_SITE_MESSAGES[place.kind], {"node": place.node, "largest": f"{place.largest_weight:.3g}"})
    message = Text(
        N_(
            "The loss was no longer a number at step {step}, in epoch {epoch}: {where}. Steps that are too large do "
            "this; the learning rate was {rate}. Everything up to there is kept."
        ),
        {"step": step, "epoch": epoch, "where": where, "rate": f"{learning_rate:g}"},
    )
    lower = float(f"{learning_rate / 10:.3g}")
    repairs = (
        Repair(
            Text(N_("Set the learning rate to {rate}"), {"rate": f"{lower:g}"}),
            ({"do": "set", "path": "optimizer.params.learning_rate", "value": lower},),
        ),
    )
    return Problem("loss_not_finite", message, place.network, place.node, "optimizer.params.learning_rate", repairs)
