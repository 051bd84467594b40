"""Networks one behind another, one loss at the end, one optimizer over all of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from playground.catalog.metrics import METRICS
from playground.core.info import Array, Info
from playground.datasets.dataset import DataSplit
from playground.experiment.spec import Experiment, NamedParams
from playground.families.base import Context, FrameSource, KerasOptimizer, Metric, Model, Tensor
from playground.families.live_params import LiveParams

SHARED_OPTIMIZER = "optimizer"
"""What the optimizer of all networks that have none of their own is called."""


@dataclass
class JointRecipe:
    """Keras's own ``train_step`` and ``test_step``, written out (Keras 3, ``backend/tensorflow/trainer.py``).

    Who learns something else than the answers of the data set says what is taken as input (:meth:`prepare_inputs`),
    what the output is held against (:meth:`prepare_targets`), what the loss is made of
    (:meth:`compute_outputs_and_losses`), and what is kept of an example (:meth:`eval_outputs`).
    """

    experiment: Experiment
    info: Info
    networks: dict[str, Model]
    latent_dim: int
    loss: Any
    optimizers: dict[str, KerasOptimizer]
    """One for all networks, called ``optimizer``, and one by its name for each network that has its own."""
    metrics: Sequence[Metric]
    """First a mean for each part of the objective, of its name; then those of the document."""
    extra_variables: Sequence[Tensor] = field(init=False, default=())
    live_params: LiveParams = field(default_factory=LiveParams)

    def targets(self, part: DataSplit) -> Array:
        from playground import build

        return build.targets(self.experiment.loss, part.y, self.info)

    def train_step(self, x: Tensor, y: Tensor) -> None:
        inputs, targets = self.prepare_inputs(x, y, training=True), self.prepare_targets(x, y)
        outputs, parts = self.minimize(lambda: self.compute_outputs_and_losses(inputs, targets, training=True))
        self.update_metrics(targets, outputs, parts)

    def minimize(self, compute_losses: Callable[[], Any]) -> Any:
        """Move the weights against the gradient of what *compute_losses* says: outputs ``(batch, ...)``, parts with
        ``loss``, float32 scalars, and what else it gives. Returns that."""
        import tensorflow as tf

        learners = [
            (self.optimizers[name], weights) for name, weights in self.variables_by_optimizer().items() if weights
        ]
        with tf.GradientTape(persistent=len(learners) > 1) as tape:
            result = compute_losses()
            scaled = [optimizer.scale_loss(result[1]["loss"]) for optimizer, _weights in learners]
        for (optimizer, weights), loss in zip(learners, scaled, strict=True):
            optimizer.apply(tape.gradient(loss, [weight.value for weight in weights]), weights)
        return result

    def variables_by_optimizer(self) -> dict[str, list[Tensor]]:
        """By optimizer, the weights that it moves, Keras variables."""
        variables: dict[str, list[Tensor]] = {name: [] for name in self.optimizers}
        for name, network in self.networks.items():
            variables[name if name in variables else SHARED_OPTIMIZER] += network.trainable_variables
        return variables

    def test_step(self, x: Tensor, y: Tensor) -> Tensor:
        import tensorflow as tf

        targets = self.prepare_targets(x, y)
        outputs, parts = self.compute_outputs_and_losses(
            self.prepare_inputs(x, y, training=False), targets, training=False
        )
        self.update_metrics(targets, outputs, parts)
        return tf.cast(self.eval_outputs(targets, outputs), tf.float32)

    def compute_outputs_and_losses(
        self, inputs: Tensor, targets: Tensor, *, training: bool
    ) -> tuple[Tensor, dict[str, Tensor]]:
        """The outputs ``(batch, ...)`` float32, and the parts of what is made small, float32 scalars: ``loss`` in all,
        and those that the family names. *inputs* and *targets* are as :meth:`prepare_inputs` and
        :meth:`prepare_targets` give them."""
        outputs = self.call(inputs, training=training)
        return outputs, {"loss": self.add_regularization(self.loss(targets, outputs))}

    def call(self, inputs: Tensor, *, training: bool) -> Tensor:
        """The outputs ``(batch, ...)`` of the last network for *inputs* as :meth:`prepare_inputs` gives them."""
        for name, network in self.networks.items():
            inputs = self.forwarded_output(name, network(inputs, training=training))
        return inputs

    def forwarded_output(self, network: str, outputs: Tensor) -> Tensor:  # noqa: ARG002 - for those who pass on a part of it
        """What of the *outputs* ``(batch, ...)`` of *network* goes into the next one."""
        return outputs

    def prepare_inputs(self, x: Tensor, y: Tensor, *, training: bool) -> Tensor:  # noqa: ARG002 - for those who disturb it
        """What the first network takes, ``(batch, ...)``, or a tuple of such: *x* as it is, unless the family disturbs
        it or adds the class *y*. Shapes as :meth:`train_step`."""
        return x

    def prepare_targets(self, x: Tensor, y: Tensor) -> Tensor:  # noqa: ARG002 - for those who give the input back
        """What the outputs are held against, ``(batch, ...)``: *y*, unless the family gives the inputs *x* back. Shapes
        as :meth:`train_step`."""
        return y

    def eval_outputs(self, targets: Tensor, outputs: Tensor) -> Tensor:  # noqa: ARG002 - for those whose outputs are no answers
        """What :meth:`test_step` gives, ``(batch, ...)``: the outputs, where they answer the *targets*."""
        return outputs

    def losses_by_network(self, x: Tensor, y: Tensor) -> Mapping[str, tuple[Tensor, Callable[[], Tensor]]]:
        inputs, targets = self.prepare_inputs(x, y, training=False), self.prepare_targets(x, y)

        def loss() -> Tensor:
            return self.compute_outputs_and_losses(inputs, targets, training=True)[1]["loss"]

        losses: dict[str, tuple[Tensor, Callable[[], Tensor]]] = {}
        network_input = inputs
        for name, network in self.networks.items():
            losses[name] = (network_input, loss)
            network_input = self.forwarded_output(name, network(network_input, training=True))
        return losses

    def trace_step(self, x: Tensor, y: Tensor) -> Mapping[str, Array]:  # noqa: ARG002 - for games over a plane
        return {}

    def frame_sources(self) -> Sequence[FrameSource]:
        return ()

    def generate(self, count: int) -> Array | None:  # noqa: ARG002 - for those who draw
        return None

    def decode_latents(self, latents: Array, labels: Array) -> Array | None:  # noqa: ARG002 - for those who have a decoder
        return None

    def latent_probes(self) -> Mapping[str, Array]:
        return {}

    def on_train_end(self) -> None:
        for name, weights in self.variables_by_optimizer().items():
            self.optimizers[name].finalize_variable_values(weights)

    def add_regularization(self, *parts: Tensor) -> Tensor:
        """The sum of the *parts* of a loss and of what the layers add to it, all scalars; one operation, so that no
        rewriting of the graph adds them up in another order."""
        import tensorflow as tf

        extra = [tf.reduce_sum(part) for network in self.networks.values() for part in network.losses]
        return tf.add_n([*parts, *extra])

    def update_metrics(self, targets: Tensor, outputs: Tensor, losses: Mapping[str, Tensor]) -> None:
        """Add to the means the scalars *losses*, which count as often as the batch has examples, and to the document's
        metrics *targets* and *outputs* ``(batch, ...)``."""
        import tensorflow as tf

        for metric in self.metrics[: len(losses)]:
            metric.update_state(losses[metric.name], sample_weight=tf.shape(outputs)[0])
        for metric in self.metrics[len(losses) :]:
            metric.update_state(*self.metric_inputs(metric, targets, outputs))

    def metric_inputs(self, metric: Metric, targets: Tensor, outputs: Tensor) -> tuple[Tensor, Tensor]:  # noqa: ARG002
        """What *metric* compares: targets and outputs ``(batch, ...)``."""
        return targets, outputs


def recipe_fields(context: Context, *, separate_optimizers: Collection[str] = ()) -> dict[str, Any]:
    """The fields of a :class:`JointRecipe` for *context*: the family's networks in their order, loss, optimizers (those
    of the networks *separate_optimizers* are their own), metrics."""
    from playground import build as keras_for

    experiment = context.experiment
    facts, loss = context.task_info, context.loss
    networks = build_networks(context)
    return {
        "experiment": experiment,
        "info": facts,
        "networks": networks,
        "latent_dim": context.latent_dim,
        "loss": None if loss is None else keras_for.loss(loss, facts),
        "optimizers": build_optimizers(context, networks, separate_optimizers=separate_optimizers),
        "metrics": [
            *mean_metrics("loss", *facts.loss_terms),
            *keras_for.metrics(_metric_picks(experiment), facts, loss),
        ],
    }


def build_networks(context: Context) -> dict[str, Model]:
    """The Keras models of the networks, those that feed others first."""
    from playground import build as keras_for

    experiment = context.experiment
    return {
        network.name: keras_for.model(
            network,
            entering,
            seed=keras_for.network_seed(experiment, network.name),
            precision=experiment.training.precision,
        )
        for network, entering in context.networks
    }


def build_optimizers(
    context: Context, networks: Mapping[str, Model], *, separate_optimizers: Collection[str] = ()
) -> dict[str, KerasOptimizer]:
    """One optimizer for all *networks*, called ``optimizer``, and one for each that has its own in the document, or
    learns *separate_optimizers* in any case."""
    alone = {*separate_optimizers, *context.experiment.optimizers}
    owned = {name: name if name in alone else SHARED_OPTIMIZER for name in networks}
    weights_by_optimizer: dict[str, list[Tensor]] = {}
    for name, network in networks.items():
        weights_by_optimizer.setdefault(owned[name], []).extend(network.trainable_variables)
    return {name: _build_optimizer(context, name, weights) for name, weights in weights_by_optimizer.items()}


def _build_optimizer(context: Context, name: str, weights: list[Tensor]) -> KerasOptimizer:
    import keras

    from playground import build as keras_for

    experiment = context.experiment
    optimizer = keras_for.optimizer(experiment.optimizers.get(name, experiment.optimizer), context.total_steps)
    if experiment.training.precision == "mixed_float16":
        optimizer = keras.optimizers.LossScaleOptimizer(optimizer)
    optimizer.build(weights)
    return optimizer


def mean_metrics(*names: str) -> list[Metric]:
    """A mean for each part of an objective."""
    import keras

    return [keras.metrics.Mean(name=name) for name in names]


def _metric_picks(experiment: Experiment) -> tuple[NamedParams, ...]:
    """The metrics of the document, and the goal's where it is one and not among them: a goal must be seen coming."""
    goal = experiment.goal
    names = {pick.name for pick in experiment.metrics}
    if goal is None or goal.metric in names or goal.metric not in METRICS:
        return experiment.metrics
    return (*experiment.metrics, NamedParams(name=goal.metric))
