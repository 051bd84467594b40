"""Small networks to begin with, fit for the data: what a family puts on the bench when it is chosen."""

from __future__ import annotations

from math import prod
from typing import Any

from playground.core.info import Info
from playground.experiment.network_builder import Sketch
from playground.experiment.spec import Network, stack
from playground.families.base import CLASS

Layers = list[tuple[str, dict[str, Any]]]
_LAST = {"binary": "sigmoid", "multiclass": "softmax"}


def answer(info: Info) -> tuple[int, str]:
    """Units and activation of the last layer that answers what *info* asks."""
    return info.outputs, _LAST.get(info.task, "linear")


def values(info: Info) -> str:
    """The activation whose outputs fill the range of the data."""
    return {(0.0, 1.0): "sigmoid", (-1.0, 1.0): "tanh"}.get(info.value_range, "linear")


def _hidden(info: Info) -> Layers:
    if info.kind == "points":
        return [("Dense", {"units": 16, "activation": "tanh"}), ("Dense", {"units": 16, "activation": "tanh"})]
    return [("Dense", {"units": 64, "activation": "relu"})]


def to_row(name: str, info: Info, units: int, activation: str = "linear") -> Network:
    """From an example to a row of *units* numbers."""
    flat: Layers = [("Flatten", {})] if len(info.input_shape) > 1 else []
    return stack(*flat, *_hidden(info), ("Dense", {"units": units, "activation": activation}), name=name)


def from_row(name: str, info: Info) -> Network:
    """From a row of numbers to an example."""
    return stack(*_hidden(info), *_example(info), name=name)


def to_rows(name: str, info: Info, rows: int, units: int) -> Network:
    """From an example to *rows* rows of *units* numbers."""
    flat: Layers = [("Flatten", {})] if len(info.input_shape) > 1 else []
    last: Layers = [("Dense", {"units": rows * units}), ("Reshape", {"target_shape": [rows, units]})]
    return stack(*flat, *_hidden(info), *last, name=name)


def from_rows(name: str, info: Info) -> Network:
    """From rows of numbers to an example."""
    return stack(("Flatten", {}), *_hidden(info), *_example(info), name=name)


def next_of(name: str, kinds: int) -> Network:
    """What comes next at each place, of so many *kinds*, from what came before it: causal convolutions."""
    look = {"filters": 64, "kernel_size": 3, "padding": "causal", "activation": "relu"}
    return stack(("Conv1D", look), ("Conv1D", look), ("Dense", {"units": kinds}), name=name)


def to_row_by_class(name: str, info: Info, units: int) -> Network:
    """From an example and its class to a row of *units* numbers."""
    flat: Layers = [("Flatten", {})] if len(info.input_shape) > 1 else []
    return _by_class(name, flat, [*_hidden(info), ("Dense", {"units": units})])


def from_row_by_class(name: str, info: Info) -> Network:
    """From a row of numbers and a class to an example."""
    return _by_class(name, [], [*_hidden(info), *_example(info)])


def _by_class(name: str, before: Layers, after: Layers) -> Network:
    """*before* over the first input, the class beside it, *after* over both."""
    sketch = Sketch()
    end = sketch.input()
    for layer, params in before:
        end = sketch.add(layer, end, **params)
    end = sketch.add("Concatenate", end, sketch.input(CLASS, takes=CLASS))
    for layer, params in after:
        end = sketch.add(layer, end, **params)
    return sketch.network(name)


def _example(info: Info) -> Layers:
    last: Layers = [("Dense", {"units": prod(info.input_shape), "activation": values(info)})]
    return last if len(info.input_shape) == 1 else [*last, ("Reshape", {"target_shape": list(info.input_shape)})]


def example_to_example(name: str, info: Info) -> Network:
    """From an example to one of the same form: pictures by convolution where they can be halved, else by a row."""
    shape = info.input_shape
    if len(shape) != 3 or shape[0] % 2 or shape[1] % 2:
        flat: Layers = [("Flatten", {})] if len(shape) > 1 else []
        return stack(*flat, *_hidden(info), *_example(info), name=name)
    look = {"filters": 16, "kernel_size": [3, 3], "padding": "same", "activation": "relu"}
    return stack(
        ("Conv2D", look),
        ("MaxPooling2D", {"pool_size": [2, 2]}),
        ("Conv2D", {**look, "filters": 32}),
        ("UpSampling2D", {"size": [2, 2]}),
        ("Conv2D", look),
        ("Conv2D", {**look, "filters": shape[2], "activation": values(info)}),
        name=name,
    )
