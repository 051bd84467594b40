"""Which worker the supervisor gives work to, in an order of events that real processes show only now and then."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from playground.workers.supervisor import Supervisor


@dataclass
class Scripted:
    """A worker that does what the test says; only :class:`Supervisor` is real here."""

    pid: int = 0
    reader: BinaryIO = field(default_factory=io.BytesIO)
    took: list[dict[str, Any]] = field(default_factory=list)
    killed: bool = False

    def send(self, message: dict[str, Any]) -> None:
        assert not self.killed, "nobody reads what is sent to the dead"
        self.took.append(message)

    def terminate(self) -> None:
        self.kill()

    def kill(self) -> None:
        self.killed = True

    def wait(self) -> int:
        return -9


class Silent:
    """An inbox into which the test speaks by calling the supervisor itself."""

    def add(self, tag: str, reader: BinaryIO) -> None: ...

    def get(self, seconds: float) -> list[tuple[str, bytes | None]]:
        return []


def test_a_worker_that_was_let_go_gets_no_work_before_its_end_is_heard() -> None:
    workers: list[Scripted] = []

    def make() -> Scripted:
        workers.append(Scripted())
        return workers[-1]

    said: list[dict[str, Any]] = []
    supervisor = Supervisor(Silent(), said.append, make, max_trainings=1)
    supervisor._receive({"do": "fetch", "id": 1, "name": "somewhere"})
    fetched = next(tag for tag, hand in supervisor.worker_slots.items() if hand.job is not None)
    supervisor._from_worker(fetched, b'{"id": 1, "done": true}')
    assert said[-1] == {"id": 1, "done": True}
    assert workers[0].killed
    supervisor._receive({"do": "stage", "owner": "somebody", "key": "k", "experiment": {}})
    supervisor._dispatch()
    supervisor._from_worker(fetched, None)
    supervisor._dispatch()
    staged = [worker for worker in workers if any(job["do"] == "stage" for job in worker.took)]
    assert len(staged) == 1
    assert not staged[0].killed
