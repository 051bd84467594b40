"""What a data set is: the facts a network must fit, and the arrays it learns from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt

from playground.params import Param

Task = Literal["binary", "multiclass", "regression"]
Kind = Literal["points", "table", "images"]
Array = npt.NDArray[np.generic]


@dataclass(frozen=True, slots=True)
class Info:
    """What is true of a data set *after* preparation, known without training. Crosses processes as JSON.

    *outputs* is the number of output units that fit: 1 for binary, the number of classes for multiclass, the
    number of target columns for regression. *value_range* is that of the prepared inputs.
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


@dataclass(frozen=True, slots=True)
class Affine:
    """``x * scale + shift``; scalars, or one value for each feature (or channel)."""

    scale: Array = field(default_factory=lambda: np.float32(1.0))  # type: ignore[arg-type,return-value]
    shift: Array = field(default_factory=lambda: np.float32(0.0))  # type: ignore[arg-type,return-value]

    def __call__(self, x: Array) -> npt.NDArray[np.float32]:
        return np.asarray(x, np.float32) * self.scale + self.shift  # type: ignore[no-any-return,operator]

    def back(self, x: Array) -> npt.NDArray[np.float32]:
        return (np.asarray(x, np.float32) - self.shift) / self.scale  # type: ignore[no-any-return,operator]


@dataclass(frozen=True, slots=True)
class Part:
    """Examples as stored (images uint8, the rest float32) and targets: int64 ``(n,)`` class numbers, or float32
    ``(n, outputs)`` for regression."""

    x: Array
    y: Array

    def __len__(self) -> int:
        return len(self.x)


@dataclass(frozen=True, slots=True)
class Prepared:
    """Three parts and the one scaling that stands between what is stored and what the network gets.

    ``decode(part.x)`` is the network's input. For points and tables, ``decode`` standardises (or what was
    chosen) with numbers fitted on the training part; for images it is the chosen range. So ``part.x`` stays in
    the units that a person knows, and axes and pictures can be drawn from it.
    """

    info: Info
    train: Part
    validation: Part
    test: Part
    decode: Affine = field(default_factory=Affine)


@dataclass(frozen=True, slots=True)
class About:
    """What the page tells of a data set: *title* and *help* are message ids; *source* and *licence* as given."""

    name: str
    title: str
    help: str
    kind: Kind
    source: str
    licence: str
    params: tuple[Param, ...] = ()
