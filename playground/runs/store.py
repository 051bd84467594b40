"""Where runs are kept: one folder for each, readable by people, owned by nobody's browser session.

::

    runs/20261121-224501-mlp-spirals-7f3a/
      experiment.json     what was asked
      events.jsonl        what happened, append-only
      commands.jsonl      what a person sent while it ran
      frames/NAME/STEP.npz
      checkpoints/        the newest states to go on from
      model.keras         after training

Readers follow ``events.jsonl`` by position. A line is whole or it is not there: a cut-off last line stays unread.
"""

from __future__ import annotations

import re
import secrets
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from playground.core import paths
from playground.core.i18n import N_, Text
from playground.core.problems import PlaygroundError, Problem
from playground.experiment import spec
from playground.runs import commands, events
from playground.runs.commands import Command
from playground.runs.events import Event

_ID = re.compile(r"^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$")


@dataclass(frozen=True, slots=True)
class Run:
    """The folder of one training."""

    folder: Path

    @property
    def id(self) -> str:
        """The name of the folder."""
        return self.folder.name

    def experiment(self) -> spec.Experiment:
        """The document that was asked for. Raises :class:`PlaygroundError` where it is none, and OSError where it is
        gone."""
        return _document((self.folder / "experiment.json").read_bytes())

    def append_events(self, *happened: Event) -> None:
        """Write *happened* at once. One write call, so that lines of two writers never mix."""
        _append(self.folder / "events.jsonl", "".join(events.encode(event) + "\n" for event in happened))

    def read_events(self, position: int = 0) -> tuple[list[Event], int]:
        """The events from byte *position* on, and the position to go on from."""
        lines, end = _whole_lines(self.folder / "events.jsonl", position)
        return [event for line in lines if (event := events.decode(line)) is not None], end

    def events_size(self) -> int:
        """Bytes of events so far: where they have become no more, nothing has happened."""
        try:
            return (self.folder / "events.jsonl").stat().st_size
        except OSError:
            return 0

    def append_command(self, command: Command) -> None:
        """Send *command* to the run: it is read between two chunks of steps."""
        _append(self.folder / "commands.jsonl", commands.encode(command) + "\n")

    def read_commands(self, position: int = 0) -> tuple[list[Command], int]:
        """The commands from byte *position* on, and the position to go on from."""
        lines, end = _whole_lines(self.folder / "commands.jsonl", position)
        return [command for line in lines if (command := commands.decode(line)) is not None], end

    @property
    def checkpoints(self) -> Path:
        """The folder of its checkpoints."""
        return self.folder / "checkpoints"

    def frame_file(self, name: str, step: int) -> str:
        """Path of a frame relative to :attr:`folder`."""
        return f"frames/{name}/{step:09d}.npz"


@dataclass(frozen=True, slots=True)
class Store:
    """All runs under one folder."""

    root: Path

    def create(self, experiment: spec.Experiment) -> Run:
        """A new run in state ``waiting``."""
        stamp = time.strftime("%Y%m%d-%H%M%S")
        folder = self.root / f"{stamp}-{experiment.name}-{secrets.token_hex(2)}"
        for part in ("frames", "checkpoints"):
            (folder / part).mkdir(parents=True)
        (folder / "experiment.json").write_text(experiment.to_json(), encoding="utf-8")
        run = Run(folder)
        run.append_events(events.StateChanged(time=time.time(), state="waiting"))
        return run

    def open(self, run_id: str) -> Run:
        """The run with that id. Raises :class:`PlaygroundError` where there is none."""
        folder = self.root / run_id
        if not _ID.match(run_id) or not (folder / "experiment.json").is_file():
            raise PlaygroundError(Problem("no_such_run", Text(N_("There is no run {run}."), {"run": run_id[:80]})))
        return Run(folder)

    def runs(self) -> Iterator[Run]:
        """All runs, newest first."""
        if not self.root.is_dir():
            return
        for folder in sorted(self.root.iterdir(), reverse=True):
            if _ID.match(folder.name) and (folder / "experiment.json").is_file():
                yield Run(folder)

    def delete(self, run_id: str) -> None:
        """Delete the run with that id and all that it holds. Raises :class:`PlaygroundError` where there is none."""
        shutil.rmtree(self.open(run_id).folder)


def default() -> Store:
    """The store under :func:`playground.core.paths.runs`."""
    return Store(paths.runs())


@lru_cache(maxsize=128)
def _document(content: bytes) -> spec.Experiment:
    """Kept by content, as a page asks for it several times at each look."""
    return spec.load(content)


def _append(file: Path, text: str) -> None:
    with file.open("ab", buffering=0) as stream:
        stream.write(text.encode())


def _whole_lines(file: Path, position: int) -> tuple[list[str], int]:
    if not file.exists():
        return [], position
    with file.open("rb") as stream:
        stream.seek(position)
        content = stream.read()
    end = content.rfind(b"\n") + 1
    lines = content[:end].decode(errors="replace").splitlines()
    return lines, position + end
