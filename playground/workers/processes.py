"""Worker processes that are ready before they are needed: forked where that is safe, spawned elsewhere.

A fork of a process that has imported TensorFlow and run no operation takes 20 to 40 ms and 6 MB. The end of the
channel to its supervisor ends a worker, so that nothing is left behind when the supervisor is killed.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, BinaryIO, Protocol

GRACE = 2.0
"""Seconds in which a worker whose channel has ended must be gone."""


class Worker(Protocol):
    """One worker process; *reader* gives what it answers, line by line."""

    @property
    def pid(self) -> int: ...

    @property
    def reader(self) -> BinaryIO: ...

    def send(self, message: dict[str, Any]) -> None:
        """Give it work. A worker that is gone already takes nothing; its end of stream tells so."""
        ...

    def terminate(self) -> None: ...

    def kill(self) -> None: ...

    def wait(self) -> int:
        """Its exit code, negative for a signal; killed where it does not end within :data:`GRACE`."""
        ...


@dataclass
class ForkedWorker:
    pid: int
    channel: socket.socket
    reader: BinaryIO

    def send(self, message: dict[str, Any]) -> None:
        with contextlib.suppress(OSError):
            self.channel.sendall(json.dumps(message).encode() + b"\n")

    def terminate(self) -> None:
        _signal(self.pid, signal.SIGTERM)

    def kill(self) -> None:
        _signal(self.pid, signal.SIGKILL)

    def wait(self) -> int:
        until = time.monotonic() + GRACE
        while (pid_and_status := os.waitpid(self.pid, os.WNOHANG))[0] == 0:
            if time.monotonic() > until:
                self.kill()
                pid_and_status = os.waitpid(self.pid, 0)
                break
            time.sleep(0.002)
        self.reader.close()
        self.channel.close()
        return os.waitstatus_to_exitcode(pid_and_status[1])


@dataclass
class SpawnedWorker:
    process: subprocess.Popen[bytes]

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def reader(self) -> BinaryIO:
        assert self.process.stdout is not None
        return self.process.stdout  # type: ignore[return-value]

    def send(self, message: dict[str, Any]) -> None:
        assert self.process.stdin is not None
        with contextlib.suppress(OSError):
            self.process.stdin.write(json.dumps(message).encode() + b"\n")
            self.process.stdin.flush()

    def terminate(self) -> None:
        self.process.terminate()

    def kill(self) -> None:
        self.process.kill()

    def wait(self) -> int:
        try:
            code = self.process.wait(GRACE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            code = self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(OSError):
                stream.close()  # type: ignore[union-attr]
        return code


def fork(serve: Callable[[BinaryIO, BinaryIO], None], others: Iterable[int]) -> ForkedWorker:
    """A child that runs *serve* on its end of a socket pair. *others* are the descriptors that belong to the parent
    and to other workers: a copy of them in the child would hide their end."""
    ours, theirs = socket.socketpair()
    with warnings.catch_warnings():
        # Python 3.12 warns of threads; those are NumPy's, which registers handlers for fork, and none is Python's.
        warnings.simplefilter("ignore", DeprecationWarning)
        pid = os.fork()
    if pid:
        theirs.close()
        return ForkedWorker(pid, ours, ours.makefile("rb", buffering=0))  # type: ignore[arg-type]
    code = 1
    try:
        ours.close()
        for descriptor in others:
            with contextlib.suppress(OSError):
                os.close(descriptor)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        serve(theirs.makefile("rb"), theirs.makefile("wb"))
        code = 0
    finally:
        # Never back into the supervisor's own code, and none of its clean-up.
        with contextlib.suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def spawn() -> SpawnedWorker:
    """A process of its own; slower to start, the same to talk to."""
    command = [sys.executable, "-m", "playground.workers.jobs"]
    return SpawnedWorker(subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE))


def _signal(pid: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)
