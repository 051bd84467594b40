"""Layers that make a sequence or an image smaller by summing up neighbourhoods."""

from __future__ import annotations

from playground.catalog.layers.base import LayerRow, Values
from playground.catalog.layers.shared import padding, per_axis_param, strides
from playground.core.i18n import N_


def _to_vector(ranks: tuple[int, ...], values: Values) -> int:  # noqa: ARG001 - the form of every rank rule
    return 1


def _window(name: str, axes: int, help: str) -> LayerRow:
    size = per_axis_param("pool_size", N_("Pool size"), N_("How wide the neighbourhood is."), axes=axes, default=2)
    return LayerRow(
        name=f"{name}Pooling{axes}D",
        kind="pooling",
        title=f"{name}Pooling{axes}D",
        help=help,
        params=(size, strides(axes, default=None), padding()),
        input_ranks=(axes + 1,),
        summary_params=("pool_size", "strides"),
        formula=r"y_i = \max_{u} x_{si+u}" if name == "Max" else r"y_i = \tfrac1n \sum_{u} x_{si+u}",
        search_terms=("subsampling", f"{name}pool"),
    )


def _global(name: str, axes: int, help: str) -> LayerRow:
    return LayerRow(
        name=f"Global{name}Pooling{axes}D",
        kind="pooling",
        title=f"Global{name}Pooling{axes}D",
        help=help,
        input_ranks=(axes + 1,),
        output_rank=_to_vector,
        formula=r"y_c = \max_i x_{i,c}" if name == "Max" else r"y_c = \tfrac1n \sum_i x_{i,c}",
    )


def _adaptive(name: str, axes: int, help: str) -> LayerRow:
    # Not 1: the gradient of a maximum to one place ends the process (a division by zero in TensorFlow 2.21, Keras
    # 3.15), and a compiled mean cannot be traced. One number a channel is what the global layers are for.
    text = N_("How many steps or pixels come out.")
    size = per_axis_param("output_size", N_("Output size"), text, axes=axes, default=4, low=2)
    return LayerRow(
        name=f"Adaptive{name}Pooling{axes}D",
        kind="pooling",
        title=f"Adaptive{name}Pooling{axes}D",
        help=help,
        params=(size,),
        input_ranks=(axes + 1,),
        summary_params=("output_size",),
    )


_HELP = {
    "Max": N_(
        "Keeps the largest value of each neighbourhood: smaller feature maps in which what was found stays found."
    ),
    "Average": N_("Keeps the mean of each neighbourhood: smaller, smoother feature maps."),
}
_GLOBAL_HELP = {
    "Max": N_("Keeps one number a channel, the largest: whether a pattern was found anywhere."),
    "Average": N_("Keeps one number a channel, the mean: how much of a pattern there is."),
}
_ADAPTIVE_HELP = {
    "Max": N_("Keeps the largest values, in windows chosen so that the output has the size you name."),
    "Average": N_("Keeps means, in windows chosen so that the output has the size you name."),
}

ROWS = tuple(
    make(name, axes, texts[name])
    for make, texts in ((_window, _HELP), (_global, _GLOBAL_HELP), (_adaptive, _ADAPTIVE_HELP))
    for axes in (2, 1)
    for name in ("Max", "Average")
)
