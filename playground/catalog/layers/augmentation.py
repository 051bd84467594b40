"""Layers that change pictures at random while training, so that the network sees more than the data set holds.

``value_range`` is not asked for: the builder takes it from the data. XLA cannot compile some
(tensorflow 2.21: no kernel for projective image transforms).
"""

from __future__ import annotations

from playground.catalog.layers.base import LayerRow
from playground.catalog.layers.reshaping import pixels_param
from playground.core.i18n import N_
from playground.core.params import Choice, Float, Int, Param

_VALUE_RANGE_ARG = ("value_range",)


def factor_param(
    help: str,
    *,
    name: str = "factor",
    label: str = N_("Strength"),
    default: float = 0.2,
    high: float = 1.0,
    optional: bool = False,
) -> Float:
    """The parameter *name*: how strong a change is, from 0 to *high*."""
    return Float(
        name=name, label=label, help=help, default=default, low=0.0, high=high, step=0.05, optional=optional
    )  # fmt: skip


_FILL = Choice(
    name="fill_mode",
    label=N_("Fill mode"),
    help=N_("What comes in from outside: the image mirrored, repeated, its edge pulled out, or black."),
    default="reflect",
    options=("reflect", "wrap", "nearest", "constant"),
    advanced=True,
)
_BLEND = Choice(
    name="interpolation",
    label=N_("Interpolation"),
    help=N_("Whether values between pixels are blended or copied."),
    default="bilinear",
    options=("bilinear", "nearest"),
    advanced=True,
)
PROBABILITY_HELP = N_("For which fraction of the images.")
_SIZE_PARAMS = (pixels_param("height", N_("Height")), pixels_param("width", N_("Width")))


def augmentation_row(
    name: str,
    help: str,
    *params: Param,
    takes_value_range: bool = True,
    channels: tuple[int, ...] | None = (1, 3),
    needs_nonnegative: bool = False,
    centered_range_params: tuple[str, ...] = (),
    constant_range_params: tuple[str, ...] = (),
    wants_seed: bool = True,
) -> LayerRow:
    """The row of the layer *name* over pictures; the rest as :class:`LayerRow` has it."""
    return LayerRow(
        name=name,
        kind="augmentation",
        title=name,
        help=help,
        params=params,
        input_ranks=(3,),
        summary_params=tuple(
            param.name for param in params if param.name in ("factor", "mode", "height", "width", "stddev")
        ),
        auto_args=_VALUE_RANGE_ARG if takes_value_range else (),
        channels=channels,
        needs_nonnegative=needs_nonnegative,
        centered_range_params=centered_range_params,
        constant_range_params=constant_range_params,
        wants_seed=wants_seed,
        search_terms=("augmentation",),
    )


GEOMETRY = (
    augmentation_row(
        "RandomFlip",
        N_("Mirrors images at random."),
        Choice(
            name="mode",
            label=N_("Direction"),
            help=N_("Left with right, top with bottom, or both."),
            default="horizontal",
            options=("horizontal", "vertical", "horizontal_and_vertical"),
        ),
        takes_value_range=False,
        channels=None,
    ),
    augmentation_row(
        "RandomRotation",
        N_("Turns images by a random angle."),
        factor_param(N_("The largest angle, as a fraction of a full turn: 0.1 is 36 degrees."), default=0.05),
        _FILL,
        _BLEND,
        takes_value_range=False,
        channels=None,
    ),
    augmentation_row(
        "RandomZoom",
        N_("Moves nearer or farther at random."),
        factor_param(N_("0.2 means up to a fifth nearer or farther."), name="height_factor", default=0.1, high=0.9),
        _FILL,
        _BLEND,
        takes_value_range=False,
        channels=None,
    ),
    augmentation_row(
        "RandomTranslation",
        N_("Shifts images by a random distance."),
        factor_param(
            N_("Up and down, as a fraction of the height."), name="height_factor", label=N_("Vertical"), default=0.1
        ),
        factor_param(
            N_("Left and right, as a fraction of the width."), name="width_factor", label=N_("Horizontal"), default=0.1
        ),
        _FILL,
        _BLEND,
        takes_value_range=False,
        channels=None,
    ),
    augmentation_row(
        "RandomShear",
        N_("Slants images at random, like italics."),
        factor_param(N_("How far the top slides against the bottom."), name="x_factor", label=N_("Horizontal")),
        factor_param(
            N_("How far one side slides against the other."), name="y_factor", label=N_("Vertical"), default=0.0
        ),
        _FILL,
        _BLEND,
        takes_value_range=False,
    ),
    augmentation_row(
        "RandomPerspective",
        N_("Tilts images as if seen from the side."),
        factor_param(PROBABILITY_HELP, label=N_("Probability"), default=1.0),
        factor_param(N_("How strongly it is tilted."), name="scale", label=N_("Tilt"), default=0.3),
        _BLEND,
        takes_value_range=False,
        constant_range_params=("factor",),
    ),
    augmentation_row(
        "RandomCrop",
        N_("Crops a window at a random place; in use, the centre."),
        *_SIZE_PARAMS,
        takes_value_range=False,
        channels=None,
    ),
    augmentation_row(
        "RandomElasticTransform",
        N_("Warps images like a rubber sheet; made for handwriting."),
        factor_param(PROBABILITY_HELP, label=N_("Probability"), default=1.0),
        factor_param(N_("How strongly it is warped."), name="scale", label=N_("Warp"), default=1.0),
        _FILL,
        _BLEND,
        constant_range_params=("factor",),
    ),
    augmentation_row(
        "RandomErasing",
        N_("Covers a random rectangle, so that no single region is relied on."),
        factor_param(PROBABILITY_HELP, label=N_("Probability"), default=1.0),
        constant_range_params=("factor",),
    ),
)

MIXES = (
    augmentation_row(
        "RandAugment",
        N_("Picks some of the other changes at random for each image."),
        Int(name="num_ops", label=N_("How many"), help=N_("Changes for each image."), default=2, low=1, high=10),
        factor_param(N_("How strong each change may be."), default=0.5),
        _BLEND,
        channels=(3,),
        needs_nonnegative=True,
    ),
)

ROWS = (*GEOMETRY, *MIXES)
