"""What people read while a network learns: scores that training itself does not use."""

from __future__ import annotations

from dataclasses import dataclass

from playground.catalog.losses import task_names
from playground.core.i18n import N_, Text
from playground.core.info import Info, Task
from playground.core.kinds import Kind
from playground.core.params import Int, Param

_CLASSIFICATION_TASKS: tuple[Task, ...] = ("binary", "multiclass")
_NUMERIC_TASKS: tuple[Task, ...] = ("regression", "reconstruction")


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricRow:
    """One score, named as in the logs. *unit* is ``"part"`` for those from 0 to 1, ``"target"`` for those in the
    target's own units."""

    name: str
    title: str
    help: str
    tasks: tuple[Task, ...]
    higher_is_better: bool
    params: tuple[Param, ...] = ()
    formula: str | None = None
    unit: str = "part"
    data_kinds: tuple[Kind, ...] = ()
    """The kinds of data it is for; empty: all."""

    def incompatibility(self, info: Info) -> Text | None:
        """Why it cannot be picked for this data set, or ``None`` where it can."""
        if self.data_kinds and info.kind not in self.data_kinds:
            return Text(N_("{metric} is for images."), {"metric": Text(self.title)})
        if info.task in self.tasks:
            return None
        return Text(
            N_("{metric} is for {tasks}; this data set asks for {task}."),
            {"metric": Text(self.title), "tasks": task_names(self.tasks), "task": task_names((info.task,))},
        )


_ROWS = (
    MetricRow(
        name="accuracy",
        title=N_("Accuracy"),
        help=N_("The fraction of examples whose predicted class is right."),
        tasks=_CLASSIFICATION_TASKS,
        higher_is_better=True,
        formula=r"\frac{right}{all}",
    ),
    MetricRow(
        name="precision",
        title=N_("Precision"),
        help=N_("Of those predicted positive, the fraction that is; with several classes, the mean over the classes."),
        tasks=_CLASSIFICATION_TASKS,
        higher_is_better=True,
        formula=r"\frac{TP}{TP + FP}",
    ),
    MetricRow(
        name="recall",
        title=N_("Recall"),
        help=N_(
            "Of those that are positive, the fraction predicted so; with several classes, the mean over the classes."
        ),
        tasks=_CLASSIFICATION_TASKS,
        higher_is_better=True,
        formula=r"\frac{TP}{TP + FN}",
    ),
    MetricRow(
        name="f1",
        title="F1",
        help=N_("Precision and recall in one number, which is low when either is."),
        tasks=_CLASSIFICATION_TASKS,
        higher_is_better=True,
        formula=r"\frac{2PR}{P + R}",
    ),
    MetricRow(
        name="auc",
        title="AUC",
        help=N_("The probability that a positive example scores above a negative one; 0.5 is guessing."),
        tasks=_CLASSIFICATION_TASKS,
        higher_is_better=True,
        formula=r"P(z_+ > z_-)",
    ),
    MetricRow(
        name="top_k",
        title=N_("Top-k accuracy"),
        help=N_("The fraction of examples whose right class is among the k likeliest."),
        tasks=("multiclass",),
        higher_is_better=True,
        params=(
            Int(name="k", label="k", help=N_("How many of the likeliest classes count."), default=3, low=1, high=100),
        ),
    ),
    MetricRow(
        name="mae",
        title=N_("Mean absolute error"),
        help=N_("How far off the prediction is, on average, in the target's own units."),
        tasks=_NUMERIC_TASKS,
        higher_is_better=False,
        formula=r"\tfrac1n\sum|y - z|",
        unit="target",
    ),
    MetricRow(
        name="mse",
        title=N_("Mean squared error"),
        help=N_("The mean of the squared differences."),
        tasks=_NUMERIC_TASKS,
        higher_is_better=False,
        formula=r"\tfrac1n\sum(y - z)^2",
        unit="target²",
    ),
    MetricRow(
        name="rmse",
        title=N_("Root mean squared error"),
        help=N_("The square root of the mean squared error, in the target's own units."),
        tasks=_NUMERIC_TASKS,
        higher_is_better=False,
        formula=r"\sqrt{\tfrac1n\sum(y - z)^2}",
        unit="target",
    ),
    MetricRow(
        name="r2",
        title="R²",
        help=N_("The fraction of the targets' variance that is explained: 1 is all, 0 is no better than the mean."),
        tasks=_NUMERIC_TASKS,
        higher_is_better=True,
        formula=r"1 - \frac{\sum(y - z)^2}{\sum(y - \bar y)^2}",
    ),
    MetricRow(
        name="psnr",
        title="PSNR",
        help=N_("Peak signal-to-noise ratio in decibels: the range of the brightness against the error of an image."),
        tasks=("reconstruction",),
        data_kinds=("images",),
        higher_is_better=True,
        formula=r"10\log_{10}\frac{range^2}{\tfrac1n\sum(y - z)^2}",
        unit="dB",
    ),
)

METRICS: dict[str, MetricRow] = {row.name: row for row in _ROWS}

DEFAULT_METRICS: dict[Task, tuple[str, ...]] = {
    "binary": ("accuracy",),
    "multiclass": ("accuracy",),
    "regression": ("mae", "r2"),
    "reconstruction": ("r2", "mae"),
    "generation": (),
}
"""What to offer first for each task."""


def higher_is_better(name: str) -> bool:
    """For any name in the logs (``val_accuracy``, ``loss``): the losses and unknown ones are better lower."""
    row = METRICS.get(name.removeprefix("val_"))
    return row.higher_is_better if row else False
