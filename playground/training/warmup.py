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
from playground.datasets.dataset import DataSplit, Prepared
from playground.experiment.spec import Experiment
from playground.families.base import FrameData, FrameSource, Recipe
from playground.ports import connections

if TYPE_CHECKING:
    from playground.training.compiled import CompiledSteps, DeviceDataset
    from playground.training.metric_sums import Sums
    from playground.training.recording.sample_scoring import SampleScorer

XLA_AFTER = 1.5
"""Seconds of quiet before XLA compiles ahead: that takes a second or two in which a training could not begin, and the
first steps of a run do without it."""
SAMPLE = 1_000
"""Examples that the network is scored on within an epoch: their share of the time is small, and the standard error of
an accuracy among them at most 1.6 %."""


@dataclass
class Validation:
    """The validation part, its first :data:`SAMPLE` examples, and what the network last said of the part, *outputs*
    ``(n, ...)``, which pictures use again."""

    compiled_steps: CompiledSteps
    part: DeviceDataset | None
    sample: DeviceDataset | None = None
    outputs: Array | None = None

    def evaluate(self) -> dict[str, float]:
        """The metrics, under Keras's ``val_`` names; empty where there is no such part."""
        if self.part is None:
            return {}
        sums, self.outputs = self.compiled_steps.evaluate(self.part)
        return self._named(sums)

    def _named(self, sums: Sums) -> dict[str, float]:
        return {f"val_{name}": value for name, value in self.compiled_steps.metric_sums.results(sums).items()}

    def evaluate_sample(self) -> tuple[int, dict[str, float]]:
        """How many examples the sample has, which must be there, and its metrics, under Keras's ``val_`` names."""
        assert self.sample is not None
        sums, _outputs = self.compiled_steps.evaluate(self.sample)
        return self.sample.count, self._named(sums)

    def predict(self, part: DataSplit) -> Array:
        """Outputs ``(n, ...)`` float32 for the first examples of the part, which *part* are; those just evaluated where
        nothing was learnt since (see :meth:`invalidate`)."""
        return self.outputs[: len(part)] if self.outputs is not None else self.compiled_steps.predict(part.inputs)

    def invalidate(self) -> None:
        """The weights have moved."""
        self.outputs = None


@dataclass
class WarmTraining:
    """*initial_record*: scores and pictures before the first step, where there was time for them; those of
    *after_first_step* come after."""

    experiment: Experiment
    prepared: Prepared
    device: str
    recipe: Recipe
    compiled_steps: CompiledSteps
    validation: Validation
    frame_sources: Sequence[FrameSource]
    sample_scorer: SampleScorer | None
    after_first_step: Sequence[FrameSource]
    state: list[Any]
    initial_state: list[Array] | None
    """What *state* began as; ``None`` where it is too large to be kept."""
    initial_execution: str
    """How its programs run, unless a checkpoint says otherwise."""
    initial_record: tuple[dict[str, float], list[FrameData]] | None = None
    was_changed: bool = False
    """Whether more than *state* may be other than at the beginning: a run failed, or somebody changed a rate or a
    parameter in it."""

    def record_initial(self) -> None:
        """Score and draw the network as it is."""
        logs = self.validation.evaluate()
        self.initial_record = logs, [watcher.capture() for watcher in self.frame_sources]

    def reset(self) -> bool:
        """Lay back what a run has learned: the next one of the same experiment is the same, to the last bit, and
        nothing is built or compiled for it. Whether that can be."""
        from playground.training import checkpoint

        if self.was_changed or self.initial_state is None:
            return False
        checkpoint.restore(self.initial_state, self.state)
        self.compiled_steps.execution = self.initial_execution
        self.validation.invalidate()
        return True


def prepare_training(experiment: Experiment) -> WarmTraining:
    """Everything built, nothing compiled. Sets this process up for the run: it can serve no other device or precision.

    Raises :class:`PlaygroundError` where there is nothing to train on or not the device that is asked for.
    """
    import tensorflow as tf

    from playground.training import checkpoint, device
    from playground.training.compiled import CompiledSteps, DeviceDataset
    from playground.training.recording import memorization
    from playground.training.recording.recorder import standard_sources
    from playground.training.recording.sample_scoring import make_sample_scorer

    device_name = device.configure_process(experiment.training)
    prepared = datasets.prepare(experiment.data)
    if not len(prepared.train):
        raise PlaygroundError(Problem("no_examples", Text(N_("There is no example left to train on."))))
    with tf.device(device.device_string(device_name)):
        training = experiment.training
        steps = -(-len(prepared.train) // min(training.batch_size, len(prepared.train))) * training.epochs
        family = families.get(experiment.family)
        recipe = family.build(connections.context(experiment, prepared, steps))
        state = checkpoint.state_variables(recipe)
        execution = device.choose_execution(experiment, steps)
        train = DeviceDataset(prepared.train, recipe)
        programs = CompiledSteps(recipe, train, prepared.input_scalings, training.batch_size, execution, state)
        validation = _validation(programs, prepared, recipe, sampled=family.predicts_targets)
        standard = standard_sources(
            experiment, prepared, recipe.networks, validation.predict if family.predicts_targets else None
        )
        watchers = [*standard, *recipe.frame_sources()]
        scores, late = (
            make_sample_scorer(experiment.data, prepared, recipe),
            list(memorization.nearest_source(prepared, recipe)),
        )
    begun = checkpoint.snapshot(state) if programs.is_small else None
    return WarmTraining(
        experiment, prepared, device_name, recipe, programs, validation, watchers, scores, late, state, begun, execution
    )


def _validation(programs: CompiledSteps, prepared: Prepared, recipe: Recipe, *, sampled: bool) -> Validation:
    """*sampled*: it may be scored within epochs, when the clock says so, as that changes nothing that is learnt."""
    from playground.training.compiled import DeviceDataset

    part = prepared.validation
    if not len(part):
        return Validation(programs, None)
    sample = DeviceDataset(part.take(slice(SAMPLE)), recipe) if sampled else None
    return Validation(programs, DeviceDataset(part, recipe), sample)


def compile_ahead(staged: WarmTraining, idle: Callable[[float], bool]) -> None:
    """Compile and compute ahead, the soonest needed first. *idle* is asked before each part whether nobody comes for
    the training within so many seconds; where somebody does, the rest is left to the training."""
    import tensorflow as tf

    from playground.training import device

    parts = [
        (0.0, staged.record_initial),
        (0.0, staged.compiled_steps.compile_graph),
        (XLA_AFTER, staged.compiled_steps.compile_trace),
        (0.0, staged.compiled_steps.compile_xla),
    ]
    if (gauge := staged.sample_scorer) is not None:
        parts.append((XLA_AFTER, gauge.prepare))
    with tf.device(device.device_string(staged.device)):
        for still, part in parts:
            if not idle(still):
                return
            part()
