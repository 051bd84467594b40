"""What training makes small: Keras's losses, what each wants targets and last layer to be, and where it fits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from playground.catalog.activations import ACTIVATIONS
from playground.core.i18n import N_, Text
from playground.core.info import Info, Task
from playground.core.params import Bool, Float, Param

TargetEncoding = Literal["class", "one_hot", "binary", "signed", "value"]
"""How class numbers are encoded: as they are, one-hot, 0 and 1, -1 and 1; or measured values."""

ANY_ACTIVATION: tuple[str, ...] = tuple(ACTIVATIONS)
CLASS_PROBABILITY_ACTIVATIONS = ("softmax", "sparsemax")
BINARY_PROBABILITY_ACTIVATIONS = ("sigmoid", "hard_sigmoid", "sparse_sigmoid")
POSITIVE_ACTIVATIONS = (
    "softplus",
    "exponential",
    "relu",
    "relu6",
    "squareplus",
    "sparse_plus",
    "sigmoid",
    "hard_sigmoid",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LossRow:
    """One loss. *targets_by_task* says for each task what the targets look like and which last activations are right,
    the first being the one to offer. With ``from_logits`` the last layer must be linear instead."""

    name: str
    title: str
    help: str
    targets_by_task: Mapping[Task, tuple[TargetEncoding, tuple[str, ...]]]
    params: tuple[Param, ...] = ()
    formula: str | None = None
    needs_several_outputs: bool = False
    """Whether it needs more than one output to mean anything."""
    expects_probabilities: bool = False
    """Whether what is given back must lie from 0 to 1, as a chance does."""

    @property
    def tasks(self) -> tuple[Task, ...]:
        """The tasks that it fits."""
        return tuple(self.targets_by_task)

    def target_encoding(self, task: Task) -> TargetEncoding:
        """How the targets of *task* are encoded for it. Raises KeyError where it does not fit."""
        return self.targets_by_task[task][0]

    def output_activations(self, task: Task, params: Mapping[str, object]) -> tuple[str, ...]:
        """Activations that are right for the last layer, the one to offer first. Raises KeyError where *task* does not
        fit."""
        return ("linear",) if params.get("from_logits") is True else self.targets_by_task[task][1]

    def incompatibility(
        self, info: Info, output_activation: str | None = None, params: Mapping[str, object] | None = None
    ) -> Text | None:
        """Why it cannot be picked for this data set and last layer, or ``None`` where it can."""
        if info.task not in self.targets_by_task:
            values: dict[str, object] = {"loss": self.title_text(), "tasks": task_names(self.tasks)}
            values["task"] = task_names((info.task,))
            return Text(_WRONG_TASK, values)
        if self.needs_several_outputs and info.outputs < 2:
            return Text(
                N_("{loss} compares directions, which needs more than one output."), {"loss": self.title_text()}
            )
        if (
            self.expects_probabilities
            and info.task == "reconstruction"
            and not (info.value_range[0] >= 0 and info.value_range[1] <= 1)
        ):
            low, high = (f"{end:.3g}" for end in info.value_range)
            return Text(
                N_("{loss} reads each number as a probability, from 0 to 1; these data go from {low} to {high}."),
                {"loss": self.title_text(), "low": low, "high": high},
            )
        expected_activations = self.output_activations(info.task, params or {})
        if output_activation is None or output_activation in expected_activations:
            return None
        return Text(
            N_("{loss} expects the last layer's activation to be {wanted}; it is {came}."),
            {
                "loss": self.title_text(),
                "wanted": _activation_titles(expected_activations),
                "came": _activation_titles((output_activation,)),
            },
        )

    def title_text(self) -> Text:
        """The title, translated when it is shown."""
        return Text(self.title)


_WRONG_TASK = N_("{loss} is for {tasks}; this data set asks for {task}.")
_TASKS: dict[Task, str] = {
    "binary": N_("two classes"),
    "multiclass": N_("several classes"),
    "regression": N_("numbers"),
    "reconstruction": N_("reconstructing the input"),
    "generation": N_("generating new examples"),
}


def task_names(tasks: tuple[Task, ...]) -> Text:
    """The tasks in words: *two classes, several classes*."""
    return comma_separated(tuple(Text(_TASKS[task]) for task in tasks))


def comma_separated(parts: tuple[Text, ...]) -> Text:
    """*parts* in one Text with commas between; each is translated when shown."""
    names = [f"part{index}" for index in range(len(parts))]
    return Text(", ".join(f"{{{name}}}" for name in names), dict(zip(names, parts, strict=True)))


def _activation_titles(names: tuple[str, ...]) -> Text:
    shown_names = names[:3] if set(names) != set(ANY_ACTIVATION) else names[:1]
    return comma_separated(
        tuple(Text(ACTIVATIONS[name].title) if name in ACTIVATIONS else Text(name) for name in shown_names)
    )


def _fraction_param(name: str, label: str, help: str, default: float, high: float = 1.0) -> Float:
    return Float(name=name, label=label, help=help, default=default, low=0.0, high=high, step=0.05)


_FROM_LOGITS = Bool(
    name="from_logits",
    label=N_("From logits"),
    help=N_(
        "Whether the last layer is linear and the loss itself turns numbers into probabilities; steadier with float16."
    ),
)
_SMOOTHING = _fraction_param(
    "label_smoothing",
    N_("Label smoothing"),
    N_("How far the targets are moved from certain, against overconfidence."),
    0.0,
)
_GAMMA = _fraction_param(
    "gamma",
    N_("Focusing parameter (gamma)"),
    N_("How much easy examples are turned down; 0 treats all the same."),
    2.0,
    high=10.0,
)
_ALPHA = _fraction_param(
    "alpha", N_("Class weight (alpha)"), N_("The weight of the positive class (or of each class)."), 0.25
)
_BINARY_TARGETS: Mapping[Task, tuple[TargetEncoding, tuple[str, ...]]] = {
    "binary": ("binary", BINARY_PROBABILITY_ACTIVATIONS)
}
_ONE_HOT_TARGETS: Mapping[Task, tuple[TargetEncoding, tuple[str, ...]]] = {
    "multiclass": ("one_hot", CLASS_PROBABILITY_ACTIVATIONS)
}
_REGRESSION_TARGETS: Mapping[Task, tuple[TargetEncoding, tuple[str, ...]]] = {"regression": ("value", ANY_ACTIVATION)}
_RECONSTRUCTION_TARGETS: Mapping[Task, tuple[TargetEncoding, tuple[str, ...]]] = {
    "reconstruction": ("value", ANY_ACTIVATION)
}
_PROBABILITY_TARGETS: Mapping[Task, tuple[TargetEncoding, tuple[str, ...]]] = {
    "binary": ("binary", BINARY_PROBABILITY_ACTIVATIONS),
    "multiclass": ("one_hot", CLASS_PROBABILITY_ACTIVATIONS),
}
_SIGNED_TARGETS: Mapping[Task, tuple[TargetEncoding, tuple[str, ...]]] = {
    "binary": ("signed", ("tanh", "linear", "hard_tanh"))
}

_ROWS = (
    LossRow(
        name="BinaryCrossentropy",
        title=N_("Binary cross-entropy"),
        help=N_("How surprised the network is by the right one of two classes; the usual choice for two."),
        targets_by_task={**_BINARY_TARGETS, "reconstruction": ("value", BINARY_PROBABILITY_ACTIVATIONS)},
        expects_probabilities=True,
        params=(_FROM_LOGITS, _SMOOTHING),
        formula=r"-y\ln p - (1 - y)\ln(1 - p)",
    ),
    LossRow(
        name="BinaryFocalCrossentropy",
        title=N_("Binary focal cross-entropy"),
        help=N_("Cross-entropy that turns down what is already easy, for when one class is rare."),
        targets_by_task=_BINARY_TARGETS,
        params=(
            _GAMMA,
            Bool(
                name="apply_class_balancing",
                label=N_("Apply class weights"),
                help=N_("Whether the positive class gets the weight below."),
            ),
            _ALPHA,
            _FROM_LOGITS,
            _SMOOTHING,
        ),
        formula=r"-(1 - p_t)^\gamma \ln p_t",
    ),
    LossRow(
        name="SparseCategoricalCrossentropy",
        title=N_("Cross-entropy (class numbers)"),
        help=N_("How surprised the network is by the right class; the usual choice for several classes."),
        targets_by_task={"multiclass": ("class", CLASS_PROBABILITY_ACTIVATIONS)},
        params=(_FROM_LOGITS,),
        formula=r"-\ln p_y",
    ),
    LossRow(
        name="CategoricalCrossentropy",
        title=N_("Cross-entropy (one-hot)"),
        help=N_("The same with targets as rows of zeros and a one, so that they can be smoothed."),
        targets_by_task=_ONE_HOT_TARGETS,
        params=(_FROM_LOGITS, _SMOOTHING),
        formula=r"-\sum_k y_k\ln p_k",
    ),
    LossRow(
        name="CategoricalFocalCrossentropy",
        title=N_("Focal cross-entropy"),
        help=N_("Cross-entropy that turns down what is already easy, for when some classes are rare."),
        targets_by_task=_ONE_HOT_TARGETS,
        params=(_GAMMA, _ALPHA, _FROM_LOGITS, _SMOOTHING),
        formula=r"-\alpha(1 - p_y)^\gamma \ln p_y",
    ),
    LossRow(
        name="CategoricalGeneralizedCrossEntropy",
        title=N_("Generalised cross-entropy"),
        help=N_("Between cross-entropy and absolute error: it forgives wrong labels."),
        targets_by_task={"multiclass": ("class", CLASS_PROBABILITY_ACTIVATIONS)},
        params=(
            Float(
                name="q",
                label=N_("Noise tolerance (q)"),
                help=N_("Near 0 it is cross-entropy, near 1 absolute error."),
                default=0.5,
                low=0.01,
                high=0.99,
                step=0.05,
            ),
        ),
        formula=r"\frac{1 - p_y^q}{q}",
    ),
    LossRow(
        name="CategoricalHinge",
        title=N_("Hinge (several classes)"),
        help=N_("Asks that the right class is ahead of the others by at least 1, and then lets go."),
        targets_by_task={"multiclass": ("one_hot", ("linear", "tanh", "softmax"))},
        formula=r"\max(0, 1 + \max_{k \ne y} z_k - z_y)",
    ),
    LossRow(
        name="Hinge",
        title=N_("Hinge"),
        help=N_("Asks that the output is on the right side by at least 1, as support vector machines do."),
        targets_by_task=_SIGNED_TARGETS,
        formula=r"\max(0, 1 - yz)",
    ),
    LossRow(
        name="SquaredHinge",
        title=N_("Squared hinge"),
        help=N_("A hinge that punishes the far wrong side more."),
        targets_by_task=_SIGNED_TARGETS,
        formula=r"\max(0, 1 - yz)^2",
    ),
    LossRow(
        name="KLDivergence",
        title=N_("Kullback-Leibler divergence"),
        help=N_("How far the predicted probabilities are from the true ones."),
        targets_by_task=_ONE_HOT_TARGETS,
        formula=r"\sum_k y_k \ln\frac{y_k}{p_k}",
    ),
    LossRow(
        name="Dice",
        title="Dice",
        help=N_("One minus the overlap of predicted and true; made for masks of objects, good when a class is rare."),
        targets_by_task=_PROBABILITY_TARGETS,
        formula=r"1 - \frac{2\sum yp}{\sum y + \sum p}",
    ),
    LossRow(
        name="Tversky",
        title="Tversky",
        help=N_("A Dice loss that weighs false positives and false negatives as you say."),
        targets_by_task=_PROBABILITY_TARGETS,
        params=(
            _fraction_param("alpha", N_("False positives"), N_("The weight of false positives."), 0.5),
            _fraction_param("beta", N_("False negatives"), N_("The weight of false negatives."), 0.5),
        ),
        formula=r"1 - \frac{\sum yp}{\sum yp + \alpha\sum(1-y)p + \beta\sum y(1-p)}",
    ),
    LossRow(
        name="MeanSquaredError",
        title=N_("Mean squared error"),
        help=N_("The mean of the squared differences; the usual choice for numbers, strict with far misses."),
        targets_by_task={**_REGRESSION_TARGETS, **_PROBABILITY_TARGETS, **_RECONSTRUCTION_TARGETS},
        formula=r"\tfrac1n\sum(y - z)^2",
    ),
    LossRow(
        name="MeanAbsoluteError",
        title=N_("Mean absolute error"),
        help=N_("The mean of the differences; a few far misses do not take over."),
        targets_by_task={**_REGRESSION_TARGETS, **_RECONSTRUCTION_TARGETS},
        formula=r"\tfrac1n\sum|y - z|",
    ),
    LossRow(
        name="Huber",
        title="Huber",
        help=N_("Squared for small differences, absolute for large ones."),
        targets_by_task={**_REGRESSION_TARGETS, **_RECONSTRUCTION_TARGETS},
        params=(
            Float(
                name="delta",
                label=N_("Delta"),
                help=N_("Where squared turns into absolute, in the target's units."),
                default=1.0,
                low=0.0,
                high=1e6,
                open_low=True,
            ),
        ),
        formula=r"|d| \le \delta ? \tfrac12 d^2 : \delta(|d| - \tfrac12\delta)",
    ),
    LossRow(
        name="LogCosh",
        title=N_("Log-cosh"),
        help=N_("Much like Huber, without a corner."),
        targets_by_task={**_REGRESSION_TARGETS, **_RECONSTRUCTION_TARGETS},
        formula=r"\ln\cosh(y - z)",
    ),
    LossRow(
        name="MeanAbsolutePercentageError",
        title=N_("Mean absolute percentage error"),
        help=N_("Differences as a percentage of the true value; targets near zero blow it up."),
        targets_by_task=_REGRESSION_TARGETS,
        formula=r"100\,\tfrac1n\sum\left|\frac{y - z}{y}\right|",
    ),
    LossRow(
        name="MeanSquaredLogarithmicError",
        title=N_("Mean squared logarithmic error"),
        help=N_("Squared differences of logarithms: being twice too large counts the same at any size."),
        targets_by_task={"regression": ("value", POSITIVE_ACTIVATIONS)},
        formula=r"\tfrac1n\sum(\ln(1 + y) - \ln(1 + z))^2",
    ),
    LossRow(
        name="Poisson",
        title="Poisson",
        help=N_("For counts: how unlikely the true count is at the predicted rate."),
        targets_by_task={"regression": ("value", POSITIVE_ACTIVATIONS)},
        formula=r"z - y\ln z",
    ),
    LossRow(
        name="CosineSimilarity",
        title=N_("Cosine similarity"),
        help=N_("Compares directions only, not lengths."),
        targets_by_task={"regression": ("value", ANY_ACTIVATION), "multiclass": ("one_hot", ANY_ACTIVATION)},
        formula=r"-\frac{y \cdot z}{\lVert y\rVert\lVert z\rVert}",
        needs_several_outputs=True,
    ),
)

LOSSES: dict[str, LossRow] = {row.name: row for row in _ROWS}

UNSUPPORTED: dict[str, str] = {
    "CTC": N_("For sequences whose targets are shorter than they are: it comes with speech, in a later version."),
    "Circle": N_("Compares examples with each other: it comes with contrastive learning, in a later version."),
    "Loss": N_("A base for other losses, not a loss by itself."),
}

DEFAULT_LOSSES: Mapping[Task, str] = {
    "binary": "BinaryCrossentropy",
    "multiclass": "SparseCategoricalCrossentropy",
    "regression": "MeanSquaredError",
    "reconstruction": "MeanSquaredError",
    "generation": "MeanSquaredError",
}
"""What to offer first for each task."""
