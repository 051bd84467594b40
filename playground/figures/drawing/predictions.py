"""What a network's last outputs mean: probabilities for classes, values for regression."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from playground.core.i18n import N_, Text, _
from playground.core.info import Info
from playground.core.params import Choice
from playground.experiment.spec import Experiment
from playground.figures.base import Floats, RunView, Snapshot

SIGNED = {"Hinge", "SquaredHinge"}
"""Losses for which the network answers from -1 to 1."""

PART = Choice(
    name="part",
    label=N_("Set"),
    help=N_(
        "Whose predictions are shown: the test set's once it was tested and the validation set's before, or those of "
        "one set."
    ),
    default="auto",
    options=("auto", "validation", "test"),
    labels=(N_("newest"), N_("validation set"), N_("test set")),
)


def part_name(part: str) -> Text:
    """What the test set is called in a sentence, or, for any other *part*, the validation set."""
    return Text(N_("test set") if part == "test" else N_("validation set"))


def heading(title: str, part: str | None) -> str:
    """*title* and the set that is shown; *title* alone where nothing is shown yet."""
    if part is None:
        return _(title)
    return str(Text(N_("{title}, {part}"), {"title": Text(title), "part": part_name(part)}))


def probabilities(output: npt.NDArray[Any], experiment: Experiment) -> Floats:
    """*output* ``(n, k)`` of the last layer as probabilities ``(n, classes)`` float32, 0 to 1; binary outputs
    ``(n, 1)`` become two columns.

    What is no number stays so.
    """
    values: Floats = np.asarray(output, np.float32).reshape(len(output), -1)
    values = np.where(np.isfinite(values), values, np.float32(np.nan))
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
    values = np.clip(values, 0, None)
    return np.asarray(values / np.maximum(values.sum(1, keepdims=True), 1e-9), np.float32)


def newest_predictions(context: RunView) -> tuple[Snapshot, str] | None:
    """The newest answers of the network and the part they are for, as the option ``part`` chooses."""
    part_option = context.option("part", "auto")
    for part in (part_option,) if part_option in ("test", "validation") else ("test", "validation"):
        snapshot = context.frame_at(part)
        if snapshot is not None and len(snapshot.arrays.get("true", ())) and "predicted" in snapshot.arrays:
            return snapshot, part
    return None


class ClassPredictions(NamedTuple):
    """*probabilities* is ``(n, classes)``; *true* and *predicted* ``(n,)`` int64 are class numbers; *rows* ``(n,)``
    int64 their places within the part."""

    true: npt.NDArray[np.int64]
    predicted: npt.NDArray[np.int64]
    probabilities: Floats
    rows: npt.NDArray[np.int64]
    classes: tuple[str, ...]
    part: str
    epoch: float


def class_predictions(context: RunView) -> ClassPredictions | None:
    """The newest answers of a classifier, those left out that are no numbers; ``None`` where there are none."""
    if (snapshot_and_part := newest_predictions(context)) is None:
        return None
    snapshot, part = snapshot_and_part
    arrays = snapshot.arrays
    belief = probabilities(arrays["predicted"], context.experiment)
    true = np.asarray(arrays["true"]).astype(np.int64).ravel()
    index = np.asarray(arrays.get("index", np.arange(len(true)))).astype(np.int64)
    good = np.isfinite(belief).all(1)
    if not good.any():
        return None
    count = max(belief.shape[1], int(true.max(initial=0)) + 1, len(context.info.class_names))
    names = class_names(context.info)
    classes = names if len(names) == count else tuple(str(number) for number in range(count))
    belief, true, index = belief[good], true[good], index[good]
    return ClassPredictions(true, belief.argmax(1), belief, index, classes, part, snapshot.epoch)


class RegressionPredictions(NamedTuple):
    """One target of a regression: *true* and *predicted* ``(n,)`` float64, *rows* ``(n,)`` int64 their places within
    the part."""

    true: Floats
    predicted: Floats
    rows: npt.NDArray[np.int64]
    name: str
    part: str
    epoch: float


def class_names(info: Info) -> tuple[str, ...]:
    """The classes as they are called on the page; an own table's keep the names that they have in it."""
    return tuple(_(name) for name in info.class_names)


def regression_predictions(context: RunView) -> RegressionPredictions | None:
    """The newest answers of a regression, in the units of the data; the option ``target`` chooses among several.
    ``None`` where there are none that are numbers."""
    if (snapshot_and_part := newest_predictions(context)) is None:
        return None
    snapshot, part = snapshot_and_part
    arrays, units = snapshot.arrays, context.prepared.unscale_targets
    true, predictions = (
        np.asarray(units(arrays[name].reshape(len(arrays["true"]), -1)), float) for name in ("true", "predicted")
    )
    column = min(max(context.option("target", 0), 0), min(true.shape[1], predictions.shape[1]) - 1)
    index = np.asarray(arrays.get("index", np.arange(len(true)))).astype(np.int64)
    good = np.isfinite(true[:, column]) & np.isfinite(predictions[:, column])
    if not good.any():
        return None
    names = context.info.target_names
    name = names[column] if column < len(names) else _("value")
    return RegressionPredictions(true[good, column], predictions[good, column], index[good], name, part, snapshot.epoch)
