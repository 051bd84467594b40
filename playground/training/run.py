"""One training from beginning (or checkpoint) to end, in the process that calls it."""

from __future__ import annotations

import time
import traceback
from typing import TYPE_CHECKING, Any

import numpy as np

from playground.core.i18n import N_, Text
from playground.core.problems import PlaygroundError, Problem, Repair
from playground.runs import events
from playground.runs.events import State
from playground.runs.store import Run
from playground.training.warmup import Staged, stage

if TYPE_CHECKING:
    from playground.families.base import Recipe
    from playground.training.loop import Loop


def train(run: Run, epochs: int | None = None, commands_from: int | None = None, staged: Staged | None = None) -> State:
    """Train *run* until *epochs* epochs are done in all (its experiment's, where ``None``), from its newest
    checkpoint where there is one. Returns the state it ended in: ``complete``, ``stopped`` or ``failed``.

    Everything that happens is in the run's events; nothing is raised. *commands_from* is the position in
    ``commands.jsonl`` from which commands count (the end of it now, where ``None``). *staged*: the same experiment,
    made ready in this process before (:mod:`.staging`). Must be the first thing in its process that uses TensorFlow
    where the device or precision differ from the defaults.
    """
    from playground.training.command_reader import end_of_commands

    position = end_of_commands(run) if commands_from is None else commands_from
    try:
        return _train(run, epochs, position, staged)
    except PlaygroundError as error:
        problem = error.problems[0]
    except MemoryError:
        problem = _no_memory(run)
    except Exception as error:
        traceback.print_exc()
        problem = _no_memory(run) if _is_exhausted(error) else _unexpected(error)
    run.append(events.StateChanged(time=time.time(), state="failed", problem=problem.to_json()))
    return "failed"


def _train(run: Run, epochs: int | None, position: int, staged: Staged | None) -> State:
    import tensorflow as tf

    from playground.training import device
    from playground.training.finish import finish

    _say_running(run)
    staged = staged or stage(run.experiment())
    with tf.device(device.place(staged.device)):
        loop = opened(run, staged, epochs, position)
        end: State = loop.train()
        if end == "complete":
            finish(loop, staged.prepared)
    loop.changed_state(end)
    return end


def opened(run: Run, staged: Staged, epochs: int | None = None, position: int = 0) -> Loop:
    """The loop of *run*, laid where its newest checkpoint was, its beginning told; not a step is done."""
    from playground.training import checkpoint

    saved = checkpoint.newest(run)
    loop = _loop(run, staged, saved, (epochs, position))
    loop.journal.add(_started(staged, loop))
    loop.journal.flush()
    if saved is None:
        loop.album.forget_after(-1)
        _begin(loop, staged)
    return loop


def _say_running(run: Run) -> None:
    import os

    import psutil

    pid = os.getpid()
    started = psutil.Process(pid).create_time()
    run.append(events.StateChanged(time=time.time(), state="running", pid=pid, pid_started=started))


def _loop(run: Run, staged: Staged, saved: Any, asked: tuple[int | None, int]) -> Loop:
    from playground.training.event_writer import Journal
    from playground.training.loop import Loop
    from playground.training.recording.recorder import Album

    epochs, position = asked
    programs, recipe = staged.programs, staged.recipe
    if saved is not None:
        programs.execution = saved.position.execution
    journal = Journal(run, programs.tally, lambda: _rates(recipe))
    loop = Loop(
        run=run,
        experiment=staged.experiment,
        recipe=recipe,
        programs=programs,
        validation=staged.validation,
        album=Album(
            run,
            journal.add,
            staged.watchers,
            gauge=staged.gauge,
            late=staged.late,
            every=staged.experiment.training.draw_every,
        ),
        journal=journal,
        state=staged.state,
        epochs=epochs or staged.experiment.training.epochs,
        position=position,
    )
    if saved is not None:
        loop.go_on_from(saved, extended=epochs is not None)
    return loop


def _rates(recipe: Recipe) -> dict[str, float]:
    def rate(optimizer: Any) -> float:
        return float(getattr(optimizer, "inner_optimizer", optimizer).learning_rate)

    return {name: rate(optimizer) for name, optimizer in recipe.optimizers.items()}


def _begin(loop: Loop, staged: Staged) -> None:
    """What is known before the first step: the untrained network's scores and pictures."""
    if staged.first is None:
        # The first point, before the first pictures are computed.
        _tell_scores(loop, loop.validation.evaluate())
        loop.album.take_all(0, 0)
    else:
        logs, frames = staged.first
        _tell_scores(loop, logs)
        for frame in frames:
            loop.album.add(frame, 0, 0)
    loop.journal.flush()
    loop.journal.restart_clock()


def _tell_scores(loop: Loop, logs: dict[str, float]) -> None:
    if logs:
        loop.journal.add(events.EpochEnded(time=time.time(), epoch=0, step=0, logs=logs, seconds=0.0))
        loop.journal.flush()


def _started(staged: Staged, loop: Loop) -> events.Started:
    from playground.training import device

    prepared = staged.prepared
    return events.Started(
        time=time.time(),
        step=loop.step,
        epoch=loop.epoch,
        epochs=loop.epochs,
        steps_per_epoch=loop.programs.steps_per_epoch,
        parameters=sum(int(np.prod(w.shape)) for network in staged.recipe.networks.values() for w in network.weights),
        device=staged.device,
        execution=loop.programs.execution,
        train_examples=len(prepared.train),
        validation_examples=len(prepared.validation),
        test_examples=len(prepared.test),
        versions=device.versions(),
    )


def _is_exhausted(error: Exception) -> bool:
    return type(error).__name__ == "ResourceExhaustedError"


def _no_memory(run: Run) -> Problem:
    batch = run.experiment().training.batch_size
    smaller = max(1, batch // 2)
    repair = Repair(
        Text(N_("Set the batch size to {batch}"), {"batch": smaller}),
        ({"do": "set", "path": "training.batch_size", "value": smaller},),
    )
    said = Text(
        N_("There was not enough memory for a step with a batch of {batch} examples. A smaller batch needs less."),
        {"batch": batch},
    )
    return Problem("out_of_memory", said, field="training.batch_size", repairs=(repair,) if smaller < batch else ())


def _unexpected(error: Exception) -> Problem:
    said = Text(
        N_("The training ended with an error that the app did not expect: {kind}: {error}. worker.log has the rest."),
        {"kind": type(error).__name__, "error": str(error)[:300]},
    )
    return Problem("unexpected", said)
