"""Layers that change pictures at random while training, so that the network sees more than the data set holds.

``value_range`` is not asked for: the builder takes it from the data. XLA cannot compile those with ``xla=False``
(tensorflow 2.21: no kernel for projective image transforms).
"""

from __future__ import annotations

from playground.catalog.layers.base import LayerRow
from playground.catalog.layers.reshaping import pixels
from playground.core.i18n import N_
from playground.core.params import Choice, Float, Int, Param

_RANGE = ("value_range",)


def factor(
    help: str,
    *,
    name: str = "factor",
    label: str = N_("Strength"),
    default: float = 0.2,
    high: float = 1.0,
    optional: bool = False,
) -> Float:
    return Float(
        name=name, label=label, help=help, default=default, low=0.0, high=high, step=0.05, optional=optional
    )  # fmt: skip


_FILL = Choice(
    name="fill_mode",
    label=N_("Edges"),
    help=N_("What comes in from outside: the picture mirrored, repeated, its edge pulled out, or black."),
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
CHANCE = N_("For which part of the pictures.")
_KINDS = (pixels("height", N_("Height")), pixels("width", N_("Width")))


def row(
    name: str,
    help: str,
    *params: Param,
    ranged: bool = True,
    xla: bool = True,
    channels: tuple[int, ...] | None = (1, 3),
    from_zero: bool = False,
    centred: tuple[str, ...] = (),
    exact: tuple[str, ...] = (),
    drawn: bool = True,
) -> LayerRow:
    return LayerRow(
        name=name,
        kind="augmentation",
        title=name,
        help=help,
        params=params,
        input_ranks=(3,),
        telling=tuple(param.name for param in params if param.name in ("factor", "mode", "height", "width", "stddev")),
        given=_RANGE if ranged else (),
        xla=xla,
        channels=channels,
        from_zero=from_zero,
        centred=centred,
        exact=exact,
        wants_seed=drawn,
        search=("augmentation",),
    )


GEOMETRY = (
    row(
        "RandomFlip",
        N_("Mirrors pictures at random."),
        Choice(
            name="mode",
            label=N_("Which way"),
            help=N_("Left with right, top with bottom, or both."),
            default="horizontal",
            options=("horizontal", "vertical", "horizontal_and_vertical"),
        ),
        ranged=False,
        channels=None,
    ),
    row(
        "RandomRotation",
        N_("Turns pictures by a random angle."),
        factor(N_("The largest angle, as a part of a full turn: 0.1 is 36 degrees."), default=0.05),
        _FILL,
        _BLEND,
        ranged=False,
        xla=False,
        channels=None,
    ),
    row(
        "RandomZoom",
        N_("Moves nearer or farther at random."),
        factor(N_("0.2 means up to a fifth nearer or farther."), name="height_factor", default=0.1, high=0.9),
        _FILL,
        _BLEND,
        ranged=False,
        xla=False,
        channels=None,
    ),
    row(
        "RandomTranslation",
        N_("Shifts pictures by a random distance."),
        factor(N_("Up and down, as a part of the height."), name="height_factor", label=N_("Vertical"), default=0.1),
        factor(N_("Left and right, as a part of the width."), name="width_factor", label=N_("Across"), default=0.1),
        _FILL,
        _BLEND,
        ranged=False,
        xla=False,
        channels=None,
    ),
    row(
        "RandomShear",
        N_("Slants pictures at random, like italics."),
        factor(N_("How far the top slides against the bottom."), name="x_factor", label=N_("Across")),
        factor(N_("How far one side slides against the other."), name="y_factor", label=N_("Vertical"), default=0.0),
        _FILL,
        _BLEND,
        ranged=False,
        xla=False,
    ),
    row(
        "RandomPerspective",
        N_("Tilts pictures as if seen from the side."),
        factor(CHANCE, label=N_("Chance"), default=1.0),
        factor(N_("How strongly it is tilted."), name="scale", label=N_("Tilt"), default=0.3),
        _BLEND,
        ranged=False,
        xla=False,
        exact=("factor",),
    ),
    row(
        "RandomCrop",
        N_("Cuts a part out at a random place; in use, the middle."),
        *_KINDS,
        ranged=False,
        channels=None,
    ),
    row(
        "RandomElasticTransform",
        N_("Warps pictures like a rubber sheet; made for handwriting."),
        factor(CHANCE, label=N_("Chance"), default=1.0),
        factor(N_("How strongly it is warped."), name="scale", label=N_("Warp"), default=1.0),
        _FILL,
        _BLEND,
        xla=False,
        exact=("factor",),
    ),
    row(
        "RandomErasing",
        N_("Covers a random rectangle, so that no single part is relied on."),
        factor(CHANCE, label=N_("Chance"), default=1.0),
        exact=("factor",),
    ),
)

MIXES = (
    row(
        "RandAugment",
        N_("Picks some of the other changes at random for each picture."),
        Int(name="num_ops", label=N_("How many"), help=N_("Changes for each picture."), default=2, low=1, high=10),
        factor(N_("How strong each change may be."), default=0.5),
        _BLEND,
        xla=False,
        channels=(3,),
        from_zero=True,
    ),
)

ROWS = (*GEOMETRY, *MIXES)
