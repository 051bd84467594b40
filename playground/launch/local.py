"""Trainings in processes of this machine, under one supervisor process. Never imports keras.

The supervisor is started by ``subprocess``, because ``multiprocessing`` would run the page's script again in its child.
"""

from __future__ import annotations

import atexit
import contextlib
import hashlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as Expired
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import cachetools
import psutil

from playground.core import paths
from playground.core.i18n import N_, Text
from playground.core.problems import Problem
from playground.experiment import spec
from playground.experiment.report import Report
from playground.experiment.spec import Experiment
from playground.launch.orphans import fail_if_orphan, is_process_alive, mark_orphans
from playground.ports import layer_keys
from playground.runs import activation_previews, events, history
from playground.runs.commands import Command
from playground.runs.latent_messages import DecodeReply, EncodeReply
from playground.runs.store import Run, Store

MAX_CACHED_REPORTS = 256
CLOSE_SECONDS = 25.0
"""Seconds that the supervisor has to end by itself, with a checkpoint of what trains."""
RELEASE_SECONDS = 30.0
"""Seconds that a worker may take from a run's last event until it is free; a moment on an idle machine."""


@dataclass
class Download:
    """See :class:`playground.launch.base.DownloadStatus`."""

    progress: tuple[int, int] = (0, 0)
    is_done: bool = False
    problems: tuple[Problem, ...] = ()


@dataclass
class LocalLauncher:
    """See :class:`playground.launch.base.Launcher`."""

    name: str = "local"
    _process: subprocess.Popen[bytes] | None = None
    _ready_event: threading.Event = field(default_factory=threading.Event)
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _pending_answers: dict[int, Future[dict[str, Any]]] = field(default_factory=dict)
    _downloads: dict[str, tuple[int, Download]] = field(default_factory=dict)
    _runs: dict[str, Run] = field(default_factory=dict)
    """Those handed over and not ended yet, by folder."""
    _worker_freed: threading.Condition = field(init=False)
    _queue: tuple[str, ...] = ()
    _number: int = 0
    _reports: cachetools.LRUCache[str, Report] = field(default_factory=lambda: cachetools.LRUCache(MAX_CACHED_REPORTS))
    _requested_outputs: dict[str, Path] = field(default_factory=dict)
    """By owner, the outputs that were asked for last; there or not."""
    _failed_outputs: set[Path] = field(default_factory=set)
    """Outputs that nobody could compute."""

    def __post_init__(self) -> None:
        self._worker_freed = threading.Condition(self._lock)

    def start(self) -> None:
        with self._lock:
            if self._process is not None and self._process.poll() is None:
                return
            self._ready_event = threading.Event()
            self._process = _supervisor()
            atexit.unregister(self.close)
            atexit.register(self.close)
            assert self._process.stdout is not None
            reading = (self._process, self._process.stdout, self._ready_event)
            threading.Thread(target=self._read_messages, args=reading, daemon=True, name="playground-launcher").start()

    def ready(self) -> bool:
        process = self._process
        return self._ready_event.is_set() and process is not None and process.poll() is None

    def check(self, experiment: Experiment, timeout: float = 60.0) -> Report:
        key = spec.training_hash(experiment)
        with self._lock:
            cached_report = self._reports.get(key)
        if cached_report is not None:
            return cached_report
        answer = self._ask({"do": "check", "experiment": experiment.model_dump(mode="json")})[1]
        try:
            reply = answer.result(timeout)
        except Expired:
            return _no_report(Problem("check_timeout", Text(N_("The check of this network took too long."))))
        if "report" not in reply:
            return _no_report(*(Problem.from_json(entry) for entry in reply["problems"]))
        report = Report.from_json(reply["report"])
        with self._lock:
            self._reports[key] = report
        return report

    def request_outputs(self, experiment: Experiment, nodes: Mapping[str, Sequence[str]], owner: str) -> Path | None:
        key_parts = [
            activation_previews.VERSION,
            layer_keys.keys_by_network(experiment),
            {name: sorted(ids) for name, ids in nodes.items()},
        ]
        key = hashlib.sha256(json.dumps(key_parts, sort_keys=True).encode()).hexdigest()[:24]
        file = paths.cache() / "outputs" / f"{key}.npz"
        if file in self._failed_outputs or file.exists():
            return file
        with self._lock:
            if self._requested_outputs.get(owner) == file or not self.ready():
                return None
            self._requested_outputs[owner] = file
            job = {"do": "outputs", "owner": owner, "nodes": {name: list(ids) for name, ids in nodes.items()}}
            answer = self._ask({**job, "file": str(file), "experiment": experiment.model_dump(mode="json")})[1]
        answer.add_done_callback(lambda done: self._outputs_done(owner, file, done.result()))
        return None

    def _outputs_done(self, owner: str, file: Path, answer: dict[str, Any]) -> None:
        """What was given up may be asked for again; what failed is not: its file stays missing."""
        with self._lock:
            if self._requested_outputs.get(owner) == file:
                del self._requested_outputs[owner]
            if answer.get("done") is not False and not file.exists():
                self._failed_outputs.add(file)

    def decode(
        self, run: Run, codes: Sequence[Sequence[float]], labels: Sequence[int], owner: str, timeout: float = 10.0
    ) -> DecodeReply | None:
        if not self.ready():
            return None
        job = {"do": "decode", "owner": owner, "run": str(run.folder.resolve()), "labels": list(labels)}
        reply = self._answer({**job, "codes": [list(code) for code in codes]}, timeout)
        return None if reply is None else DecodeReply.from_json(reply.get("decoded", {}))

    def encode(self, run: Run, owner: str, timeout: float = 10.0, *, effect: bool = False) -> EncodeReply | None:
        if not self.ready():
            return None
        reply = self._answer(
            {"do": "encode", "owner": owner, "run": str(run.folder.resolve()), "effect": effect}, timeout
        )
        # Where the worker died, the supervisor answers with its problems alone.
        return None if reply is None else EncodeReply.from_json(reply.get("encoded", reply))

    def _answer(self, job: dict[str, Any], timeout: float) -> dict[str, Any] | None:
        """The answer to *job*; ``None`` where it did not come in time, or was given up for a later question."""
        answer = self._ask(job)[1]
        try:
            reply = answer.result(timeout)
        except Expired:
            return None
        return None if reply.get("done") is False else reply

    def prepare(self, experiment: Experiment, owner: str) -> None:
        if self.ready():
            job = {"do": "stage", "owner": owner, "key": spec.training_hash(experiment)}
            with self._lock:
                self._send({**job, "experiment": experiment.model_dump(mode="json")})

    def train(self, run: Run, epochs: int | None = None, *, paused: bool = False) -> None:
        with self._lock:
            self.start()
            folder = str(run.folder.resolve())
            if not self._wait_until_free(run, folder):
                return
            self._runs[folder] = run
            assert self._process is not None
            pid = self._process.pid
            started = psutil.Process(pid).create_time()
            run.append_events(events.StateChanged(time=time.time(), state="waiting", pid=pid, pid_started=started))
            commands_file = run.folder / "commands.jsonl"
            position = commands_file.stat().st_size if commands_file.exists() else 0
            if paused:
                run.append_command(Command("pause"))
            job = {"do": "train", "run": folder, "epochs": epochs, "commands_from": position}
            self._send({**job, "key": spec.training_hash(run.experiment())})

    def queue(self) -> tuple[str, ...]:
        return self._queue

    def fetch(self, name: str) -> Download:
        with self._lock:
            if name in self._downloads and not self._downloads[name][1].is_done:
                return self._downloads[name][1]
            download = Download()
            number, answer = self._ask({"do": "fetch", "name": name})
            self._downloads[name] = (number, download)
        answer.add_done_callback(lambda done: _close_download(download, done.result()))
        return download

    def mark_orphans(self, store: Store) -> None:
        mark_orphans(store)

    def close(self) -> None:
        with self._lock:
            process, self._process = self._process, None
        if process is None:
            return
        assert process.stdin is not None
        with contextlib.suppress(OSError):
            process.stdin.close()
        try:
            process.wait(CLOSE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _wait_until_free(self, run: Run, folder: str) -> bool:
        """Whether nobody works on *run*: no worker of this launcher, no other process (a second server, the command
        line). That a run has ended is on disk before its worker says that it is free, so who goes on with it at once
        waits for that."""
        run_history = history.fold(run.read_events()[0])
        if not run_history.has_ended:
            return folder not in self._runs and not is_process_alive(run_history.pid, run_history.pid_started)
        return self._worker_freed.wait_for(lambda: folder not in self._runs, RELEASE_SECONDS)

    def _ask(self, job: dict[str, Any]) -> tuple[int, Future[dict[str, Any]]]:
        with self._lock:
            self.start()
            self._number += 1
            answer: Future[dict[str, Any]] = Future()
            self._pending_answers[self._number] = answer
            self._send({"id": self._number, **job})
            return self._number, answer

    def _send(self, job: dict[str, Any]) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        # Where it died this moment, the reader notices and answers for it.
        with contextlib.suppress(OSError):
            self._process.stdin.write(json.dumps(job).encode() + b"\n")
            self._process.stdin.flush()

    def _read_messages(self, process: subprocess.Popen[bytes], stream: BinaryIO, ready_event: threading.Event) -> None:
        for line in stream:
            message = json.loads(line)
            if "ready" in message:
                ready_event.set()
            elif "queue" in message:
                self._queue = tuple(Path(folder).name for folder in message["queue"])
            elif "ended" in message:
                with self._lock:
                    self._runs.pop(message["ended"], None)
                    self._worker_freed.notify_all()
            elif "progress" in message:
                self._update_download(message)
            elif (answer := self._pending_answers.pop(message["id"], None)) is not None:
                answer.set_result(message)
        process.wait()
        stream.close()
        self._supervisor_lost(process)

    def _update_download(self, message: dict[str, Any]) -> None:
        for number, download in self._downloads.values():
            if number == message["id"]:
                done_bytes, total = message["progress"]
                download.progress = (done_bytes, total)

    def _supervisor_lost(self, process: subprocess.Popen[bytes]) -> None:
        """The supervisor is gone: answer for it, and mark what it was working on."""
        assert process.stdin is not None
        with contextlib.suppress(OSError):
            process.stdin.close()
        with self._lock:
            if self._process is not None and self._process is not process:
                return
            pending_answers, self._pending_answers = self._pending_answers, {}
            runs, self._runs, self._queue = self._runs, {}, ()
            self._worker_freed.notify_all()
        problem = Problem("supervisor_gone", Text(N_("The app's training service ended; it is started again.")))
        for answer in pending_answers.values():
            answer.set_result({"problems": [problem.to_json()]})
        for run in runs.values():
            fail_if_orphan(run)


def _supervisor() -> subprocess.Popen[bytes]:
    """Start it; what it prints goes into a log, as a page server's own streams may be anything."""
    log = paths.home() / "supervisor.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    # NumPy's own threads would be copied half by a fork; TensorFlow brings its own.
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "TF_CPP_MIN_LOG_LEVEL": "2"}
    with log.open("ab") as stream:
        return subprocess.Popen(
            [sys.executable, "-m", "playground.workers.supervisor"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=stream,
            env=environment,
            start_new_session=True,
        )


def _no_report(*problems: Problem) -> Report:
    return Report(networks={}, parameters=0, step_bytes=0, problems=problems)


def _close_download(download: Download, answer: dict[str, Any]) -> None:
    download.problems = tuple(Problem.from_json(entry) for entry in answer.get("problems", ()))
    download.is_done = True


LAUNCHER = LocalLauncher()
