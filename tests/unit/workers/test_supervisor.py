"""Which worker the supervisor gives work to, in an order of events that real processes show only now and then."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from playground.runs import store
from playground.runs.commands import Command
from playground.workers import supervisor
from playground.workers.supervisor import Supervisor
from tests.support.experiments import points


@dataclass
class Scripted:
    """A worker that does what the test says; only :class:`Supervisor` is real here."""

    pid: int = 0
    reader: BinaryIO = field(default_factory=io.BytesIO)
    took: list[dict[str, Any]] = field(default_factory=list)
    is_asked_to_stop: bool = False
    killed: bool = False

    def send(self, message: dict[str, Any]) -> None:
        assert not self.killed, "nobody reads what is sent to the dead"
        self.took.append(message)

    def terminate(self) -> None:
        self.is_asked_to_stop = True

    def kill(self) -> None:
        self.killed = True

    def wait(self) -> int:
        return -9


@dataclass
class Silent:
    """An inbox into which the test speaks by calling the supervisor itself, or ahead, by *lines*."""

    lines: list[tuple[str, bytes | None]] = field(default_factory=list)

    def add(self, tag: str, reader: BinaryIO) -> None: ...

    def get(self, seconds: float) -> list[tuple[str, bytes | None]]:
        return [self.lines.pop(0)] if self.lines else []


class Desk:
    """A supervisor with scripted workers and runs on disk."""

    def __init__(self, runs: store.Store) -> None:
        self.runs = runs
        self.workers: list[Scripted] = []
        self.said: list[dict[str, Any]] = []
        self.inbox = Silent()
        self.supervisor = Supervisor(self.inbox, self.said.append, self._make, max_trainings=1)

    def _make(self) -> Scripted:
        self.workers.append(Scripted())
        return self.workers[-1]

    def wish(self, owner: str, key: str = "k") -> None:
        self.supervisor._receive({"do": "stage", "owner": owner, "key": key, "experiment": {}})
        self.supervisor._dispatch()

    def train(self, key: str = "k") -> store.Run:
        run = self.runs.create(points())
        self.supervisor._receive({"do": "train", "run": str(run.folder), "key": key, "commands_from": 0})
        self.supervisor._dispatch()
        return run

    def worker_of(self, run: store.Run) -> Scripted | None:
        given = (worker for worker in self.workers for job in worker.took if job.get("run") == str(run.folder))
        return next(given, None)

    def end(self, run: store.Run) -> tuple[str, bytes]:
        """What the worker of *run* says when that has ended and the worker is as it was before."""
        worker = self.worker_of(run)
        tag = next(tag for tag, slot in self.supervisor.worker_slots.items() if slot.worker is worker)
        return tag, json.dumps({"ended": str(run.folder)}).encode()

    def hear_end(self, run: store.Run) -> None:
        self.supervisor._from_worker(*self.end(run))
        self.supervisor._dispatch()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(store.Store(tmp_path / "runs"))


def test_a_worker_that_was_let_go_gets_no_work_before_its_end_is_heard(desk: Desk) -> None:
    desk.supervisor._receive({"do": "fetch", "id": 1, "name": "somewhere"})
    fetched = next(tag for tag, hand in desk.supervisor.worker_slots.items() if hand.job is not None)
    desk.supervisor._from_worker(fetched, b'{"id": 1, "done": true}')
    assert desk.said[-1] == {"id": 1, "done": True}
    assert desk.workers[0].killed
    desk.wish("somebody")
    desk.supervisor._from_worker(fetched, None)
    desk.supervisor._dispatch()
    staged = [worker for worker in desk.workers if any(job["do"] == "stage" for job in worker.took)]
    assert len(staged) == 1
    assert not staged[0].killed


def test_the_worker_of_a_run_trains_the_same_again(desk: Desk) -> None:
    desk.wish("somebody")
    first = desk.train()
    worker = desk.worker_of(first)
    desk.wish("somebody")  # The page asks again as soon as it sees the end, which may be before the worker says so.
    desk.hear_end(first)
    assert {"ended": str(first.folder)} in desk.said
    assert desk.worker_of(desk.train()) is worker is not None
    assert [job["do"] for job in worker.took] == ["stage", "train", "train"]
    assert sum(job["do"] == "stage" for worker in desk.workers for job in worker.took) == 1


def test_who_restarts_waits_for_the_worker_that_is_told_to_stop(desk: Desk) -> None:
    desk.supervisor.max_trainings = 2
    desk.wish("somebody")
    first = desk.train()
    first.append_command(Command("stop"))
    second = desk.train()
    assert desk.worker_of(second) is None
    desk.hear_end(first)
    assert desk.worker_of(second) is desk.worker_of(first) is not None


def test_who_does_not_stop_the_first_gets_another_worker(desk: Desk) -> None:
    desk.supervisor.max_trainings = 2
    desk.wish("somebody")
    first, second = desk.train(), desk.train()
    assert desk.worker_of(second) is not None
    assert desk.worker_of(second) is not desk.worker_of(first)


def test_a_worker_that_does_not_come_back_is_not_waited_for(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.supervisor.max_trainings = 2
    desk.wish("somebody")
    first = desk.train()
    first.append_command(Command("stop"))
    second = desk.train()
    now = supervisor.time.monotonic()
    monkeypatch.setattr(supervisor.time, "monotonic", lambda: now + supervisor.COME_BACK_LIMIT + 1)
    desk.supervisor._dispatch()
    assert desk.worker_of(second) is not None
    assert desk.worker_of(second) is not desk.worker_of(first)


def test_an_edit_ends_no_training_and_its_worker_is_let_go_afterwards(desk: Desk) -> None:
    desk.wish("somebody", "before")
    run = desk.train("before")
    worker = desk.worker_of(run)
    assert worker is not None
    desk.wish("somebody", "after")
    assert not worker.killed
    desk.hear_end(run)
    assert worker.killed


def test_what_trains_takes_no_place_of_those_that_stand_ready(desk: Desk) -> None:
    desk.supervisor.max_trainings = 3
    desk.wish("first", "a")
    run = desk.train("a")
    for number in range(supervisor.MAX_WARM_WORKERS):
        desk.wish(f"later {number}", f"key {number}")
    worker = desk.worker_of(run)
    assert worker is not None
    assert not any(worker.killed for worker in desk.workers)
    desk.hear_end(run)
    assert worker.killed, "the oldest is one too many now"


def test_at_the_end_of_the_app_a_worker_that_comes_back_is_let_go(desk: Desk) -> None:
    desk.wish("somebody")
    run = desk.train()
    worker = desk.worker_of(run)
    assert worker is not None
    tag, line = desk.end(run)
    desk.inbox.lines += [(tag, line), *((tag, None) for tag in desk.supervisor.worker_slots)]
    desk.supervisor.end()
    assert worker.is_asked_to_stop, "with a checkpoint, before it is let go"
    assert worker.killed
    assert not desk.supervisor.worker_slots
