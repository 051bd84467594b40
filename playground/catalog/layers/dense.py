"""Where data enters, and layers in which every input meets every unit."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

from playground.catalog import activations
from playground.catalog.layers.base import LayerRow, Shape, Values
from playground.catalog.layers.shared import units, weight_params
from playground.core.i18n import N_
from playground.core.params import Name


def _macs(inputs: Sequence[Shape], output: Shape, values: Values) -> int:  # noqa: ARG001 - the form of all
    return prod(output) * inputs[0][-1]


ROWS = (
    LayerRow(
        name="Input",
        kind="input",
        title=N_("Input"),
        help=N_("Where the data enters: one example at a time, in the shape that the data set has."),
        params=(
            Name(
                name="takes",
                label=N_("Takes"),
                help=N_("Which of the data set's inputs enters here."),
                optional=True,
            ),
        ),
        input_count_range=(0, 0),
    ),
    LayerRow(
        name="Dense",
        kind="dense",
        title="Dense",
        help=N_("Every unit adds up all inputs, each times its own weight, and bends the sum with the activation."),
        params=(units(), activations.activation_param(), *weight_params(matrix=True)),
        summary_params=("units", "activation"),
        formula=r"y = f(Wx + b)",
        macs=_macs,
        kernel_names=("kernel",),
        search_terms=("fully connected", "linear"),
    ),
    LayerRow(
        name="Identity",
        kind="shape",
        title=N_("Identity"),
        help=N_("Passes its input on unchanged: a named place in the network."),
        formula="y = x",
    ),
)
