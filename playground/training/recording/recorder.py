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
from playground.datasets.dataset import DataSplit, Prepared
from playground.evaluation import probes
from playground.experiment.block_repeats import copy_number
from playground.experiment.spec import Experiment
from playground.families.base import FrameData, FrameSource, Model
from playground.ports import connections
from playground.runs import activation_previews, events
from playground.runs.store import Run
from playground.training.recording.sample_scoring import SAMPLES_DURING, SampleScorer

SHARE = 0.08
"""Of the time, for all pictures together; points and checkpoints take a little too, and 10 % is the most for all."""
MIN_INTERVAL = 0.25
"""Seconds between two pictures of one name, at least."""
LONG_EPOCH = 2.0
"""Seconds after which an epoch is long: the validation set is scored in it."""
SCORED_AFTER = 1.0
"""Seconds until what is drawn is scored for the first time."""
MAX_FRAMES = 128
"""Frames kept of one name."""
MAX_OUTPUTS_FRAMES = 16
"""Frames kept of ``outputs``: they are large, and nobody looks at any but the newest."""
RESOLUTION, MAP_RESOLUTION, UNITS = 100, 40, 32
EXAMPLES = 10_000
_LARGEST = float(np.finfo(np.float16).max)


@dataclass
class _ScheduledRecording:
    record: Callable[[int, int], None]
    """Does it, for a step and an epoch."""
    due_at: float = 0.0
    times_recorded: int = 0
    last_step: int = -1
    """Where it was recorded last."""
    within_epoch: float = 0.0
    """Seconds that the epoch must have taken so far."""


@dataclass
class FrameRecorder:
    """Writes frames into the run and bounds their number; *emit* gets the events."""

    run: Run
    emit: Callable[[events.Event], None]
    frame_sources: Sequence[FrameSource]
    kept_steps: dict[str, list[int]] = field(default_factory=dict)
    sample_scorer: SampleScorer | None = None
    validation_scorer: Callable[[], tuple[int, dict[str, float]]] | None = None
    """Gives how many examples of the validation set were scored, and their scores by name."""
    after_first_step: Sequence[FrameSource] = ()
    """Pictures of what is learned, which nobody waits for before there is anything."""
    interval: float = 0.0
    """Seconds between two pictures of one name; 0: as often as costs little."""
    recording_seconds: float = 0.0
    _scheduled_recordings: list[_ScheduledRecording] = field(init=False)
    _epoch: tuple[int, float] = field(init=False, default=(-1, 0.0))
    """The epoch under way, and when it was first seen (seconds of ``time.perf_counter``)."""

    def __post_init__(self) -> None:
        self._scheduled_recordings = [
            _ScheduledRecording(partial(self._record_frame, watcher)) for watcher in self.frame_sources
        ]
        later = [partial(self._record_frame, watcher) for watcher in self.after_first_step]
        if self.sample_scorer is not None:
            later.insert(0, partial(self._record_scores, self.sample_scorer))
        self._scheduled_recordings += [
            _ScheduledRecording(take, due_at=time.perf_counter() + SCORED_AFTER) for take in later
        ]
        if self.validation_scorer is not None:
            score = partial(self._record_validation, self.validation_scorer)
            self._scheduled_recordings.append(_ScheduledRecording(score, within_epoch=LONG_EPOCH))

    def record_due(self, step: int, epoch: int) -> None:
        """The pictures whose time has come, and of which something may have changed."""
        for turn in self._of_epoch(step, epoch):
            if step != turn.last_step and time.perf_counter() >= turn.due_at:
                self._record(turn, step, epoch)

    def record_all(self, step: int, epoch: int) -> None:
        """Every picture now: at the beginning, at a pause, at the end."""
        for turn in self._of_epoch(step, epoch):
            if step or not turn.due_at:  # Nobody waits for what is late before the first step.
                self._record(turn, step, epoch)

    def _of_epoch(self, step: int, epoch: int) -> list[_ScheduledRecording]:
        """All but those for which the epoch has not taken long enough since its first step was done."""
        now = time.perf_counter()
        if self._epoch[0] != epoch:
            self._epoch = (epoch if step else -1), now
        return [turn for turn in self._scheduled_recordings if now - self._epoch[1] >= turn.within_epoch]

    def write_frame(self, frame: FrameData, step: int, epoch: int) -> None:
        """Write *frame*, and thin out what is there when it is one too many. Raises OSError where it cannot be
        written."""
        file = self.run.frame_file(frame.name, step)
        write(self.run.folder / file, frame.arrays)
        steps = self.kept_steps.setdefault(frame.name, [])
        if step not in steps:
            steps.append(step)
        self.emit(
            events.Frame(
                time=time.time(), name=frame.name, step=step, epoch=epoch, file=file, spent=self.recording_seconds
            )
        )
        if len(steps) > min(MAX_FRAMES, frame.max_kept or MAX_FRAMES):
            self._delete_every_second(frame.name, steps)

    def drop_after(self, step: int) -> None:
        """Remove what a run that goes on from an earlier *step* will take again; learn what is there."""
        for file in sorted((self.run.folder / "frames").glob("*/*.npz")):
            if int(file.stem) > step:
                file.unlink(missing_ok=True)
            else:
                self.kept_steps.setdefault(file.parent.name, []).append(int(file.stem))

    def _record_frame(self, watcher: FrameSource, step: int, epoch: int) -> None:
        self.write_frame(watcher.capture(), step, epoch)

    def _record_scores(self, gauge: SampleScorer, step: int, epoch: int) -> None:
        self.emit(events.SamplesScored(time=time.time(), step=step, epoch=epoch, metrics=gauge.score(SAMPLES_DURING)))

    def _record_validation(self, score: Callable[[], tuple[int, dict[str, float]]], step: int, epoch: int) -> None:
        examples, logs = score()
        self.emit(events.ValidationScored(time=time.time(), step=step, epoch=epoch, examples=examples, logs=logs))

    def _record(self, turn: _ScheduledRecording, step: int, epoch: int) -> None:
        start_time = time.perf_counter()
        turn.record(step, epoch)
        turn.last_step = step
        now = time.perf_counter()
        # The first of each is dear (its program is traced) and says nothing of the next.
        cost = (now - start_time) if turn.times_recorded else 0.0
        turn.times_recorded += 1
        sharing = sum(1 for one in self._scheduled_recordings if one.times_recorded or not one.within_epoch)
        turn.due_at = now + (self.interval or max(MIN_INTERVAL, cost * sharing / SHARE))
        self.recording_seconds += cost

    def _delete_every_second(self, name: str, steps: list[int]) -> None:
        deleted_steps = steps[1:-1:2]
        for step in deleted_steps:
            (self.run.folder / self.run.frame_file(name, step)).unlink(missing_ok=True)
        self.kept_steps[name] = [step for step in steps if step not in deleted_steps]
        self.emit(events.FramesDeleted(time=time.time(), name=name, steps=deleted_steps))


def predictions_frame(name: str, part: DataSplit, outputs: Array) -> FrameData:
    """True values as stored, *outputs* ``(n, ...)`` as ``predicted`` ``(n, k)``, and row numbers ``index`` ``(n,)``
    int64, for the first 10,000 examples of *part*."""
    count = min(len(part), EXAMPLES)
    predicted = np.asarray(outputs[:count], np.float32).reshape(count, -1)
    return FrameData(name, {"true": np.asarray(part.y[:count]), "predicted": predicted, "index": np.arange(count)})


def validation_source(prepared: Prepared, predict: Callable[[DataSplit], Array]) -> Iterator[FrameSource]:
    """``validation``, where there is a validation part; *predict* gives outputs ``(n, ...)`` for its first examples."""
    part = prepared.validation
    if len(part):
        some = part.take(slice(EXAMPLES))
        yield FrameSource("validation", lambda: predictions_frame("validation", some, predict(some)))


def field_source(prepared: Prepared, model: Model) -> Iterator[FrameSource]:
    """``field``, where the inputs are two numbers."""
    if prepared.info.is_plane:
        yield FrameSource("field", _field_capture(prepared, model))


def _field_capture(prepared: Prepared, model: Model) -> Callable[[], FrameData]:
    import keras
    import tensorflow as tf

    bounds = grid2d.data_extent(prepared)
    flat = {layer.name: layer.output for layer in model.layers if _is_flat(layer) and copy_number(layer.name) == 1}
    inner = keras.Model(model.input, flat)
    fine = tf.constant(prepared.scale_inputs(grid2d.grid(bounds, RESOLUTION)))
    coarse = tf.constant(unit_map_inputs(prepared))

    def maps() -> Any:
        units = {name: tf.cast(value[:, :UNITS], tf.float32) for name, value in inner(coarse, training=False).items()}
        return tf.cast(model(fine, training=False), tf.float32), units

    compiled = tf.function(maps, autograph=False)

    def take() -> FrameData:
        outputs, units = compiled()
        arrays = {"output": _as_maps(outputs.numpy(), RESOLUTION), "extent": np.asarray(bounds, np.float32)}
        arrays |= {f"node_{name}": unit_maps(value.numpy()) for name, value in units.items()}
        return FrameData("field", arrays)

    return take


def unit_maps(values: np.ndarray) -> np.ndarray:
    """What units say on the coarse grid, *values* ``(1600, units)``, as the array ``node_ID`` of a frame ``field``:
    ``(units, 40, 40)`` float16, row 0 the lowest y, of at most 32 units."""
    return _as_maps(values[:, :UNITS], MAP_RESOLUTION)


def outputs_source(experiment: Experiment, prepared: Prepared, networks: Mapping[str, Model]) -> Iterator[FrameSource]:
    """``outputs``, where examples are not points of a plane: of each of *networks* (those that feed others first) that
    something is known to enter: the examples, noise, or what the network before it gives for them."""
    if not prepared.info.is_plane and networks:
        yield FrameSource("outputs", _outputs_capture(experiment, prepared, networks))


def _outputs_capture(
    experiment: Experiment, prepared: Prepared, networks: Mapping[str, Model]
) -> Callable[[], FrameData]:
    import keras
    import tensorflow as tf

    networks = {name: model for name, model in networks.items() if connections.has_known_input(experiment, name)}
    sources = connections.source_by_target(experiment)
    inputs = {
        name: tf.nest.map_structure(tf.constant, network_input(experiment, name, prepared))
        for name in networks
        if name not in sources
    }
    class_inputs = {
        name: tf.constant(one_hot_classes(prepared)) for name in sources if connections.is_conditioned(experiment, name)
    }
    inner = {
        name: keras.Model(model.input, {layer.name: layer.output for layer in model.layers})
        for name, model in networks.items()
    }
    entries = {name: _name(networks[name].inputs[0]) for name in inputs if connections.takes_data(experiment, name)}
    exits = {name: _name(model.outputs[0]) for name, model in networks.items()}

    def model_input(name: str, outputs: Mapping[str, Any]) -> Any:
        if name in inputs:
            return inputs[name]
        source = sources[name]
        rows = connections.forwarded_output(experiment, source, outputs[source][exits[source]])
        return (rows, class_inputs[name]) if name in class_inputs else rows

    def layers() -> Any:
        outputs: dict[str, Any] = {}
        for name, model in inner.items():
            outputs[name] = model(model_input(name, outputs), training=False)
        return tf.nest.map_structure(lambda value: tf.cast(value, tf.float32), outputs)

    compiled = tf.function(layers, autograph=False)

    def take() -> FrameData:
        arrays: dict[str, Array] = {}
        for network, outputs in compiled().items():
            for node, value in outputs.items():
                arrays |= layer_arrays(prepared, f"{network}:{node}", value.numpy(), entry=node == entries.get(network))
        return FrameData("outputs", arrays, max_kept=MAX_OUTPUTS_FRAMES)

    return take


def network_input(experiment: Experiment, network: str, prepared: Prepared) -> Array | tuple[Array, ...]:
    """What enters *network*, which no other feeds, when the layers are shown: the examples ``(n, *input_shape)`` as a
    network gets them, or as many rows of noise ``(n, latent_dim)``; a tuple where there are several inputs, or the
    network takes the class ``(n, classes)``, too."""
    part = activation_previews.preview_examples(prepared)
    if connections.takes_noise(experiment, network):
        first: tuple[Array, ...] = (
            probes.fixed_noise(experiment.training.seed, connections.latent_dim(experiment), len(part)),
        )
    else:
        decoded = prepared.network_inputs(part)
        first = decoded if isinstance(decoded, tuple) else (decoded,)
        first = first[: len(connections.network_info(experiment, network, prepared.info).inputs)]
    all_of = (*first, one_hot_classes(prepared)) if connections.is_conditioned(experiment, network) else first
    return all_of if len(all_of) > 1 else all_of[0]


def one_hot_classes(prepared: Prepared) -> Array:
    """One-hot ``(n, classes)`` float32: the classes of the examples that are shown."""
    return one_hot(activation_previews.preview_examples(prepared).y, len(prepared.info.class_names))


def _name(tensor: Any) -> str:
    """The layer that *tensor* of a network leaves."""
    return str(tensor._keras_history.operation.name)


def layer_arrays(prepared: Prepared, name: str, value: Array, *, entry: bool) -> dict[str, Array]:
    """The arrays of one layer, which put out *value* ``(n, ...)``, in a frame ``outputs``; *entry*: it is where the
    examples go in, so pictures are shown as they are stored."""
    if entry and prepared.info.is_image:
        return activation_previews.input_arrays(name, activation_previews.preview_examples(prepared).x)
    return activation_previews.preview_arrays(name, value)


def unit_map_inputs(prepared: Prepared) -> Array:
    """The network's inputs ``(1600, 2)`` on the grid of the units' maps, row by row from the lowest y."""
    return prepared.scale_inputs(grid2d.grid(grid2d.data_extent(prepared), MAP_RESOLUTION))


def _is_flat(layer: Any) -> bool:
    output = layer.output
    return hasattr(output, "shape") and len(output.shape) == 2


def _as_maps(values: np.ndarray, resolution: int) -> np.ndarray:
    """``(points, units)`` to ``(units, resolution, resolution)`` float16, the beyond of float16 cut off."""
    bounded = np.clip(values, -_LARGEST, _LARGEST)
    pictures: np.ndarray = bounded.T.reshape(-1, resolution, resolution).astype(np.float16)
    return pictures


def standard_sources(
    experiment: Experiment,
    prepared: Prepared,
    networks: Mapping[str, Model],
    predict: Callable[[DataSplit], Array] | None,
) -> list[FrameSource]:
    """The pictures that every family gets; without *predict* (outputs ``(n, ...)`` for examples of the validation
    part), whose outputs answer nothing, only those of layers."""
    sources = list(validation_source(prepared, predict)) if predict is not None else []
    fed = [model for name, model in networks.items() if connections.takes_data(experiment, name)]
    if len(fed) == 1 and len(fed[0].inputs) == 1:
        sources += field_source(prepared, fed[0])
    return [*sources, *outputs_source(experiment, prepared, networks)]
