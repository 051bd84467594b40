"""The four commands that flow back, read between two calls of the compiled loop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playground.runs.commands import EPOCH, Command
from playground.runs.store import Run


@dataclass
class CommandReader:
    """What a person wants now. *position* is where in ``commands.jsonl`` to read on: older lines belong to an
    earlier go of the same run."""

    run: Run
    position: int
    on_live_param: Callable[[str, float | str], None]
    """Takes a dial and its value, and passes over what it does not know."""
    paused: bool = False
    stopping: bool = False
    step_once: bool = False
    """One step was asked for: do it, then be paused again."""
    epoch_once: bool = False
    """The same of all steps up to the end of the epoch."""

    @property
    def is_waiting(self) -> bool:
        """Whether nothing is to be done until another command comes."""
        return self.paused and not self.step_once and not self.epoch_once and not self.stopping

    def read(self) -> None:
        """Take in what was sent since the last time."""
        commands, self.position = self.run.read_commands(self.position)
        for command in commands:
            self._apply(command)

    def _apply(self, command: Command) -> None:
        if command.verb == "pause":
            self.paused, self.epoch_once = True, False
        elif command.verb == "resume":
            self.paused = self.step_once = self.epoch_once = False
        elif command.verb == "step":
            self.paused = True
            self.epoch_once = command.value == EPOCH
            self.step_once = not self.epoch_once
        elif command.verb == "stop":
            self.stopping = True
        elif command.value is not None:
            self.on_live_param(command.param, command.value)


def command_position(run: Run) -> int:
    """The position in bytes behind all that was sent so far."""
    file = run.folder / "commands.jsonl"
    return file.stat().st_size if file.exists() else 0
