"""What is known of a run: a pure fold over its events. Figures and pages read only this."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import singledispatchmethod
from pathlib import Path
from typing import Any

import numpy as np

from playground.runs import events
from playground.runs.commands import RATE, TEMPO
from playground.runs.events import ENDED, Event, State


@dataclass(slots=True)
class Series:
    """One curve: *x* ascending steps (or epochs), *y* values, of the same length."""

    x: list[float] = field(default_factory=list)
    y: list[float] = field(default_factory=list)

    def put(self, x: float, y: float) -> None:
        """Append a point of a whole *x*, in the place of those from there on."""
        self.drop_after(x - 1)
        self.x.append(x)
        self.y.append(y)

    def drop_after(self, after: float) -> None:
        """Forget what lies beyond *after*: a run that went on from a checkpoint repeats it."""
        while self.x and self.x[-1] > after:
            self.x.pop()
            self.y.pop()


@dataclass(slots=True)
class History:
    """The fold's state. Grows by :meth:`apply`; folding in two parts gives what folding at once gives."""

    state: State = "waiting"
    problem: dict[str, Any] | None = None
    pid: int | None = None
    pid_started: float | None = None
    start_event: events.Started | None = None
    created_at: float | None = None
    """When it was created, seconds since the epoch."""
    updated_at: float | None = None
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
    within_epochs: dict[str, Series] = field(default_factory=dict)
    """``val_`` names: scores within long epochs, on :attr:`validation_sample` examples; x is the step."""
    validation_sample: int = 0
    epoch_steps: Series = field(default_factory=Series)
    """x: epochs done, y: the step at which each ended."""
    frames: dict[str, dict[int, str]] = field(default_factory=dict)
    """name → step → file, ascending."""
    sample_scores: dict[str, Series] = field(default_factory=dict)
    """Scores of what is drawn; x is the step."""
    recording_seconds: float = 0.0
    """Seconds that pictures and scores have taken, of the go that is under way or was the last."""
    checkpoint: events.CheckpointSaved | None = None
    early_stop_event: events.EarlyStopped | None = None
    test_event: events.Tested | None = None
    learning_rates: dict[str, float] = field(default_factory=dict)
    """The present ones by optimizer, where there are several."""
    live_param_changes: list[events.LiveParamChanged] = field(default_factory=list)
    """What a person changed while it ran, in that order."""
    warnings: list[dict[str, Any]] = field(default_factory=list)

    @property
    def has_ended(self) -> bool:
        """Whether the run is stopped, complete or failed."""
        return self.state in ENDED

    @property
    def live_params(self) -> dict[str, float | str]:
        """Where each dial stands that was turned, of those that change what is learned."""
        return {event.dial: event.value for event in self.live_param_changes if event.dial != TEMPO}

    @property
    def is_compiling(self) -> bool:
        """Whether the step is being compiled anew: the first of the family's parameters was changed, and no step came
        since."""
        changes = (one for one in self.live_param_changes if one.dial != TEMPO and not one.dial.startswith(RATE))
        first = next(changes, None)
        return first is not None and first.step == self.step and self.state == "running"

    @property
    def tempo(self) -> str | None:
        """The tempo that was chosen last in this go, as :func:`playground.runs.commands.read_tempo` takes it."""
        return next((str(event.value) for event in reversed(self.live_param_changes) if event.dial == TEMPO), None)

    @property
    def seconds_left(self) -> float | None:
        """Seconds until the last epoch's end at the present pace; ``None`` where there is no pace yet."""
        if self.start_event is None or not self.steps_per_second:
            return None
        return (self.start_event.epochs * self.start_event.steps_per_epoch - self.step) / self.steps_per_second

    def apply(self, happened: Iterable[Event]) -> History:
        """Fold in what *happened* after all that is known; returns this history."""
        for event in happened:
            if self.created_at is None:
                self.created_at = event.time
            self.updated_at = event.time
            self._apply_event(event)
        return self

    def newest_frame(self, name: str) -> tuple[int, str] | None:
        """Step and file of the newest frame *name*."""
        steps = self.frames.get(name)
        return next(reversed(steps.items())) if steps else None

    @singledispatchmethod
    def _apply_event(self, event: Event) -> None:
        """Kinds that the fold does not use are passed over."""

    @_apply_event.register
    def _(self, event: events.StateChanged) -> None:
        self.state, self.problem = event.state, event.problem
        self.pid, self.pid_started = event.pid, event.pid_started

    @_apply_event.register
    def _(self, event: events.Started) -> None:
        self.start_event = event
        self.step, self.epoch = event.step, event.epoch
        self.test_event = self.early_stop_event = None
        for series in (*self.by_step.values(), *self.within_epochs.values(), *self.sample_scores.values()):
            series.drop_after(event.step)
        for series in (*self.by_epoch.values(), self.epoch_steps):
            series.drop_after(event.epoch)
        self.live_param_changes = [
            change for change in self.live_param_changes if change.step <= event.step and change.dial != TEMPO
        ]
        for steps in self.frames.values():
            for step in [step for step in steps if step > event.step]:
                del steps[step]

    @_apply_event.register
    def _(self, event: events.StepsDone) -> None:
        self.step = max(self.step, event.step[-1]) if event.step else self.step
        self.learning_rate, self.steps_per_second = event.learning_rate, event.steps_per_second
        self.learning_rates = event.learning_rates
        for name, values in event.logs.items():
            series = self.by_step.setdefault(name, Series())
            series.x.extend(event.step)
            series.y.extend(values)

    @_apply_event.register
    def _(self, event: events.EpochEnded) -> None:
        self.epoch, self.step, self.seconds = event.epoch, max(self.step, event.step), event.seconds
        for name, value in event.logs.items():
            series = self.by_epoch.setdefault(name, Series())
            series.x.append(event.epoch)
            series.y.append(value)
        self.epoch_steps.x.append(event.epoch)
        self.epoch_steps.y.append(event.step)

    @_apply_event.register
    def _(self, event: events.ValidationScored) -> None:
        self.validation_sample = event.examples
        for name, value in event.logs.items():
            self.within_epochs.setdefault(name, Series()).put(event.step, value)

    @_apply_event.register
    def _(self, event: events.Frame) -> None:
        self.frames.setdefault(event.name, {})[event.step] = event.file
        self.recording_seconds = event.spent

    @_apply_event.register
    def _(self, event: events.SamplesScored) -> None:
        for name, value in event.metrics.items():
            self.sample_scores.setdefault(name, Series()).put(event.step, value)

    @_apply_event.register
    def _(self, event: events.FramesDeleted) -> None:
        for step in event.steps:
            self.frames.get(event.name, {}).pop(step, None)

    @_apply_event.register
    def _(self, event: events.CheckpointSaved) -> None:
        self.checkpoint = event

    @_apply_event.register
    def _(self, event: events.LiveParamChanged) -> None:
        self.live_param_changes.append(event)
        whose, value = event.dial.removeprefix(RATE), event.value
        if whose == event.dial or not isinstance(value, float | int):
            return
        rates = self.learning_rates
        self.learning_rates = {name: value if whose in ("", f".{name}") else rate for name, rate in rates.items()}
        if whose in ("", f".{next(iter(rates), '')}"):
            self.learning_rate = value

    @_apply_event.register
    def _(self, event: events.EarlyStopped) -> None:
        self.early_stop_event = event

    @_apply_event.register
    def _(self, event: events.Tested) -> None:
        self.test_event = event

    @_apply_event.register
    def _(self, event: events.WarningRaised) -> None:
        self.warnings.append(event.problem)


def fold(happened: Iterable[Event]) -> History:
    """What is known after *happened*."""
    return History().apply(happened)


def load_frame(folder: Path, file: str) -> dict[str, np.ndarray]:
    """The arrays of a frame by name, as ``docs/contracts.md`` has them; empty where it was thinned away in the
    meantime."""
    try:
        with np.load(folder / file, allow_pickle=False) as stored:
            return {name: stored[name] for name in stored.files}
    except (FileNotFoundError, OSError, ValueError, EOFError):
        return {}
