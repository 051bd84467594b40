"""What a network's last outputs mean: probabilities for classes, values for regression."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from playground.figures.base import Context, Floats, Snapshot
from playground.specs import Experiment

SIGNED = {"Hinge", "SquaredHinge"}
"""Losses for which the network answers from -1 to 1."""


def probabilities(output: npt.NDArray[Any], experiment: Experiment) -> Floats:
    """(n, k) outputs of the last layer as (n, classes) probabilities; binary outputs become two columns.

    What is no number stays so.
    """
    values: Floats = np.asarray(output, np.float32).reshape(len(output), -1)
    logits = bool(experiment.loss.params.get("from_logits", False))
    if values.shape[1] == 1:
        if logits:
            values = 1 / (1 + np.exp(-np.clip(values, -60, 60)))
        elif experiment.loss.name in SIGNED:
            values = (values + 1) / 2
        one = np.clip(values, 0, 1)
        return np.concatenate([1 - one, one], 1)
    if logits:
        powers = np.exp(values - values.max(1, keepdims=True))
        return np.asarray(powers / powers.sum(1, keepdims=True), np.float32)
    if experiment.loss.name == "CategoricalHinge" or (values < 0).any():
        values = np.clip(values, 0, None)
        return np.asarray(values / np.maximum(values.sum(1, keepdims=True), 1e-9), np.float32)
    return values


def answers(context: Context) -> tuple[Snapshot, str] | None:
    """The newest answers of the network and the part they are for.

    The option ``part`` (``"validation"`` or ``"test"``) chooses; by itself, the test part where it was tested.
    """
    asked = context.option("part", "")
    for part in ("test", "validation") if not asked else (asked,):
        if (found := context.snapshot(part)) is not None and len(found.arrays.get("true", ())):
            return found, part
    return None
