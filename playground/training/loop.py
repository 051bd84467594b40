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
from playground.families.base import Frame, Recipe
from playground.runs import events
from playground.runs.store import Run
from playground.training import checkpoint
from playground.training.command_reader import Control
from playground.training.compiled import Done, Programs
from playground.training.early_stopping import Patience
from playground.training.event_writer import Journal
from playground.training.nonfinite import explain
from playground.training.recording.recorder import Album
from playground.training.warmup import Validation

SHORT, LONG = 0.06, 0.15
"""Seconds that one call of the compiled loop should take: commands wait that long. Sizes are doubled and halved, not
computed from the time of a step: on a busy machine a call of one step may take long for reasons of its own."""
PARTS = 32
"""Steps of which each part is kept in pictures."""
FIRST_CHECKPOINT, BETWEEN_CHECKPOINTS = 1.0, 3.0
CHECKPOINT_SHARE = 0.02

RATE = "learning_rate"
"""The dial of all learning rates; behind a dot, the name of the one that is meant."""

End = Literal["stopped", "complete"]


@dataclass
class Loop:
    """One training under way. :meth:`train` returns when it is over; raises :class:`PlaygroundError` when the loss
    is no longer finite."""

    run: Run
    experiment: Experiment
    recipe: Recipe
    programs: Programs
    validation: Validation
    album: Album
    journal: Journal
    state: list[Any]
    epochs: int
    position: int
    """Where in the commands to begin."""
    step: int = 0
    epoch: int = 0
    patience: Patience = field(default_factory=Patience)
    best: list[np.ndarray] = field(default_factory=list)
    learning_rates: dict[str, float] = field(default_factory=dict)
    dials: dict[str, float | str] = field(default_factory=dict)
    seconds: float = 0.0

    def __post_init__(self) -> None:
        self.control = Control(self.run, self.position, self._turn)
        self.sums = self.programs.tally.none()
        self._order: tuple[int, Any] = (-1, None)
        self._size = {False: 1, True: 1}
        self._called: set[bool] = set()
        self._clock = time.perf_counter()
        self._save_at = time.perf_counter() + FIRST_CHECKPOINT

    def train(self) -> End:
        self._clock = time.perf_counter()
        while self.epoch < self.epochs and not self._over():
            if self._obey() == "stop":
                self._rest()
                return "stopped"
            self.once()
        self._rest()
        return "complete"

    def once(self) -> None:
        """One call of the compiled loop and what is due after it."""
        self._call()
        if self.step % self.programs.steps_per_epoch == 0:
            self._end_epoch()
        self._between()

    def go_on_from(self, saved: checkpoint.Checkpoint, *, extended: bool) -> None:
        """Stand where *saved* was. With *extended* (more epochs asked for) patience begins anew."""
        place = saved.position
        checkpoint.lay(saved.state, self.state)
        self.step, self.epoch, self.seconds = place.step, place.epoch, place.seconds
        self.sums, self.best, self.learning_rates = saved.sums, saved.best, dict(place.learning_rates)
        self.patience = Patience(place.best, place.best_epoch, 0 if extended else place.wait)
        for name, value in self.learning_rates.items():
            build.set_learning_rate(self.recipe.optimizers[name], value)
        for dial, turned_to in place.dials.items():
            self._turn_family(dial, turned_to)
        self.album.forget_after(self.step)

    def changed_state(self, state: events.State) -> None:
        pid = os.getpid()
        started = psutil.Process(pid).create_time()
        self.journal.add(events.StateChanged(time=time.time(), state=state, pid=pid, pid_started=started))
        self.journal.flush()

    def save(self) -> None:
        """Write a checkpoint, and say when the next is due."""
        begun = time.perf_counter()
        position = checkpoint.Position(
            step=self.step,
            epoch=self.epoch,
            seconds=self._elapsed(),
            execution=self.programs.execution,
            learning_rates=self.learning_rates,
            dials=self.dials,
            best=self.patience.best,
            best_epoch=self.patience.best_epoch,
            wait=self.patience.wait,
        )
        whole = checkpoint.Checkpoint(position, checkpoint.taken(self.state), self.sums, self.best)
        file = checkpoint.save(self.run, whole)
        self.journal.add(events.CheckpointSaved(time=time.time(), step=self.step, epoch=self.epoch, file=file))
        now = time.perf_counter()
        self._save_at = now + max(BETWEEN_CHECKPOINTS, (now - begun) / CHECKPOINT_SHARE)

    def _over(self) -> bool:
        rule = self.experiment.training.early_stopping
        return rule is not None and self.patience.over(rule)

    def _elapsed(self) -> float:
        return self.seconds + time.perf_counter() - self._clock

    def _obey(self) -> Literal["go", "stop"]:
        self.control.read()
        if self.control.paused and not self.control.single and not self.control.stopping:
            self._pause()
        return "stop" if self.control.stopping else "go"

    def _pause(self) -> None:
        self._rest()
        self.seconds = self._elapsed()
        self.changed_state("paused")
        while self.control.paused and not self.control.single and not self.control.stopping:
            time.sleep(0.02)
            self.control.read()
        if not self.control.paused:
            self.changed_state("running")
        self._clock = time.perf_counter()
        self.journal.restart_clock()

    def _rest(self) -> None:
        """Leave nothing unsaid and unsaved: training stands still from here on."""
        self.journal.close_point(self.step)
        self.album.take_all(self.step, self.epoch)
        self.save()
        self.journal.flush()

    def _call(self) -> None:
        xla = self.programs.uses_xla(self.step)
        count = self._count(xla)
        if new := xla not in self._called:
            self.journal.flush()
        order = self._rows()
        if self.control.single:
            self._rehearse(order)
        begun = time.perf_counter()
        done = self.programs.run(self.step, count, order, self.sums)
        self.validation.stale()
        seconds = time.perf_counter() - begun
        if not done.finite:
            self._fail(done, order)
        self._count_points(done, seconds)
        self.step += done.steps
        self.sums = done.sums
        if new:
            self._called.add(xla)
            self.journal.close_point(self.step)
            self.journal.flush()
            self.journal.restart_clock()
        elif seconds > LONG or (seconds < SHORT and count == self._size[xla]):
            self._size[xla] = max(1, count // 2) if seconds > LONG else count * 2
        self.control.single = False

    def _rehearse(self, order: Any) -> None:
        """A picture of each part of the step that comes; it is done as if nobody had looked."""
        before = checkpoint.taken(self.state)
        arrays = self.recipe.rehearsed(*self.programs.batch(self.step, order))
        if arrays:
            checkpoint.lay(before, self.state)
            self.album.add(Frame("parts", arrays, most=PARTS), self.step + 1, self.epoch)

    def _count_points(self, done: Done, seconds: float) -> None:
        steps, sums = 0, self.sums
        for last, mark in done.marks:
            self.journal.count(self.step + last, last - steps, mark - sums, seconds * (last - steps) / done.steps)
            steps, sums = last, mark

    def _count(self, xla: bool) -> int:
        return 1 if self.control.single else min(self.programs.alike(self.step), self._size[xla])

    def _rows(self) -> Any:
        """The order of the examples in this epoch: it follows from seed and epoch alone."""
        if self._order[0] != self.epoch:
            chance = np.random.default_rng([self.experiment.training.seed, self.epoch])
            rows = chance.permutation(self.programs.train.count).astype(np.int32)
            self._order = (self.epoch, tf.constant(rows))
        return self._order[1]

    def _end_epoch(self) -> None:
        self.journal.close_point(self.step)
        self.epoch += 1
        logs = self.programs.tally.values(self.sums) | self.validation.evaluate()
        self.sums = self.programs.tally.none()
        self.journal.add(
            events.EpochEnded(time=time.time(), epoch=self.epoch, step=self.step, logs=logs, seconds=self._elapsed())
        )
        if rule := self.experiment.training.early_stopping:
            self.patience = self.patience.after(rule, self.epoch, logs)
            if rule.restore_best and self.patience.best_epoch == self.epoch:
                self.best = checkpoint.taken(self.weights())

    def weights(self) -> list[Any]:
        return [weight for network in self.recipe.networks.values() for weight in network.weights]

    def _between(self) -> None:
        self.album.take_due(self.step, self.epoch)
        if time.perf_counter() >= self._save_at:
            self.save()
        self.journal.flush_due()

    def _turn(self, dial: str, value: float | str) -> None:
        name, _, whose = dial.partition(".")
        if self._turn_rate(whose, value) if name == RATE else self._turn_family(dial, value):
            self.journal.close_point(self.step)
            self.journal.add(events.DialTurned(time=time.time(), step=self.step, dial=dial, value=value))
            self.journal.flush()

    def _turn_rate(self, whose: str, value: float | str) -> bool:
        """Of the optimizer *whose*, or of all (``""``)."""
        meant = [name for name in self.recipe.optimizers if whose in ("", name)]
        if not meant or isinstance(value, str) or not math.isfinite(value) or value < 0:
            return False
        for name in meant:
            build.set_learning_rate(self.recipe.optimizers[name], float(value))
            self.learning_rates[name] = float(value)
        return True

    def _turn_family(self, dial: str, value: float | str) -> bool:
        constant = not self.recipe.dials.turned
        if not self.recipe.dials.turn(dial, value):
            return False
        self.dials[dial] = value
        if constant:
            self.programs.trace()
            self._called.clear()
        return True

    def _fail(self, done: Done, order: Any) -> None:
        self.journal.close_point(self.step)
        self.journal.flush()
        raise PlaygroundError(explain(self, done, order))
