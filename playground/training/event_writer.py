"""What a training says of itself, grouped so that a fast network does not spend its time on writing lines."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from playground.runs import events
from playground.runs.store import Run
from playground.training.metric_sums import MetricSums, Sums

FLUSH_INTERVAL = 0.1
"""Seconds between two writes while all goes well."""
SECONDS_PER_POINT = 0.005
"""Seconds of training that one point of the curve covers at least: 20 points a write at most."""


@dataclass
class EventWriter:
    """Points and events on their way into *run*. :meth:`add_steps` after each call of the compiled loop, then
    :meth:`flush_if_due`; :meth:`flush` before anything that takes long, and at the end."""

    run: Run
    metric_sums: MetricSums
    learning_rates: Callable[[], dict[str, float]]
    """The learning rates now, by optimizer."""
    steps_per_second: float = 0.0
    _waiting: list[events.Event] = field(default_factory=list)
    _steps: list[int] = field(default_factory=list)
    _logs: dict[str, list[float]] = field(default_factory=dict)
    _open: Sums | None = None
    _open_seconds: float = 0.0
    _window_steps: int = 0
    _window_start: float = field(default_factory=time.perf_counter)
    _last_flush: float = field(default_factory=time.perf_counter)

    def add_steps(self, step: int, steps: int, sums: Sums, seconds: float) -> None:
        """*steps* were done in *seconds*, the last of them number *step*; *sums* ``(size,)`` float64 are their
        metrics."""
        self._open = sums if self._open is None else self._open + sums
        self._open_seconds += seconds
        self._window_steps += steps
        if self._open_seconds >= SECONDS_PER_POINT:
            self.end_point(step)

    def end_point(self, step: int) -> None:
        """End the point under way at *step*, so that no point reaches over an epoch's end or a pause."""
        if self._open is None:
            return
        for name, value in self.metric_sums.results(self._open).items():
            self._logs.setdefault(name, []).append(value)
        self._steps.append(step)
        self._open, self._open_seconds = None, 0.0

    def add(self, event: events.Event) -> None:
        """Keep *event* for the next write, in its place among the points."""
        self._points_into_waiting()
        self._waiting.append(event)

    def flush_if_due(self) -> None:
        """:meth:`flush`, where the last write is :data:`FLUSH_INTERVAL` ago."""
        if time.perf_counter() - self._last_flush >= FLUSH_INTERVAL:
            self.flush()

    def flush(self) -> None:
        """Write all that is closed."""
        self._update_speed()
        self._points_into_waiting()
        if self._waiting:
            self.run.append_events(*self._waiting)
            self._waiting.clear()
        self._last_flush = time.perf_counter()

    def restart_clock(self) -> None:
        """Time since the last write was not training (a pause, compiling): leave it out of steps a second."""
        self._window_start, self._window_steps = time.perf_counter(), 0

    def _update_speed(self) -> None:
        if not self._window_steps:
            return  # At a slow tempo a step takes longer than the time between two writes.
        now = time.perf_counter()
        if now > self._window_start:
            latest = self._window_steps / (now - self._window_start)
            self.steps_per_second = 0.5 * (self.steps_per_second + latest) if self.steps_per_second else latest
        self._window_start, self._window_steps = now, 0

    def _points_into_waiting(self) -> None:
        if not self._steps:
            return
        rates = self.learning_rates()
        self._waiting.append(
            events.StepsDone(
                time=time.time(),
                step=self._steps,
                logs=self._logs,
                learning_rate=next(iter(rates.values())),
                steps_per_second=self.steps_per_second,
                learning_rates=rates if len(rates) > 1 else {},
            )
        )
        self._steps, self._logs = [], {}
