"""What the layers of an untrained network put out for a few examples, each computed once.

The weights are those with which a training of the same document begins, as each layer's seed follows from the
document and its id. What a layer puts out is kept by what determines it (:mod:`playground.ports.layer_keys`), so an
edit computes the layers behind it and no other.
"""

from __future__ import annotations

import contextlib
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cachetools
import numpy as np

from playground import build, datasets
from playground.checks.keras_check import keras_report
from playground.core.info import Array
from playground.core.npz import write
from playground.datasets.dataset import Prepared
from playground.experiment.graph import Graph, GraphNode
from playground.experiment.graph_reader import read_graph
from playground.experiment.spec import Data, Experiment, Node
from playground.ports import connections, layer_keys
from playground.training.recording import recorder

MAX_CACHED_BYTES = 256_000_000
"""Bytes of outputs that are kept."""
MAX_FILES = 64
"""Answers that are kept on disk."""


@dataclass(frozen=True, slots=True)
class _LayerOutput:
    """One layer's output for all examples, a tensor, and what a frame says of it."""

    output: Any
    arrays: Mapping[str, Array]


@dataclass
class ActivationService:
    """Answers one experiment after another in a process that may run TensorFlow."""

    computed_layers: list[str] = field(default_factory=list)
    """``network:node`` of each layer that was called, in order."""
    _layers: cachetools.LRUCache[str, _LayerOutput] = field(
        default_factory=lambda: cachetools.LRUCache(MAX_CACHED_BYTES, getsizeof=_size)
    )
    _data: tuple[str, Prepared] | None = None

    def write(
        self, experiment: Experiment, nodes: Mapping[str, Sequence[str]], file: Path, is_wanted: Callable[[], bool]
    ) -> bool:
        """Write the frame of :meth:`frame` to *file*; ``False`` where it was given up. Raises as :meth:`frame`, and
        OSError where it cannot be written."""
        arrays = self.frame(experiment, nodes, is_wanted)
        if arrays is None:
            return False
        write(file, arrays)
        for old in sorted(file.parent.glob("*.npz"), key=_modified_time)[:-MAX_FILES]:
            old.unlink(missing_ok=True)
        return True

    def frame(
        self, experiment: Experiment, nodes: Mapping[str, Sequence[str]], is_wanted: Callable[[], bool] = lambda: True
    ) -> dict[str, Array] | None:
        """The arrays of a frame ``outputs`` (``field`` without ``output``, for points of a plane), as
        ``docs/contracts.md`` has them, for the layers that *nodes* names by network. A layer that Keras refuses is left
        out with all that stands behind it, also where its operation could be run here: TensorFlow's kernels take on one
        processor what they refuse on another. ``None`` where *is_wanted* said no on the way. Raises
        :class:`PlaygroundError` where the data cannot be had."""
        prepared = self._prepared(experiment.data)
        accepted = keras_report(experiment, prepared.info).networks
        keys = layer_keys.keys_by_network(experiment)
        arrays: dict[str, Array] = {}
        network_outputs: dict[str, Any] = {}
        for network in connections.networks_in_data_order(experiment):
            graph = read_graph(network)[0]
            allowed = accepted.get(network.name, {}).keys() & set(nodes.get(network.name, ()))
            inputs = _network_inputs(experiment, network.name, prepared, network_outputs)
            if graph is None or not allowed or inputs is None:
                continue
            pass_ = _NetworkPass(self, experiment, prepared, graph, keys[network.name], inputs)
            for node in graph.nodes:
                if not is_wanted():
                    return None
                if node.id in allowed:
                    arrays |= pass_.record(node)
            network_outputs[network.name] = pass_.outputs_by_node.get(graph.output.id)
        return arrays

    def cached_layer(self, key: str) -> _LayerOutput | None:
        """What was computed under *key* (:mod:`playground.ports.layer_keys`), where it is still kept."""
        return self._layers.get(key)

    def cache_layer(self, key: str, layer: _LayerOutput) -> None:
        """Keep *layer* under *key*, and let go of what was longest unused where there is no room."""
        with contextlib.suppress(ValueError):  # One that is larger than all room is computed each time.
            self._layers[key] = layer

    def _prepared(self, data: Data) -> Prepared:
        key = data.model_dump_json()
        if self._data is None or self._data[0] != key:
            self._data = key, datasets.prepare(data)
        return self._data[1]


@dataclass
class _NetworkPass:
    """One network, layer by layer; what stands behind a layer that is left out is left out too."""

    service: ActivationService
    experiment: Experiment
    prepared: Prepared
    graph: Graph
    keys: Mapping[str, str]
    inputs: tuple[Any, ...]
    """Tensors that enter, in the order of the inputs that the network sees."""
    outputs_by_node: dict[str, Any] = field(default_factory=dict)
    ranges: dict[str, build.ValueRange] = field(default_factory=dict)

    def record(self, node: GraphNode) -> Mapping[str, Array]:
        entry = node.node.layer == "Input"
        if not all(source in self.outputs_by_node for source in node.inputs):
            return {}
        info = connections.network_info(self.experiment, self.graph.name, self.prepared.info)
        before = info.input_for(node.node.params).value_range if entry else self.ranges[node.inputs[0]]
        self.ranges[node.id] = build.output_value_range(node.node, before)
        layer = self.service.cached_layer(self.keys[node.id])
        if layer is None:
            try:
                layer = self._compute(node, before)
            except Exception:
                # Accepted, and yet TensorFlow has no kernel for it here: the pictures before it are right all the same.
                traceback.print_exc()
                return {}
        self.outputs_by_node[node.id] = layer.output
        return layer.arrays

    def _compute(self, node: GraphNode, values: build.ValueRange) -> _LayerOutput:
        entry = node.node.layer == "Input"
        output = self._network_input(node.node) if entry else self._call_layer(node, values)
        name = f"{self.graph.name}:{node.id}"
        self.service.computed_layers.append(name)
        output_array = _numpy(output)
        if self.prepared.info.is_plane:
            arrays = {f"node_{node.id}": recorder.unit_maps(output_array)} if output_array.ndim == 2 else {}
        else:
            examples = connections.takes_data(self.experiment, self.graph.name)
            is_data_input = entry and examples and self.prepared.info.input_index(node.node.params) == 0
            arrays = recorder.layer_arrays(self.prepared, name, output_array, entry=is_data_input)
        layer = _LayerOutput(output, arrays)
        self.service.cache_layer(self.keys[node.id], layer)
        return layer

    def _network_input(self, node: Node) -> Any:
        info = connections.network_info(self.experiment, self.graph.name, self.prepared.info)
        return self.inputs[info.input_index(node.params)]

    def _call_layer(self, node: GraphNode, values: build.ValueRange) -> Any:
        training = self.experiment.training
        precision = "float32" if node.id == self.graph.output.id else training.precision
        seed = build.network_seed(self.experiment, self.graph.name)
        layer = build.layer(node.node, seed=seed, dtype=precision, value_range=values)
        inputs = [self.outputs_by_node[source] for source in node.inputs]
        return layer(inputs if node.row.kind == "merge" else inputs[0], training=False)


def _network_inputs(
    experiment: Experiment, network: str, prepared: Prepared, network_outputs: Mapping[str, Any]
) -> tuple[Any, ...] | None:
    """What enters *network*; ``None`` where nobody knows. Over a plane only a network that takes the points alone is
    shown."""
    import tensorflow as tf

    conditioned = connections.is_conditioned(experiment, network)
    if prepared.info.is_plane:
        plane = connections.takes_data(experiment, network) and not conditioned
        return (tf.constant(recorder.unit_map_inputs(prepared)),) if plane else None
    if not connections.has_known_input(experiment, network):
        return None
    source = connections.source_by_target(experiment).get(network)
    if source is None:
        return tuple(tf.constant(part) for part in _as_tuple(recorder.network_input(experiment, network, prepared)))
    if network_outputs.get(source) is None:
        return None
    rows = connections.forwarded_output(experiment, source, network_outputs[source])
    return (rows, tf.constant(recorder.one_hot_classes(prepared))) if conditioned else (rows,)


def _as_tuple(entered: Any) -> tuple[Any, ...]:
    return entered if isinstance(entered, tuple) else (entered,)


def _numpy(output: Any) -> Array:
    import tensorflow as tf

    array: Array = tf.cast(output, tf.float32).numpy()
    return array


def _size(layer: _LayerOutput) -> int:
    own: int = layer.output.dtype.size * int(np.prod(layer.output.shape))
    return own + sum(array.nbytes for array in layer.arrays.values())


def _modified_time(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except OSError:
        return 0.0
