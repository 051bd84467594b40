"""Layers where branches of a network meet."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

from playground.catalog.layers.base import LayerRow, Shape, Values
from playground.core.i18n import N_
from playground.core.params import Bool, Int

_MANY = (2, 64)


def _dot_rank(ranks: tuple[int, ...], values: Values) -> int:  # noqa: ARG001 - the form of every rank rule
    return max(sum(ranks[:2]) - 2, 1)


def _dot_macs(inputs: Sequence[Shape], output: Shape, values: Values) -> int:
    return prod(output) * inputs[0][int(str(values["axes"])) - 1]


def _merge(name: str, help: str, formula: str, inputs: tuple[int, int] = _MANY) -> LayerRow:
    return LayerRow(name=name, kind="merge", title=name, help=help, formula=formula, input_count_range=inputs)


ROWS = (
    _merge("Add", N_("Adds what comes in, number by number: the skip connection of a ResNet."), r"y = \sum_k x_k"),
    LayerRow(
        name="Concatenate",
        kind="merge",
        title="Concatenate",
        help=N_("Puts what comes in side by side; all other sizes must be equal."),
        params=(
            Int(
                name="axis",
                label=N_("Axis"),
                help=N_("Along which axis; -1 is the last one, the channels."),
                default=-1,
                low=-3,
                high=-1,
            ),
        ),
        input_count_range=_MANY,
        formula=r"y = [x_1, x_2, \dots]",
        search_terms=("concat", "join", "skip"),
    ),
    _merge("Multiply", N_("Multiplies what comes in, number by number: one branch opens and shuts the other."),
           r"y = \prod_k x_k"),
    _merge("Average", N_("The mean of what comes in, number by number."), r"y = \tfrac1n\sum_k x_k"),
    _merge("Maximum", N_("The largest of what comes in, number by number."), r"y = \max_k x_k"),
    _merge("Minimum", N_("The smallest of what comes in, number by number."), r"y = \min_k x_k"),
    _merge("Subtract", N_("The first input minus the second, number by number."), "y = x_1 - x_2", (2, 2)),
    LayerRow(
        name="Dot",
        kind="merge",
        title="Dot",
        help=N_("Multiplies two inputs and adds up along one axis: how alike they are."),
        params=(
            Int(
                name="axes",
                label=N_("Axis"),
                help=N_("The axis to add up along, counted from 1 without the batch."),
                default=1,
                low=1,
                high=3,
            ),
            Bool(
                name="normalize",
                label=N_("As an angle"),
                help=N_("Makes both of length 1 first, so that the answer is from -1 to 1 (cosine similarity)."),
            ),
        ),
        input_count_range=(2, 2),
        output_rank=_dot_rank,
        macs=_dot_macs,
        formula=r"y = \sum_i a_i b_i",
    ),
)  # fmt: skip
