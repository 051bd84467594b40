"""Parameters that many layers share."""

from __future__ import annotations

from dataclasses import replace

from playground.catalog import initializers
from playground.core.i18n import N_
from playground.core.params import Bool, Choice, Float, Int, IntOrTuple, Param


def units(default: int = 16, low: int = 1) -> Int:
    """The parameter ``units``: how many numbers come out."""
    return Int(
        name="units",
        label=N_("Units"),
        help=N_("How many neurons the layer has, which is how many numbers come out."),
        default=default,
        low=low,
        high=100_000,
        log=True,
    )


def filters(default: int = 16) -> Int:
    """The parameter ``filters``: how many channels come out."""
    return Int(
        name="filters",
        label=N_("Filters"),
        help=N_("How many patterns the layer looks for; each gives one feature map (channel) of the output."),
        default=default,
        low=1,
        high=4096,
        log=True,
    )


def per_axis_param(
    name: str, label: str, help: str, *, axes: int, default: int | None, low: int = 1, high: int = 64
) -> Int:
    """One number for all sides, or a list of one for each of *axes*."""
    optional = default is None
    if axes == 1:
        return Int(name=name, label=label, help=help, default=default, optional=optional, low=low, high=high)
    return IntOrTuple(
        name=name, label=label, help=help, default=default, optional=optional, low=low, high=high, axes=axes
    )


def kernel_size(axes: int, default: int = 3) -> Int:
    """The parameter ``kernel_size``: how wide the window is along each of *axes*, in steps or pixels."""
    return per_axis_param(
        "kernel_size",
        N_("Kernel size"),
        N_("How wide the window is that slides over the input, in steps or pixels."),
        axes=axes,
        default=default,
    )


def strides(axes: int, default: int | None = 1) -> Int:
    """The parameter ``strides``: how far the window moves along each of *axes*; without *default*, it may be off."""
    text = (
        N_("How far the window moves each time; 2 halves the size of the output.")
        if default is not None
        else N_("How far the window moves each time; off means as far as it is wide, without overlap.")
    )
    return per_axis_param("strides", N_("Stride"), text, axes=axes, default=default, high=16)


def padding(*, causal: bool = False, default: str = "valid") -> Choice:
    """The parameter ``padding``; *causal* is offered where the layer knows it."""
    options = ("valid", "same", "causal") if causal else ("valid", "same")
    return Choice(
        name="padding",
        label=N_("Padding"),
        help=N_("same puts zeros around the edge so that the size stays; valid uses the input alone and shrinks it."),
        default=default,
        options=options,
    )


def dilation_rate(axes: int) -> Int:
    """The parameter ``dilation_rate``: the gap between the points of the window along each of *axes*."""
    dilation_param = per_axis_param(
        "dilation_rate",
        N_("Dilation"),
        N_("The gap between the points the window looks at: wider sight with the same number of weights."),
        axes=axes,
        default=1,
        high=16,
    )
    return replace(dilation_param, advanced=True)


def rate(default: float = 0.5, high: float = 0.95) -> Float:
    """The parameter ``rate``: which part is dropped, from 0 to *high*."""
    return Float(
        name="rate",
        label=N_("Rate"),
        help=N_("Which fraction is dropped at each training step; in use nothing is dropped."),
        default=default,
        low=0.0,
        high=high,
        step=0.05,
    )


def weight_params(*, matrix: bool = False, kernel: str = "kernel_initializer") -> tuple[Param, ...]:
    """``use_bias``, the initialisers and ``l1``, ``l2``: what every layer with a kernel has."""
    return (
        USE_BIAS,
        initializers.initializer_param(kernel, axes=2 if matrix else 3),
        initializers.initializer_param("bias_initializer", "zeros", axes=1),
        L1,
        L2,
    )


USE_BIAS = Bool(
    name="use_bias",
    label=N_("Bias"),
    help=N_("Whether each unit may add a number of its own, so that it need not pass through zero."),
    default=True,
    advanced=True,
)
L1 = Float(
    name="l1",
    label=N_("L1 penalty"),
    help=N_("Adds the size of the weights to the loss, which makes many of them zero."),
    default=0.0,
    low=0.0,
    high=10.0,
    step=0.0001,
    advanced=True,
)
L2 = Float(
    name="l2",
    label=N_("L2 penalty"),
    help=N_("Adds the squares of the weights to the loss, which keeps them small."),
    default=0.0,
    low=0.0,
    high=10.0,
    step=0.0001,
    advanced=True,
)
