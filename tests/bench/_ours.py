"""A training as the worker does it, held between the rounds of a bench."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


class Ours:
    """*experiment* under way in *folder* without end. What comes before is not measured: it is made ready as on the
    bench before Train is pressed, and runs until its programs are compiled and each picture was taken twice."""

    def __init__(self, experiment: Any, folder: Path) -> None:
        from playground.runs.store import Store

        changed = experiment.training.model_copy(update={"epochs": 1_000_000, "early_stopping": None})
        self.run = Store(folder).create(experiment.model_copy(update={"training": changed}))
        self.watched = 0.0
        """Seconds that pictures and scores took, by a clock around them."""

    def __enter__(self) -> Ours:
        from playground.training.run import open_loop
        from playground.training.warmup import compile_ahead, prepare_training

        staged = prepare_training(self.run.experiment())
        compile_ahead(staged, lambda _seconds: True)
        self.loop = open_loop(self.run, staged)
        self.album = self.loop.frame_recorder
        self.album.record_due = self._clocked(self.album.record_due)
        self._until(time.perf_counter() + 1.0)
        self._rested = time.perf_counter()
        return self

    def __exit__(self, *_: object) -> None:
        self.loop.event_writer.flush()

    def steps_per_second(self, seconds: float) -> float:
        self._go_on()
        begun, step = time.perf_counter(), self.loop.step
        self._until(begun + seconds)
        self._rested = time.perf_counter()
        return (self.loop.step - step) / (self._rested - begun)

    def frames(self, name: str = "") -> int:
        """How many pictures there were so far, of *name* or of all."""
        from playground.runs import events

        return sum(isinstance(event, events.Frame) and name in ("", event.name) for event in self._events())

    def told(self) -> float:
        """Seconds of watching, as the history of the run has them."""
        from playground.runs import history

        return history.fold(self._events()).recording_seconds

    def _events(self) -> list[Any]:
        self.loop.event_writer.flush()
        return self.run.read_events()[0]

    def _go_on(self) -> None:
        """What was due so long after the rest began is due as long after its end."""
        rest = time.perf_counter() - self._rested
        for turn in self.album._scheduled_recordings:
            turn.due_at += rest
        self.loop._save_at += rest

    def _until(self, end: float) -> None:
        """Go on to *end*, and in any case beyond the first steps, compiling, and the first pictures of each kind."""
        from playground.training.compiled import GRAPH_ONLY_STEPS

        while (
            time.perf_counter() < end
            or self.loop.step < 2 * GRAPH_ONLY_STEPS
            or any(t.times_recorded < 2 for t in self.album._scheduled_recordings)
        ):
            self.loop.run_chunk()

    def _clocked(self, take: Callable[[int, int], None]) -> Callable[[int, int], None]:
        def clocked(step: int, epoch: int) -> None:
            begun = time.perf_counter()
            take(step, epoch)
            self.watched += time.perf_counter() - begun

        return clocked
