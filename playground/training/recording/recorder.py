"""Pictures taken while a network learns, within a share of the time.

``field`` is what the network says over the plane of a 2-D set, and what each unit of each layer says; for other data
``outputs`` is what each layer puts out for a few examples. ``validation`` and ``test`` are the network's outputs for
examples it does not learn from. ``docs/contracts.md`` has the shapes.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np

from playground.build import one_hot
from playground.core.info import Array
from playground.core.npz import write
from playground.datasets import grid2d
from playground.datasets.dataset import Part, Prepared
from playground.evaluation import probes
from playground.experiment.block_repeats import repetition
from playground.experiment.spec import Experiment
from playground.families.base import Frame, Model, Watcher
from playground.ports import connections
from playground.runs import activation_previews, events
from playground.runs.store import Run
from playground.training.recording.sample_scoring import SOME, Gauge

SHARE = 0.08
"""Of the time, for all pictures together; points and checkpoints take a little too, and 10 % is the most for all."""
SHORTEST = 0.25
"""Seconds between two pictures of one name, at least."""
SCORED_AFTER = 1.0
"""Seconds until what is drawn is scored for the first time."""
MOST = 128
"""Frames kept of one name."""
OUTPUTS = 16
"""Frames kept of ``outputs``: they are large, and nobody looks at any but the newest."""
RESOLUTION, MAP_RESOLUTION, UNITS = 100, 40, 32
EXAMPLES = 10_000
_LARGEST = float(np.finfo(np.float16).max)


@dataclass
class _Turn:
    take: Callable[[int, int], None]
    """Does it, for a step and an epoch."""
    due: float = 0.0
    taken: int = 0


@dataclass
class Album:
    """Writes frames into the run and bounds their number; *emit* gets the events."""

    run: Run
    emit: Callable[[events.Event], None]
    watchers: Sequence[Watcher]
    kept: dict[str, list[int]] = field(default_factory=dict)
    gauge: Gauge | None = None
    late: Sequence[Watcher] = ()
    """Pictures of what is learned, which nobody waits for before there is anything."""
    every: float = 0.0
    """Seconds between two pictures of one name; 0: as often as costs little."""
    spent: float = 0.0
    _turns: list[_Turn] = field(init=False)

    def __post_init__(self) -> None:
        self._turns = [_Turn(partial(self._picture, watcher)) for watcher in self.watchers]
        later = [partial(self._picture, watcher) for watcher in self.late]
        if self.gauge is not None:
            later.insert(0, partial(self._score, self.gauge))
        self._turns += [_Turn(take, due=time.perf_counter() + SCORED_AFTER) for take in later]

    def take_due(self, step: int, epoch: int) -> None:
        """The pictures whose time has come."""
        for turn in self._turns:
            if time.perf_counter() >= turn.due:
                self._take(turn, step, epoch)

    def take_all(self, step: int, epoch: int) -> None:
        """Every picture now: at the beginning, at a pause, at the end."""
        for turn in self._turns:
            if step or not turn.due:  # Nobody waits for what is late before the first step.
                self._take(turn, step, epoch)

    def add(self, frame: Frame, step: int, epoch: int) -> None:
        """Write *frame*, and thin out what is there when it is one too many."""
        file = self.run.frame_file(frame.name, step)
        write(self.run.folder / file, frame.arrays)
        steps = self.kept.setdefault(frame.name, [])
        if step not in steps:
            steps.append(step)
        self.emit(events.Frame(time=time.time(), name=frame.name, step=step, epoch=epoch, file=file, spent=self.spent))
        if len(steps) > min(MOST, frame.most or MOST):
            self._thin(frame.name, steps)

    def forget_after(self, step: int) -> None:
        """Remove what a run that goes on from an earlier *step* will take again; learn what is there."""
        for file in sorted((self.run.folder / "frames").glob("*/*.npz")):
            if int(file.stem) > step:
                file.unlink(missing_ok=True)
            else:
                self.kept.setdefault(file.parent.name, []).append(int(file.stem))

    def _picture(self, watcher: Watcher, step: int, epoch: int) -> None:
        self.add(watcher.take(), step, epoch)

    def _score(self, gauge: Gauge, step: int, epoch: int) -> None:
        self.emit(events.Measured(time=time.time(), step=step, epoch=epoch, metrics=gauge.take(SOME)))

    def _take(self, turn: _Turn, step: int, epoch: int) -> None:
        begun = time.perf_counter()
        turn.take(step, epoch)
        now = time.perf_counter()
        # The first of each is dear (its program is traced) and says nothing of the next.
        cost = (now - begun) if turn.taken else 0.0
        turn.taken += 1
        turn.due = now + (self.every or max(SHORTEST, cost * len(self._turns) / SHARE))
        self.spent += cost

    def _thin(self, name: str, steps: list[int]) -> None:
        gone = steps[1:-1:2]
        for step in gone:
            (self.run.folder / self.run.frame_file(name, step)).unlink(missing_ok=True)
        self.kept[name] = [step for step in steps if step not in gone]
        self.emit(events.FramesThinned(time=time.time(), name=name, steps=gone))


def examples_frame(name: str, part: Part, outputs: Array) -> Frame:
    """True values and *outputs* ``(n, k)`` for the first 10,000 examples of *part*."""
    count = min(len(part), EXAMPLES)
    predicted = np.asarray(outputs[:count], np.float32).reshape(count, -1)
    return Frame(name, {"true": np.asarray(part.y[:count]), "predicted": predicted, "index": np.arange(count)})


def validation_watcher(prepared: Prepared, predict: Callable[[Part], Array]) -> Iterator[Watcher]:
    """``validation``, where there is a validation part."""
    part = prepared.validation
    if len(part):
        some = part.rows(slice(EXAMPLES))
        yield Watcher("validation", lambda: examples_frame("validation", some, predict(some)))


def field_watcher(prepared: Prepared, model: Model) -> Iterator[Watcher]:
    """``field``, where the inputs are two numbers."""
    if prepared.info.is_plane:
        yield Watcher("field", _field(prepared, model))


def _field(prepared: Prepared, model: Model) -> Callable[[], Frame]:
    import keras
    import tensorflow as tf

    bounds = grid2d.extent(prepared)
    flat = {layer.name: layer.output for layer in model.layers if _is_flat(layer) and repetition(layer.name) == 1}
    inner = keras.Model(model.input, flat)
    fine = tf.constant(prepared.decode(grid2d.grid(bounds, RESOLUTION)))
    coarse = tf.constant(coarse_plane(prepared))

    def maps() -> Any:
        units = {name: tf.cast(value[:, :UNITS], tf.float32) for name, value in inner(coarse, training=False).items()}
        return tf.cast(model(fine, training=False), tf.float32), units

    compiled = tf.function(maps, autograph=False)

    def take() -> Frame:
        outputs, units = compiled()
        arrays = {"output": _pictures(outputs.numpy(), RESOLUTION), "extent": np.asarray(bounds, np.float32)}
        arrays |= {f"node_{name}": unit_maps(value.numpy()) for name, value in units.items()}
        return Frame("field", arrays)

    return take


def unit_maps(values: np.ndarray) -> np.ndarray:
    """What units say on the coarse grid, ``(points, units)``, as the array ``node_ID`` of a frame ``field``."""
    return _pictures(values[:, :UNITS], MAP_RESOLUTION)


def outputs_watcher(experiment: Experiment, prepared: Prepared, networks: Mapping[str, Model]) -> Iterator[Watcher]:
    """``outputs``, where examples are not points of a plane: of each of *networks* (those that feed others first) that
    something is known to enter: the examples, noise, or what the network before it gives for them."""
    if not prepared.info.is_plane and networks:
        yield Watcher("outputs", _outputs(experiment, prepared, networks))


def _outputs(experiment: Experiment, prepared: Prepared, networks: Mapping[str, Model]) -> Callable[[], Frame]:
    import keras
    import tensorflow as tf

    networks = {name: model for name, model in networks.items() if connections.is_entered(experiment, name)}
    sources = connections.sources(experiment)
    given = {
        name: tf.nest.map_structure(tf.constant, entering(experiment, name, prepared))
        for name in networks
        if name not in sources
    }
    beside = {name: tf.constant(classes(prepared)) for name in sources if connections.is_conditioned(experiment, name)}
    inner = {
        name: keras.Model(model.input, {layer.name: layer.output for layer in model.layers})
        for name, model in networks.items()
    }
    entries = {name: _name(networks[name].inputs[0]) for name in given if connections.takes_data(experiment, name)}
    exits = {name: _name(model.outputs[0]) for name, model in networks.items()}

    def came(name: str, outputs: Mapping[str, Any]) -> Any:
        if name in given:
            return given[name]
        source = sources[name]
        rows = connections.passed(experiment, source, outputs[source][exits[source]])
        return (rows, beside[name]) if name in beside else rows

    def layers() -> Any:
        outputs: dict[str, Any] = {}
        for name, model in inner.items():
            outputs[name] = model(came(name, outputs), training=False)
        return tf.nest.map_structure(lambda value: tf.cast(value, tf.float32), outputs)

    compiled = tf.function(layers, autograph=False)

    def take() -> Frame:
        arrays: dict[str, Array] = {}
        for network, outputs in compiled().items():
            for node, value in outputs.items():
                arrays |= layer_arrays(prepared, f"{network}:{node}", value.numpy(), entry=node == entries.get(network))
        return Frame("outputs", arrays, most=OUTPUTS)

    return take


def entering(experiment: Experiment, network: str, prepared: Prepared) -> Array | tuple[Array, ...]:
    """What enters *network*, which no other feeds, when the layers are shown: the examples as a network gets them, or
    as many rows of noise; with the class of each where the network takes it."""
    part = activation_previews.examples(prepared)
    if connections.takes_noise(experiment, network):
        first: tuple[Array, ...] = (
            probes.fixed_noise(experiment.training.seed, connections.latent_dim(experiment), len(part)),
        )
    else:
        decoded = prepared.decoded(part)
        first = decoded if isinstance(decoded, tuple) else (decoded,)
        first = first[: len(connections.seen(experiment, network, prepared.info).inputs)]
    all_of = (*first, classes(prepared)) if connections.is_conditioned(experiment, network) else first
    return all_of if len(all_of) > 1 else all_of[0]


def classes(prepared: Prepared) -> Array:
    """One-hot ``(n, classes)`` float32: the classes of the examples that are shown."""
    return one_hot(activation_previews.examples(prepared).y, len(prepared.info.class_names))


def _name(tensor: Any) -> str:
    """The layer that *tensor* of a network leaves."""
    return str(tensor._keras_history.operation.name)


def layer_arrays(prepared: Prepared, name: str, value: Array, *, entry: bool) -> dict[str, Array]:
    """The arrays of one layer in a frame ``outputs``; *entry*: it is where the examples go in, so pictures are shown
    as they are stored."""
    if entry and prepared.info.kind == "images":
        return activation_previews.pictured(name, activation_previews.examples(prepared).x)
    return activation_previews.taken(name, value)


def coarse_plane(prepared: Prepared) -> Array:
    """The network's inputs on the grid of the units' maps."""
    return prepared.decode(grid2d.grid(grid2d.extent(prepared), MAP_RESOLUTION))


def _is_flat(layer: Any) -> bool:
    output = layer.output
    return hasattr(output, "shape") and len(output.shape) == 2


def _pictures(values: np.ndarray, resolution: int) -> np.ndarray:
    """``(points, units)`` to ``(units, resolution, resolution)`` float16, the beyond of float16 cut off."""
    bounded = np.clip(values, -_LARGEST, _LARGEST)
    pictures: np.ndarray = bounded.T.reshape(-1, resolution, resolution).astype(np.float16)
    return pictures


def standard_watchers(
    experiment: Experiment,
    prepared: Prepared,
    networks: Mapping[str, Model],
    predict: Callable[[Part], Array] | None,
) -> list[Watcher]:
    """The pictures that every family gets; without *predict*, whose outputs answer nothing, only those of layers."""
    found = list(validation_watcher(prepared, predict)) if predict is not None else []
    fed = [model for name, model in networks.items() if connections.takes_data(experiment, name)]
    if len(fed) == 1 and len(fed[0].inputs) == 1:
        found += field_watcher(prepared, fed[0])
    return [*found, *outputs_watcher(experiment, prepared, networks)]
