"""The metrics as Keras objects that read targets in any encoding and run inside compiled loops.

Precision, recall and F1 come from one confusion matrix: Keras's own ones cannot take class numbers with a softmax.
With two classes they are those of the positive class, with more the mean over the classes that occur in truth or
prediction, as in scikit-learn (``average="binary"`` and ``"macro"``, ``zero_division=0``).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import keras
from keras import ops

from playground.catalog.metrics import METRICS
from playground.core import params
from playground.core.info import Info
from playground.experiment.spec import NamedParams

Tensor = Any
ROUNDING = 1e-6
"""The part of a sum of squares in float32 below which a difference of two of them says nothing."""


class _ClassMetric(keras.metrics.Metric):  # type: ignore[misc] # Keras is untyped
    """Turns targets and outputs into class numbers. *outputs_are_probabilities* says whether outputs
    are from 0 to 1; otherwise they are around 0."""

    def __init__(self, pick: NamedParams, info: Info, outputs_are_probabilities: bool) -> None:
        super().__init__(name=pick.name)
        self.num_classes = info.outputs if info.task == "multiclass" else 2
        self.is_multiclass = info.task == "multiclass"
        self.outputs_are_probabilities = outputs_are_probabilities

    def true_classes(self, y: Tensor) -> Tensor:
        """Class numbers ``(n,)`` int32 from class numbers ``(n,)``, one-hot rows ``(n, classes)``, or 0 and 1, or -1
        and 1, ``(n, 1)``."""
        y = ops.convert_to_tensor(y)
        if self.is_multiclass and len(y.shape) > 1 and y.shape[-1] == self.num_classes:
            return ops.cast(ops.argmax(y, axis=-1), "int32")
        flat = ops.reshape(y, (-1,))
        return ops.cast(flat, "int32") if self.is_multiclass else ops.cast(flat > 0.5, "int32")

    def predicted_classes(self, outputs: Tensor) -> Tensor:
        """Class numbers ``(n,)`` int32 from ``(n, classes)`` or ``(n, 1)``."""
        if self.is_multiclass:
            return ops.cast(ops.argmax(outputs, axis=-1), "int32")
        return ops.cast(ops.reshape(outputs, (-1,)) > (0.5 if self.outputs_are_probabilities else 0.0), "int32")


class _PerExampleMean(_ClassMetric):
    """The mean of a number for each example."""

    def __init__(self, pick: NamedParams, info: Info, outputs_are_probabilities: bool) -> None:
        super().__init__(pick, info, outputs_are_probabilities)
        self.total = self.add_weight(name="total", initializer="zeros")
        self.count = self.add_weight(name="count", initializer="zeros")

    def per_example(self, y: Tensor, outputs: Tensor) -> Tensor:
        """A number or a truth value for each example ``(n,)``, from targets *y* in any encoding and float32 *outputs*
        ``(n, ...)``."""
        raise NotImplementedError

    def update_state(self, y_true: Tensor, y_pred: Tensor, sample_weight: Tensor | None = None) -> None:
        """Add a batch: targets *y_true* in any encoding, outputs *y_pred* ``(n, ...)``, and weights ``(n,)``, without
        which each example counts once."""
        hit = ops.cast(self.per_example(y_true, ops.cast(y_pred, "float32")), "float32")
        weight = ops.ones_like(hit) if sample_weight is None else ops.cast(ops.reshape(sample_weight, (-1,)), "float32")
        self.total.assign_add(ops.sum(hit * weight))
        self.count.assign_add(ops.sum(weight))

    def result(self) -> Tensor:
        """The mean, a float32 scalar; 0 where nothing was added."""
        return ops.divide_no_nan(self.total, self.count)


class Accuracy(_PerExampleMean):
    def per_example(self, y: Tensor, outputs: Tensor) -> Tensor:
        """Whether the class is right, ``(n,)`` bool, for outputs ``(n, classes)`` or ``(n, 1)``."""
        return ops.equal(self.true_classes(y), self.predicted_classes(outputs))


class TopK(_PerExampleMean):
    """The right class is among the k largest; ties count for it, as in Keras's ``in_top_k``."""

    def __init__(self, pick: NamedParams, info: Info, outputs_are_probabilities: bool) -> None:
        super().__init__(pick, info, outputs_are_probabilities)
        self.k = int(params.with_defaults(METRICS["top_k"].params, pick.params)["k"])  # type: ignore[call-overload]

    def per_example(self, y: Tensor, outputs: Tensor) -> Tensor:
        """Whether fewer than ``k`` classes score higher than the right one, ``(n,)`` bool, for outputs
        ``(n, classes)``."""
        right = ops.one_hot(self.true_classes(y), self.num_classes, dtype="float32")
        own = ops.sum(outputs * right, axis=-1, keepdims=True)
        return ops.sum(ops.cast(outputs > own, "int32"), axis=-1) < self.k


class Confusion(_ClassMetric):
    """A count for each pair of true and predicted class, and a score made from it: ``matrix`` ``(classes, classes)``
    has a row for each true class and a column for each predicted one."""

    def __init__(self, pick: NamedParams, info: Info, outputs_are_probabilities: bool) -> None:
        super().__init__(pick, info, outputs_are_probabilities)
        self.matrix = self.add_weight(name="matrix", shape=(self.num_classes, self.num_classes), initializer="zeros")
        self.score = _CONFUSION_SCORES[pick.name]

    def update_state(self, y_true: Tensor, y_pred: Tensor, sample_weight: Tensor | None = None) -> None:
        """Count a batch: targets *y_true* in any encoding, outputs *y_pred* ``(n, classes)`` or ``(n, 1)``, and weights
        ``(n,)``, without which each example counts once."""
        true = ops.one_hot(self.true_classes(y_true), self.num_classes, dtype="float32")
        predicted = ops.one_hot(self.predicted_classes(ops.cast(y_pred, "float32")), self.num_classes, dtype="float32")
        if sample_weight is not None:
            true = true * ops.reshape(ops.cast(sample_weight, "float32"), (-1, 1))
        self.matrix.assign_add(ops.matmul(ops.transpose(true), predicted))

    def result(self) -> Tensor:
        """The score, a float32 scalar from 0 to 1; 0 where nothing was counted."""
        right = ops.diagonal(self.matrix)
        true, called = ops.sum(self.matrix, axis=1), ops.sum(self.matrix, axis=0)
        each = self.score(right, called, true)
        if not self.is_multiclass:
            return each[1]
        occurs = ops.cast(true + called > 0, "float32")
        return ops.divide_no_nan(ops.sum(each * occurs), ops.sum(occurs))


def _precision(right: Tensor, called: Tensor, true: Tensor) -> Tensor:  # noqa: ARG001 - one of three of this form
    return ops.divide_no_nan(right, called)


def _recall(right: Tensor, called: Tensor, true: Tensor) -> Tensor:  # noqa: ARG001 - one of three of this form
    return ops.divide_no_nan(right, true)


def _f1(right: Tensor, called: Tensor, true: Tensor) -> Tensor:
    return ops.divide_no_nan(2 * right, called + true)


_CONFUSION_SCORES: dict[str, Callable[[Tensor, Tensor, Tensor], Tensor]] = {
    "precision": _precision,
    "recall": _recall,
    "f1": _f1,
}


class Auc(_ClassMetric):
    """Area under the ROC curve by histograms of the scores in 1000 bins; with several classes the mean of each class
    against the rest. It is the chance that a positive example scores above a negative one (Hanley and McNeil 1982, "The
    Meaning and Use of the Area under a Receiver Operating Characteristic (ROC) Curve"). Two scores in one bin count as
    a tie, so the error is below the share of such pairs."""

    BINS = 1000

    def __init__(self, pick: NamedParams, info: Info, outputs_are_probabilities: bool) -> None:
        super().__init__(pick, info, outputs_are_probabilities)
        columns = self.num_classes if self.is_multiclass else 1
        self.positives = self.add_weight(name="positives", shape=(self.BINS, columns), initializer="zeros")
        self.negatives = self.add_weight(name="negatives", shape=(self.BINS, columns), initializer="zeros")

    def _probabilities(self, outputs: Tensor) -> Tensor:
        """*outputs* ``(n, classes)`` or ``(n, 1)``, from 0 to 1 and in the same order."""
        if self.outputs_are_probabilities:
            return ops.clip(outputs, 0.0, 1.0)
        return ops.softmax(outputs, axis=-1) if self.is_multiclass else ops.sigmoid(outputs)

    def update_state(self, y_true: Tensor, y_pred: Tensor, sample_weight: Tensor | None = None) -> None:
        """Count a batch: targets *y_true* in any encoding, outputs *y_pred* ``(n, classes)`` or ``(n, 1)``, and weights
        ``(n,)``, without which each example counts once."""
        true = self.true_classes(y_true)
        scores = self._probabilities(ops.cast(y_pred, "float32"))
        if self.is_multiclass:
            positive = ops.one_hot(true, self.num_classes, dtype="float32")
        else:
            positive, scores = ops.cast(ops.reshape(true, (-1, 1)), "float32"), ops.reshape(scores, (-1, 1))
        weight = 1.0 if sample_weight is None else ops.reshape(ops.cast(sample_weight, "float32"), (-1, 1))
        bins = ops.cast(ops.clip(ops.floor(scores * self.BINS), 0, self.BINS - 1), "int32")
        for column in range(positive.shape[-1]):
            hit, here = positive[:, column : column + 1], bins[:, column]
            counts = ops.segment_sum(ops.concatenate([hit * weight, (1 - hit) * weight], axis=1), here, self.BINS)
            self._add_counts(column, counts)

    def _add_counts(self, column: int, counts: Tensor) -> None:
        """Add *counts* ``(BINS, 2)`` of positive and negative examples to *column* of both histograms."""
        here = ops.one_hot(column, self.positives.shape[1], dtype="float32")
        self.positives.assign_add(counts[:, :1] * here)
        self.negatives.assign_add(counts[:, 1:] * here)

    def result(self) -> Tensor:
        """The area, a float32 scalar from 0 to 1; a class without positive or without negative examples is left out,
        and it is 0 where no class is left."""
        below = ops.cumsum(self.negatives, axis=0) - 0.5 * self.negatives
        pairs = ops.sum(self.positives, axis=0) * ops.sum(self.negatives, axis=0)
        areas = ops.divide_no_nan(ops.sum(self.positives * below, axis=0), pairs)
        has_pairs = ops.cast(pairs > 0, "float32")
        return ops.divide_no_nan(ops.sum(areas * has_pairs), ops.sum(has_pairs))


def _regression_metric(metric_class: type[Any]) -> Callable[[NamedParams, Info, bool], Any]:
    def build(pick: NamedParams, info: Info, chances: bool) -> Any:  # noqa: ARG001 - the form of all metrics
        return metric_class(name=pick.name)

    return build


class ReconstructionR2(keras.metrics.Metric):  # type: ignore[misc] # Keras is untyped
    """Which part of the spread of all numbers of the inputs is given back: one minus the sum of squared errors over
    the sum of squared distances from each number's own mean. (Keras's ``variance_weighted_average``, but a number that
    never changes, as a corner of a picture, counts as nothing instead of making it all not a number.)"""

    def __init__(self, name: str, feature_count: int) -> None:
        super().__init__(name=name)
        self.feature_count = feature_count
        self.count = self.add_weight(name="count", initializer="zeros")
        self.squared_error_sum = self.add_weight(name="error", initializer="zeros")
        self.square_sum = self.add_weight(name="squares", initializer="zeros")
        self.feature_sums = self.add_weight(name="sums", shape=(feature_count,), initializer="zeros")

    def update_state(self, y_true: Tensor, y_pred: Tensor, sample_weight: Tensor | None = None) -> None:  # noqa: ARG002
        """Add a batch: inputs *y_true* and what is given back *y_pred*, both ``(n, *input_shape)``, in all
        *feature_count* numbers for each example; *sample_weight* is not looked at."""
        true = ops.reshape(ops.cast(y_true, "float32"), (-1, self.feature_count))
        predictions = ops.reshape(ops.cast(y_pred, "float32"), (-1, self.feature_count))
        self.count.assign_add(ops.cast(ops.shape(true)[0], "float32"))
        self.squared_error_sum.assign_add(ops.sum(ops.square(true - predictions)))
        self.square_sum.assign_add(ops.sum(ops.square(true)))
        self.feature_sums.assign_add(ops.sum(true, axis=0))

    def result(self) -> Tensor:
        """A float32 scalar, 1 at most. Where no number of the inputs ever changes, 1 without any error and else 0, as
        in ``sklearn.metrics.r2_score``."""
        spread = self.square_sum - ops.divide_no_nan(ops.sum(ops.square(self.feature_sums)), self.count)
        is_constant = spread <= ROUNDING * self.square_sum
        explained = 1.0 - ops.divide_no_nan(self.squared_error_sum, spread)
        return ops.where(is_constant, ops.cast(self.squared_error_sum == 0, "float32"), explained)


class Psnr(_PerExampleMean):
    """The mean over the pictures; a perfect one counts as 100 dB."""

    def __init__(self, pick: NamedParams, info: Info, outputs_are_probabilities: bool) -> None:
        super().__init__(pick, info, outputs_are_probabilities)
        low, high = info.value_range
        self.peak = (high - low) ** 2

    def per_example(self, y: Tensor, outputs: Tensor) -> Tensor:
        """Decibels ``(n,)`` for pictures *y* and *outputs* ``(n, height, width, channels)``, both in the range of the
        prepared inputs."""
        miss = ops.square(ops.cast(y, "float32") - outputs)
        error = ops.mean(miss, axis=tuple(range(1, len(miss.shape))))
        return 10.0 * ops.log10(self.peak / ops.maximum(error, 1e-10 * self.peak))


def _r2(pick: NamedParams, info: Info, outputs_are_probabilities: bool) -> Any:  # noqa: ARG001 - the form of all metrics
    """Keras makes the sums of this metric at its first update; a tally counts only those that are there before."""
    if info.task == "reconstruction":
        return ReconstructionR2(pick.name, info.outputs)
    metric = keras.metrics.R2Score(name=pick.name)
    metric._build((None, info.outputs), (None, info.outputs))
    return metric


METRIC_CLASSES: dict[str, Callable[[NamedParams, Info, bool], Any]] = {
    "accuracy": Accuracy,
    "precision": Confusion,
    "recall": Confusion,
    "f1": Confusion,
    "auc": Auc,
    "top_k": TopK,
    "mae": _regression_metric(keras.metrics.MeanAbsoluteError),
    "mse": _regression_metric(keras.metrics.MeanSquaredError),
    "rmse": _regression_metric(keras.metrics.RootMeanSquaredError),
    "r2": _r2,
    "psnr": Psnr,
}
