"""Pictures taken while a network learns, within a share of the time.

``field`` is what the network says over the plane of a 2-D set, and what each unit of each layer says;
``validation`` and ``test`` are its outputs for examples it does not learn from. ``docs/contracts.md`` has the shapes.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from playground import events
from playground.datasets.base import Array, Part, Prepared
from playground.families.base import Frame, Model, Watcher
from playground.store import Run

SHARE = 0.08
"""Of the time, for all pictures together; points and checkpoints take a little too, and 10 % is the most for all."""
SHORTEST = 0.25
"""Seconds between two pictures of one name, at least."""
MOST = 128
"""Frames kept of one name."""
RESOLUTION, MAP_RESOLUTION, UNITS = 100, 40, 32
EXAMPLES = 10_000
_LARGEST = float(np.finfo(np.float16).max)


@dataclass
class _Turn:
    watcher: Watcher
    due: float = 0.0
    taken: int = 0


@dataclass
class Album:
    """Writes frames into the run and bounds their number; *emit* gets the events."""

    run: Run
    emit: Callable[[events.Event], None]
    watchers: Sequence[Watcher]
    kept: dict[str, list[int]] = field(default_factory=dict)
    spent: float = 0.0
    _turns: list[_Turn] = field(init=False)

    def __post_init__(self) -> None:
        self._turns = [_Turn(watcher) for watcher in self.watchers]

    def take_due(self, step: int, epoch: int) -> None:
        """The pictures whose time has come."""
        for turn in self._turns:
            if time.perf_counter() >= turn.due:
                self._take(turn, step, epoch)

    def take_all(self, step: int, epoch: int) -> None:
        """Every picture now: at the beginning, at a pause, at the end."""
        for turn in self._turns:
            self._take(turn, step, epoch)

    def add(self, frame: Frame, step: int, epoch: int) -> None:
        """Write *frame*, and thin out what is there when it is one too many."""
        file = self.run.frame_file(frame.name, step)
        path = self.run.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".part")
        with unfinished.open("wb") as stream:
            np.savez(stream, **frame.arrays)  # type: ignore[arg-type]
        unfinished.replace(path)
        steps = self.kept.setdefault(frame.name, [])
        if step not in steps:
            steps.append(step)
        self.emit(events.Frame(time=time.time(), name=frame.name, step=step, epoch=epoch, file=file))
        if len(steps) > MOST:
            self._thin(frame.name, steps)

    def forget_after(self, step: int) -> None:
        """Remove what a run that goes on from an earlier *step* will take again; learn what is there."""
        for file in sorted((self.run.folder / "frames").glob("*/*.npz")):
            if int(file.stem) > step:
                file.unlink(missing_ok=True)
            else:
                self.kept.setdefault(file.parent.name, []).append(int(file.stem))

    def _take(self, turn: _Turn, step: int, epoch: int) -> None:
        begun = time.perf_counter()
        self.add(turn.watcher.take(), step, epoch)
        now = time.perf_counter()
        # The first of each is dear (its program is traced) and says nothing of the next.
        cost = (now - begun) if turn.taken else 0.0
        turn.taken += 1
        turn.due = now + max(SHORTEST, cost * len(self._turns) / SHARE)
        self.spent += now - begun

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


def validation_watcher(prepared: Prepared, predict: Callable[[Array], Array]) -> Iterator[Watcher]:
    """``validation``, where there is a validation part. *predict* takes stored inputs."""
    part = prepared.validation
    if len(part):
        some = Part(np.asarray(part.x[:EXAMPLES]), np.asarray(part.y[:EXAMPLES]))
        yield Watcher("validation", lambda: examples_frame("validation", some, predict(some.x)))


def extent(prepared: Prepared) -> tuple[float, float, float, float]:
    """``(x0, x1, y0, y1)`` in raw units: all points and a tenth more on each side."""
    points = np.concatenate([np.asarray(part.x) for part in (prepared.train, prepared.validation, prepared.test)])
    low, high = points.min(0), points.max(0)
    margin = np.maximum((high - low) * 0.1, 1e-3)
    (x0, y0), (x1, y1) = low - margin, high + margin
    return float(x0), float(x1), float(y0), float(y1)


def grid(bounds: tuple[float, float, float, float], resolution: int) -> np.ndarray:
    """Points ``(resolution², 2)`` in raw units, row by row from the lowest y."""
    x0, x1, y0, y1 = bounds
    xs, ys = np.meshgrid(np.linspace(x0, x1, resolution), np.linspace(y0, y1, resolution))
    return np.stack([xs.ravel(), ys.ravel()], 1).astype(np.float32)


def field_watcher(prepared: Prepared, model: Model) -> Iterator[Watcher]:
    """``field``, where the inputs are two numbers."""
    if prepared.info.kind == "points" and prepared.info.input_shape == (2,):
        yield Watcher("field", _field(prepared, model))


def _field(prepared: Prepared, model: Model) -> Callable[[], Frame]:
    import keras
    import tensorflow as tf

    bounds = extent(prepared)
    flat = {layer.name: layer.output for layer in model.layers if _is_flat(layer)}
    inner = keras.Model(model.input, flat)
    fine = tf.constant(prepared.decode(grid(bounds, RESOLUTION)))
    coarse = tf.constant(prepared.decode(grid(bounds, MAP_RESOLUTION)))

    def maps() -> Any:
        units = {name: tf.cast(value[:, :UNITS], tf.float32) for name, value in inner(coarse, training=False).items()}
        return tf.cast(model(fine, training=False), tf.float32), units

    compiled = tf.function(maps, autograph=False)

    def take() -> Frame:
        outputs, units = compiled()
        arrays = {"output": _pictures(outputs.numpy(), RESOLUTION), "extent": np.asarray(bounds, np.float32)}
        arrays |= {f"node_{name}": _pictures(value.numpy(), MAP_RESOLUTION) for name, value in units.items()}
        return Frame("field", arrays)

    return take


def _is_flat(layer: Any) -> bool:
    output = layer.output
    return hasattr(output, "shape") and len(output.shape) == 2


def _pictures(values: np.ndarray, resolution: int) -> np.ndarray:
    """``(points, units)`` to ``(units, resolution, resolution)`` float16, the beyond of float16 cut off."""
    bounded = np.clip(values, -_LARGEST, _LARGEST)
    pictures: np.ndarray = bounded.T.reshape(-1, resolution, resolution).astype(np.float16)
    return pictures


def standard_watchers(
    prepared: Prepared, networks: Mapping[str, Model], predict: Callable[[Array], Array]
) -> list[Watcher]:
    """The pictures that every family with one network gets."""
    found = list(validation_watcher(prepared, predict))
    if len(networks) == 1:
        found += field_watcher(prepared, next(iter(networks.values())))
    return found
