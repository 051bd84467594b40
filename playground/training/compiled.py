"""The compiled programs of a run: many steps in one call, over a set that lies on the device.

A step gathers its batch from the resident set by row numbers, decodes it (uint8 pictures stay uint8 until here) and
runs the recipe's ``train_step``. Two programs exist:

- ``graph``: any batch length, traced once. Runs the first :data:`GRAPH_ONLY_STEPS` steps of every run, so that the
  first point is on the screen before XLA has compiled, the last smaller batch of an epoch, and everything where XLA
  does not pay;
- ``xla``: full batches only, as its shapes are fixed.

Which of the two runs a step follows from the step's number and the batch's length, never from a clock: the same seed
gives the same curve.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import tensorflow as tf

from playground.core.info import Array, Inputs
from playground.datasets.dataset import AffineScaling, DataSplit
from playground.families.base import Recipe
from playground.training import checkpoint, reproducibility
from playground.training.metric_sums import MetricSums, Sums

POINTS_PER_CHUNK = 20
GRAPH_ONLY_STEPS = 10
"""Steps of a run that always run in the plain graph."""
EVALUATION_BATCH = 1024
SNAPSHOT_LIMIT = 32_000_000
"""Bytes of state up to which copies of it are kept: every call also returns the state it started from (see
:mod:`.nonfinite`), and a worker the one that it began with."""


class DeviceDataset:
    """A part of the data on the device: ``x`` as stored, ``(n, *input_shape)`` (a tuple of such where the set holds
    several inputs), ``y`` ``(n, ...)`` as the loss wants it."""

    def __init__(self, part: DataSplit, recipe: Recipe) -> None:
        self.count = len(part)
        self.x = on_device(part.inputs)
        self.y = tf.convert_to_tensor(np.ascontiguousarray(recipe.targets(part)))


def on_device(x: Inputs) -> Any:
    """Tensors of the shape and type of *x* ``(n, ...)``, or of each of a tuple of such."""
    return tf.nest.map_structure(lambda array: tf.convert_to_tensor(np.ascontiguousarray(array)), x)


class ChunkResult:
    """What a call did: *steps* run (fewer than asked where the loss was no longer finite), the metrics' *sums*
    ``(size,)`` float64 since the epoch began, the same sums at up to :data:`POINTS_PER_CHUNK` *logged_sums* on the way
    (after so many steps of the call), and the state *state_before* the call where that is kept."""

    __slots__ = ("is_finite", "logged_sums", "state_before", "steps", "sums")

    def __init__(self, max_steps: int, steps: int, sums: Sums, marks: Sums, before: list[Any]) -> None:
        self.steps = steps
        self.sums = sums
        self.logged_sums = [(last, marks[row]) for row, last in enumerate(logged_steps(max_steps)) if last <= steps]
        self.state_before = before
        self.is_finite = bool(np.isfinite(sums[0]))


def logged_steps(count: int) -> list[int]:
    """After how many steps of a call of *count* each mark is set; the last is *count* itself."""
    rows = min(count, POINTS_PER_CHUNK)
    return [-(-(row + 1) * count // rows) for row in range(rows)]


def _gather_rows(x: Any, rows: Any) -> Any:
    return tf.nest.map_structure(lambda part: tf.gather(part, rows), x)


class CompiledSteps:
    """Compiled steps and evaluation for *recipe* over *train*; *execution* is ``"graph"`` or ``"xla"``."""

    def __init__(
        self,
        recipe: Recipe,
        train: DeviceDataset,
        decoders: Sequence[AffineScaling],
        batch_size: int,
        execution: str,
        state: list[Any],
    ) -> None:
        self.recipe = recipe
        self.metric_sums = MetricSums(recipe.metrics)
        self.train = train
        self.batch_size = min(batch_size, train.count)
        self.execution = execution
        self.state = state
        self.is_small = sum(int(np.prod(entry.shape)) * 4 for entry in state) <= SNAPSHOT_LIMIT
        self._snapshot_variables = state if self.is_small else []
        self._scalings = [
            tuple(tf.constant(np.asarray(value, np.float32)) for value in (decode.scale, decode.shift))
            for decode in decoders
        ]
        self.retrace()

    def retrace(self) -> None:
        """Forget what was compiled: something that was a constant has changed."""
        train = self.train
        whole, number = tf.TensorSpec([None], tf.int32), tf.TensorSpec([], tf.int32)
        sums = tf.TensorSpec([self.metric_sums.size], tf.float64)
        resident = tf.nest.map_structure(lambda part: tf.TensorSpec(part.shape, part.dtype), [train.x, train.y])
        self._graph = tf.function(
            self._any_steps, input_signature=[*resident, whole, number, number, number, sums], autograph=False
        )
        order = tf.TensorSpec([train.count], tf.int32)
        self._xla = tf.function(
            self._full_steps,
            input_signature=[*resident, order, number, number, sums],
            jit_compile=True,
            autograph=False,
        )
        parts = tf.nest.map_structure(
            lambda part: tf.TensorSpec([None, *part.shape[1:]], part.dtype), [train.x, train.y]
        )
        self._evaluate = tf.function(self._evaluation, input_signature=parts, autograph=False)

    @property
    def steps_per_epoch(self) -> int:
        """Steps in which every training example is seen once; the last may have a smaller batch."""
        return -(-self.train.count // self.batch_size)

    def network_inputs(self, x: Any) -> Any:
        """The networks' input for stored *x* ``(batch, *input_shape)``, scaled: a float32 tensor of that shape, or a
        tuple of such where the set holds several."""
        scaled = [
            tf.cast(part, tf.float32) * scale + shift
            for part, (scale, shift) in zip(tf.nest.flatten(x), self._scalings, strict=True)
        ]
        return tf.nest.pack_sequence_as(x, scaled)

    def uses_xla(self, step: int) -> bool:
        """Whether step number *step* (0-based, of the whole run) runs in XLA."""
        last = (step + 1) % self.steps_per_epoch == 0
        full = self.train.count % self.batch_size == 0
        return self.execution == "xla" and step >= GRAPH_ONLY_STEPS and (full or not last)

    def run_length(self, step: int) -> int:
        """How many steps from *step* on, to the epoch's end at most, run in the same program with the same length."""
        in_epoch = step % self.steps_per_epoch
        full_steps = self.train.count // self.batch_size
        if in_epoch >= full_steps:
            return 1
        steps_left = full_steps - in_epoch
        return (
            min(steps_left, GRAPH_ONLY_STEPS - step)
            if self.execution == "xla" and step < GRAPH_ONLY_STEPS
            else steps_left
        )

    def compile_graph(self) -> None:
        """Compile the graph by a call of no steps."""
        order = tf.range(self.train.count)
        self._graph(self.train.x, self.train.y, order, 0, self.batch_size, 0, self.metric_sums.zeros())

    def compile_xla(self) -> None:
        """Compile the XLA program, where there is one, by a call of no steps."""
        if self.execution == "xla":
            self._run_xla(tf.range(self.train.count), 0, 0, self.metric_sums.zeros())

    def _run_xla(self, order: Any, in_epoch: int, count: int, sums: Sums) -> Any:
        """The XLA program's result, or ``None`` where it cannot be compiled: then all runs in the graph.

        Compiling comes before running, so nothing has changed yet. It fails again for the same network on the same
        device, so this choice, too, is the same for every run with this seed."""
        try:
            return self._xla(self.train.x, self.train.y, order, in_epoch, count, sums)
        except (tf.errors.InvalidArgumentError, tf.errors.UnimplementedError, tf.errors.NotFoundError):
            self.execution = "graph"
            return None

    def run(self, step: int, count: int, order: Any, sums: Sums) -> ChunkResult:
        """Do *count* steps from *step* on, with the rows in the epoch's *order* ``(n,)`` int32, adding to *sums*
        ``(size,)`` float64; *count* must not exceed :meth:`run_length`."""
        in_epoch = step % self.steps_per_epoch
        if self.uses_xla(step) and (result := self._run_xla(order, in_epoch, count, sums)) is not None:
            return self._chunk_result(count, result)
        size = min(self.batch_size, self.train.count - in_epoch * self.batch_size)
        start = in_epoch * self.batch_size
        return self._chunk_result(count, self._graph(self.train.x, self.train.y, order, start, size, count, sums))

    def batch(self, step: int, order: Any) -> tuple[Any, Any]:
        """The inputs ``(batch, *input_shape)`` float32 and targets ``(batch, ...)`` of one step, whose rows stand in
        the epoch's *order* ``(n,)`` int32."""
        start = step % self.steps_per_epoch * self.batch_size
        rows = order[start : start + self.batch_size]
        return self.network_inputs(_gather_rows(self.train.x, rows)), tf.gather(self.train.y, rows)

    def trace(self, step: int, order: Any) -> Mapping[str, Array]:
        """What the recipe shows of the parts of one step (:meth:`.Recipe.trace_step`), which is not done: all that it
        moved is laid back. *step* and *order* as :meth:`batch`."""
        before = checkpoint.snapshot(self.state)
        arrays = self.recipe.trace_step(*self.batch(step, order))
        if arrays:
            checkpoint.restore(before, self.state)
        return arrays

    def compile_trace(self) -> None:
        """Compile what a step is taken apart with, where it is."""
        self.trace(0, tf.range(self.train.count))

    def evaluate(self, part: DeviceDataset) -> tuple[Sums, Array]:
        """Sums ``(size,)`` float64 of the metrics over *part*, and the outputs ``(n, ...)`` float32 for all its
        examples in order."""
        sums, outputs = self._evaluate(part.x, part.y)
        return sums.numpy().astype(np.float64), outputs.numpy()

    def predict(self, x: Inputs) -> Array:
        """The outputs ``(n, ...)`` float32 for stored inputs *x* ``(n, *input_shape)``, or a tuple of such. Targets are
        made up: what the metrics say of them is not looked at."""
        count = len(x[0] if isinstance(x, tuple) else x)
        y = tf.zeros([count, *self.train.y.shape[1:]], self.train.y.dtype)
        return self._evaluate(on_device(x), y)[1].numpy()  # type: ignore[no-any-return]

    def _chunk_result(self, max_steps: int, result: Any) -> ChunkResult:
        steps, sums, marks, before = result
        return ChunkResult(max_steps, int(steps), sums.numpy(), marks.numpy(), before)

    def _step(self, x: Any, y: Any, rows: Any) -> None:
        self.recipe.train_step(self.network_inputs(_gather_rows(x, rows)), tf.gather(y, rows))

    def _repeat(self, count: Any, step: Any, sums: Any) -> Any:
        """Call *step* with 0, 1 ... until *count* steps are done or the loss is no longer finite.

        The metrics begin anew at each step and are added one by one in float64: so the sums of an epoch do not
        depend on where one call ended and the next began, to the last bit.
        """
        before = [tf.identity(entry.value) for entry in self._snapshot_variables]

        rows = tf.minimum(count, POINTS_PER_CHUNK)

        def going(index: Any, sums: Any, _: Any) -> Any:
            return tf.logical_and(index < count, tf.math.is_finite(sums[0]))

        def body(index: Any, sums: Any, marks: Any) -> Any:
            self.metric_sums.reset_state()
            step(index)
            sums = sums + tf.cast(self.metric_sums.as_vector(), tf.float64)
            # Later steps of the same row overwrite it, so that it ends with the sums at its mark.
            return index + 1, sums, tf.tensor_scatter_nd_update(marks, [[index * rows // count]], sums[None])

        # One after another: a step must read the weights that the step before it wrote.
        marks = tf.zeros([POINTS_PER_CHUNK, self.metric_sums.size], tf.float64)
        steps, sums, marks = tf.while_loop(going, body, (tf.constant(0), sums, marks), parallel_iterations=1)
        return steps, sums, marks, before

    def _any_steps(self, x: Any, y: Any, order: Any, start: Any, size: Any, count: Any, sums: Any) -> Any:
        def step(index: Any) -> None:
            begin = start + index * size
            self._step(x, y, order[begin : begin + size])

        return self._repeat(count, step, sums)

    def _full_steps(self, x: Any, y: Any, order: Any, first: Any, count: Any, sums: Any) -> Any:
        def step(index: Any) -> None:
            # Not a slice: XLA takes a slice's begin for a constant and would compile anew for each.
            self._step(x, y, tf.gather(order, (first + index) * self.batch_size + tf.range(self.batch_size)))

        with reproducibility.threefry():
            return self._repeat(count, step, sums)

    def _evaluation(self, x: Any, y: Any) -> Any:
        self.metric_sums.reset_state()
        count = tf.shape(y)[0]
        batches = -(-count // EVALUATION_BATCH)
        outputs = tf.TensorArray(tf.float32, size=batches, infer_shape=False)

        def body(index: Any, outputs: Any) -> Any:
            rows = slice(index * EVALUATION_BATCH, (index + 1) * EVALUATION_BATCH)
            some = tf.nest.map_structure(lambda part: part[rows], x)
            result = self.recipe.test_step(self.network_inputs(some), y[rows])
            return index + 1, outputs.write(index, result)

        def going(index: Any, _: Any) -> Any:
            return index < batches

        _, outputs = tf.while_loop(going, body, (tf.constant(0), outputs), parallel_iterations=1)
        return self.metric_sums.as_vector(), outputs.concat()
