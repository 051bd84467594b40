"""What a training minimises and is measured by, as Keras objects, and the targets in the form that they want."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import keras
import numpy as np

from playground.build.metric_classes import METRIC_CLASSES
from playground.catalog.losses import BINARY_PROBABILITY_ACTIVATIONS, CLASS_PROBABILITY_ACTIVATIONS, LOSSES
from playground.core import params
from playground.core.info import Array, Info
from playground.experiment.spec import NamedParams


def loss(pick: NamedParams, info: Info) -> Any:  # noqa: ARG001 - the form that every part of a training has
    """The ``keras.losses.Loss`` of *pick*: from targets as :func:`targets` gives them and outputs ``(batch, outputs)``,
    or from inputs and what is given back, both ``(batch, *input_shape)``, a float32 scalar.

    Raises KeyError where there is no loss of that name.
    """
    row = LOSSES[pick.name]
    return getattr(keras.losses, row.name)(**params.with_defaults(row.params, pick.params))


def targets(pick: NamedParams, y: Array, info: Info) -> Array:
    """Class numbers *y* ``(n,)`` int64, or the values ``(n, outputs)`` of a regression, as the loss wants them: class
    numbers int32 ``(n,)``; one-hot float32 ``(n, classes)``; 0 and 1, or -1 and 1, float32 ``(n, 1)``; values float32
    ``(n, outputs)``.

    Raises KeyError where there is no loss of that name, or it does not fit the task.
    """
    encoding = LOSSES[pick.name].target_encoding(info.task)
    if encoding == "value":
        return np.asarray(y, np.float32).reshape(len(y), -1)
    numbers = np.asarray(y).astype(np.int64)
    if encoding == "class":
        return numbers.astype(np.int32)
    if encoding == "one_hot":
        return one_hot(numbers, info.outputs)
    ones = numbers.astype(np.float32).reshape(-1, 1)
    return ones * 2 - 1 if encoding == "signed" else ones


def one_hot(numbers: Array, count: int) -> Array:
    """Class numbers ``(n,)`` from 0 to *count* - 1 as rows ``(n, count)`` float32 with a one in their place. Raises
    IndexError where one is not among them."""
    places = np.asarray(numbers).astype(np.int64)
    if (places < 0).any():
        raise IndexError(f"class numbers from 0 to {count - 1} were expected, and one is {places.min()}")
    rows: Array = np.eye(max(count, 1), dtype=np.float32)[places]
    return rows


def metrics(picks: Iterable[NamedParams], info: Info, loss: NamedParams | None = None) -> list[Any]:
    """One ``keras.metrics.Metric`` for each, named as in the document. They take targets in any of the encodings of
    :func:`targets` and outputs ``(batch, outputs)``, or inputs and what is given back, both ``(batch, *input_shape)``,
    and give a float32 scalar. *loss* says where a positive answer begins: at 0 for logits and hinge losses, else at
    0.5.

    Raises KeyError where there is no metric of a name.
    """
    chances = outputs_are_probabilities(loss, info)
    return [METRIC_CLASSES[pick.name](pick, info, chances) for pick in picks]


def outputs_are_probabilities(loss: NamedParams | None, info: Info) -> bool:
    """Whether the outputs that *loss* goes with are from 0 to 1; others are logits or margins around 0."""
    row = LOSSES.get(loss.name) if loss is not None else None
    if loss is None or row is None or info.task not in row.targets_by_task:
        return True
    return set(row.output_activations(info.task, loss.params)) <= {
        *CLASS_PROBABILITY_ACTIVATIONS,
        *BINARY_PROBABILITY_ACTIVATIONS,
    }
