"""One network that learns to give the target for each input: classification and regression."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from playground.datasets.base import Affine, Array, Info, Part
from playground.families.base import Context, Family, Metric, Model, Optimizer, Recipe, Tensor, Watcher
from playground.i18n import N_
from playground.specs import Experiment

IN_UNITS = frozenset({"mae", "mse", "rmse"})
"""Metrics that have the unit of the target; R² has none, and sums of large numbers would cost it digits."""


@dataclass
class Supervised:
    """Keras's own ``train_step`` and ``test_step``, written out (Keras 3, ``backend/tensorflow/trainer.py``)."""

    experiment: Experiment
    info: Info
    model: Model
    loss: Any
    optimizer: Optimizer
    metrics: Sequence[Metric]
    decode_target: Affine
    networks: dict[str, Model] = field(init=False)
    optimizers: dict[str, Optimizer] = field(init=False)

    def __post_init__(self) -> None:
        self.networks = {self.experiment.networks[0].name: self.model}
        self.optimizers = {"optimizer": self.optimizer}

    def targets(self, part: Part) -> Array:
        from playground import build

        return build.targets(self.experiment.loss, part.y, self.info)

    def train_step(self, x: Tensor, y: Tensor) -> None:
        import tensorflow as tf

        weights = self.model.trainable_variables
        with tf.GradientTape() as tape:
            outputs = self.model(x, training=True)
            loss = self._loss(y, outputs)
            scaled = self.optimizer.scale_loss(loss)
        if weights:
            gradients = tape.gradient(scaled, [weight.value for weight in weights])
            self.optimizer.apply(gradients, weights)
        self._count(y, outputs, loss)

    def evaluate_step(self, x: Tensor, y: Tensor) -> Tensor:
        import tensorflow as tf

        outputs = self.model(x, training=False)
        self._count(y, outputs, self._loss(y, outputs))
        return tf.cast(outputs, tf.float32)

    def examined(self, x: Tensor, y: Tensor) -> Mapping[str, tuple[Tensor, Callable[[], Tensor]]]:
        return {name: (x, lambda: self._loss(y, self.model(x, training=True))) for name in self.networks}

    def watchers(self) -> Sequence[Watcher]:
        return ()

    def finished(self) -> None:
        self.optimizer.finalize_variable_values(self.model.trainable_variables)

    def _loss(self, y: Tensor, outputs: Tensor) -> Tensor:
        import tensorflow as tf

        return tf.add_n([self.loss(y, outputs), *(tf.reduce_sum(part) for part in self.model.losses)])

    def _count(self, y: Tensor, outputs: Tensor, loss: Tensor) -> None:
        import tensorflow as tf

        mean, *others = self.metrics
        mean.update_state(loss, sample_weight=tf.shape(outputs)[0])
        for metric in others:
            if metric.name in IN_UNITS and self.info.task == "regression":
                metric.update_state(self._in_units(y), self._in_units(outputs))
            else:
                metric.update_state(y, outputs)

    def _in_units(self, values: Tensor) -> Tensor:
        """*values* of targets or outputs in the units of the data, whatever scale the network learns in."""
        import tensorflow as tf

        return tf.cast(values, tf.float32) * self.decode_target.scale + self.decode_target.shift


def build(context: Context) -> Recipe:
    """The network of ``experiment.networks[0]`` with its loss, optimizer and metrics."""
    import keras

    from playground import build as keras_for

    experiment, info = context.experiment, context.prepared.info
    training = experiment.training
    model = keras_for.model(experiment.networks[0], info, seed=training.seed, precision=training.precision)
    optimizer = keras_for.optimizer(experiment.optimizer, context.total_steps)
    if training.precision == "mixed_float16":
        optimizer = keras.optimizers.LossScaleOptimizer(optimizer)
    optimizer.build(model.trainable_variables)
    metrics = [keras.metrics.Mean(name="loss"), *keras_for.metrics(_asked(experiment), info, experiment.loss)]
    loss = keras_for.loss(experiment.loss, info)
    return Supervised(experiment, info, model, loss, optimizer, metrics, context.prepared.decode_target)


def _asked(experiment: Experiment) -> Any:
    """The metrics of the document, and the goal's where it is not among them: a goal must be seen coming."""
    from playground.specs import Pick

    goal = experiment.goal
    names = {pick.name for pick in experiment.metrics}
    if goal is None or goal.metric in names or goal.metric == "loss":
        return experiment.metrics
    return (*experiment.metrics, Pick(name=goal.metric))


FAMILY = Family(
    name="supervised",
    title=N_("Learning from examples"),
    help=N_("One network gets an input, its output is compared with the known answer, and its weights are moved."),
    networks=("model",),
    build=build,
)
