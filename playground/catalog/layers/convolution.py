"""Layers that slide small windows over sequences and images."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

from playground.catalog import activations
from playground.catalog.layers.base import LayerRow, Shape, Values
from playground.catalog.layers.shared import (
    dilation_rate,
    filters,
    kernel_size,
    padding,
    per_axis_param,
    strides,
    weight_params,
)
from playground.core.i18n import N_
from playground.core.params import Int, Param

_SUMMARY_PARAMS = ("filters", "kernel_size", "strides", "activation")
_GROUPS = Int(
    name="groups",
    label=N_("Groups"),
    help=N_("Splits the channels into groups that do not see each other; both channels and filters must divide by it."),
    default=1,
    low=1,
    high=4096,
    advanced=True,
)
_MULTIPLIER = Int(
    name="depth_multiplier",
    label=N_("Depth multiplier"),
    help=N_("How many feature maps are made from each channel."),
    default=1,
    low=1,
    high=64,
)


def _window(values: Values, axes: int) -> int:
    """How many places the window of a kernel has."""
    size = values["kernel_size"]
    return prod(size) if isinstance(size, list | tuple) else int(str(size)) ** axes


def _conv_macs(inputs: Sequence[Shape], output: Shape, values: Values) -> int:
    return prod(output) * _window(values, len(output) - 1) * inputs[0][-1] // int(str(values["groups"]))


def _transpose_macs(inputs: Sequence[Shape], output: Shape, values: Values) -> int:
    return prod(inputs[0]) * _window(values, len(output) - 1) * output[-1]


def _separable_macs(inputs: Sequence[Shape], output: Shape, values: Values) -> int:
    maps = inputs[0][-1] * int(str(values["depth_multiplier"]))
    return prod(output[:-1]) * maps * (_window(values, len(output) - 1) + output[-1])


def _depthwise_macs(inputs: Sequence[Shape], output: Shape, values: Values) -> int:  # noqa: ARG001 - the form of all
    return prod(output) * _window(values, len(output) - 1)


def _output_padding(axes: int) -> Param:
    return per_axis_param(
        "output_padding",
        N_("Output padding"),
        N_("Extra size of the output where the stride leaves it open; it must be smaller than the stride."),
        axes=axes,
        default=None,
        low=0,
        high=15,
    )


def _conv(axes: int) -> LayerRow:
    return LayerRow(
        name=f"Conv{axes}D",
        kind="convolution",
        title=f"Conv{axes}D",
        help=N_("Looks for the same small patterns everywhere along a sequence.")
        if axes == 1
        else N_("Looks for the same small patterns everywhere in an image."),
        params=(
            filters(),
            kernel_size(axes),
            activations.activation_param(),
            strides(axes),
            padding(causal=axes == 1),
            dilation_rate(axes),
            _GROUPS,
            *weight_params(),
        ),
        input_ranks=(axes + 1,),
        summary_params=_SUMMARY_PARAMS,
        formula=r"y_{i,c} = f\Big(b_c + \sum_{u,k} w_{u,k,c}\, x_{i+u,k}\Big)",
        macs=_conv_macs,
        kernel_names=("kernel",),
        search_terms=("convolution", "cnn"),
    )


def _transpose(axes: int) -> LayerRow:
    return LayerRow(
        name=f"Conv{axes}DTranspose",
        kind="convolution",
        title=f"Conv{axes}DTranspose",
        help=N_("A convolution run backwards: paints a small pattern for each input value, so the output grows."),
        params=(
            filters(),
            kernel_size(axes),
            activations.activation_param(),
            strides(axes),
            padding(),
            _output_padding(axes),
            # No dilation_rate: TensorFlow's own kernel for CPUs refuses one above 1, and oneDNN's is not on everywhere.
            *weight_params(),
        ),
        input_ranks=(axes + 1,),
        summary_params=_SUMMARY_PARAMS,
        macs=_transpose_macs,
        kernel_names=("kernel",),
        search_terms=("deconvolution", "upsampling"),
    )


def _separable(axes: int) -> LayerRow:
    return LayerRow(
        name=f"SeparableConv{axes}D",
        kind="convolution",
        title=f"SeparableConv{axes}D",
        help=N_("A convolution in two cheap steps: a pattern in each channel, then a mix of the channels."),
        params=(
            filters(),
            kernel_size(axes),
            activations.activation_param(),
            strides(axes),
            padding(),
            dilation_rate(axes),
            _MULTIPLIER,
            *weight_params(kernel="depthwise_initializer"),
        ),
        input_ranks=(axes + 1,),
        summary_params=_SUMMARY_PARAMS,
        macs=_separable_macs,
        kernel_names=("depthwise", "pointwise"),
        search_terms=("mobilenet", "xception"),
    )


def _depthwise(axes: int) -> LayerRow:
    return LayerRow(
        name=f"DepthwiseConv{axes}D",
        kind="convolution",
        title=f"DepthwiseConv{axes}D",
        help=N_("Looks for patterns in each channel by itself and does not mix the channels."),
        params=(
            kernel_size(axes),
            _MULTIPLIER,
            activations.activation_param(),
            strides(axes),
            padding(),
            dilation_rate(axes),
            *weight_params(kernel="depthwise_initializer"),
        ),
        input_ranks=(axes + 1,),
        summary_params=("kernel_size", "strides", "activation"),
        macs=_depthwise_macs,
        kernel_names=("depthwise",),
        search_terms=("mobilenet",),
    )


ROWS = tuple(make(axes) for make in (_conv, _transpose, _separable, _depthwise) for axes in (2, 1))
