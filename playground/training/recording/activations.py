"""What the layers of an untrained network put out for a few examples, each computed once.

The weights are those with which a training of the same document begins, as each layer's seed follows from the
document and its id. What a layer puts out is kept by what determines it (:mod:`playground.ports.layer_keys`), so an
edit computes the layers behind it and no other.
"""

from __future__ import annotations

import traceback
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from playground import build, datasets
from playground.checks.keras_check import inspect
from playground.core.info import Array
from playground.core.npz import write
from playground.datasets.dataset import Prepared
from playground.experiment.graph import ActiveNode, Graph
from playground.experiment.graph_reader import read_graph
from playground.experiment.spec import Data, Experiment, Node
from playground.ports import connections, layer_keys
from playground.training.recording import recorder

LARGEST = 256_000_000
"""Bytes of outputs that are kept."""
FILES = 64
"""Answers that are kept on disk."""


@dataclass(frozen=True, slots=True)
class _Layer:
    """One layer's output for all examples, a tensor, and what a frame says of it."""

    output: Any
    arrays: Mapping[str, Array]


@dataclass
class Outputs:
    """Answers one experiment after another in a process that may run TensorFlow."""

    computed: list[str] = field(default_factory=list)
    """``network:node`` of each layer that was called, in order."""
    _layers: OrderedDict[str, _Layer] = field(default_factory=OrderedDict)
    _bytes: int = 0
    _data: tuple[str, Prepared] | None = None

    def write(
        self, experiment: Experiment, nodes: Mapping[str, Sequence[str]], file: Path, wanted: Callable[[], bool]
    ) -> bool:
        """Write the frame of :meth:`frame` to *file*; ``False`` where it was given up."""
        arrays = self.frame(experiment, nodes, wanted)
        if arrays is None:
            return False
        write(file, arrays)
        for old in sorted(file.parent.glob("*.npz"), key=_written)[:-FILES]:
            old.unlink(missing_ok=True)
        return True

    def frame(
        self, experiment: Experiment, nodes: Mapping[str, Sequence[str]], wanted: Callable[[], bool] = lambda: True
    ) -> dict[str, Array] | None:
        """The arrays of a frame ``outputs`` (``field`` without ``output``, for points of a plane), for the layers
        that *nodes* names by network. A layer that Keras refuses is left out with all that stands behind it, also
        where its operation could be run here: TensorFlow's kernels take on one processor what they refuse on another.
        ``None`` where it was not *wanted* any more on the way."""
        prepared = self._prepared(experiment.data)
        accepted = inspect(experiment, prepared.info).networks
        keys = layer_keys.keys(experiment)
        arrays: dict[str, Array] = {}
        left: dict[str, Any] = {}
        for network in connections.in_order(experiment):
            read = read_graph(network)[0]
            allowed = accepted.get(network.name, {}).keys() & set(nodes.get(network.name, ()))
            came = _came(experiment, network.name, prepared, left)
            if read is None or not allowed or came is None:
                continue
            pass_ = _Pass(self, experiment, prepared, read, keys[network.name], came)
            for node in read.nodes:
                if not wanted():
                    return None
                if node.id in allowed:
                    arrays |= pass_.take(node)
            left[network.name] = pass_.done.get(read.output.id)
        return arrays

    def known(self, key: str) -> _Layer | None:
        found = self._layers.get(key)
        if found is not None:
            self._layers.move_to_end(key)
        return found

    def keep(self, key: str, layer: _Layer) -> None:
        self._layers[key] = layer
        self._bytes += _size(layer)
        while self._bytes > LARGEST and len(self._layers) > 1:
            self._bytes -= _size(self._layers.popitem(last=False)[1])

    def _prepared(self, data: Data) -> Prepared:
        key = data.model_dump_json()
        if self._data is None or self._data[0] != key:
            self._data = key, datasets.prepare(data)
        return self._data[1]


@dataclass
class _Pass:
    """One network, layer by layer; what stands behind a layer that is left out is left out too."""

    outputs: Outputs
    experiment: Experiment
    prepared: Prepared
    graph: Graph
    keys: Mapping[str, str]
    came: tuple[Any, ...]
    """Tensors that enter, in the order of the inputs that the network sees."""
    done: dict[str, Any] = field(default_factory=dict)
    ranges: dict[str, build.Range] = field(default_factory=dict)

    def take(self, node: ActiveNode) -> Mapping[str, Array]:
        entry = node.node.layer == "Input"
        if not all(source in self.done for source in node.inputs):
            return {}
        info = connections.seen(self.experiment, self.graph.name, self.prepared.info)
        before = info.input_for(node.node.params).value_range if entry else self.ranges[node.inputs[0]]
        self.ranges[node.id] = build.value_range(node.node, before)
        found = self.outputs.known(self.keys[node.id])
        if found is None:
            try:
                found = self._computed(node, before)
            except Exception:
                # Accepted, and yet TensorFlow has no kernel for it here: the pictures before it are right all the same.
                traceback.print_exc()
                return {}
        self.done[node.id] = found.output
        return found.arrays

    def _computed(self, node: ActiveNode, values: build.Range) -> _Layer:
        entry = node.node.layer == "Input"
        output = self._entered(node.node) if entry else self._called(node, values)
        name = f"{self.graph.name}:{node.id}"
        self.outputs.computed.append(name)
        said = _numpy(output)
        if self.prepared.info.is_plane:
            arrays = {f"node_{node.id}": recorder.unit_maps(said)} if said.ndim == 2 else {}
        else:
            examples = connections.takes_data(self.experiment, self.graph.name)
            shown = entry and examples and self.prepared.info.input_index(node.node.params) == 0
            arrays = recorder.layer_arrays(self.prepared, name, said, entry=shown)
        layer = _Layer(output, arrays)
        self.outputs.keep(self.keys[node.id], layer)
        return layer

    def _entered(self, node: Node) -> Any:
        info = connections.seen(self.experiment, self.graph.name, self.prepared.info)
        return self.came[info.input_index(node.params)]

    def _called(self, node: ActiveNode, values: build.Range) -> Any:
        training = self.experiment.training
        precision = "float32" if node.id == self.graph.output.id else training.precision
        seed = build.seed_of_network(self.experiment, self.graph.name)
        made = build.layer(node.node, seed=seed, dtype=precision, values=values)
        given = [self.done[source] for source in node.inputs]
        return made(given if node.row.kind == "merge" else given[0], training=False)


def _came(experiment: Experiment, network: str, prepared: Prepared, left: Mapping[str, Any]) -> tuple[Any, ...] | None:
    """What enters *network*; ``None`` where nobody knows. Over a plane only a network that takes the points alone is
    shown."""
    import tensorflow as tf

    conditioned = connections.is_conditioned(experiment, network)
    if prepared.info.is_plane:
        plane = connections.takes_data(experiment, network) and not conditioned
        return (tf.constant(recorder.coarse_plane(prepared)),) if plane else None
    if not connections.is_entered(experiment, network):
        return None
    source = connections.sources(experiment).get(network)
    if source is None:
        return tuple(tf.constant(part) for part in _all(recorder.entering(experiment, network, prepared)))
    if left.get(source) is None:
        return None
    rows = connections.passed(experiment, source, left[source])
    return (rows, tf.constant(recorder.classes(prepared))) if conditioned else (rows,)


def _all(entered: Any) -> tuple[Any, ...]:
    return entered if isinstance(entered, tuple) else (entered,)


def _numpy(output: Any) -> Array:
    import tensorflow as tf

    found: Array = tf.cast(output, tf.float32).numpy()
    return found


def _size(layer: _Layer) -> int:
    own: int = layer.output.dtype.size * int(np.prod(layer.output.shape))
    return own + sum(array.nbytes for array in layer.arrays.values())


def _written(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except OSError:
        return 0.0
