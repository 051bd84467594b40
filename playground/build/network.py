"""A network of the document as a Keras model, layer by layer.

Everything drawn at random is seeded by the experiment's seed and the node's id, so the same document gives the same
weights whatever was built before, and a new layer does not change the start of the others.
"""

from __future__ import annotations

import zlib
from typing import Any

import keras

from playground.catalog.initializers import INITIALIZERS
from playground.catalog.layers import LAYERS, LayerRow
from playground.core import params
from playground.core.info import Info
from playground.core.problems import PlaygroundError
from playground.experiment.graph_reader import read_graph
from playground.experiment.spec import Experiment, Network, Node

ValueRange = tuple[float, float]


def model(network: Network, info: Info, *, seed: int = 0, precision: str = "float32") -> Any:
    """A functional ``keras.Model`` with float32 output ``(batch, ...)``; each layer is named by its node's id. It takes
    a tensor ``(batch, *input_shape)`` float32, or a tuple of such in the order of ``info.inputs`` where the data set
    holds several.

    Raises :class:`PlaygroundError` where the structure does not hold; what shapes forbid, Keras raises.
    """
    checked, problems = read_graph(network)
    if checked is None or problems:
        raise PlaygroundError(*problems)
    tensors: dict[str, Any] = {}
    entered: dict[str, Any] = {}
    ranges: dict[str, ValueRange] = {}
    for node in checked.nodes:
        if node.node.layer == "Input":
            data_input = info.input_for(node.node.params)
            tensors[node.id] = keras.Input(shape=data_input.shape, dtype="float32", name=node.id)
            entered[data_input.name] = tensors[node.id]
            ranges[node.id] = data_input.value_range
            continue
        inputs = [tensors[source] for source in node.inputs]
        ranges[node.id] = output_value_range(node.node, ranges[node.inputs[0]])
        policy = "float32" if node.id == checked.output.id else precision
        keras_layer = layer(node.node, seed=seed, dtype=policy, value_range=ranges[node.inputs[0]])
        tensors[node.id] = keras_layer(inputs if node.row.kind == "merge" else inputs[0])
    return keras.Model(_model_inputs(info, entered), tensors[checked.output.id], name=network.name)


def _model_inputs(info: Info, entered: dict[str, Any]) -> Any:
    """What the model is called with: the data set's one input, or all of them, also those that the network leaves
    unused."""
    if not info.extra_inputs:
        return entered[info.inputs[0].name]
    return tuple(
        entered[data_input.name] if data_input.name in entered else keras.Input(shape=data_input.shape, dtype="float32")
        for data_input in info.inputs
    )


def layer(node: Node, *, seed: int = 0, dtype: str = "float32", value_range: ValueRange = (0.0, 1.0)) -> Any:
    """The Keras layer of *node*, not yet built. *value_range* is the range of what comes in."""
    row = LAYERS[node.layer]
    layer_class: type[Any] = getattr(keras.layers, row.keras_class or row.name)
    return layer_class(**layer_kwargs(node, seed=seed, value_range=value_range), name=node.id, dtype=dtype)


def layer_kwargs(node: Node, *, seed: int = 0, value_range: ValueRange = (0.0, 1.0)) -> dict[str, Any]:
    """What the layer's class is called with, beside ``name`` and ``dtype``."""
    row = LAYERS[node.layer]
    param_values = params.with_defaults(row.params, node.params)
    l1, l2 = float(param_values.pop("l1", 0.0)), float(param_values.pop("l2", 0.0))  # type: ignore[arg-type]
    kwargs = {name: _keras_value(row, name, value, seed, node.id) for name, value in param_values.items()}
    if row.name == "ActivityRegularization":
        kwargs.update(l1=l1, l2=l2)
    elif l1 or l2:
        kwargs.update({f"{kernel}_regularizer": keras.regularizers.L1L2(l1, l2) for kernel in row.kernel_names})
    kwargs.update(row.fixed_args)
    if "value_range" in row.auto_args:
        kwargs["value_range"] = value_range
    if row.wants_seed:
        kwargs["seed"] = derive_seed(seed, node.id)
    return kwargs


def derive_seed(seed: int, *names: str) -> int:
    """A seed of its own for each place, from the experiment's; the same in every process."""
    return zlib.crc32("/".join((str(seed), *names)).encode()) & 0x7FFFFFFF


def network_seed(experiment: Experiment, network: str) -> int:
    """The experiment's own for a single network; of several, each has its own, as their layers may be called alike."""
    seed = experiment.training.seed
    return seed if len(experiment.networks) == 1 else derive_seed(seed, network)


def _keras_value(row: LayerRow, name: str, value: object, seed: int, node: str) -> Any:
    if name.endswith("_initializer") and isinstance(value, str):
        return _initializer(value, derive_seed(seed, node, name))
    if name in row.constant_range_params:
        return (value, value)
    if name in row.centered_range_params and isinstance(value, int | float):
        return (0.5 - value / 2, 0.5 + value / 2)
    if name == "target_shape" or isinstance(value, list):
        return tuple(value) if isinstance(value, list | tuple) else value
    return value


def _initializer(name: str, seed: int) -> Any:
    row = INITIALIZERS[name]
    initializer_class: type[Any] = getattr(keras.initializers, row.keras_class)
    return initializer_class(seed=seed) if row.is_random else initializer_class()


def output_value_range(node: Node, before: ValueRange) -> ValueRange:
    """The range of what leaves *node* where it only scales; others are taken to leave it as it is."""
    if node.layer != "Rescaling":
        return before
    param_values = params.with_defaults(LAYERS["Rescaling"].params, node.params)
    scale, offset = float(param_values["scale"]), float(param_values["offset"])  # type: ignore[arg-type]
    low, high = sorted((before[0] * scale + offset, before[1] * scale + offset))
    return (low, high)
