"""What there is to know of a kind of data, said once: everything that depends on whether an example is a point, a row
of a table or a picture asks its kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from playground.core.i18n import N_

Kind = Literal["points", "table", "images"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DataKind:
    """*input_name* is what an ``Input`` calls the first thing that is given of each example, *input_title* its title.

    *is_image*: an example is a picture ``(height, width, channels)``. *scales* are the names of the scalings that make
    sense, the usual one first, *unit_scale* that from 0 to 1, and *scales_message* says so where another came. The
    messages have the placeholders of those that stand beside them.
    """

    name: Kind
    input_name: str
    input_title: str
    scales: tuple[str, ...]
    unit_scale: str
    scales_message: str
    """Of {fit}, the scalings that there are, and {came}."""
    shape_message: str
    """Of {network}, what {came} from it, and what was {wanted}."""
    single_class_message: str
    """Of {name}, the only class."""
    sample_count: int
    """Examples that are drawn from fixed noise to be looked at."""
    reconstruction_count: int
    """Examples that are shown beside what a network makes of them."""
    mistake_count: int
    """The worst answers that are shown at once."""
    is_image: bool = False
    is_point: bool = False
    """Whether an example is a point, so that those of two numbers lie on a plane."""
    has_bounds: bool = False
    """Whether values have ends that mean something (black and white), so that noise stays between them."""
    can_be_cleaned: bool = False
    """Whether values may be missing, far out or words, and columns be chosen."""


_OF_NUMBERS = N_("Points and tables can be scaled by {fit}; {came} is for images.")
_ALL_OF_ONE_CLASS = N_("All examples are of one class ({name}), so there is nothing to tell apart.")

_POINTS = DataKind(
    name="points",
    input_name="points",
    input_title=N_("Points"),
    scales=("standard", "min_max", "robust", "none"),
    unit_scale="min_max",
    scales_message=_OF_NUMBERS,
    shape_message=N_("{network} gives {came} numbers, a point has {wanted}."),
    single_class_message=_ALL_OF_ONE_CLASS,
    sample_count=500,
    reconstruction_count=300,
    mistake_count=60,
    is_point=True,
)
_TABLE = DataKind(
    name="table",
    input_name="table",
    input_title=N_("Table"),
    scales=("standard", "min_max", "robust", "none"),
    unit_scale="min_max",
    scales_message=_OF_NUMBERS,
    shape_message=N_("{network} gives {came} numbers, a row of the table has {wanted}."),
    single_class_message=_ALL_OF_ONE_CLASS,
    sample_count=500,
    reconstruction_count=500,
    mistake_count=10,
    can_be_cleaned=True,
)
_IMAGES = DataKind(
    name="images",
    input_name="picture",
    input_title=N_("Image"),
    scales=("unit", "signed", "standard", "none"),
    unit_scale="unit",
    scales_message=N_("Images can be scaled by {fit}; {came} is for tables."),
    shape_message=N_("{network} gives {came}, the images are {wanted}."),
    single_class_message=N_(
        "All images are of one class ({name}), so there is nothing to tell apart. Put the images of each class into "
        "a folder of their own, zip the folders, and upload that."
    ),
    sample_count=64,
    reconstruction_count=15,
    mistake_count=12,
    is_image=True,
    has_bounds=True,
)
KINDS: dict[Kind, DataKind] = {kind.name: kind for kind in (_POINTS, _TABLE, _IMAGES)}
