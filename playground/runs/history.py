"""What is known of a run: a pure fold over its events. Figures and pages read only this."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import singledispatchmethod
from pathlib import Path
from typing import Any

import numpy as np

from playground.runs import events
from playground.runs.events import ENDED, Event, State


@dataclass(slots=True)
class Series:
    """One curve: *x* ascending steps (or epochs), *y* values, of the same length."""

    x: list[float] = field(default_factory=list)
    y: list[float] = field(default_factory=list)

    def cut(self, after: float) -> None:
        """Forget what lies beyond *after*: a run that went on from a checkpoint repeats it."""
        while self.x and self.x[-1] > after:
            self.x.pop()
            self.y.pop()


@dataclass(slots=True)
class History:
    """The fold's state. Grows by :meth:`extend`; folding in two parts gives what folding at once gives."""

    state: State = "waiting"
    problem: dict[str, Any] | None = None
    pid: int | None = None
    pid_started: float | None = None
    started: events.Started | None = None
    begun: float | None = None
    """When it was created, seconds since the epoch."""
    updated: float | None = None
    step: int = 0
    epoch: int = 0
    seconds: float = 0.0
    """Time spent training up to the last epoch's end."""
    learning_rate: float | None = None
    steps_per_second: float = 0.0
    by_step: dict[str, Series] = field(default_factory=dict)
    """``loss`` and metrics of the training part; x is the step."""
    by_epoch: dict[str, Series] = field(default_factory=dict)
    """Keras's names, ``val_`` for validation; x is the count of epochs done."""
    epoch_steps: Series = field(default_factory=Series)
    """x: epochs done, y: the step at which each ended."""
    frames: dict[str, dict[int, str]] = field(default_factory=dict)
    """name → step → file, ascending."""
    measured: dict[str, Series] = field(default_factory=dict)
    """Scores of what is drawn; x is the step."""
    spent_watching: float = 0.0
    """Seconds that pictures and scores have taken, of the go that is under way or was the last."""
    checkpoint: events.CheckpointSaved | None = None
    early_stopped: events.EarlyStopped | None = None
    tested: events.Tested | None = None
    learning_rates: dict[str, float] = field(default_factory=dict)
    """The present ones by optimizer, where there are several."""
    turned: list[events.DialTurned] = field(default_factory=list)
    """What a person changed while it ran, in that order."""
    warnings: list[dict[str, Any]] = field(default_factory=list)

    @property
    def ended(self) -> bool:
        return self.state in ENDED

    @property
    def dials(self) -> dict[str, float | str]:
        """Where each dial stands that was turned."""
        return {event.dial: event.value for event in self.turned}

    @property
    def seconds_left(self) -> float | None:
        """Until the last epoch's end at the present pace; ``None`` where there is no pace yet."""
        if self.started is None or not self.steps_per_second:
            return None
        return (self.started.epochs * self.started.steps_per_epoch - self.step) / self.steps_per_second

    def extend(self, happened: Iterable[Event]) -> History:
        for event in happened:
            if self.begun is None:
                self.begun = event.time
            self.updated = event.time
            self._take(event)
        return self

    def latest(self, name: str) -> tuple[int, str] | None:
        """Step and file of the newest frame *name*."""
        steps = self.frames.get(name)
        return next(reversed(steps.items())) if steps else None

    @singledispatchmethod
    def _take(self, event: Event) -> None:
        """Kinds that the fold does not use are passed over."""

    @_take.register
    def _(self, event: events.StateChanged) -> None:
        self.state, self.problem = event.state, event.problem
        self.pid, self.pid_started = event.pid, event.pid_started

    @_take.register
    def _(self, event: events.Started) -> None:
        self.started = event
        self.step, self.epoch = event.step, event.epoch
        self.tested = self.early_stopped = None
        for series in (*self.by_step.values(), *self.measured.values()):
            series.cut(event.step)
        for series in (*self.by_epoch.values(), self.epoch_steps):
            series.cut(event.epoch)
        self.turned = [turned for turned in self.turned if turned.step <= event.step]
        for steps in self.frames.values():
            for step in [step for step in steps if step > event.step]:
                del steps[step]

    @_take.register
    def _(self, event: events.Steps) -> None:
        self.step = max(self.step, event.step[-1]) if event.step else self.step
        self.learning_rate, self.steps_per_second = event.learning_rate, event.steps_per_second
        self.learning_rates = event.learning_rates
        for name, values in event.logs.items():
            series = self.by_step.setdefault(name, Series())
            series.x.extend(event.step)
            series.y.extend(values)

    @_take.register
    def _(self, event: events.EpochEnded) -> None:
        self.epoch, self.step, self.seconds = event.epoch, max(self.step, event.step), event.seconds
        for name, value in event.logs.items():
            series = self.by_epoch.setdefault(name, Series())
            series.x.append(event.epoch)
            series.y.append(value)
        self.epoch_steps.x.append(event.epoch)
        self.epoch_steps.y.append(event.step)

    @_take.register
    def _(self, event: events.Frame) -> None:
        self.frames.setdefault(event.name, {})[event.step] = event.file
        self.spent_watching = event.spent

    @_take.register
    def _(self, event: events.Measured) -> None:
        for name, value in event.metrics.items():
            series = self.measured.setdefault(name, Series())
            series.cut(event.step - 1)
            series.x.append(event.step)
            series.y.append(value)

    @_take.register
    def _(self, event: events.FramesThinned) -> None:
        for step in event.steps:
            self.frames.get(event.name, {}).pop(step, None)

    @_take.register
    def _(self, event: events.CheckpointSaved) -> None:
        self.checkpoint = event

    @_take.register
    def _(self, event: events.DialTurned) -> None:
        self.turned.append(event)
        whose, value = event.dial.removeprefix("learning_rate"), event.value
        if whose == event.dial or not isinstance(value, float | int):
            return
        told = self.learning_rates
        self.learning_rates = {name: value if whose in ("", f".{name}") else rate for name, rate in told.items()}
        if whose in ("", f".{next(iter(told), '')}"):
            self.learning_rate = value

    @_take.register
    def _(self, event: events.EarlyStopped) -> None:
        self.early_stopped = event

    @_take.register
    def _(self, event: events.Tested) -> None:
        self.tested = event

    @_take.register
    def _(self, event: events.Warned) -> None:
        self.warnings.append(event.problem)


def fold(happened: Iterable[Event]) -> History:
    """What is known after *happened*."""
    return History().extend(happened)


def arrays(folder: Path, file: str) -> dict[str, np.ndarray]:
    """The arrays of a frame; empty where it was thinned away in the meantime."""
    try:
        with np.load(folder / file, allow_pickle=False) as stored:
            return {name: stored[name] for name in stored.files}
    except (FileNotFoundError, OSError, ValueError, EOFError):
        return {}
