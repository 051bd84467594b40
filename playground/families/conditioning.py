"""What families share whose networks are told the class of an example (Mirza and Osindero 2014, "Conditional Generative
Adversarial Nets"; Sohn and others 2015 for variational autoencoders)."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from playground.core.i18n import N_, Text
from playground.core.info import Array, Info
from playground.core.params import with_defaults
from playground.core.problems import Problem
from playground.datasets.dataset import DataSplit
from playground.experiment.repairs import repair, set_edit
from playground.experiment.spec import Experiment
from playground.families.base import Family, Tensor


def class_indices(part: DataSplit) -> Array:
    """The classes of *part*, ``(n,)`` int32."""
    return np.asarray(part.y).astype(np.int32)


def with_one_hot_class(values: Tensor, y: Tensor, classes: int) -> tuple[Tensor, Tensor]:
    """*values* ``(batch, ...)`` and the one-hot rows ``(batch, classes)`` float32 of the class numbers *y* ``(batch,)``
    int: what a network takes that is told the class."""
    import tensorflow as tf

    return tf.convert_to_tensor(values), tf.one_hot(y, classes)


def requires_classes(title: str, without: Family) -> Callable[[Experiment, Info], Iterable[Problem]]:
    """The check of a family called *title*: the data must have classes; *without* does the same without them."""

    def check(_experiment: Experiment, info: Info) -> Iterable[Problem]:
        if info.task in ("binary", "multiclass") and info.class_names:
            return
        networks = [
            network.model_dump(mode="json")
            for network in without.starter_networks(info, with_defaults(without.params, {}))
        ]
        use = repair(
            N_("Use {name}"),
            set_edit("family_params", {}),
            set_edit("networks", networks),
            set_edit("family", without.name),
            name=Text(without.title),
        )
        message = Text(
            N_("“{family}” generates examples of a class; these data have no classes."), {"family": Text(title)}
        )
        yield Problem("no_classes", message, field="family", repairs=(use,))

    return check
