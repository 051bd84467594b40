"""The bar on standard error; plain lines, a few seconds apart, where that is not a terminal."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Self

from rich.progress import BarColumn, TaskID, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from playground.cli import output
from playground.core.i18n import N_, Text
from playground.experiment.spec import Experiment
from playground.runs.history import History

_PLAIN_EVERY = 5.0


class ProgressReporter:
    """Shows a history as it grows. Used as a context manager; :meth:`show` may be called as often as one likes."""

    def __init__(self, experiment: Experiment) -> None:
        self._terminal = sys.stderr.isatty()
        self._monitors = ("loss", "val_loss", *(f"val_{pick.name}" for pick in experiment.metrics[:2]))
        self._bar = Bar(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.fields[told]}"),
            TimeRemainingColumn(),
            console=output.console(error=True),
            disable=not self._terminal,
        )
        self._task: TaskID | None = None
        self._next_line = 0.0

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def show(self, history: History) -> None:
        """Show where *history* stands; nothing before the training has started."""
        if history.start_event is None:
            return
        if self._terminal:
            self._draw(history)
        elif time.monotonic() >= self._next_line:
            self._next_line = time.monotonic() + _PLAIN_EVERY
            output.print_note(f"{_epochs(history)}  {self._metrics_text(history)}")

    def note(self, text: str) -> None:
        """Say *text* above the bar."""
        if self._terminal:
            self._bar.console.print(text)
        else:
            output.print_note(text)

    def _draw(self, history: History) -> None:
        assert history.start_event is not None
        total = history.start_event.epochs * history.start_event.steps_per_epoch
        if self._task is None:
            self._task = self._bar.add_task("", total=total, told="")
        self._bar.update(
            self._task,
            completed=history.step,
            total=total,
            description=_epochs(history),
            told=self._metrics_text(history),
        )

    def _metrics_text(self, history: History) -> str:
        values = [
            f"{name} {history.by_epoch[name].y[-1]:.4g}"
            for name in self._monitors
            if name in history.by_epoch and history.by_epoch[name].y
        ]
        return "  ".join([*values, str(Text(N_("{rate} steps/s"), {"rate": f"{history.steps_per_second:,.0f}"}))])


def _epochs(history: History) -> str:
    assert history.start_event is not None
    return str(Text(N_("epoch {epoch} of {epochs}"), {"epoch": history.epoch, "epochs": history.start_event.epochs}))
