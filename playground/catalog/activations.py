"""The functions that bend a layer's output: Keras's activations by their own names, with the formula of each.

:data:`UNSUPPORTED` names those of ``keras.activations`` that cannot be offered, and why; a test compares both with
Keras.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

from playground.core.i18n import N_
from playground.core.params import Choice

_SIGMOID = r"\sigma(x)"


@dataclass(frozen=True, slots=True)
class Activation:
    """*title* is how people write it; *help* one sentence; *formula* LaTeX in x."""

    name: str
    title: str
    help: str
    formula: str


_ROWS = (
    Activation("linear", N_("Linear"), N_("Passes the number on unchanged; right for predicting any number."), "x"),
    Activation(
        "relu", "ReLU", N_("Keeps what is positive, makes the rest zero; the usual first choice."), r"\max(0, x)"
    ),
    Activation(
        "sigmoid",
        N_("Sigmoid"),
        N_("Squeezes any number between 0 and 1: the probability of yes."),
        r"\frac{1}{1 + e^{-x}}",
    ),
    Activation("tanh", "tanh", N_("Squeezes any number between -1 and 1, with zero staying zero."), r"\tanh(x)"),
    Activation(
        "softmax",
        "Softmax",
        N_("Turns the outputs into probabilities that add up to 1, one for each class."),
        r"\frac{e^{x_i}}{\sum_j e^{x_j}}",
    ),
    Activation(
        "leaky_relu",
        N_("Leaky ReLU"),
        N_("Like ReLU, but lets a little of the negative through, so that no neuron goes dead."),
        r"\max(0.2x, x)",
    ),
    Activation(
        "elu",
        "ELU",
        N_("Like ReLU, with a smooth bend down to -1 on the negative side."),
        r"x > 0 ? x : e^x - 1",
    ),
    Activation(
        "selu",
        "SELU",
        N_("An ELU scaled so that deep stacks of dense layers keep their variance; goes with lecun_normal."),
        r"1.0507\,(x > 0 ? x : 1.6733(e^x - 1))",
    ),
    Activation("celu", "CELU", N_("An ELU whose slope has no jump at zero."), r"\max(0,x) + \min(0, e^{x} - 1)"),
    Activation(
        "gelu",
        "GELU",
        N_("A smooth ReLU that weighs x by how likely it is to be large; usual in Transformers."),
        r"x\,\Phi(x)",
    ),
    Activation("silu", "SiLU (Swish)", N_("A smooth ReLU that dips a little below zero."), rf"x\,{_SIGMOID}"),
    Activation("mish", "Mish", N_("A smooth ReLU much like SiLU, a little slower."), r"x\tanh(\ln(1 + e^x))"),
    Activation("softplus", "Softplus", N_("A smooth ReLU that is always above zero."), r"\ln(1 + e^x)"),
    Activation("softsign", "Softsign", N_("Like tanh, but it nears -1 and 1 more slowly."), r"\frac{x}{1 + |x|}"),
    Activation("exponential", N_("Exponential"), N_("Always positive and growing fast; for counts."), "e^x"),
    Activation("relu6", "ReLU6", N_("ReLU that stops at 6; made for phones."), r"\min(6, \max(0, x))"),
    Activation(
        "hard_sigmoid",
        N_("Hard sigmoid"),
        N_("Sigmoid made of three straight lines: quicker, and flat at both ends."),
        r"\min(1, \max(0, \tfrac{x}{6} + \tfrac12))",
    ),
    Activation(
        "hard_silu",
        N_("Hard SiLU"),
        N_("SiLU made of simple pieces: quicker to compute."),
        r"x\min(1, \max(0, \tfrac{x}{6} + \tfrac12))",
    ),
    Activation("hard_tanh", N_("Hard tanh"), N_("Cuts off below -1 and above 1."), r"\min(1, \max(-1, x))"),
    Activation("hard_shrink", N_("Hard shrink"), N_("Makes what is between -0.5 and 0.5 zero."), r"|x| > 0.5 ? x : 0"),
    Activation(
        "soft_shrink",
        N_("Soft shrink"),
        N_("Moves every number 0.5 towards zero, and small ones to zero."),
        r"\mathrm{sign}(x)\max(0, |x| - 0.5)",
    ),
    Activation(
        "tanh_shrink", N_("tanh shrink"), N_("What tanh takes away: flat at zero, steep far out."), r"x - \tanh(x)"
    ),
    Activation("log_sigmoid", N_("Log sigmoid"), N_("The logarithm of a sigmoid; never positive."), r"\ln\sigma(x)"),
    Activation(
        "log_softmax",
        N_("Log softmax"),
        N_("The logarithm of a softmax; never positive."),
        r"x_i - \ln\sum_j e^{x_j}",
    ),
    Activation(
        "sparsemax",
        "Sparsemax",
        N_("Probabilities that add up to 1 like softmax, but the small ones become exactly zero."),
        r"\arg\min_{p \in \Delta} \lVert p - x \rVert^2",
    ),
    Activation(
        "sparse_plus",
        "Sparse plus",
        N_("A softplus that is exactly zero below -1 and exactly x above 1."),
        r"x \le -1 ? 0 : x \ge 1 ? x : \tfrac14 (x+1)^2",
    ),
    Activation(
        "sparse_sigmoid",
        N_("Sparse sigmoid"),
        N_("A straight line from 0 at -1 to 1 at 1, flat outside."),
        r"\min(1, \max(0, \tfrac{x + 1}{2}))",
    ),
    Activation("squareplus", "Squareplus", N_("A smooth ReLU without exponentials."), r"\tfrac12(x + \sqrt{x^2 + 4})"),
)

ACTIVATIONS: dict[str, Activation] = {row.name: row for row in _ROWS}

UNSUPPORTED: dict[str, str] = {
    "glu": N_("It halves the number of outputs, so a layer's units would no longer say how many come out."),
    "threshold": N_("It needs two numbers of its own; the ReLU layer has them as threshold and slope."),
    "hard_swish": N_("Another name of hard_silu."),
    "swish": N_("Another name of silu."),
}

_ANY_NUMBER = (-inf, inf)
_POSITIVE = (0.0, inf)
_UNIT_INTERVAL = (0.0, 1.0)
_PLUS_MINUS_ONE = (-1.0, 1.0)
_OUTPUT_RANGES: dict[str, tuple[float, float]] = {
    **dict.fromkeys(("sigmoid", "hard_sigmoid", "sparse_sigmoid", "softmax", "sparsemax"), _UNIT_INTERVAL),
    **dict.fromkeys(("tanh", "softsign", "hard_tanh"), _PLUS_MINUS_ONE),
    **dict.fromkeys(("relu", "softplus", "exponential", "sparse_plus", "squareplus"), _POSITIVE),
    **dict.fromkeys(("log_sigmoid", "log_softmax"), (-inf, 0.0)),
    "relu6": (0.0, 6.0),
    "elu": (-1.0, inf),
    "celu": (-1.0, inf),
    "selu": (-1.76, inf),
    "gelu": (-0.17, inf),
    "silu": (-0.28, inf),
    "mish": (-0.31, inf),
    "hard_silu": (-0.38, inf),
}


def output_range(name: str) -> tuple[float, float]:
    """The lowest and the highest number that can come out; minus and plus infinity where nothing is known."""
    return _OUTPUT_RANGES.get(name, _ANY_NUMBER)


ELEMENTWISE: frozenset[str] = frozenset(ACTIVATIONS) - {"softmax", "log_softmax", "sparsemax"}
"""Those that look at each number by itself; the others compare the outputs with each other."""


def activation_param(default: str = "linear") -> Choice:
    """The parameter ``activation`` that layers share."""
    return Choice(
        name="activation",
        label=N_("Activation"),
        help=N_("The function that each output goes through; without one, stacked layers are one straight line."),
        default=default,
        options=tuple(ACTIVATIONS),
        labels=tuple(row.title for row in _ROWS),
    )
