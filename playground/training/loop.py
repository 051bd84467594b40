"""The loop around the compiled steps: chunks sized by time, epochs, commands, pictures, checkpoints.

It knows a recipe only by :class:`playground.families.base.Recipe`. Nothing it decides by the clock (how many steps in
one call, when to take a picture) changes what is learnt.
"""

from __future__ import annotations

import math
import os
import time
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import psutil
import tensorflow as tf

from playground import build
from playground.core.problems import PlaygroundError
from playground.experiment.spec import Experiment
from playground.families.base import FrameData, Recipe
from playground.runs import events
from playground.runs.commands import FASTEST, RATE, TEMPO, Tempo, read_tempo
from playground.runs.store import Run
from playground.training import checkpoint
from playground.training.command_reader import CommandReader
from playground.training.compiled import ChunkResult, CompiledSteps
from playground.training.early_stopping import EarlyStoppingState
from playground.training.event_writer import EventWriter
from playground.training.nonfinite import nonfinite_problem
from playground.training.recording.recorder import FrameRecorder
from playground.training.warmup import Validation

SHORT, LONG = 0.06, 0.15
"""Seconds that one call of the compiled loop should take: commands wait that long. Sizes are doubled and halved, not
computed from the time of a step: on a busy machine a call of one step may take long for reasons of its own."""
MAX_PARTS_FRAMES = 32
"""Steps of which each part is kept in pictures."""
FIRST_CHECKPOINT, BETWEEN_CHECKPOINTS = 1.0, 3.0
CHECKPOINT_SHARE = 0.02

LISTEN = 0.02
"""Seconds between two looks at the commands while nothing is done."""
SMOOTH = 0.05
"""Seconds that the steps of one call stand for at a chosen tempo: curves and pictures move instead of jumping."""

End = Literal["stopped", "complete"]


@dataclass
class Pace:
    """When steps are due at a tempo. Where computing takes longer than the tempo leaves, nothing is made up for."""

    steps_per_second: float = math.inf
    due_at: float = 0.0
    """On ``time.perf_counter``: when what was begun is to be over."""

    @classmethod
    def for_tempo(cls, tempo: Tempo, steps_per_epoch: int) -> Pace:
        return cls(tempo.rate * (steps_per_epoch if tempo.unit == "epochs" else 1))

    @property
    def most_steps(self) -> int:
        """Steps that one call may do."""
        return max(1, int(min(self.steps_per_second * SMOOTH, FASTEST)))

    def begin(self, steps: int, now: float) -> None:
        """*steps* begin at *now*."""
        self.due_at = max(self.due_at, now) + steps / self.steps_per_second


@dataclass
class Loop:
    """One training under way. :meth:`train` returns when it is over; raises :class:`PlaygroundError` when the loss
    is no longer finite."""

    run: Run
    experiment: Experiment
    recipe: Recipe
    compiled_steps: CompiledSteps
    validation: Validation
    frame_recorder: FrameRecorder
    event_writer: EventWriter
    state: list[Any]
    epochs: int
    command_position: int
    """Where in the commands to begin."""
    step: int = 0
    epoch: int = 0
    early_stopping_state: EarlyStoppingState = field(default_factory=EarlyStoppingState)
    best_weights: list[np.ndarray] = field(default_factory=list)
    learning_rates: dict[str, float] = field(default_factory=dict)
    live_params: dict[str, float | str] = field(default_factory=dict)
    seconds: float = 0.0

    def __post_init__(self) -> None:
        self.command_reader = CommandReader(self.run, self.command_position, self._set_live_param)
        self.sums = self.compiled_steps.metric_sums.zeros()
        self._order: tuple[int, Any] = (-1, None)
        self._size = {False: 1, True: 1}
        self._pace = Pace()
        self._programs_run: set[bool] = set()
        self._clock = time.perf_counter()
        self._save_at = time.perf_counter() + FIRST_CHECKPOINT
        self._saved_step = -1

    def train(self) -> End:
        """Train until all epochs are done, early stopping ends it (both ``complete``), or somebody stops it; leaves a
        checkpoint. Raises :class:`PlaygroundError` when the loss is no longer finite."""
        self._clock = time.perf_counter()
        while self.epoch < self.epochs and not self._should_stop():
            if self._handle_commands() == "stop":
                self._save_everything()
                return "stopped"
            self.run_chunk()
            self._keep_tempo()
        self._save_everything()
        return "complete"

    def run_chunk(self) -> None:
        """One call of the compiled loop and what is due after it."""
        self._run_compiled()
        if self.step % self.compiled_steps.steps_per_epoch == 0:
            self._end_epoch()
        self._do_what_is_due()

    def resume(self, saved: checkpoint.Checkpoint, *, extended: bool) -> None:
        """Stand where *saved* was. With *extended* (more epochs asked for) patience begins anew. Raises
        :class:`PlaygroundError` where *saved* belongs to another network."""
        place = saved.progress
        checkpoint.restore(saved.state, self.state)
        self.step, self.epoch, self.seconds = place.step, place.epoch, place.seconds
        self.sums, self.best_weights, self.learning_rates = saved.sums, saved.best_weights, dict(place.learning_rates)
        self.early_stopping_state = EarlyStoppingState(place.best, place.best_epoch, 0 if extended else place.wait)
        for name, value in self.learning_rates.items():
            build.set_learning_rate(self.recipe.optimizers[name], value)
        for dial, turned_to in place.dials.items():
            self._set_family_param(dial, turned_to)
        self.frame_recorder.drop_after(self.step)

    @property
    def was_changed(self) -> bool:
        """Whether somebody changed a rate or a parameter, now or before the checkpoint from which it goes on."""
        return bool(self.learning_rates or self.live_params)

    def emit_state(self, state: events.State) -> None:
        """Write that the run is in *state* now, at the hands of this process."""
        pid = os.getpid()
        started = psutil.Process(pid).create_time()
        self.event_writer.add(events.StateChanged(time=time.time(), state=state, pid=pid, pid_started=started))
        self.event_writer.flush()

    def save(self) -> None:
        """Write a checkpoint, and say when the next is due."""
        start_time = time.perf_counter()
        position = checkpoint.Progress(
            step=self.step,
            epoch=self.epoch,
            seconds=self._elapsed(),
            execution=self.compiled_steps.execution,
            learning_rates=self.learning_rates,
            dials=self.live_params,
            best=self.early_stopping_state.best,
            best_epoch=self.early_stopping_state.best_epoch,
            wait=self.early_stopping_state.wait,
        )
        whole = checkpoint.Checkpoint(position, checkpoint.snapshot(self.state), self.sums, self.best_weights)
        file = checkpoint.save(self.run, whole)
        self.event_writer.add(events.CheckpointSaved(time=time.time(), step=self.step, epoch=self.epoch, file=file))
        self._saved_step = self.step
        now = time.perf_counter()
        self._save_at = now + max(BETWEEN_CHECKPOINTS, (now - start_time) / CHECKPOINT_SHARE)

    def _should_stop(self) -> bool:
        rule = self.experiment.training.early_stopping
        return rule is not None and self.early_stopping_state.should_stop(rule)

    def _elapsed(self) -> float:
        return self.seconds + time.perf_counter() - self._clock

    def _handle_commands(self) -> Literal["go", "stop"]:
        self.command_reader.read()
        if self.command_reader.is_waiting:
            self._pause()
        return "stop" if self.command_reader.stopping else "go"

    def _pause(self) -> None:
        self._save_everything()
        self.seconds = self._elapsed()
        self.emit_state("paused")
        while self.command_reader.is_waiting:
            time.sleep(LISTEN)
            self.command_reader.read()
        if not self.command_reader.paused or self.command_reader.epoch_once:
            self.emit_state("running")
        self._pace.due_at = 0.0
        self._clock = time.perf_counter()
        self.event_writer.restart_clock()

    def _save_everything(self) -> None:
        """Leave nothing unsaid and unsaved: training stands still from here on."""
        self.event_writer.end_point(self.step)
        self.frame_recorder.record_all(self.step, self.epoch)
        self.save()
        self.event_writer.flush()

    def _run_compiled(self) -> None:
        xla = self.compiled_steps.uses_xla(self.step)
        count = self._chunk_size(xla)
        if new := xla not in self._programs_run:
            self.event_writer.flush()
        order = self._epoch_order()
        if self.command_reader.step_once:
            self._trace_step(order)
        start_time = time.perf_counter()
        self._pace.begin(count, start_time)
        result = self.compiled_steps.run(self.step, count, order, self.sums)
        self.validation.invalidate()
        seconds = time.perf_counter() - start_time
        if not result.is_finite:
            self._raise_nonfinite(result, order)
        self._record_points(result, seconds)
        self.step += result.steps
        self.sums = result.sums
        if new:
            self._programs_run.add(xla)
            self.event_writer.end_point(self.step)
            self.event_writer.flush()
            self.event_writer.restart_clock()
        elif seconds > LONG or (seconds < SHORT and count == self._size[xla]):
            self._size[xla] = max(1, count // 2) if seconds > LONG else count * 2
        self.command_reader.step_once = False

    def _trace_step(self, order: Any) -> None:
        """A picture of each part of the step that comes; it is done as if nobody had looked."""
        arrays = self.compiled_steps.trace(self.step, order)
        if arrays:
            self.frame_recorder.write_frame(
                FrameData("parts", arrays, max_kept=MAX_PARTS_FRAMES), self.step + 1, self.epoch
            )

    def _record_points(self, result: ChunkResult, seconds: float) -> None:
        steps, sums = 0, self.sums
        for last, mark in result.logged_sums:
            self.event_writer.add_steps(
                self.step + last, last - steps, mark - sums, seconds * (last - steps) / result.steps
            )
            steps, sums = last, mark

    def _chunk_size(self, xla: bool) -> int:
        if self.command_reader.step_once:
            return 1
        return min(self.compiled_steps.run_length(self.step), self._size[xla], self._pace.most_steps)

    def _epoch_order(self) -> Any:
        """The order of the examples in this epoch: it follows from seed and epoch alone."""
        if self._order[0] != self.epoch:
            chance = np.random.default_rng([self.experiment.training.seed, self.epoch])
            rows = chance.permutation(self.compiled_steps.train.count).astype(np.int32)
            self._order = (self.epoch, tf.constant(rows))
        return self._order[1]

    def _end_epoch(self) -> None:
        self.event_writer.end_point(self.step)
        self.epoch += 1
        logs = self.compiled_steps.metric_sums.results(self.sums) | self.validation.evaluate()
        self.sums = self.compiled_steps.metric_sums.zeros()
        self.command_reader.epoch_once = False
        self.event_writer.add(
            events.EpochEnded(time=time.time(), epoch=self.epoch, step=self.step, logs=logs, seconds=self._elapsed())
        )
        if rule := self.experiment.training.early_stopping:
            self.early_stopping_state = self.early_stopping_state.update(rule, self.epoch, logs)
            if rule.restore_best and self.early_stopping_state.best_epoch == self.epoch:
                self.best_weights = checkpoint.snapshot(self.weights())

    def weights(self) -> list[Any]:
        """The weights of all networks, Keras variables, one network after the other."""
        return [weight for network in self.recipe.networks.values() for weight in network.weights]

    def _keep_tempo(self) -> None:
        """Wait until what was done is due at the tempo that a person chose; commands are heard meanwhile."""
        if self._pace.due_at - time.perf_counter() > SMOOTH:
            self.event_writer.end_point(self.step)  # What stands still is seen.
        while (seconds_left := self._pace.due_at - time.perf_counter()) > 0:
            time.sleep(min(seconds_left, LISTEN))
            self._do_what_is_due()
            self.command_reader.read()
            if self.command_reader.paused or self.command_reader.stopping:
                return

    def _do_what_is_due(self) -> None:
        self.frame_recorder.record_due(self.step, self.epoch)
        if time.perf_counter() >= self._save_at and self.step != self._saved_step:
            self.save()
        self.event_writer.flush_if_due()

    def _set_live_param(self, dial: str, value: float | str) -> None:
        name, _, whose = dial.partition(".")
        if name == TEMPO:
            is_known = self._set_tempo(value)
        else:
            is_known = self._set_learning_rate(whose, value) if name == RATE else self._set_family_param(dial, value)
        if is_known:
            self.event_writer.end_point(self.step)
            self.event_writer.add(events.LiveParamChanged(time=time.time(), step=self.step, dial=dial, value=value))
            self.event_writer.flush()

    def _set_tempo(self, value: float | str) -> bool:
        try:
            tempo = read_tempo(value)
        except ValueError:
            return False
        self._pace = Pace() if tempo is None else Pace.for_tempo(tempo, self.compiled_steps.steps_per_epoch)
        return True

    def _set_learning_rate(self, whose: str, value: float | str) -> bool:
        """Of the optimizer *whose*, or of all (``""``)."""
        meant = [name for name in self.recipe.optimizers if whose in ("", name)]
        if not meant or isinstance(value, str) or not math.isfinite(value) or value < 0:
            return False
        for name in meant:
            build.set_learning_rate(self.recipe.optimizers[name], float(value))
            self.learning_rates[name] = float(value)
        return True

    def _set_family_param(self, dial: str, value: float | str) -> bool:
        constant = not self.recipe.live_params.any_changed
        if not self.recipe.live_params.set(dial, value):
            return False
        self.live_params[dial] = value
        if constant:
            self.compiled_steps.retrace()
            self._programs_run.clear()
        return True

    def _raise_nonfinite(self, result: ChunkResult, order: Any) -> None:
        self.event_writer.end_point(self.step)
        self.event_writer.flush()
        raise PlaygroundError(nonfinite_problem(self, result, order))
