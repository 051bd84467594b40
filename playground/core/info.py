"""The facts that a network must fit: what a data set holds of each example and what is asked about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from playground.core.kinds import KINDS, DataKind, Kind

Task = Literal["binary", "multiclass", "regression", "reconstruction", "generation"]
"""What is asked of a network; to give the input back (``reconstruction``) and to draw new examples (``generation``) are
never a data set's own tasks."""
Array = npt.NDArray[np.generic]
Inputs = Array | tuple[Array, ...]


@dataclass(frozen=True, slots=True)
class Input:
    """One of the things that a data set holds of each example; *shape* without the batch, *value_range* prepared."""

    name: str
    kind: Kind
    shape: tuple[int, ...]
    feature_names: tuple[str, ...] = ()
    value_range: tuple[float, float] = (0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Info:
    """What is true of a data set *after* preparation, known without training. Crosses processes as JSON.

    *outputs* is the number of output units that fit: 1 for binary, the number of classes for multiclass, the number of
    target columns for regression. *value_range* is that of the prepared inputs. Most sets hold one thing of each
    example, which *kind*, *input_shape*, *feature_names* and *value_range* tell; *extra_inputs* are further ones, and
    :attr:`inputs` is all of them. *has_modes*: each class is one compact cluster of its own, so that a generator's
    coverage of them can be counted.
    """

    kind: Kind
    task: Task
    input_shape: tuple[int, ...]
    outputs: int
    class_names: tuple[str, ...] = ()
    feature_names: tuple[str, ...] = ()
    target_names: tuple[str, ...] = ()
    train_examples: int = 0
    validation_examples: int = 0
    test_examples: int = 0
    value_range: tuple[float, float] = (0.0, 1.0)
    extra_inputs: tuple[Input, ...] = ()
    has_modes: bool = False
    """Whether each class is one compact cluster of points, so that which of them are drawn can be counted."""
    is_generative: bool = False
    """Whether the networks draw new examples from noise; set by families."""
    loss_terms: tuple[str, ...] = ()
    """What the loss is made of, as it is called in the logs (:mod:`playground.catalog.loss_terms`); set by families."""
    latent_dim: int = 0
    """How many numbers the code has through which each example passes; 0 where there is none. Set by families."""

    @property
    def inputs(self) -> tuple[Input, ...]:
        """Everything that a network can take of an example."""
        first = Input(self.data_kind.input_name, self.kind, self.input_shape, self.feature_names, self.value_range)
        return (first, *self.extra_inputs)

    def input_index(self, params: Mapping[str, object]) -> int:
        """Which of :attr:`inputs` an ``Input`` layer with *params* takes: the one that ``takes`` names, the first where
        it names none or one that is not there (:mod:`playground.ports.inputs` says so)."""
        names = [network_input.name for network_input in self.inputs]
        input_name = params.get("takes")
        return names.index(input_name) if isinstance(input_name, str) and input_name in names else 0

    def input_for(self, params: Mapping[str, object]) -> Input:
        """The input that an ``Input`` layer with *params* takes."""
        return self.inputs[self.input_index(params)]

    @property
    def has_targets(self) -> bool:
        """Whether an output is the answer to a question that the data hold the right answer to."""
        return self.task not in ("reconstruction", "generation")

    @property
    def has_single_class(self) -> bool:
        """Whether classes are asked for where there is only one: nothing can be told apart."""
        return self.task in ("binary", "multiclass") and len(self.class_names) == 1

    @property
    def is_plane(self) -> bool:
        """Whether all inputs can be shown at once: they are points with two coordinates."""
        return self.data_kind.is_point and self.input_shape == (2,)

    @property
    def data_kind(self) -> DataKind:
        """What is known of this kind of data."""
        return KINDS[self.kind]

    @property
    def is_image(self) -> bool:
        """Whether an example is a picture."""
        return self.data_kind.is_image

    @property
    def is_drawable(self) -> bool:
        """Whether an example can be shown as it is: a picture, or two numbers."""
        return self.is_image or self.input_shape == (2,)
