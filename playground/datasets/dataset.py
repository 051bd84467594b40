"""What a data set is: the facts a network must fit, and the arrays it learns from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from playground.core.i18n import N_, Text
from playground.core.info import Array, Info, Inputs, Kind, Task
from playground.core.params import Param
from playground.datasets.uploads import Upload

if TYPE_CHECKING:
    import pandas as pd


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
    ``(n, outputs)`` for regression. *beside* holds the further inputs of ``Info.beside``, row by row with *x*."""

    x: Array
    y: Array
    beside: tuple[Array, ...] = ()

    def __len__(self) -> int:
        return len(self.x)

    @property
    def inputs(self) -> Inputs:
        """What the networks get, as stored: *x* alone, or a tuple in the order of ``Info.inputs``."""
        return (self.x, *self.beside) if self.beside else self.x

    def rows(self, chosen: slice | npt.NDArray[np.integer]) -> Part:
        """The examples *chosen*."""
        return Part(self.x[chosen], self.y[chosen], tuple(array[chosen] for array in self.beside))


@dataclass(frozen=True, slots=True)
class Prepared:
    """Three parts and the one scaling that stands between what is stored and what the network gets.

    ``decode(part.x)`` is the network's input. For points and tables, ``decode`` standardises (or what was
    chosen) with numbers fitted on the training part; for images it is the chosen range. So ``part.x`` stays in
    the units that a person knows, and axes and pictures can be drawn from it. *decode_target* leads the targets of
    a regression (and so a network's outputs) back to the units of the data: where ``preparation.target`` is
    ``standard``, ``part.y`` is standardised with the mean and deviation of the training part. *decode_beside* scales
    each of ``part.beside``.
    """

    info: Info
    train: Part
    validation: Part
    test: Part
    decode: Affine = field(default_factory=Affine)
    decode_target: Affine = field(default_factory=Affine)
    decode_beside: tuple[Affine, ...] = ()

    @property
    def watched(self) -> Part:
        """The part whose first examples are shown while a network learns: the validation part; where there is none, the
        test part, or else the training part."""
        return next((part for part in (self.validation, self.test) if len(part)), self.train)

    @property
    def decoders(self) -> tuple[Affine, ...]:
        """The scaling of each of ``info.inputs``."""
        return (self.decode, *self.decode_beside)

    def decoded(self, part: Part) -> Inputs:
        """What a network is called with for *part*: an array, or a tuple in the order of ``info.inputs``."""
        arrays = zip(self.decoders, (part.x, *part.beside), strict=True)
        made = tuple(decode(array) for decode, array in arrays)
        return made if part.beside else made[0]


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


Values = Mapping[str, object]
OnProgress = Callable[[int, int | None], None]
"""Called with bytes done and, where it is known, bytes in all."""


@dataclass(frozen=True, slots=True)
class Raw:
    """A data set as it comes, before any preparation.

    *x*: float32 ``(n, 2)`` for points, uint8 ``(n, h, w, c)`` for images, a data frame for a table (columns float64
    with NaN, or ``category``). *y*: int64 ``(n,)`` class numbers, -1 where the target is missing; or float64
    ``(n, k)``, NaN where missing. *test* is the set's own test part, where it has one. *notes* tell what was found
    while reading (delimiter, encoding). *table*: float columns without gaps that stand beside each picture of a set
    without a test part of its own. *modes*: as in :class:`Info`.
    """

    task: Task
    x: Array | pd.DataFrame
    y: Array
    class_names: tuple[str, ...] = ()
    feature_names: tuple[str, ...] = ()
    target_names: tuple[str, ...] = ()
    test: tuple[Array, Array] | None = None
    notes: tuple[Text, ...] = ()
    table: pd.DataFrame | None = None
    modes: bool = False


@dataclass(frozen=True, slots=True)
class Header:
    """What the head of an image set's files tells without reading the pictures."""

    image_shape: tuple[int, int, int]
    train_examples: int
    test_examples: int


@dataclass(frozen=True, slots=True)
class MissingFiles:
    """A data set whose files are not there: any one of *choices* (file names that belong together) put into
    *folder* is enough; *bytes* is about what a download weighs."""

    name: str
    title: str
    folder: str
    choices: tuple[tuple[str, ...], ...]
    url: str
    bytes: int

    @property
    def text(self) -> Text:
        return Text(
            N_("The files of {name} are not here. Download them, or put {files} into {folder} (from {url})."),
            {
                "name": Text(self.title),
                "files": " / ".join(", ".join(choice) for choice in self.choices),
                "folder": self.folder,
                "url": self.url,
            },
        )


def _no_identity(_params: Values) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Dataset:
    """One data set: what the page tells, and how its examples are had.

    *load* gets checked parameters, every one filled in, and may raise PlaygroundError. *identity* changes when the
    content behind the same parameters does (other files, another release); the cache is keyed by it.
    *columns* names the columns a person may pick from, where the data has a header of its own.
    """

    about: About
    load: Callable[[Values], Raw]
    identity: Callable[[Values], str] = _no_identity
    cached: bool = True
    """Whether preparation is worth keeping on disk; points are made again in a millisecond."""
    own_test: bool = False
    """Whether the set comes with its own test part, which it keeps."""
    header: Callable[[Values], Header] | None = None
    class_names: tuple[str, ...] = ()
    missing: Callable[[], MissingFiles | None] | None = None
    fetch: Callable[[OnProgress], None] | None = None
    columns: Callable[[Values], tuple[str, ...]] | None = None
    upload: Upload | None = None
    """The own file that the set is read from; its id is the parameter ``file``."""
