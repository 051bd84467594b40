"""Metrics as running sums: cut into chunks, added up over an epoch, exact as Keras's own.

Every Keras metric keeps sums (a mean keeps total and count, AUC keeps counts for each threshold), so the sums of two
parts of an epoch, added, are the sums of the epoch. A chunk starts from zero and hands back one flat vector; here
vectors are added in float64 and turned into values. ``tests/keras/training/test_metric_sums.py`` proves it for each.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import keras
import numpy as np
import numpy.typing as npt
import tensorflow as tf

Sums = npt.NDArray[np.float64]


class MetricSums:
    """The variables of *metrics*, as one vector."""

    def __init__(self, metrics: Sequence[Any]) -> None:
        self.metrics = list(metrics)
        self.names = [metric.name for metric in self.metrics]
        self.variables = [variable for metric in self.metrics for variable in metric.variables]
        self.size = sum(int(np.prod(variable.shape)) for variable in self.variables)
        self._means = all(type(metric).result is keras.metrics.Mean.result for metric in self.metrics)
        self._results = tf.function(
            self._compute, input_signature=[tf.TensorSpec([self.size], tf.float32)], autograph=False
        )

    def reset_state(self) -> None:
        """Begin again; inside a compiled function or outside."""
        for variable in self.variables:
            variable.assign(tf.zeros(variable.shape, variable.dtype))

    def as_vector(self) -> Any:
        """The sums of this moment, a float32 vector ``(size,)``; inside a compiled function or outside."""
        return tf.concat([tf.reshape(tf.cast(entry.value, tf.float32), [-1]) for entry in self.variables], 0)

    def zeros(self) -> Sums:
        """The sums ``(size,)`` float64 with which an epoch begins."""
        return np.zeros(self.size, np.float64)

    def results(self, sums: Sums) -> dict[str, float]:
        """What the metrics say of *sums* ``(size,)`` float64, by name; a mean over no step is NaN."""
        if self._means:
            with np.errstate(divide="ignore", invalid="ignore"):
                means = sums[0::2] / sums[1::2]
            return {name: float(mean) for name, mean in zip(self.names, means, strict=True)}
        results = self._results(tf.constant(sums, tf.float32)).numpy()
        return {name: float(value) for name, value in zip(self.names, results, strict=True)}

    def _compute(self, sums: Any) -> Any:
        start = 0
        for variable in self.variables:
            count = int(np.prod(variable.shape))
            part = tf.reshape(sums[start : start + count], variable.shape)
            variable.assign(tf.cast(part, variable.dtype))
            start += count
        return tf.stack([tf.cast(metric.result(), tf.float32) for metric in self.metrics])
