"""What a worker process does: check a document, show what its layers put out, decode codes, encode examples, make
a training ready, train a run, fetch a data set.

A worker reads jobs as JSON lines and answers with JSON lines. When its channel ends, its supervisor is gone, and so
is it.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from playground.core.i18n import N_, Text
from playground.core.problems import PlaygroundError, Problem
from playground.experiment import spec
from playground.runs import events
from playground.runs.store import Run

if TYPE_CHECKING:
    from playground.training.recording.activations import ActivationService
    from playground.training.recording.latent_service import LatentService
    from playground.training.warmup import WarmTraining

Reply = Callable[[dict[str, Any]], None]
NICENESS = 10
"""How much a worker that only makes pictures yields to the others, on the system's scale of 0 to 19."""


def serve(incoming: BinaryIO, outgoing: BinaryIO) -> None:
    """Do jobs as they come, until the channel's end, or a training after which this worker cannot be as it was."""
    jobs: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
    running: list[Run] = []
    staged: WarmTraining | None = None
    outputs: ActivationService | None = None
    decoding: LatentService | None = None
    lock = threading.Lock()

    def reply(message: dict[str, Any]) -> None:
        with lock:
            outgoing.write(json.dumps(message).encode() + b"\n")
            outgoing.flush()

    def read_jobs() -> None:
        for line in incoming:
            jobs.put(json.loads(line))
        for run in running:
            run.append_events(_supervisor_gone())
        os._exit(1)

    threading.Thread(target=read_jobs, daemon=True).start()
    warm_up()
    reply({"ready": os.getpid()})
    while True:
        job = jobs.get()
        if job["do"] == "check":
            reply({"id": job["id"], **_check(job)})
        elif job["do"] == "fetch":
            reply({"id": job["id"], **_fetch(job, reply)})
        elif job["do"] == "outputs":
            outputs = outputs or _activation_service()
            reply({"id": job["id"], **_outputs_reply(outputs, job, jobs.empty)})
        elif job["do"] == "decode":
            decoding = decoding or _latent_service()
            reply({"id": job["id"], "decoded": _decode_reply(decoding, job)})
        elif job["do"] == "encode":
            decoding = decoding or _latent_service()
            reply({"id": job["id"], "encoded": _encode_reply(decoding, job)})
        elif job["do"] == "stage":
            staged = _warm_training(job, lambda still: _stays_idle(jobs, still))
            if staged is None:
                return
        elif job["do"] == "train":
            run = Run(Path(job["run"]))
            running.append(run)
            _train(run, job, staged)
            running.clear()
            if staged is None or not staged.reset():
                return
            reply({"ended": job["run"]})


def warm_up() -> None:
    """Load what Keras and TensorFlow load on first use: 0.5 s that nobody should wait for after pressing Train."""
    import keras
    import numpy as np
    import tensorflow as tf

    from playground import families
    from playground.training import device
    from playground.training.recording import recorder  # noqa: F401 - loaded here rather than under the button

    device.share_gpu_memory()
    families.all_families()
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    optimizer = keras.optimizers.Adam()
    optimizer.build(model.trainable_variables)

    def step(x: Any) -> None:
        with tf.GradientTape() as tape:
            loss = keras.losses.MeanSquaredError()(x[:, :1], model(x, training=True))
        weights = model.trainable_variables
        optimizer.apply(tape.gradient(loss, [weight.value for weight in weights]), weights)

    tf.function(step, autograph=False)(np.zeros((2, 2), np.float32))
    keras.backend.clear_session()


def _check(job: dict[str, Any]) -> dict[str, Any]:
    from playground import datasets
    from playground.checks.keras_check import keras_report

    try:
        experiment = spec.parse(job["experiment"])
        return {"report": keras_report(experiment, datasets.describe(experiment.data)).to_json()}
    except PlaygroundError as error:
        return {"problems": [problem.to_json() for problem in error.problems]}
    except Exception as error:
        traceback.print_exc()
        message = Text(
            N_("The check ended with an error that the app did not expect: {kind}: {error}"),
            {"kind": type(error).__name__, "error": str(error)[:300]},
        )
        return {"problems": [Problem("unexpected", message).to_json()]}


def _activation_service() -> ActivationService:
    """What only looks nice may wait for checks and trainings: from here on this worker yields to them."""
    from playground.training.recording.activations import ActivationService

    if hasattr(os, "nice"):
        os.nice(NICENESS)
    return ActivationService()


def _outputs_reply(outputs: ActivationService, job: dict[str, Any], is_wanted: Callable[[], bool]) -> dict[str, Any]:
    """*is_wanted* says whether nothing came since: otherwise the answer would be to an older question."""
    try:
        return {"done": outputs.write(spec.parse(job["experiment"]), job["nodes"], Path(job["file"]), is_wanted)}
    except Exception:
        # A picture is missing, and the check says why where there is a reason.
        traceback.print_exc()
        return {"done": True}


def _latent_service() -> LatentService:
    from playground.training.recording.latent_service import LatentService

    return LatentService()


def _decode_reply(decoding: LatentService, job: dict[str, Any]) -> dict[str, Any]:
    import numpy as np

    from playground.runs.latent_messages import DecodeReply

    try:
        codes, labels = np.asarray(job["codes"], np.float32), np.asarray(job["labels"], np.int64)
        return decoding.decode(Path(job["run"]), codes, labels).to_json()
    except Exception:
        # A picture is missing; why a run cannot be built again is said where it is trained.
        traceback.print_exc()
        return DecodeReply(None).to_json()


def _encode_reply(decoding: LatentService, job: dict[str, Any]) -> dict[str, Any]:
    from playground.runs.latent_messages import EncodeReply

    try:
        return decoding.encode(Path(job["run"]), effect=bool(job["effect"])).to_json()
    except PlaygroundError as error:
        return EncodeReply(problems=error.problems).to_json()
    except Exception as error:
        traceback.print_exc()
        message = Text(
            N_("The networks of this run could not be made again: {kind}: {error}"),
            {"kind": type(error).__name__, "error": str(error)[:300]},
        )
        return EncodeReply(problems=(Problem("not_encoded", message),)).to_json()


def _fetch(job: dict[str, Any], reply: Reply) -> dict[str, Any]:
    from playground import datasets

    last_report_time = 0.0

    def progress(done_bytes: int, total: int | None) -> None:
        nonlocal last_report_time
        if (now := time.monotonic()) - last_report_time > 0.1 or done_bytes == total:
            last_report_time = now
            reply({"id": job["id"], "progress": [done_bytes, total or 0]})

    try:
        datasets.fetch(job["name"], progress)
    except PlaygroundError as error:
        return {"problems": [problem.to_json() for problem in error.problems]}
    except Exception as error:
        traceback.print_exc()
        message = Text(
            N_("{name} could not be fetched: {kind}: {error}"),
            {"name": job["name"], "kind": type(error).__name__, "error": str(error)[:300]},
        )
        return {"problems": [Problem("not_fetched", message).to_json()]}
    return {"done": True}


def _stays_idle(jobs: queue.SimpleQueue[dict[str, Any]], seconds: float) -> bool:
    """Whether no job waits now, nor comes within *seconds*."""
    until = time.monotonic() + seconds
    while jobs.empty() and time.monotonic() < until:
        time.sleep(0.02)
    return jobs.empty()


def _warm_training(job: dict[str, Any], is_idle: Callable[[float], bool]) -> WarmTraining | None:
    """What is ready for *job*; ``None`` where it cannot be made ready: the training itself then says why."""
    from playground.training import warmup

    try:
        staged = warmup.prepare_training(spec.parse(job["experiment"]))
        warmup.compile_ahead(staged, is_idle)
    except Exception:
        traceback.print_exc()
        return None
    return staged


def _train(run: Run, job: dict[str, Any], staged: WarmTraining | None) -> None:
    from playground.runs.commands import Command
    from playground.training.run import train

    # The server is going down: stop as a person would stop it, with a checkpoint.
    before = signal.signal(signal.SIGTERM, lambda *_: run.append_command(Command("stop")))
    with _output_into(run.folder / "worker.log"):
        train(run, job.get("epochs"), job.get("commands_from"), staged)
    signal.signal(signal.SIGTERM, before)


@contextlib.contextmanager
def _output_into(file: Path) -> Iterator[None]:
    """What is printed goes to the end of *file*. TensorFlow writes to the descriptors, past sys.stderr."""
    log = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    before = [os.dup(1), os.dup(2)]
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.close(log)
    try:
        yield
    finally:
        for number, copy in enumerate(before, 1):
            os.dup2(copy, number)
            os.close(copy)


def _supervisor_gone() -> events.Event:
    message = Text(N_("The app's training service ended while this run was going on. It can be continued."))
    problem = Problem("supervisor_gone", message).to_json()
    return events.StateChanged(time=time.time(), state="failed", problem=problem)


def main() -> None:
    """A spawned worker: its channel is standard input and output; whatever else prints goes to standard error."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    outgoing = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    serve(sys.stdin.buffer, outgoing)
    os._exit(0)


if __name__ == "__main__":
    main()
