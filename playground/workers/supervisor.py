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
SETTLE_SECONDS = 0.6
"""Seconds that an edited document must have stood still before it is made ready."""
MAX_WARM_WORKERS = 2
"""Workers that stand ready with a document at most, the latest owners' first."""
WARM_SECONDS = 600.0
"""Seconds after which nobody is expected to come back."""
COME_BACK_LIMIT = 2.0
"""Seconds that a run waits for a worker that has all it needs and was told to stop what it trains: to make another
ready takes longer."""
STOP_LIMIT = 20.0
"""Seconds that running trainings have, when the app ends, to write a checkpoint."""

Job = dict[str, Any]


@dataclass
class _WorkerSlot:
    """A worker and what it is doing; *until* bounds it, where it is a check or outputs, which are given to none that is
    still starting. One that is *is_dismissed* has been killed and takes nothing more, though its end is not read
    yet."""

    worker: Worker
    job: Job | None = None
    until: float = float("inf")
    is_ready: bool = False
    is_dismissed: bool = False

    def dismiss(self) -> None:
        self.job, self.is_dismissed = None, True
        self.worker.kill()


@dataclass
class _WarmRequest:
    """What *owner* may train next: at first only wished for, later in the hands of the worker *tag*, which may be
    training it, and then comes back."""

    job: Job
    due_at: float
    tag: str = ""


@dataclass
class Supervisor:
    """*make_worker* gives a new worker under a tag; *reply* sends one message to the app."""

    inbox: Inbox
    reply: Callable[[Job], None]
    make_worker: Callable[[], Worker]
    max_trainings: int
    worker_slots: dict[str, _WorkerSlot] = field(default_factory=dict)
    check_jobs: deque[Job] = field(default_factory=deque)
    outputs_jobs: OrderedDict[str, Job] = field(default_factory=OrderedDict)
    """Wished for and not begun: of each owner the latest."""
    latent_jobs: OrderedDict[str, Job] = field(default_factory=OrderedDict)
    """Codes to decode and examples to encode, not begun: of each owner the latest."""
    training_queue: deque[Job] = field(default_factory=deque)
    warm_requests: OrderedDict[str, _WarmRequest] = field(default_factory=OrderedDict)
    """By owner, the latest last."""
    workers_made: int = 0
    refill_at: float = 0.0
    check_worker: str = ""
    outputs_worker: str = ""
    """The worker for outputs, made when somebody first wants to see them."""
    latent_worker: str = ""
    """The worker that decodes, likewise; it yields to none, as a hand waits for it."""
    is_ending: bool = False
    reported_ready: bool = False

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
                    self._receive(json.loads(line))
            self._dispatch()

    def end(self) -> None:
        """Stop every training with a checkpoint where time allows, and leave no process behind."""
        self.is_ending = True
        for job in self.training_queue:
            exit_reasons.mark_stopped(Run(Path(job["run"])))
        self.training_queue.clear()
        for hand in self.worker_slots.values():
            hand.worker.terminate() if _is_training(hand) else hand.worker.kill()
        until = time.monotonic() + STOP_LIMIT
        while self.worker_slots and time.monotonic() < until:
            for tag, line in self.inbox.get(TICK):
                if tag in self.worker_slots:
                    self._from_worker(tag, line)
        for tag in list(self.worker_slots):
            self.worker_slots[tag].worker.kill()
            self._handle_exit(tag)

    def _receive(self, job: Job) -> None:
        if job["do"] == "check":
            self.check_jobs.append(job)
        elif job["do"] == "outputs":
            self._queue_outputs(job)
        elif job["do"] in ("decode", "encode"):
            self._drop_older(self.latent_jobs, job)
            self.latent_jobs[job["owner"]] = job
        elif job["do"] == "fetch":
            self._assign(self._new_worker(), job)
        elif job["do"] == "train":
            self.training_queue.append(job)
            self._tell_queue()
        elif job["do"] == "stage":
            self._request_warm(job)

    def _queue_outputs(self, job: Job) -> None:
        """An owner's newer wish takes the place of the one before, also where that is being answered."""
        self._drop_older(self.outputs_jobs, job)
        self.outputs_jobs[job["owner"]] = job
        shower = self.worker_slots.get(self.outputs_worker)
        if shower is not None and shower.job is not None and shower.job["owner"] == job["owner"]:
            shower.worker.send({"do": "drop"})

    def _drop_older(self, wished: OrderedDict[str, Job], job: Job) -> None:
        if (older := wished.pop(job["owner"], None)) is not None:
            self.reply({"id": older["id"], "done": False})

    def _assign_latent(self, now: float) -> None:
        if self.latent_worker not in self.worker_slots:
            self.latent_worker = self._new_worker() if self.latent_jobs else ""
            return
        decoder = self.worker_slots[self.latent_worker]
        if decoder.job is not None and now > decoder.until:
            decoder.worker.kill()
        elif decoder.is_ready and decoder.job is None and self.latent_jobs:
            self._assign(self.latent_worker, self.latent_jobs.popitem(last=False)[1])
            decoder.until = now + DECODE_LIMIT

    def _assign_outputs(self, now: float) -> None:
        if self.outputs_worker not in self.worker_slots:
            self.outputs_worker = self._new_worker() if self.outputs_jobs else ""
            return
        shower = self.worker_slots[self.outputs_worker]
        if shower.job is not None and now > shower.until:
            shower.worker.kill()
        elif shower.is_ready and shower.job is None and self.outputs_jobs:
            self._assign(self.outputs_worker, self.outputs_jobs.popitem(last=False)[1])
            shower.until = now + OUTPUTS_LIMIT

    def _request_warm(self, job: Job) -> None:
        """Remember what its owner may train next; what was made ready for them before is of no use any more."""
        request = self.warm_requests.get(job["owner"])
        if request is None or request.job["key"] != job["key"]:
            self._drop_warm(job["owner"])
            # Who edits goes on editing; who has just come may press Train at once.
            self.warm_requests[job["owner"]] = _WarmRequest(
                job, time.monotonic() + (SETTLE_SECONDS if request else 0.0)
            )
        self.warm_requests.move_to_end(job["owner"])

    def _drop_warm(self, owner: str) -> None:
        """Let go of what *owner* had ready; what trains is let go of when it has ended."""
        request = self.warm_requests.pop(owner, None)
        if request is not None and request.tag in self.worker_slots and not self._is_away(request):
            self.worker_slots[request.tag].worker.kill()

    def _is_away(self, request: _WarmRequest) -> bool:
        """Whether what was made ready is being trained."""
        slot = self.worker_slots.get(request.tag)
        return slot is not None and _is_training(slot)

    def _start_due_warm(self, now: float) -> None:
        here = [(owner, request) for owner, request in self.warm_requests.items() if not self._is_away(request)]
        for number, (owner, request) in enumerate(here):
            expired = request.tag and now > request.due_at + WARM_SECONDS
            if (
                expired
                or number < len(here) - MAX_WARM_WORKERS
                or (request.tag and request.tag not in self.worker_slots)
            ):
                self._drop_warm(owner)
            elif (
                not request.tag
                and now > request.due_at
                and not self.check_jobs
                and self._trainings() < self.max_trainings
            ):
                request.tag, request.due_at = self._idle_worker() or self._new_worker(), now
                self._assign(request.tag, request.job)
                self.refill_at = now + REFILL_AFTER

    def _trainings(self) -> int:
        return sum(_is_training(hand) for hand in self.worker_slots.values())

    def _worker_for(self, job: Job) -> str:
        """The worker that has made *job* ready, an idle one, or a new one."""
        ready = (tag for tag, slot in self._ready_slots(job) if not _is_training(slot))
        return next(ready, None) or self._idle_worker() or self._new_worker()

    def _ready_slots(self, job: Job) -> list[tuple[str, _WorkerSlot]]:
        """The workers that were made ready for what *job* trains, those among them that train it now."""
        tags = [request.tag for request in self.warm_requests.values() if request.job["key"] == job["key"]]
        return [(tag, self.worker_slots[tag]) for tag in tags if tag in self.worker_slots]

    def _comes_back(self, job: Job, now: float) -> bool:
        """Whether *job* gets a ready worker in a moment: that of a run which was told to stop."""
        slots = [slot for _tag, slot in self._ready_slots(job)]
        if now > job.setdefault("waits_until", now + COME_BACK_LIMIT) or not all(map(_is_training, slots)):
            return False
        return any(_is_told_to_stop(slot.job) for slot in slots if slot.job is not None)

    def _dispatch(self) -> None:
        """What is due: hand out work, give up what hangs, keep one worker ready."""
        now = time.monotonic()
        if self.check_worker not in self.worker_slots:
            self.check_worker = self._new_worker()
        checker = self.worker_slots[self.check_worker]
        if checker.job is not None and now > checker.until:
            checker.job["tried"] = True
            checker.worker.kill()
        elif checker.is_ready and checker.job is None and self.check_jobs:
            self._assign(self.check_worker, self.check_jobs.popleft())
            checker.until = now + CHECK_LIMIT
        self._assign_outputs(now)
        self._assign_latent(now)
        self._drop_stopped()
        for job in list(self.training_queue):
            if self._trainings() >= self.max_trainings:
                break
            if self._comes_back(job, now):
                continue
            self.training_queue.remove(job)
            self._assign(self._worker_for(job), job)
            self.refill_at = now + REFILL_AFTER
            self._tell_queue()
        if now >= self.refill_at and self._idle_worker() is None:
            self._new_worker()
        self._start_due_warm(now)

    def _drop_stopped(self) -> None:
        """A run that is stopped while it waits never begins."""
        for job in list(self.training_queue):
            run = Run(Path(job["run"]))
            if _is_told_to_stop(job):
                self.training_queue.remove(job)
                exit_reasons.mark_stopped(run)
                self.reply({"ended": job["run"]})
                self._tell_queue()

    def _idle_worker(self) -> str | None:
        own = (self.check_worker, self.outputs_worker, self.latent_worker)
        free = (tag for tag, hand in self.worker_slots.items() if hand.job is None and not hand.is_dismissed)
        return next((tag for tag in free if tag not in own), None)

    def _new_worker(self) -> str:
        self.workers_made += 1
        tag = f"worker{self.workers_made}"
        worker = self.make_worker()
        self.worker_slots[tag] = _WorkerSlot(worker)
        self.inbox.add(tag, worker.reader)
        return tag

    def _assign(self, tag: str, job: Job) -> None:
        self.worker_slots[tag].job = job
        self.worker_slots[tag].worker.send(job)

    def _from_worker(self, tag: str, line: bytes | None) -> None:
        if line is None:
            if tag in self.worker_slots:
                self._handle_exit(tag)
            return
        message, hand = json.loads(line), self.worker_slots[tag]
        if "ready" in message:
            hand.is_ready = True
            self._tell_ready()
            return
        self.reply(message)
        if "ended" in message:
            self._take_back(tag, hand)
        elif "progress" not in message:
            fetched = hand.job is not None and hand.job["do"] == "fetch"
            hand.job, hand.until = None, float("inf")
            if fetched:
                # Keras keeps what it downloaded in memory; a fresh worker does not.
                hand.dismiss()

    def _take_back(self, tag: str, slot: _WorkerSlot) -> None:
        """A training has ended and left its worker as it was: ready for the same again, if its owner still wants it."""
        request = next((one for one in self.warm_requests.values() if one.tag == tag), None)
        if request is not None and not self.is_ending:
            slot.job, request.due_at = request.job, time.monotonic()
        else:
            slot.dismiss()

    def _handle_exit(self, tag: str) -> None:
        hand = self.worker_slots.pop(tag)
        code = hand.worker.wait()
        # Nobody waits for what is made ready; the training itself will say what is wrong.
        if hand.job is not None and hand.job["do"] != "stage" and not self._retry(hand.job):
            self._report_exit(hand.job, code)

    def _retry(self, job: Job) -> bool:
        """Give *job* one more try where its worker died before it could begin (or in a check, which does no harm)."""
        if job.get("tried") or self.is_ending or job["do"] in ("fetch", "outputs", "decode", "encode"):
            return False
        if job["do"] == "train" and history.fold(Run(Path(job["run"])).read_events()[0]).state != "waiting":
            return False
        job["tried"] = True
        (self.training_queue if job["do"] == "train" else self.check_jobs).appendleft(job)
        return True

    def _report_exit(self, job: Job, code: int) -> None:
        """Say what the worker of *job*, which ended with *code*, could not."""
        if job["do"] == "train":
            exit_reasons.mark_failed(Run(Path(job["run"])), exit_reasons.exit_problem(code))
            self.reply({"ended": job["run"]})
        else:
            self.reply({"id": job["id"], "problems": [exit_reasons.lost_worker_problem(code).to_json()]})

    def _tell_ready(self) -> None:
        """Once, when the worker for checks and the one for the next training are both there."""
        if not self.reported_ready and sum(hand.is_ready for hand in self.worker_slots.values()) > 1:
            self.reported_ready = True
            self.reply({"ready": os.getpid()})

    def _tell_queue(self) -> None:
        self.reply({"queue": [job["run"] for job in self.training_queue]})


def _is_training(hand: _WorkerSlot) -> bool:
    return hand.job is not None and hand.job["do"] == "train"


def _is_told_to_stop(job: Job) -> bool:
    """Whether the run of the training *job* was told to stop."""
    return Command("stop") in Run(Path(job["run"])).read_commands(job["commands_from"])[0]


def default_max_trainings() -> int:
    """Trainings at a time: half the cores, as one uses about two, and at least two, so that nobody waits for one
    long run. ``PLAYGROUND_SLOTS`` says otherwise."""
    return int(os.environ.get("PLAYGROUND_SLOTS") or max(2, (os.cpu_count() or 2) // 2))


def uses_fork() -> bool:
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
    inbox: Inbox = SelectInbox() if uses_fork() else ThreadInbox()
    inbox.add("app", incoming)
    supervisor = Supervisor(inbox, reply, processes.spawn, default_max_trainings())
    if uses_fork():
        _load()
        supervisor.make_worker = _forker(supervisor, [incoming.fileno(), outgoing.fileno()])
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
        others = [hand.worker.reader.fileno() for hand in supervisor.worker_slots.values()]
        return processes.fork(serve, [*own, *others])

    return make


if __name__ == "__main__":
    main()
