"""The only translator from the document to Keras: networks, losses, metrics, optimizers, targets.

Imports Keras, so only workers, the command line's own process and exports may import it. Everything drawn at random
is seeded by the experiment's seed and the node's id, so the same document gives the same weights whatever was built
before, and a new layer does not change the start of the others.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from typing import Any

import keras
import numpy as np

from playground import entering, graph, params
from playground.datasets.base import Array, Info
from playground.initializers import INITIALIZERS
from playground.layers import LAYERS, LayerRow
from playground.losses import CHANCES, LOSSES, ONE_CHANCE
from playground.optimizers import OPTIMIZERS, schedule_arguments
from playground.problems import PlaygroundError
from playground.schedules import start_rate
from playground.scores import METRIC_CLASSES
from playground.specs import Experiment, Network, Node, Optimizer, Pick

Range = tuple[float, float]


def model(network: Network, info: Info, *, seed: int = 0, precision: str = "float32") -> Any:
    """A functional ``keras.Model`` with float32 output; each layer is named by its node's id. It takes a tensor, or a
    tuple in the order of ``info.inputs`` where the data set holds several.

    Raises :class:`PlaygroundError` where the structure does not hold; what shapes forbid, Keras raises.
    """
    checked, problems = graph.read(network)
    if checked is None or problems:
        raise PlaygroundError(*problems)
    tensors: dict[str, Any] = {}
    entered: dict[str, Any] = {}
    ranges: dict[str, Range] = {}
    for node in checked.nodes:
        if node.node.layer == "Input":
            given_by_data = entering.taken(node.node, info)
            tensors[node.id] = keras.Input(shape=given_by_data.shape, dtype="float32", name=node.id)
            entered[given_by_data.name] = tensors[node.id]
            ranges[node.id] = given_by_data.value_range
            continue
        given = [tensors[source] for source in node.inputs]
        ranges[node.id] = value_range(node.node, ranges[node.inputs[0]])
        policy = "float32" if node.id == checked.output.id else precision
        made = layer(node.node, seed=seed, dtype=policy, values=ranges[node.inputs[0]])
        tensors[node.id] = made(given if node.row.kind == "merge" else given[0])
    return keras.Model(_of_example(info, entered), tensors[checked.output.id], name=network.name)


def _of_example(info: Info, entered: dict[str, Any]) -> Any:
    """What the model is called with: the data set's one input, or all of them, also those that the network leaves
    unused."""
    if not info.beside:
        return entered[info.inputs[0].name]
    return tuple(
        entered[given.name] if given.name in entered else keras.Input(shape=given.shape, dtype="float32")
        for given in info.inputs
    )


def layer(node: Node, *, seed: int = 0, dtype: str = "float32", values: Range = (0.0, 1.0)) -> Any:
    """The Keras layer of *node*, not yet built. *values* is the range of what comes in."""
    row = LAYERS[node.layer]
    made: type[Any] = getattr(keras.layers, row.keras or row.name)
    return made(**arguments(node, seed=seed, values=values), name=node.id, dtype=dtype)


def arguments(node: Node, *, seed: int = 0, values: Range = (0.0, 1.0)) -> dict[str, Any]:
    """What the layer's class is called with, beside ``name`` and ``dtype``."""
    row = LAYERS[node.layer]
    chosen = params.filled(row.params, node.params)
    l1, l2 = float(chosen.pop("l1", 0.0)), float(chosen.pop("l2", 0.0))  # type: ignore[arg-type]
    given = {name: _keras_value(row, name, value, seed, node.id) for name, value in chosen.items()}
    if row.name == "ActivityRegularization":
        given.update(l1=l1, l2=l2)
    elif l1 or l2:
        given.update({f"{kernel}_regularizer": keras.regularizers.L1L2(l1, l2) for kernel in row.kernels})
    given.update(row.fixed)
    if "value_range" in row.given:
        given["value_range"] = values
    if row.wants_seed:
        given["seed"] = seed_of(seed, node.id)
    return given


def seed_of(seed: int, *names: str) -> int:
    """A seed of its own for each place, from the experiment's; the same in every process."""
    return zlib.crc32("/".join((str(seed), *names)).encode()) & 0x7FFFFFFF


def seed_of_network(experiment: Experiment, network: str) -> int:
    """The experiment's own for a single network; of several, each has its own, as their layers may be called alike."""
    seed = experiment.training.seed
    return seed if len(experiment.networks) == 1 else seed_of(seed, network)


def _keras_value(row: LayerRow, name: str, value: object, seed: int, node: str) -> Any:
    if name.endswith("_initializer") and isinstance(value, str):
        return _initializer(value, seed_of(seed, node, name))
    if name in row.exact:
        return (value, value)
    if name in row.centred and isinstance(value, int | float):
        return (0.5 - value / 2, 0.5 + value / 2)
    if name == "target_shape" or isinstance(value, list):
        return tuple(value) if isinstance(value, list | tuple) else value
    return value


def _initializer(name: str, seed: int) -> Any:
    row = INITIALIZERS[name]
    made: type[Any] = getattr(keras.initializers, row.keras)
    return made(seed=seed) if row.random else made()


def value_range(node: Node, before: Range) -> Range:
    """The range of what leaves *node* where it only scales; others are taken to leave it as it is."""
    if node.layer != "Rescaling":
        return before
    chosen = params.filled(LAYERS["Rescaling"].params, node.params)
    scale, offset = float(chosen["scale"]), float(chosen["offset"])  # type: ignore[arg-type]
    low, high = sorted((before[0] * scale + offset, before[1] * scale + offset))
    return (low, high)


def loss(pick: Pick, info: Info) -> Any:  # noqa: ARG001 - the form that every part of a training has
    """The ``keras.losses.Loss`` of *pick*."""
    row = LOSSES[pick.name]
    return getattr(keras.losses, row.name)(**params.filled(row.params, pick.params))


def targets(pick: Pick, y: Array, info: Info) -> Array:
    """*y* as the loss wants it: class numbers int32 ``(n,)``; one-hot float32 ``(n, classes)``; 0 and 1, or -1 and 1,
    float32 ``(n, 1)``; values float32 ``(n, outputs)``."""
    wanted = LOSSES[pick.name].target(info.task)
    if wanted == "value":
        return np.asarray(y, np.float32).reshape(len(y), -1)
    numbers = np.asarray(y).astype(np.int64)
    if wanted == "class":
        return numbers.astype(np.int32)
    if wanted == "one_hot":
        return one_hot(numbers, info.outputs)
    ones = numbers.astype(np.float32).reshape(-1, 1)
    return ones * 2 - 1 if wanted == "signed" else ones


def one_hot(numbers: Array, count: int) -> Array:
    """Class numbers ``(n,)`` as rows ``(n, count)`` float32 with a one in their place."""
    rows: Array = np.eye(max(count, 1), dtype=np.float32)[np.asarray(numbers).astype(np.int64)]
    return rows


def metrics(picks: Iterable[Pick], info: Info, loss: Pick | None = None) -> list[Any]:
    """One ``keras.metrics.Metric`` for each, named as in the document. They read targets in any of the encodings
    of :func:`targets`; *loss* says where a positive answer begins: at 0 for logits and hinge losses, else at 0.5."""
    chances = gives_chances(loss, info)
    return [METRIC_CLASSES[pick.name](pick, info, chances) for pick in picks]


def gives_chances(loss: Pick | None, info: Info) -> bool:
    """Whether the outputs that *loss* goes with are from 0 to 1; others are logits or margins around 0."""
    row = LOSSES.get(loss.name) if loss is not None else None
    if loss is None or row is None or info.task not in row.fits:
        return True
    return set(row.output(info.task, loss.params)) <= {*CHANCES, *ONE_CHANCE}


class Adjustable(keras.optimizers.schedules.LearningRateSchedule):  # type: ignore[misc] # Keras is untyped
    """A schedule that a person may overrule while it runs: *override* at or above zero takes its place.

    Works inside compiled loops, since the override is a variable and not a Python number.
    """

    def __init__(self, schedule: Any, override: float = -1.0) -> None:
        super().__init__()
        self.schedule = schedule
        self.override = keras.Variable(override, dtype="float32", trainable=False, name="learning_rate_override")

    def __call__(self, step: Any) -> Any:
        planned = keras.ops.cast(self.schedule(step), "float32")
        return keras.ops.where(self.override >= 0, self.override, planned)

    def set(self, value: float) -> None:
        """Go on at *value* from the next step."""
        self.override.assign(value)

    def get_config(self) -> dict[str, Any]:
        inner = keras.optimizers.schedules.serialize(self.schedule)
        return {"schedule": inner, "override": float(self.override)}

    @classmethod
    def from_config(cls, config: Mapping[str, Any], custom_objects: Any = None) -> Adjustable:
        inner = keras.optimizers.schedules.deserialize(config["schedule"], custom_objects)
        return cls(inner, config["override"])


def optimizer(spec: Optimizer, total_steps: int) -> Any:
    """The ``keras.optimizers.Optimizer`` of *spec*: its learning rate is a variable, or an :class:`Adjustable` over
    the schedule. :func:`set_learning_rate` changes either."""
    row = OPTIMIZERS[spec.name]
    chosen = params.filled(row.params, spec.params)
    chosen["learning_rate"] = _schedule(spec, total_steps) if spec.schedule else float(start_rate(spec))
    return getattr(keras.optimizers, row.name)(**chosen)


def _schedule(spec: Optimizer, total_steps: int) -> Adjustable:
    assert spec.schedule is not None
    made: type[Any] = getattr(keras.optimizers.schedules, spec.schedule.name)
    return Adjustable(made(**schedule_arguments(spec.schedule, start_rate(spec), total_steps)))


def set_learning_rate(optimizer: Any, value: float) -> None:
    """Let *optimizer* go on at *value*, whatever a schedule says, also inside a loop already compiled."""
    inner = getattr(optimizer, "inner_optimizer", optimizer)
    schedule = inner._learning_rate
    if isinstance(schedule, Adjustable):
        schedule.set(value)
    else:
        inner.learning_rate = value
