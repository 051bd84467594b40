"""One process that has TensorFlow loaded and hands work to workers: ``python -m playground.workers.supervisor``.

It runs no TensorFlow operation itself, because only then may it fork. It reads requests as JSON lines from standard
input and answers on standard output; the end of its input (the app is gone, by whatever signal) ends it and its
workers. Requests: ``check`` (experiment → report), ``outputs`` (what layers put out for examples, written into a file),
``decode`` (codes, by a run's decoder), ``encode`` (the codes of a run's examples), ``stage`` (what an
owner will probably train next), ``train`` (a run's folder), ``fetch`` (a data set's name).
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import signal
import sys
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from playground.runs import exit_reasons, history
from playground.runs.commands import Command
from playground.runs.store import Run
from playground.workers import jobs, processes
from playground.workers.channels import Inbox, SelectInbox, ThreadInbox
from playground.workers.processes import Worker

TICK = 0.2
CHECK_LIMIT = 30.0
"""Seconds after which a check is given up and its worker replaced."""
OUTPUTS_LIMIT = 300.0
"""Seconds after which the outputs of a network are given up: who computes them yields to all others."""
DECODE_LIMIT = 120.0
"""Seconds after which codes are given up: the first of a run take longest, as its networks are built."""
REFILL_AFTER = 3.0
"""Seconds until the next worker is made ready: the run that just began has the cores first."""
SETTLED = 0.6
"""Seconds that an edited document must have stood still before it is made ready."""
STAGED = 2
"""Workers that stand ready with a document at most, the latest owners' first."""
STAGED_FOR = 600.0
"""Seconds after which nobody is expected to come back."""
STOP_LIMIT = 20.0
"""Seconds that running trainings have, when the app ends, to write a checkpoint."""

Job = dict[str, Any]


@dataclass
class _Hand:
    """A worker and what it is doing; *until* bounds it, where it is a check or outputs, which are given to none that is
    still starting. One that is *dismissed* has been killed and takes nothing more, though its end is not read yet."""

    worker: Worker
    job: Job | None = None
    until: float = float("inf")
    ready: bool = False
    dismissed: bool = False


@dataclass
class _Stage:
    """What *owner* may train next: at first only wished for, later in the hands of the worker *tag*."""

    job: Job
    due: float
    tag: str = ""


@dataclass
class Supervisor:
    """*make* gives a new worker under a tag; *reply* sends one message to the app."""

    inbox: Inbox
    reply: Callable[[Job], None]
    make: Callable[[], Worker]
    slots: int
    hands: dict[str, _Hand] = field(default_factory=dict)
    checks: deque[Job] = field(default_factory=deque)
    outputs: OrderedDict[str, Job] = field(default_factory=OrderedDict)
    """Wished for and not begun: of each owner the latest."""
    codes: OrderedDict[str, Job] = field(default_factory=OrderedDict)
    """Codes to decode and examples to encode, not begun: of each owner the latest."""
    waiting: deque[Job] = field(default_factory=deque)
    stages: OrderedDict[str, _Stage] = field(default_factory=OrderedDict)
    """By owner, the latest last."""
    made: int = 0
    refill_at: float = 0.0
    checker: str = ""
    shower: str = ""
    """The worker for outputs, made when somebody first wants to see them."""
    decoder: str = ""
    """The worker that decodes, likewise; it yields to none, as a hand waits for it."""
    ending: bool = False
    told: bool = False

    def serve(self) -> None:
        """Until the app's end of the channel closes."""
        parent = os.getppid()
        while os.getppid() == parent:
            for tag, line in self.inbox.get(TICK):
                if tag != "app":
                    self._from_worker(tag, line)
                elif line is None:
                    return
                else:
                    self._asked(json.loads(line))
            self._tend()

    def end(self) -> None:
        """Stop every training with a checkpoint where time allows, and leave no process behind."""
        self.ending = True
        for job in self.waiting:
            exit_reasons.stop(Run(Path(job["run"])))
        self.waiting.clear()
        for hand in self.hands.values():
            hand.worker.terminate() if _trains(hand) else hand.worker.kill()
        until = time.monotonic() + STOP_LIMIT
        while self.hands and time.monotonic() < until:
            for tag, line in self.inbox.get(TICK):
                if line is None and tag in self.hands:
                    self._ended(tag)
        for tag in list(self.hands):
            self.hands[tag].worker.kill()
            self._ended(tag)

    def _asked(self, job: Job) -> None:
        if job["do"] == "check":
            self.checks.append(job)
        elif job["do"] == "outputs":
            self._show(job)
        elif job["do"] in ("decode", "encode"):
            self._drop_older(self.codes, job)
            self.codes[job["owner"]] = job
        elif job["do"] == "fetch":
            self._give(self._new(), job)
        elif job["do"] == "train":
            self.waiting.append(job)
            self._tell_queue()
        elif job["do"] == "stage":
            self._wish(job)

    def _show(self, job: Job) -> None:
        """An owner's newer wish takes the place of the one before, also where that is being answered."""
        self._drop_older(self.outputs, job)
        self.outputs[job["owner"]] = job
        shower = self.hands.get(self.shower)
        if shower is not None and shower.job is not None and shower.job["owner"] == job["owner"]:
            shower.worker.send({"do": "drop"})

    def _drop_older(self, wished: OrderedDict[str, Job], job: Job) -> None:
        if (older := wished.pop(job["owner"], None)) is not None:
            self.reply({"id": older["id"], "done": False})

    def _decode_next(self, now: float) -> None:
        if self.decoder not in self.hands:
            self.decoder = self._new() if self.codes else ""
            return
        decoder = self.hands[self.decoder]
        if decoder.job is not None and now > decoder.until:
            decoder.worker.kill()
        elif decoder.ready and decoder.job is None and self.codes:
            self._give(self.decoder, self.codes.popitem(last=False)[1])
            decoder.until = now + DECODE_LIMIT

    def _show_next(self, now: float) -> None:
        if self.shower not in self.hands:
            self.shower = self._new() if self.outputs else ""
            return
        shower = self.hands[self.shower]
        if shower.job is not None and now > shower.until:
            shower.worker.kill()
        elif shower.ready and shower.job is None and self.outputs:
            self._give(self.shower, self.outputs.popitem(last=False)[1])
            shower.until = now + OUTPUTS_LIMIT

    def _wish(self, job: Job) -> None:
        """Remember what its owner may train next; what was made ready for them before is of no use any more."""
        known = self.stages.get(job["owner"])
        if known is None or known.job["key"] != job["key"]:
            self._unstage(job["owner"])
            # Who edits goes on editing; who has just come may press Train at once.
            self.stages[job["owner"]] = _Stage(job, time.monotonic() + (SETTLED if known else 0.0))
        self.stages.move_to_end(job["owner"])

    def _unstage(self, owner: str) -> None:
        gone = self.stages.pop(owner, None)
        if gone is not None and gone.tag in self.hands:
            self.hands[gone.tag].worker.kill()

    def _stage_due(self, now: float) -> None:
        for owner, known in list(self.stages.items()):
            expired = known.tag and now > known.due + STAGED_FOR
            if expired or len(self.stages) > STAGED or (known.tag and known.tag not in self.hands):
                self._unstage(owner)
            elif not known.tag and now > known.due and not self.checks and self._trainings() < self.slots:
                known.tag, known.due = self._idle() or self._new(), now
                self._give(known.tag, known.job)
                self.refill_at = now + REFILL_AFTER

    def _trainings(self) -> int:
        return sum(_trains(hand) for hand in self.hands.values())

    def _worker_for(self, job: Job) -> str:
        """The worker that has made *job* ready, an idle one, or a new one."""
        for owner, known in self.stages.items():
            if known.tag in self.hands and known.job["key"] == job["key"]:
                del self.stages[owner]
                return known.tag
        return self._idle() or self._new()

    def _tend(self) -> None:
        """What is due: hand out work, give up what hangs, keep one worker ready."""
        now = time.monotonic()
        if self.checker not in self.hands:
            self.checker = self._new()
        checker = self.hands[self.checker]
        if checker.job is not None and now > checker.until:
            checker.job["tried"] = True
            checker.worker.kill()
        elif checker.ready and checker.job is None and self.checks:
            self._give(self.checker, self.checks.popleft())
            checker.until = now + CHECK_LIMIT
        self._show_next(now)
        self._decode_next(now)
        self._drop_stopped()
        while self.waiting and self._trainings() < self.slots:
            job = self.waiting.popleft()
            self._give(self._worker_for(job), job)
            self.refill_at = now + REFILL_AFTER
            self._tell_queue()
        if now >= self.refill_at and self._idle() is None:
            self._new()
        self._stage_due(now)

    def _drop_stopped(self) -> None:
        """A run that is stopped while it waits never begins."""
        for job in list(self.waiting):
            run = Run(Path(job["run"]))
            if Command("stop") in run.received(job["commands_from"])[0]:
                self.waiting.remove(job)
                exit_reasons.stop(run)
                self.reply({"ended": job["run"]})
                self._tell_queue()

    def _idle(self) -> str | None:
        own = (self.checker, self.shower, self.decoder)
        free = (tag for tag, hand in self.hands.items() if hand.job is None and not hand.dismissed)
        return next((tag for tag in free if tag not in own), None)

    def _new(self) -> str:
        self.made += 1
        tag = f"worker{self.made}"
        worker = self.make()
        self.hands[tag] = _Hand(worker)
        self.inbox.add(tag, worker.reader)
        return tag

    def _give(self, tag: str, job: Job) -> None:
        self.hands[tag].job = job
        self.hands[tag].worker.send(job)

    def _from_worker(self, tag: str, line: bytes | None) -> None:
        if line is None:
            if tag in self.hands:
                self._ended(tag)
            return
        message, hand = json.loads(line), self.hands[tag]
        if "ready" in message:
            hand.ready = True
            self._tell_ready()
            return
        self.reply(message)
        if "progress" not in message:
            fetched = hand.job is not None and hand.job["do"] == "fetch"
            hand.job, hand.until = None, float("inf")
            if fetched:
                # Keras keeps what it downloaded in memory; a fresh worker does not.
                hand.dismissed = True
                hand.worker.kill()

    def _ended(self, tag: str) -> None:
        hand = self.hands.pop(tag)
        code = hand.worker.wait()
        # Nobody waits for what is made ready; the training itself will say what is wrong.
        if hand.job is not None and hand.job["do"] != "stage" and not self._again(hand.job):
            self._answer_for(hand.job, code)

    def _again(self, job: Job) -> bool:
        """Give *job* one more try where its worker died before it could begin (or in a check, which does no harm)."""
        if job.get("tried") or self.ending or job["do"] in ("fetch", "outputs", "decode", "encode"):
            return False
        if job["do"] == "train" and history.fold(Run(Path(job["run"])).read()[0]).state != "waiting":
            return False
        job["tried"] = True
        (self.waiting if job["do"] == "train" else self.checks).appendleft(job)
        return True

    def _answer_for(self, job: Job, code: int) -> None:
        """Say what the worker of *job*, which ended with *code*, could not."""
        if job["do"] == "train":
            exit_reasons.fail(Run(Path(job["run"])), exit_reasons.of_exit(code))
            self.reply({"ended": job["run"]})
        else:
            self.reply({"id": job["id"], "problems": [exit_reasons.of_check(code).to_json()]})

    def _tell_ready(self) -> None:
        """Once, when the worker for checks and the one for the next training are both there."""
        if not self.told and sum(hand.ready for hand in self.hands.values()) > 1:
            self.told = True
            self.reply({"ready": os.getpid()})

    def _tell_queue(self) -> None:
        self.reply({"queue": [job["run"] for job in self.waiting]})


def _trains(hand: _Hand) -> bool:
    return hand.job is not None and hand.job["do"] == "train"


def default_slots() -> int:
    """Trainings at a time: half the cores, as one uses about two, and at least two, so that nobody waits for one
    long run. ``PLAYGROUND_SLOTS`` says otherwise."""
    return int(os.environ.get("PLAYGROUND_SLOTS") or max(2, (os.cpu_count() or 2) // 2))


def forks() -> bool:
    """Whether workers are forked: on Linux, unless ``PLAYGROUND_WORKERS`` is ``spawn``. macOS has ``fork``, but its
    system libraries do not survive it."""
    return os.environ.get("PLAYGROUND_WORKERS", "fork" if sys.platform == "linux" else "spawn") == "fork"


def main() -> None:
    """Take over standard input and output for the protocol; what else prints goes to standard error."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    outgoing = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    sys.stdout = sys.stderr

    def reply(message: Job) -> None:
        # Where the app is gone, the end of standard input says so too.
        with contextlib.suppress(OSError):
            outgoing.write(json.dumps(message).encode() + b"\n")
            outgoing.flush()

    incoming = os.fdopen(os.dup(0), "rb", buffering=0)
    inbox: Inbox = SelectInbox() if forks() else ThreadInbox()
    inbox.add("app", incoming)
    supervisor = Supervisor(inbox, reply, processes.spawn, default_slots())
    if forks():
        _load()
        supervisor.make = _forker(supervisor, [incoming.fileno(), outgoing.fileno()])
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        supervisor.serve()
    finally:
        supervisor.end()
        os._exit(0)


def _load() -> None:
    """Import what every child needs, run no operation, and put it all where no collection touches its pages."""
    import keras  # noqa: F401
    import tensorflow  # noqa: F401

    from playground import datasets, families
    from playground.training import run  # noqa: F401

    families.all_families()
    datasets.all_datasets()
    gc.collect()
    gc.freeze()


def _forker(supervisor: Supervisor, own: list[int]) -> Callable[[], Worker]:
    def serve(incoming: BinaryIO, outgoing: BinaryIO) -> None:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        jobs.serve(incoming, outgoing)

    def make() -> Worker:
        others = [hand.worker.reader.fileno() for hand in supervisor.hands.values()]
        return processes.fork(serve, [*own, *others])

    return make


if __name__ == "__main__":
    main()
