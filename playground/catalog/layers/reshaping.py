"""Layers that learn nothing and change the form of what passes."""

from __future__ import annotations

from playground.catalog.layers.base import LayerRow, Values
from playground.catalog.layers.shared import per_axis_param
from playground.core.i18n import N_
from playground.core.params import Bool, Choice, Float, Int, IntTuple


def _rank_one(ranks: tuple[int, ...], values: Values) -> int:  # noqa: ARG001 - the form of every rank rule
    return 1


def _target_rank(ranks: tuple[int, ...], values: Values) -> int:
    shape = values.get("target_shape")
    return len(shape) if isinstance(shape, list | tuple) else ranks[0]


def _rank_two(ranks: tuple[int, ...], values: Values) -> int:  # noqa: ARG001 - the form of every rank rule
    return 2


_INTERPOLATION = Choice(
    name="interpolation",
    label=N_("Interpolation"),
    help=N_("How values between pixels are made: nearest copies, the others blend."),
    default="bilinear",
    options=("bilinear", "nearest", "bicubic", "lanczos3", "lanczos5"),
)


def _padding(axes: int) -> LayerRow:
    padding_param = per_axis_param(
        "padding",
        N_("Padding"),
        N_("How many zeros are put on each side.") if axes == 2 else N_("How many zeros are put before and after."),
        axes=2,
        default=1,
        low=0,
        high=256,
    )
    return LayerRow(
        name=f"ZeroPadding{axes}D",
        kind="shape",
        title=f"ZeroPadding{axes}D",
        help=N_("Puts zeros around the edge."),
        params=(padding_param,),
        input_ranks=(axes + 1,),
        summary_params=("padding",),
    )


def _cropping(axes: int) -> LayerRow:
    cropping_param = per_axis_param(
        "cropping",
        N_("Cropping"),
        N_("How much is cut off each side."),
        axes=2,
        default=1,
        low=0,
        high=256,
    )
    return LayerRow(
        name=f"Cropping{axes}D",
        kind="shape",
        title=f"Cropping{axes}D",
        help=N_("Cuts the edge off."),
        params=(cropping_param,),
        input_ranks=(axes + 1,),
        summary_params=("cropping",),
    )


def _upsampling(axes: int) -> LayerRow:
    size = per_axis_param(
        "size", N_("Size"), N_("How many times longer each side becomes."), axes=axes, default=2, high=16
    )
    nearest = Choice(
        name="interpolation",
        label=_INTERPOLATION.label,
        help=_INTERPOLATION.help,
        default="nearest",
        options=_INTERPOLATION.options,
    )
    return LayerRow(
        name=f"UpSampling{axes}D",
        is_slow_with_xla=True,
        kind="shape",
        title=f"UpSampling{axes}D",
        help=N_("Makes the input larger by repeating or blending; it learns nothing."),
        params=(size, nearest) if axes == 2 else (size,),
        input_ranks=(axes + 1,),
        summary_params=("size",),
    )


def pixels_param(name: str, label: str) -> Int:
    """The parameter *name*: a height or a width in pixels."""
    return Int(name=name, label=label, help=N_("In pixels."), default=24, low=1, high=1024)


ROWS = (
    LayerRow(
        name="Flatten",
        kind="shape",
        title="Flatten",
        help=N_("Lays everything out in one row of numbers, as dense layers want it."),
        output_rank=_rank_one,
    ),
    LayerRow(
        name="Reshape",
        kind="shape",
        title="Reshape",
        help=N_("Arranges the same numbers in another form; the count must stay the same."),
        params=(
            IntTuple(
                name="target_shape",
                label=N_("New shape"),
                help=N_("The sizes without the batch; one of them may be -1, which means: whatever is left."),
                default=(-1,),
                low=-1,
                high=1_000_000,
            ),
        ),
        summary_params=("target_shape",),
        output_rank=_target_rank,
    ),
    LayerRow(
        name="Permute",
        kind="shape",
        title="Permute",
        help=N_("Swaps the axes, for example height with width."),
        params=(
            IntTuple(
                name="dims",
                label=N_("Order"),
                help=N_("The new order of the axes, counted from 1 without the batch: 2, 1, 3 swaps the first two."),
                default=(2, 1),
                low=1,
                high=8,
            ),
        ),
        summary_params=("dims",),
    ),
    LayerRow(
        name="RepeatVector",
        kind="shape",
        title="RepeatVector",
        help=N_("Repeats a row of numbers, which makes a sequence of equal steps."),
        params=(Int(name="n", label=N_("Times"), help=N_("How many copies."), default=3, low=1, high=10_000),),
        input_ranks=(1,),
        output_rank=_rank_two,
        summary_params=("n",),
    ),
    *(make(axes) for make in (_padding, _cropping, _upsampling) for axes in (2, 1)),
    LayerRow(
        name="Resizing",
        is_slow_with_xla=True,
        kind="shape",
        title="Resizing",
        help=N_("Makes images another size by blending pixels."),
        params=(
            pixels_param("height", N_("Height")),
            pixels_param("width", N_("Width")),
            _INTERPOLATION,
            Bool(
                name="crop_to_aspect_ratio",
                label=N_("Keep proportions"),
                help=N_("Cuts the longer side instead of squeezing the image."),
            ),
            Bool(
                name="antialias",
                label=N_("Smooth edges"),
                help=N_("Blurs a little before making smaller, against jagged edges."),
                advanced=True,
            ),
        ),
        input_ranks=(3,),
        summary_params=("height", "width"),
    ),
    LayerRow(
        name="Rescaling",
        kind="shape",
        title="Rescaling",
        help=N_("Multiplies every number and adds to it, for example from 0 to 255 down to 0 to 1."),
        params=(
            Float(
                name="scale", label=N_("Times"), help=N_("What to multiply with."), default=1 / 255, low=-1e6, high=1e6
            ),
            Float(name="offset", label=N_("Offset"), help=N_("What to add then."), default=0.0, low=-1e6, high=1e6),
        ),
        formula=r"y = ax + b",
    ),
    LayerRow(
        name="CenterCrop",
        is_slow_with_xla=True,
        kind="shape",
        title="CenterCrop",
        help=N_("Keeps the middle of each image; a smaller image is made larger first."),
        params=(pixels_param("height", N_("Height")), pixels_param("width", N_("Width"))),
        input_ranks=(3,),
        summary_params=("height", "width"),
    ),
)
