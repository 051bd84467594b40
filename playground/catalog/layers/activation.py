"""Activations as layers of their own."""

from __future__ import annotations

from playground.catalog import activations
from playground.catalog.layers.base import LayerRow
from playground.core.i18n import N_
from playground.core.params import Float, IntTuple


def _slope(default: float) -> Float:
    return Float(
        name="negative_slope",
        label=N_("Slope below zero"),
        help=N_("How much of a negative number is let through."),
        default=default,
        low=0.0,
        high=1.0,
        step=0.05,
    )


ROWS = (
    LayerRow(
        name="Activation",
        kind="activation",
        title=N_("Activation"),
        help=N_("Bends each number with the function you choose."),
        params=(activations.activation_param("relu"),),
        summary_params=("activation",),
        formula="y = f(x)",
    ),
    LayerRow(
        name="ReLU",
        kind="activation",
        title="ReLU",
        help=N_("Keeps what is positive, makes the rest zero; slope, threshold and ceiling can be set."),
        params=(
            Float(
                name="max_value",
                label=N_("Ceiling"),
                help=N_("The largest number that comes out; off means none."),
                default=None,
                optional=True,
                low=0.0,
                high=1e6,
            ),
            _slope(0.0),
            Float(
                name="threshold",
                label=N_("Threshold"),
                help=N_("Numbers below it count as negative."),
                default=0.0,
                low=0.0,
                high=1e6,
                advanced=True,
            ),
        ),
        formula=r"y = \max(0, x)",
    ),
    LayerRow(
        name="LeakyReLU",
        kind="activation",
        title="LeakyReLU",
        help=N_("Like ReLU, but lets a little of the negative through, so that no neuron goes dead."),
        params=(_slope(0.3),),
        summary_params=("negative_slope",),
        formula=r"y = \max(\alpha x, x)",
    ),
    LayerRow(
        name="PReLU",
        kind="activation",
        title="PReLU",
        help=N_("A leaky ReLU that learns its own slope below zero."),
        params=(
            IntTuple(
                name="shared_axes",
                label=N_("Shared axes"),
                help=N_("Axes along which one slope serves all: 1 and 2 for one slope a channel of an image."),
                default=None,
                optional=True,
                low=1,
                high=3,
                advanced=True,
            ),
        ),
        formula=r"y = \max(0, x) + \alpha\min(0, x)",
    ),
    LayerRow(
        name="ELU",
        kind="activation",
        title="ELU",
        help=N_("Like ReLU, with a smooth bend on the negative side."),
        params=(
            Float(
                name="alpha",
                label=N_("Depth"),
                help=N_("How far below zero it goes."),
                default=1.0,
                low=0.0,
                high=100.0,
                step=0.1,
            ),
        ),
        formula=r"y = x > 0 ? x : \alpha(e^x - 1)",
    ),
    LayerRow(
        name="Softmax",
        kind="activation",
        title="Softmax",
        help=N_("Turns the numbers into probabilities that add up to 1, one for each class."),
        formula=r"y_i = \frac{e^{x_i}}{\sum_j e^{x_j}}",
    ),
)
