"""One run from the document to its score, in a process of its own, told as it goes.

The training has its own process so that a crash of it (memory, a killed worker) is still answered here with a
sentence, and so that this one stays light. Ctrl-C asks it to stop, as the page's button does; a second one ends it.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import statistics
import threading
import time
from collections.abc import Iterable, Sequence
from multiprocessing.context import SpawnProcess
from pathlib import Path
from types import FrameType

from playground.checks.check import check_experiment
from playground.cli.outcome import Outcome
from playground.cli.progress import ProgressReporter
from playground.core.i18n import N_, Text
from playground.core.problems import PlaygroundError, Problem
from playground.datasets import describe
from playground.experiment.spec import Experiment
from playground.runs import commands, events, store
from playground.runs.events import Event
from playground.runs.history import History, fold
from playground.runs.store import Run

_LOOK_EVERY = 0.1


def create_run(experiment: Experiment) -> Run:
    """A new run of *experiment*. Raises :class:`PlaygroundError` where it is wrong before anything is built."""
    wrong = check_experiment(experiment, describe(experiment.data)).problems
    if wrong:
        raise PlaygroundError(*wrong)
    return store.default().create(experiment)


def train_in_own_process(run: Run, epochs: int | None = None) -> Outcome:
    """Train *run* (on from its checkpoint where it has one) and answer when it has ended, however it ended."""
    began = time.monotonic()
    _, position = run.read_events()
    # Counted from here, so that a Ctrl-C while the process is still starting is not lost.
    _, commands_from = run.read_commands()
    work = (run.folder, epochs, commands_from, os.getpid())
    # As under the app's supervisor: NumPy's threads and TensorFlow's get into each other's way, and a product that
    # takes 0.1 s on one thread takes 2 s on two.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    process = multiprocessing.get_context("spawn").Process(target=_work, args=work)
    process.start()
    with ProgressReporter(run.experiment()) as progress:
        _follow(run, position, process, progress)
    return _outcome(run, run.read_events()[0], time.monotonic() - began)


def _follow(run: Run, position: int, process: SpawnProcess, progress: ProgressReporter) -> None:
    """Show what happens until the process is gone; turn Ctrl-C (and a polite kill) into the stop command."""
    stop_event = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        if stop_event.is_set():
            process.kill()
            return
        stop_event.set()
        run.append_command(commands.Command("stop"))
        progress.note(str(Text(N_("Stopping: the checkpoint is being saved. Ctrl-C again ends it at once."))))

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        history = History().apply(run.read_events()[0])
        while True:
            alive = process.is_alive()
            happened, position = run.read_events(position)
            progress.show(history.apply(happened))
            if not alive:
                break
            process.join(_LOOK_EVERY)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    if not history.has_ended:
        _mark_dead(run, process.exitcode)


def _mark_dead(run: Run, exit_code: int | None) -> None:
    message = Text(
        N_("The training ended without a word (exit status {status}). Its last checkpoint can be continued."),
        {"status": exit_code},
    )
    problem = Problem("worker_died", message).to_json()
    run.append_events(events.StateChanged(time=time.time(), state="failed", problem=problem))


def _work(folder: Path, epochs: int | None, commands_from: int, parent: int) -> None:
    """The training's process: what libraries print goes into the run's folder, and it stops when the command is
    gone."""
    with (folder / "worker.log").open("ab") as log:
        os.dup2(log.fileno(), 1)
        os.dup2(log.fileno(), 2)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    run = Run(folder)
    threading.Thread(target=_stop_with_parent, args=(run, parent), daemon=True).start()
    from playground.training.run import train

    train(run, epochs, commands_from)


def _stop_with_parent(run: Run, parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1.0)
    run.append_command(commands.Command("stop"))


def _outcome(run: Run, happened: Sequence[Event], seconds: float) -> Outcome:
    history = fold(happened)
    tested = history.test_event
    last = {name: series.y[-1] for name, series in history.by_epoch.items() if series.y}
    problems = (Problem.from_json(history.problem),) if history.problem else ()
    return Outcome(
        status=history.state,
        goal_met=tested.goal_met if tested else None,
        metrics=tested.metrics if tested else last,
        steps_per_second=_rate(happened),
        seconds=seconds,
        run=str(run.folder),
        problems=problems,
    )


def _rate(happened: Iterable[Event]) -> float:
    """The usual speed: half the chunks were faster. Compiling, testing and pauses do not count."""
    rates = [event.steps_per_second for event in happened if isinstance(event, events.StepsDone)]
    return statistics.median(rates) if rates else 0.0
