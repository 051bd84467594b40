"""What a run did, as it happens: append-only, one JSON object a line.

A training emits these, :mod:`playground.runs.store` keeps them, :mod:`playground.runs.history` folds them. Readers skip
kinds they do not know, so a later version may add some.
"""

from __future__ import annotations

import dataclasses
import json
import math
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal, get_args

State = Literal["waiting", "running", "paused", "stopped", "complete", "failed"]
STATES: tuple[State, ...] = get_args(State)
ENDED: frozenset[str] = frozenset({"stopped", "complete", "failed"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """*time* is seconds since the epoch (``time.time()``). A line names its event by the class, or by the ``KIND`` that
    runs of before have for it."""

    time: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StateChanged(Event):
    """A failed run has *problem* (``Problem.to_json``); *pid* is the worker's while it runs, with its start time
    (``psutil``'s ``create_time``) so that a reused pid is not taken for it."""

    state: State
    pid: int | None = None
    pid_started: float | None = None
    problem: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Started(Event):
    """A worker has the model and begins at *step* (0, or where a checkpoint was)."""

    step: int
    epoch: int
    epochs: int
    """The epoch after which the run is complete."""
    steps_per_epoch: int
    parameters: int
    device: str
    """``"CPU"`` or the GPU's name."""
    execution: str
    """``"graph"`` or ``"xla"``."""
    train_examples: int
    validation_examples: int
    test_examples: int
    versions: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepsDone(Event):
    """Some steps were done. ``logs[name][i]`` is the mean over the steps that end with ``step[i]`` (1-based count of
    all steps done); ``loss`` is always there."""

    KIND: ClassVar[str] = "Steps"
    step: list[int]
    logs: dict[str, list[float]]
    learning_rate: float
    steps_per_second: float
    learning_rates: dict[str, float] = field(default_factory=dict)
    """By optimizer, where there are several; ``learning_rate`` is the first one's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EpochEnded(Event):
    """*epoch* is the count of epochs done. *logs* has Keras's names: ``loss``, ``accuracy``, ``val_loss`` ..."""

    epoch: int
    step: int
    logs: dict[str, float]
    seconds: float
    """Time spent training since the run began, pauses not counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidationScored(Event):
    """Within an epoch that takes long: the scores so far on the first *examples* of the validation set, under Keras's
    ``val_`` names."""

    step: int
    epoch: int
    examples: int
    logs: dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame(Event):
    """A picture's numbers: ``file`` (npz, relative to the run) holds the arrays of the frame *name* at *step*."""

    name: str
    step: int
    epoch: int
    file: str
    spent: float = 0.0
    """Seconds that all pictures and scores of this go of the run have taken so far, without the first of each, when its
    program is made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SamplesScored(Event):
    """What is drawn was scored (:data:`playground.catalog.sample_metrics.SAMPLE_METRICS`)."""

    KIND: ClassVar[str] = "Measured"
    step: int
    epoch: int
    metrics: dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class FramesDeleted(Event):
    """Frames of *name* at these *steps* were deleted to bound the disk they take."""

    KIND: ClassVar[str] = "FramesThinned"
    name: str
    steps: list[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckpointSaved(Event):
    step: int
    epoch: int
    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveParamChanged(Event):
    """A person turned *dial* (see :mod:`playground.runs.commands`) to *value* while the run went."""

    KIND: ClassVar[str] = "DialTurned"
    step: int
    dial: str
    value: float | str


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlyStopped(Event):
    """Training ended before its epochs were done, by the experiment's own rule; *best_epoch* was restored or not."""

    epoch: int
    best_epoch: int
    monitor: str
    restored: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Tested(Event):
    """Scores on the test part, which training never saw; *goal_met* is ``None`` where no goal was set."""

    step: int
    metrics: dict[str, float]
    goal_met: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningRaised(Event):
    """Something a person should know that did not end the run (``Problem.to_json``)."""

    KIND: ClassVar[str] = "Warned"
    step: int
    problem: dict[str, Any]


def kind_of(event: type[Event]) -> str:
    """What stands in a line as the kind of *event*."""
    kind: str = vars(event).get("KIND", event.__name__)
    return kind


KINDS: dict[str, type[Event]] = {kind_of(event): event for event in Event.__subclasses__()}


def _plain(value: Any) -> Any:
    """JSON has no NaN or infinity; they travel as strings that ``float`` takes back."""
    if isinstance(value, float) and not math.isfinite(value):
        return repr(value)
    if isinstance(value, dict):
        return {name: _plain(entry) for name, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(entry) for entry in value]
    return value


def encode(event: Event) -> str:
    """One line of JSON, without the line's end."""
    fields = {entry.name: getattr(event, entry.name) for entry in dataclasses.fields(event)}
    return json.dumps({"kind": kind_of(type(event)), **_plain(fields)}, separators=(",", ":"), allow_nan=False)


_NUMBERS = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}


def _number(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _number(entry) for name, entry in value.items()}
    if isinstance(value, list):
        return [_number(entry) for entry in value]
    return _NUMBERS.get(value, value) if isinstance(value, str) else value


def decode(line: str) -> Event | None:
    """The event in *line*, or ``None`` for a line cut off by a crash or of a kind not known here."""
    try:
        fields = json.loads(line)
        kind = KINDS[fields.pop("kind")]
    except (ValueError, KeyError, AttributeError, TypeError):
        return None
    for name in ("logs", "metrics", "learning_rate", "learning_rates", "steps_per_second"):
        if name in fields:
            fields[name] = _number(fields[name])
    field_names = {entry.name for entry in dataclasses.fields(kind)}
    try:
        return kind(**{name: value for name, value in fields.items() if name in field_names})
    except TypeError:
        return None
