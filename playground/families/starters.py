"""Small networks to begin with, fit for the data: what a family puts on the bench when it is chosen."""

from __future__ import annotations

from math import prod
from typing import Any

from playground.core.info import Info
from playground.experiment.network_builder import NetworkBuilder
from playground.experiment.spec import Network, stack
from playground.families.base import CLASS_INPUT

Layers = list[tuple[str, dict[str, Any]]]
_LAST_ACTIVATIONS = {"binary": "sigmoid", "multiclass": "softmax"}


def head_for(info: Info) -> tuple[int, str]:
    """Units and activation of the last layer that answers what *info* asks."""
    return info.outputs, _LAST_ACTIVATIONS.get(info.task, "linear")


def range_activation(info: Info) -> str:
    """The activation whose outputs fill the range of the data."""
    return {(0.0, 1.0): "sigmoid", (-1.0, 1.0): "tanh"}.get(info.value_range, "linear")


def _hidden_layers(info: Info) -> Layers:
    if info.data_kind.is_point:
        return [("Dense", {"units": 16, "activation": "tanh"}), ("Dense", {"units": 16, "activation": "tanh"})]
    return [("Dense", {"units": 64, "activation": "relu"})]


def vector_encoder(name: str, info: Info, units: int, activation: str = "linear") -> Network:
    """From an example to a row of *units* numbers."""
    flat: Layers = [("Flatten", {})] if len(info.input_shape) > 1 else []
    return stack(*flat, *_hidden_layers(info), ("Dense", {"units": units, "activation": activation}), name=name)


def vector_decoder(name: str, info: Info) -> Network:
    """From a row of numbers to an example."""
    return stack(*_hidden_layers(info), *_example_head(info), name=name)


def token_encoder(name: str, info: Info, rows: int, units: int) -> Network:
    """From an example to *rows* rows of *units* numbers."""
    flat: Layers = [("Flatten", {})] if len(info.input_shape) > 1 else []
    last: Layers = [("Dense", {"units": rows * units}), ("Reshape", {"target_shape": [rows, units]})]
    return stack(*flat, *_hidden_layers(info), *last, name=name)


def token_decoder(name: str, info: Info) -> Network:
    """From rows of numbers to an example."""
    return stack(("Flatten", {}), *_hidden_layers(info), *_example_head(info), name=name)


def causal_prior(name: str, kinds: int) -> Network:
    """What comes next at each place, of so many *kinds*, from what came before it: causal convolutions, each of which
    looks twice as far back as the one before (van den Oord and others 2016, "WaveNet"): fifteen places together."""
    look = {"filters": 64, "kernel_size": 3, "padding": "causal", "activation": "relu"}
    layers: Layers = [("Conv1D", {**look, "dilation_rate": rate}) for rate in (1, 2, 4)]
    return stack(*layers, ("Dense", {"units": kinds}), name=name)


def conditional_vector_encoder(name: str, info: Info, units: int) -> Network:
    """From an example and its class to a row of *units* numbers."""
    flat: Layers = [("Flatten", {})] if len(info.input_shape) > 1 else []
    return _conditional_network(name, flat, [*_hidden_layers(info), ("Dense", {"units": units})])


def conditional_vector_decoder(name: str, info: Info) -> Network:
    """From a row of numbers and a class to an example."""
    return _conditional_network(name, [], [*_hidden_layers(info), *_example_head(info)])


def _conditional_network(name: str, before: Layers, after: Layers) -> Network:
    """*before* over the first input, the class beside it, *after* over both."""
    sketch = NetworkBuilder()
    end = sketch.input()
    for layer, params in before:
        end = sketch.add(layer, end, **params)
    end = sketch.add("Concatenate", end, sketch.input(CLASS_INPUT, takes=CLASS_INPUT))
    for layer, params in after:
        end = sketch.add(layer, end, **params)
    return sketch.network(name)


def _example_head(info: Info) -> Layers:
    last: Layers = [("Dense", {"units": prod(info.input_shape), "activation": range_activation(info)})]
    return last if len(info.input_shape) == 1 else [*last, ("Reshape", {"target_shape": list(info.input_shape)})]


def same_shape_network(name: str, info: Info) -> Network:
    """From an example to one of the same form: pictures by convolution where they can be halved, else by a row."""
    shape = info.input_shape
    if len(shape) != 3 or shape[0] % 2 or shape[1] % 2:
        flat: Layers = [("Flatten", {})] if len(shape) > 1 else []
        return stack(*flat, *_hidden_layers(info), *_example_head(info), name=name)
    look = {"filters": 16, "kernel_size": [3, 3], "padding": "same", "activation": "relu"}
    return stack(
        ("Conv2D", look),
        ("MaxPooling2D", {"pool_size": [2, 2]}),
        ("Conv2D", {**look, "filters": 32}),
        ("UpSampling2D", {"size": [2, 2]}),
        ("Conv2D", look),
        ("Conv2D", {**look, "filters": shape[2], "activation": range_activation(info)}),
        name=name,
    )
