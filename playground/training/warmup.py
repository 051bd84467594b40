"""All of a training that can be done before somebody presses Train: networks built, programs compiled, the untrained
network scored and drawn. It needs no run, changes nothing that is learnt, and may be thrown away.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from playground import datasets, families
from playground.core.i18n import N_, Text
from playground.core.info import Array
from playground.core.problems import PlaygroundError, Problem
from playground.datasets.dataset import Part, Prepared
from playground.experiment.spec import Experiment
from playground.families.base import Frame, Recipe, Watcher
from playground.ports import connections

if TYPE_CHECKING:
    from playground.training.compiled import Programs, Resident
    from playground.training.recording.sample_scoring import Gauge

XLA_AFTER = 1.5
"""Seconds of quiet before XLA compiles ahead: that takes a second or two in which a training could not begin, and the
first steps of a run do without it."""


@dataclass
class Validation:
    """The validation part, and what the network last said of it, which pictures use again."""

    programs: Programs
    part: Resident | None
    outputs: Array | None = None

    def evaluate(self) -> dict[str, float]:
        """The metrics, under Keras's ``val_`` names; empty where there is no such part."""
        if self.part is None:
            return {}
        sums, self.outputs = self.programs.evaluate(self.part)
        return {f"val_{name}": value for name, value in self.programs.tally.values(sums).items()}

    def predict(self, part: Part) -> Array:
        """Outputs for the first examples of the part, which *part* are; those just evaluated where nothing was learnt
        since (see :meth:`stale`)."""
        return self.outputs[: len(part)] if self.outputs is not None else self.programs.predict(part.inputs)

    def stale(self) -> None:
        """The weights have moved."""
        self.outputs = None


@dataclass
class Staged:
    """*first*: scores and pictures before the first step, where there was time for them; those of *late* come after."""

    experiment: Experiment
    prepared: Prepared
    device: str
    recipe: Recipe
    programs: Programs
    validation: Validation
    watchers: Sequence[Watcher]
    gauge: Gauge | None
    late: Sequence[Watcher]
    state: list[Any]
    first: tuple[dict[str, float], list[Frame]] | None = None

    def look(self) -> None:
        """Score and draw the network as it is."""
        logs = self.validation.evaluate()
        self.first = logs, [watcher.take() for watcher in self.watchers]


def stage(experiment: Experiment) -> Staged:
    """Everything built, nothing compiled. Sets this process up for the run: it can serve no other device or precision.

    Raises :class:`PlaygroundError` where there is nothing to train on or not the device that is asked for.
    """
    import tensorflow as tf

    from playground.training import checkpoint, device
    from playground.training.compiled import Programs, Resident
    from playground.training.recording import memorization
    from playground.training.recording.recorder import standard_watchers
    from playground.training.recording.sample_scoring import gauge

    device_name = device.prepare(experiment.training)
    prepared = datasets.prepare(experiment.data)
    if not len(prepared.train):
        raise PlaygroundError(Problem("no_examples", Text(N_("There is no example left to train on."))))
    with tf.device(device.place(device_name)):
        training = experiment.training
        steps = -(-len(prepared.train) // min(training.batch_size, len(prepared.train))) * training.epochs
        family = families.get(experiment.family)
        recipe = family.build(connections.context(experiment, prepared, steps))
        state = checkpoint.state_variables(recipe)
        execution = device.execution(experiment, steps)
        train = Resident(prepared.train, recipe)
        programs = Programs(recipe, train, prepared.decoders, training.batch_size, execution, state)
        validation = Validation(programs, Resident(prepared.validation, recipe) if len(prepared.validation) else None)
        standard = standard_watchers(
            experiment, prepared, recipe.networks, validation.predict if family.answers else None
        )
        watchers = [*standard, *recipe.watchers()]
        scores, late = gauge(experiment.data, prepared, recipe), list(memorization.watcher(prepared, recipe))
    return Staged(experiment, prepared, device_name, recipe, programs, validation, watchers, scores, late, state)


def warm(staged: Staged, idle: Callable[[float], bool]) -> None:
    """Compile and compute ahead, the soonest needed first. *idle* is asked before each part whether nobody comes for
    the training within so many seconds; where somebody does, the rest is left to the training."""
    import tensorflow as tf

    from playground.training import device

    parts = [(0.0, staged.look), (0.0, staged.programs.warm_graph), (XLA_AFTER, staged.programs.warm_xla)]
    if (gauge := staged.gauge) is not None:
        parts.append((XLA_AFTER, gauge.prepare))
    with tf.device(device.place(staged.device)):
        for still, part in parts:
            if not idle(still):
                return
            part()
