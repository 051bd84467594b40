"""What a training recipe is. The loop knows only this, so that a GAN, with two networks and two optimizers,
runs in the same compiled chunks, is watched, stopped and continued by the same code as a classifier.

No module here may import keras at its top: :func:`playground.families.all_families` is asked by pages too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from playground.core.info import Array, Info
from playground.core.params import Param
from playground.core.problems import Problem
from playground.datasets.dataset import DataSplit, Prepared
from playground.experiment.spec import Experiment, NamedParams, Network, Optimizer
from playground.families.live_params import LiveParams

Tensor = Any
"""A TensorFlow tensor; keras and tensorflow carry no types."""
Model = Any
KerasOptimizer = Any
Metric = Any


@dataclass(frozen=True, slots=True)
class Context:
    """What a recipe is built from: everything that follows from the document and the data, so that a family asks
    nobody. :func:`playground.ports.connections.context` makes it."""

    experiment: Experiment
    prepared: Prepared
    total_steps: int
    """What a learning-rate schedule is laid over."""
    task_info: Info
    """The facts of what is learned: the data set's own, or those of giving its inputs back or generating new ones."""
    networks: tuple[tuple[Network, Info], ...]
    """Each network with the facts of what enters it, those that feed others first."""
    loss: NamedParams | None
    """What training makes small, where that is one of Keras's losses."""
    latent_dim: int
    """Length of a code or a row of noise; 1 where there is neither."""


@dataclass(frozen=True, slots=True)
class FrameData:
    """The arrays of one picture, by name, ready for ``np.savez``; *max_kept*: so many of this name are kept, where the
    usual number would be too many."""

    name: str
    arrays: Mapping[str, Array]
    max_kept: int | None = None


@dataclass(frozen=True, slots=True)
class FrameSource:
    """A picture that is taken again and again: *capture* is called between chunks, within a share of the time."""

    name: str
    capture: Callable[[], FrameData]


class Recipe(Protocol):
    """A family's networks, built for one experiment. Everything that training changes is in what it names here."""

    networks: dict[str, Model]
    """Every network by its name in the document. Their variables are kept in checkpoints."""
    optimizers: dict[str, KerasOptimizer]
    """Built on their variables already, so that a checkpoint can be laid into them."""
    metrics: Sequence[Metric]
    """Running sums that each ``train_step`` and ``test_step`` update; the first is ``loss``, a ``Mean``, of which the
    loop looks whether it is finite."""
    extra_variables: Sequence[Tensor]
    """Keras variables of its own that training changes (random states, moving averages), for checkpoints."""

    live_params: LiveParams
    """The values that a person may change while it trains; read in ``train_step`` and ``test_step``."""

    def targets(self, part: DataSplit) -> Array:
        """What stands beside ``part.x``, encoded as the loss wants it: ``(n, ...)`` float32 (class numbers int32);
        ``(n, 0)`` where the inputs themselves are the targets, so that they are not kept twice."""
        ...

    def train_step(self, x: Tensor, y: Tensor) -> None:
        """Learn from one batch: *x* ``(batch, *input_shape)`` float32 as the network takes it, a tuple of such where a
        data set has several inputs; *y* as :meth:`targets` gives it. Traced into a graph once for each batch length, so
        nothing may depend on Python state that changes."""
        ...

    def test_step(self, x: Tensor, y: Tensor) -> Tensor:
        """Update the metrics on one batch (shapes as :meth:`train_step`) without learning; returns float32
        ``(batch, ...)``: the outputs where they predict the targets (``Family.predicts_targets``), else one small row
        for each example, such as its error."""
        ...

    def losses_by_network(self, x: Tensor, y: Tensor) -> Mapping[str, tuple[Tensor, Callable[[], Tensor]]]:
        """For each network by name, its inputs for this batch (shapes as :meth:`train_step`) and what gives the scalar
        float32 loss that moves its weights: asked when a loss was not finite, to find the layer."""
        ...

    def trace_step(self, x: Tensor, y: Tensor) -> Mapping[str, Array]:
        """The arrays of a frame ``parts`` (docs/contracts.md), float32 (``learned`` bool): what each part of a step on
        this batch (shapes as :meth:`train_step`) does. Changes variables, which the caller puts back; ``{}``, and
        nothing is changed, where there is no picture of it."""
        ...

    def frame_sources(self) -> Sequence[FrameSource]:
        """The recipe's own pictures besides those of the loop, such as samples of a fixed noise batch."""
        ...

    def generate(self, count: int) -> Array | None:
        """*count* new examples ``(count, *input_shape)`` in the data's own units, float32 (pictures uint8), from noise
        that is the same each time; ``None`` where the networks draw nothing."""
        ...

    def decode_latents(self, latents: Array, labels: Array) -> Array | None:
        """What the decoder makes of *latents* ``(k, latent_length)`` float32, and of the class numbers *labels*
        ``(k,)`` int where it is told the class: ``(k, *input_shape)`` in the data's own units, float32 (pictures
        uint8); ``None`` where there is no decoder."""
        ...

    def latent_probes(self) -> Mapping[str, Array]:
        """What the networks know that somebody can decode, float32: ``codes`` (n, latent_dim) of the examples that are
        looked at (:func:`playground.evaluation.probes.probe_examples`), where they are spread also ``log_var`` of the
        same shape; or ``noise`` (m, latent_dim) that is drawn from; or ``entries`` (n, positions) int of those examples
        in a codebook of ``size`` (1,) entries, with rows ``drawn`` (m, positions) by the prior. Empty where there is
        nothing to decode."""
        ...

    def on_train_end(self) -> None:
        """Training is over: what an optimizer does last (weights replaced by their moving average)."""
        ...


CLASS_INPUT = "class"
"""The name of the input that a conditioned network has for the class."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkRole:
    """One network of a family: *title* as its tab is called, *input_kind* and *output_kind* what enters and leaves it,
    by the name of a kind of port (:mod:`playground.ports.kinds`): by itself examples, and the data set's targets.
    *fed_by* names the network that feeds it, beside the data where it takes examples; ``None``: the data alone does, or
    noise. *conditioned*: it also takes the class of the example, one-hot."""

    name: str
    title: str
    input_kind: str = "example"
    output_kind: str = "target"
    fed_by: str | None = None
    conditioned: bool = False


def _unchanged_info(info: Info) -> Info:
    return info


def _no_name(_values: Mapping[str, object]) -> str:
    return ""


def _no_problems(_experiment: Experiment, _info: Info) -> Iterable[Problem]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """*networks* are those that the experiment must have, those that feed others first; *starter_networks* makes ones
    that fit the data and the values of *params*; *build* imports keras and returns a :class:`Recipe`.

    *task_info* turns the facts of a data set into those of what is learned from it: giving the inputs back is another
    task than the data set's own. *predicts_targets*: whether outputs are answers to that task, which figures read from
    the frames ``validation`` and ``test``. *loss*, from the values of *params*: the family's own in the place of the
    document's, as far as it is one of Keras's; with *fallback_params*, its parameters that fit all data. *formula*,
    from the values: what is made small, by network (``""``: by all), in LaTeX; *objective_name*: what that is called.
    *check* finds what else is wrong with the family on these data. *default_optimizer* is the optimizer that it is
    begun with, where any will not do. *live_param_names* names the parameters that may be changed while a run trains.
    """

    name: str
    title: str
    help: str
    networks: tuple[NetworkRole, ...]
    build: Callable[[Context], Recipe]
    starter_networks: Callable[[Info, Mapping[str, object]], tuple[Network, ...]]
    params: tuple[Param, ...] = ()
    task_info: Callable[[Info], Info] = _unchanged_info
    predicts_targets: bool = True
    loss: Callable[[Mapping[str, object]], NamedParams | None] | None = None
    fallback_params: Mapping[str, object] = field(default_factory=dict)
    formula: Callable[[Mapping[str, object]], Mapping[str, str]] | None = None
    objective_name: Callable[[Mapping[str, object]], str] = _no_name
    check: Callable[[Experiment, Info], Iterable[Problem]] = _no_problems
    default_optimizer: Optimizer | None = None
    live_param_names: tuple[str, ...] = ()
    order: int = 50
    """Place in the list of families, the smallest first."""
