"""What a data set is: the facts a network must fit, and the arrays it learns from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from playground.core.i18n import N_, Text
from playground.core.info import Array, Info, Inputs, Task
from playground.core.kinds import Kind
from playground.core.params import Param
from playground.datasets.uploads import UploadType

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class AffineScaling:
    """``x * scale + shift`` in float32; *scale* and *shift* are scalars, or hold one value for each feature (or
    channel), ``(k,)``."""

    scale: Array = field(default_factory=lambda: np.float32(1.0))  # type: ignore[arg-type,return-value]
    shift: Array = field(default_factory=lambda: np.float32(0.0))  # type: ignore[arg-type,return-value]

    def __call__(self, x: Array) -> npt.NDArray[np.float32]:
        return np.asarray(x, np.float32) * self.scale + self.shift  # type: ignore[no-any-return,operator]

    def inverse_transform(self, x: Array) -> npt.NDArray[np.float32]:
        """*x* ``(..., k)``, as the scaling gave it, before it: float32 of the same shape."""
        return (np.asarray(x, np.float32) - self.shift) / self.scale  # type: ignore[no-any-return,operator]


@dataclass(frozen=True, slots=True)
class DataSplit:
    """Examples *x* as stored (images ``(n, height, width, channels) uint8``, the rest ``(n, features)`` float32) and
    targets *y*: int64 ``(n,)`` class numbers, or float32 ``(n, outputs)`` for regression. *extra_inputs* holds the
    further inputs of ``Info.extra_inputs``, row by row with *x*."""

    x: Array
    y: Array
    extra_inputs: tuple[Array, ...] = ()

    def __len__(self) -> int:
        return len(self.x)

    @property
    def inputs(self) -> Inputs:
        """What the networks get, as stored: *x* alone, or a tuple of arrays ``(n, ...)`` in the order of
        ``Info.inputs``."""
        return (self.x, *self.extra_inputs) if self.extra_inputs else self.x

    def take(self, rows: slice | npt.NDArray[np.integer]) -> DataSplit:
        """The examples *rows*, a slice (nothing is copied) or row numbers ``(k,)``."""
        return DataSplit(self.x[rows], self.y[rows], tuple(array[rows] for array in self.extra_inputs))


@dataclass(frozen=True, slots=True)
class Prepared:
    """Three parts and the one scaling that stands between what is stored and what the network gets.

    ``scale_inputs(part.x)`` is the network's input. For points and tables, ``scale_inputs`` standardises (or what was
    chosen) with numbers fitted on the training part; for images it is the chosen range. So ``part.x`` stays in the
    units that a person knows, and axes and pictures can be drawn from it. *unscale_targets* leads the targets of a
    regression (and so a network's outputs) back to the units of the data: where ``preparation.target`` is ``standard``,
    ``part.y`` is standardised with the mean and deviation of the training part. *scale_extra_inputs* scales each of
    ``part.extra_inputs``.
    """

    info: Info
    train: DataSplit
    validation: DataSplit
    test: DataSplit
    scale_inputs: AffineScaling = field(default_factory=AffineScaling)
    unscale_targets: AffineScaling = field(default_factory=AffineScaling)
    scale_extra_inputs: tuple[AffineScaling, ...] = ()

    @property
    def preview_split(self) -> DataSplit:
        """The part whose first examples are shown while a network learns: the validation part; where there is none, the
        test part, or else the training part."""
        return next((part for part in (self.validation, self.test) if len(part)), self.train)

    @property
    def input_scalings(self) -> tuple[AffineScaling, ...]:
        """The scaling of each of ``info.inputs``."""
        return (self.scale_inputs, *self.scale_extra_inputs)

    def network_inputs(self, part: DataSplit) -> Inputs:
        """What a network is called with for *part*, scaled: an array ``(n, *input_shape)`` float32, or a tuple of such
        in the order of ``info.inputs``."""
        arrays = zip(self.input_scalings, (part.x, *part.extra_inputs), strict=True)
        inputs = tuple(decode(array) for decode, array in arrays)
        return inputs if part.extra_inputs else inputs[0]


@dataclass(frozen=True, slots=True)
class DatasetCard:
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
class RawDataset:
    """A data set as it comes, before any preparation.

    *x*: float32 ``(n, 2)`` for points, uint8 ``(n, h, w, c)`` for images, a data frame for a table (columns float64
    with NaN, or ``category``). *y*: int64 ``(n,)`` class numbers, -1 where the target is missing; or float64
    ``(n, k)``, NaN where missing. *test* is the set's own test part, where it has one. *notes* tell what was found
    while reading (delimiter, encoding). *table*: float columns without gaps that stand beside each picture of a set
    without a test part of its own. *has_modes*: as in :class:`Info`.
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
    has_modes: bool = False


@dataclass(frozen=True, slots=True)
class ImageHeader:
    """What the head of an image set's files tells without reading the pictures."""

    image_shape: tuple[int, int, int]
    train_examples: int
    test_examples: int


@dataclass(frozen=True, slots=True)
class MissingFiles:
    """A data set whose files are not there: any one of *choices* (file names that belong together) put into
    *folder* is enough; *download_bytes* is about what a download weighs."""

    name: str
    title: str
    folder: str
    choices: tuple[tuple[str, ...], ...]
    url: str
    download_bytes: int

    @property
    def message(self) -> Text:
        """The sentence that says which files to put where."""
        return Text(
            N_("The files of {name} are not here. Download them, or put {files} into {folder} (from {url})."),
            {
                "name": Text(self.title),
                "files": " / ".join(", ".join(choice) for choice in self.choices),
                "folder": self.folder,
                "url": self.url,
            },
        )


def _no_fingerprint(_params: Values) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Dataset:
    """One data set: what the page tells, and how its examples are had.

    *load* gets checked parameters, every one filled in, and may raise PlaygroundError. *fingerprint* changes when the
    content behind the same parameters does (other files, another release); the cache is keyed by it.
    *column_names* names the columns a person may pick from, where the data has a header of its own.
    """

    card: DatasetCard
    load: Callable[[Values], RawDataset]
    fingerprint: Callable[[Values], str] = _no_fingerprint
    cache_on_disk: bool = True
    """Whether preparation is worth keeping on disk; points are made again in a millisecond."""
    has_test_split: bool = False
    """Whether the set comes with its own test part, which it keeps."""
    header: Callable[[Values], ImageHeader] | None = None
    class_names: tuple[str, ...] = ()
    missing_files: Callable[[], MissingFiles | None] | None = None
    fetch: Callable[[OnProgress], None] | None = None
    column_names: Callable[[Values], tuple[str, ...]] | None = None
    upload: UploadType | None = None
    """The own file that the set is read from; its id is the parameter ``file``."""
