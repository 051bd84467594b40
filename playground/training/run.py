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
from playground.training.warmup import WarmTraining, prepare_training

if TYPE_CHECKING:
    from playground.families.base import Recipe
    from playground.training.loop import Loop


def train(
    run: Run, epochs: int | None = None, commands_from: int | None = None, staged: WarmTraining | None = None
) -> State:
    """Train *run* until *epochs* epochs are done in all (its experiment's, where ``None``), from its newest
    checkpoint where there is one. Returns the state it ended in: ``complete``, ``stopped`` or ``failed``.

    Everything that happens is in the run's events; nothing is raised. *commands_from* is the position in
    ``commands.jsonl`` from which commands count (the end of it now, where ``None``). *staged*: the same experiment,
    made ready in this process before (:mod:`.warmup`). Must be the first thing in its process that uses TensorFlow
    where the device or precision differ from the defaults.
    """
    from playground.training.command_reader import command_position

    position = command_position(run) if commands_from is None else commands_from
    try:
        return _train(run, epochs, position, staged)
    except PlaygroundError as error:
        problem = error.problems[0]
    except MemoryError:
        problem = _out_of_memory_problem(run)
    except Exception as error:
        traceback.print_exc()
        problem = _out_of_memory_problem(run) if _is_out_of_memory(error) else _unexpected_problem(error)
    run.append_events(events.StateChanged(time=time.time(), state="failed", problem=problem.to_json()))
    return "failed"


def _train(run: Run, epochs: int | None, position: int, staged: WarmTraining | None) -> State:
    import tensorflow as tf

    from playground.training import device
    from playground.training.finish import finish

    _emit_running(run)
    staged = staged or prepare_training(run.experiment())
    staged.was_changed = True
    with tf.device(device.device_string(staged.device)):
        loop = open_loop(run, staged, epochs, position)
        end: State = loop.train()
        if end == "complete":
            finish(loop, staged.prepared)
    loop.emit_state(end)
    staged.was_changed = loop.was_changed
    return end


def open_loop(run: Run, staged: WarmTraining, epochs: int | None = None, position: int = 0) -> Loop:
    """The loop of *run*, laid where its newest checkpoint was, its beginning told; not a step is done. Raises
    :class:`PlaygroundError` where the checkpoint belongs to another network."""
    from playground.training import checkpoint

    saved = checkpoint.newest(run)
    loop = _loop(run, staged, saved, (epochs, position))
    loop.event_writer.add(_started_event(staged, loop))
    loop.event_writer.flush()
    if saved is None:
        loop.frame_recorder.drop_after(-1)
        _record_untrained(loop, staged)
    return loop


def _emit_running(run: Run) -> None:
    import os

    import psutil

    pid = os.getpid()
    started = psutil.Process(pid).create_time()
    run.append_events(events.StateChanged(time=time.time(), state="running", pid=pid, pid_started=started))


def _loop(run: Run, staged: WarmTraining, saved: Any, epochs_and_position: tuple[int | None, int]) -> Loop:
    from playground.training.event_writer import EventWriter
    from playground.training.loop import Loop
    from playground.training.recording.recorder import FrameRecorder

    epochs, position = epochs_and_position
    programs, recipe = staged.compiled_steps, staged.recipe
    if saved is not None:
        programs.execution = saved.progress.execution
    journal = EventWriter(run, programs.metric_sums, lambda: _learning_rates(recipe))
    loop = Loop(
        run=run,
        experiment=staged.experiment,
        recipe=recipe,
        compiled_steps=programs,
        validation=staged.validation,
        frame_recorder=FrameRecorder(
            run,
            journal.add,
            staged.frame_sources,
            sample_scorer=staged.sample_scorer,
            validation_scorer=staged.validation.evaluate_sample if staged.validation.sample is not None else None,
            after_first_step=staged.after_first_step,
            interval=staged.experiment.training.draw_every,
        ),
        event_writer=journal,
        state=staged.state,
        epochs=epochs or staged.experiment.training.epochs,
        command_position=position,
    )
    if saved is not None:
        loop.resume(saved, extended=epochs is not None)
    return loop


def _learning_rates(recipe: Recipe) -> dict[str, float]:
    from playground import build

    return {name: build.learning_rate(optimizer) for name, optimizer in recipe.optimizers.items()}


def _record_untrained(loop: Loop, staged: WarmTraining) -> None:
    """What is known before the first step: the untrained network's scores and pictures."""
    if staged.initial_record is None:
        # The first point, before the first pictures are computed.
        _emit_scores(loop, loop.validation.evaluate())
        loop.frame_recorder.record_all(0, 0)
    else:
        logs, frames = staged.initial_record
        _emit_scores(loop, logs)
        for frame in frames:
            loop.frame_recorder.write_frame(frame, 0, 0)
    loop.event_writer.flush()
    loop.event_writer.restart_clock()


def _emit_scores(loop: Loop, logs: dict[str, float]) -> None:
    if logs:
        loop.event_writer.add(events.EpochEnded(time=time.time(), epoch=0, step=0, logs=logs, seconds=0.0))
        loop.event_writer.flush()


def _started_event(staged: WarmTraining, loop: Loop) -> events.Started:
    from playground.training import device

    prepared = staged.prepared
    return events.Started(
        time=time.time(),
        step=loop.step,
        epoch=loop.epoch,
        epochs=loop.epochs,
        steps_per_epoch=loop.compiled_steps.steps_per_epoch,
        parameters=sum(int(np.prod(w.shape)) for network in staged.recipe.networks.values() for w in network.weights),
        device=staged.device,
        execution=loop.compiled_steps.execution,
        train_examples=len(prepared.train),
        validation_examples=len(prepared.validation),
        test_examples=len(prepared.test),
        versions=device.package_versions(),
    )


def _is_out_of_memory(error: Exception) -> bool:
    return type(error).__name__ == "ResourceExhaustedError"


def _out_of_memory_problem(run: Run) -> Problem:
    batch = run.experiment().training.batch_size
    smaller = max(1, batch // 2)
    repair = Repair(
        Text(N_("Set the batch size to {batch}"), {"batch": smaller}),
        ({"do": "set", "path": "training.batch_size", "value": smaller},),
    )
    message = Text(
        N_("There was not enough memory for a step with a batch of {batch} examples. A smaller batch needs less."),
        {"batch": batch},
    )
    return Problem("out_of_memory", message, field="training.batch_size", repairs=(repair,) if smaller < batch else ())


def _unexpected_problem(error: Exception) -> Problem:
    message = Text(
        N_("The training ended with an error that the app did not expect: {kind}: {error}. worker.log has the rest."),
        {"kind": type(error).__name__, "error": str(error)[:300]},
    )
    return Problem("unexpected", message)
