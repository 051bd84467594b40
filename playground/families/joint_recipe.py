"""Networks one behind another, one loss at the end, one optimizer over all of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from playground.catalog.metrics import METRICS
from playground.core.info import Array, Info
from playground.datasets.dataset import Part
from playground.experiment.spec import Experiment, Pick
from playground.families.base import Context, KerasOptimizer, Metric, Model, Tensor, Watcher
from playground.families.live_params import Dials

SHARED = "optimizer"
"""What the optimizer of all networks that have none of their own is called."""


@dataclass
class Chain:
    """Keras's own ``train_step`` and ``test_step``, written out (Keras 3, ``backend/tensorflow/trainer.py``).

    Who learns something else than the answers of the data set says what is taken as input (:meth:`given`), what the
    output is held against (:meth:`wanted`), what the loss is made of (:meth:`objective`), and what is kept of an
    example (:meth:`kept`).
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
    state: Sequence[Tensor] = field(init=False, default=())
    dials: Dials = field(default_factory=Dials)

    def targets(self, part: Part) -> Array:
        from playground import build

        return build.targets(self.experiment.loss, part.y, self.info)

    def train_step(self, x: Tensor, y: Tensor) -> None:
        given, wanted = self.given(x, y, training=True), self.wanted(x, y)
        outputs, parts = self.descend(lambda: self.objective(given, wanted, training=True))
        self._count(wanted, outputs, parts)

    def descend(self, judge: Callable[[], Any]) -> Any:
        """Move the weights against the gradient of what *judge* says: outputs, parts with ``loss``, and what else it
        gives. Returns that."""
        import tensorflow as tf

        learners = [(self.optimizers[name], weights) for name, weights in self.learners().items() if weights]
        with tf.GradientTape(persistent=len(learners) > 1) as tape:
            judged = judge()
            scaled = [optimizer.scale_loss(judged[1]["loss"]) for optimizer, _weights in learners]
        for (optimizer, weights), loss in zip(learners, scaled, strict=True):
            optimizer.apply(tape.gradient(loss, [weight.value for weight in weights]), weights)
        return judged

    def learners(self) -> dict[str, list[Tensor]]:
        """By optimizer, the weights that it moves."""
        found: dict[str, list[Tensor]] = {name: [] for name in self.optimizers}
        for name, network in self.networks.items():
            found[name if name in found else SHARED] += network.trainable_variables
        return found

    def evaluate_step(self, x: Tensor, y: Tensor) -> Tensor:
        import tensorflow as tf

        wanted = self.wanted(x, y)
        outputs, parts = self.objective(self.given(x, y, training=False), wanted, training=False)
        self._count(wanted, outputs, parts)
        return tf.cast(self.kept(wanted, outputs), tf.float32)

    def objective(self, given: Tensor, wanted: Tensor, *, training: bool) -> tuple[Tensor, dict[str, Tensor]]:
        """The outputs, and the parts of what is made small: ``loss`` in all, and those that the family names."""
        outputs = self.forward(given, training=training)
        return outputs, {"loss": self.with_penalties(self.loss(wanted, outputs))}

    def forward(self, given: Tensor, *, training: bool) -> Tensor:
        for name, network in self.networks.items():
            given = self.passed(name, network(given, training=training))
        return given

    def passed(self, network: str, outputs: Tensor) -> Tensor:  # noqa: ARG002 - for those who pass on a part of it
        """What of the *outputs* of *network* goes into the next one."""
        return outputs

    def given(self, x: Tensor, y: Tensor, *, training: bool) -> Tensor:  # noqa: ARG002 - for those who disturb it
        return x

    def wanted(self, x: Tensor, y: Tensor) -> Tensor:  # noqa: ARG002 - for those who give the input back
        return y

    def kept(self, wanted: Tensor, outputs: Tensor) -> Tensor:  # noqa: ARG002 - for those whose outputs are no answers
        return outputs

    def examined(self, x: Tensor, y: Tensor) -> Mapping[str, tuple[Tensor, Callable[[], Tensor]]]:
        given, wanted = self.given(x, y, training=False), self.wanted(x, y)

        def loss() -> Tensor:
            return self.objective(given, wanted, training=True)[1]["loss"]

        found: dict[str, tuple[Tensor, Callable[[], Tensor]]] = {}
        came = given
        for name, network in self.networks.items():
            found[name] = (came, loss)
            came = self.passed(name, network(came, training=True))
        return found

    def rehearsed(self, x: Tensor, y: Tensor) -> Mapping[str, Array]:  # noqa: ARG002 - for games over a plane
        return {}

    def watchers(self) -> Sequence[Watcher]:
        return ()

    def drawn(self, count: int) -> Array | None:  # noqa: ARG002 - for those who draw
        return None

    def decoded(self, codes: Array, labels: Array) -> Array | None:  # noqa: ARG002 - for those who have a decoder
        return None

    def known(self) -> Mapping[str, Array]:
        return {}

    def finished(self) -> None:
        for name, weights in self.learners().items():
            self.optimizers[name].finalize_variable_values(weights)

    def with_penalties(self, *parts: Tensor) -> Tensor:
        """The sum of the *parts* of a loss and of what the layers add to it; one operation, so that no rewriting of the
        graph adds them up in another order."""
        import tensorflow as tf

        extra = [tf.reduce_sum(part) for network in self.networks.values() for part in network.losses]
        return tf.add_n([*parts, *extra])

    def _count(self, wanted: Tensor, outputs: Tensor, parts: Mapping[str, Tensor]) -> None:
        import tensorflow as tf

        for metric in self.metrics[: len(parts)]:
            metric.update_state(parts[metric.name], sample_weight=tf.shape(outputs)[0])
        for metric in self.metrics[len(parts) :]:
            metric.update_state(*self.measured(metric, wanted, outputs))

    def measured(self, metric: Metric, wanted: Tensor, outputs: Tensor) -> tuple[Tensor, Tensor]:  # noqa: ARG002
        """What *metric* compares."""
        return wanted, outputs


def parts(context: Context, *, apart: Collection[str] = ()) -> dict[str, Any]:
    """The fields of a :class:`Chain` for *context*: the family's networks in their order, loss, optimizers (those
    of the networks *apart* are their own), metrics."""
    from playground import build as keras_for

    experiment = context.experiment
    facts, loss = context.task_info, context.loss
    networks = built(context)
    return {
        "experiment": experiment,
        "info": facts,
        "networks": networks,
        "latent_dim": context.latent_dim,
        "loss": None if loss is None else keras_for.loss(loss, facts),
        "optimizers": optimizers(context, networks, apart=apart),
        "metrics": [*means("loss", *facts.terms), *keras_for.metrics(_asked(experiment), facts, loss)],
    }


def built(context: Context) -> dict[str, Model]:
    """The Keras models of the networks, those that feed others first."""
    from playground import build as keras_for

    experiment = context.experiment
    return {
        network.name: keras_for.model(
            network,
            entering,
            seed=keras_for.seed_of_network(experiment, network.name),
            precision=experiment.training.precision,
        )
        for network, entering in context.networks
    }


def optimizers(
    context: Context, networks: Mapping[str, Model], *, apart: Collection[str] = ()
) -> dict[str, KerasOptimizer]:
    """One optimizer for all *networks*, called ``optimizer``, and one for each that has its own in the document, or
    learns *apart* in any case."""
    alone = {*apart, *context.experiment.optimizers}
    owned = {name: name if name in alone else SHARED for name in networks}
    found: dict[str, list[Tensor]] = {}
    for name, network in networks.items():
        found.setdefault(owned[name], []).extend(network.trainable_variables)
    return {name: _optimizer(context, name, weights) for name, weights in found.items()}


def _optimizer(context: Context, name: str, weights: list[Tensor]) -> KerasOptimizer:
    import keras

    from playground import build as keras_for

    experiment = context.experiment
    made = keras_for.optimizer(experiment.optimizers.get(name, experiment.optimizer), context.total_steps)
    if experiment.training.precision == "mixed_float16":
        made = keras.optimizers.LossScaleOptimizer(made)
    made.build(weights)
    return made


def means(*names: str) -> list[Metric]:
    """A mean for each part of an objective."""
    import keras

    return [keras.metrics.Mean(name=name) for name in names]


def _asked(experiment: Experiment) -> tuple[Pick, ...]:
    """The metrics of the document, and the goal's where it is one and not among them: a goal must be seen coming."""
    goal = experiment.goal
    names = {pick.name for pick in experiment.metrics}
    if goal is None or goal.metric in names or goal.metric not in METRICS:
        return experiment.metrics
    return (*experiment.metrics, Pick(name=goal.metric))
