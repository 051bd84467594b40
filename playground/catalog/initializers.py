"""How weights start: Keras's initialisers by their own names."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

from playground.core.i18n import N_
from playground.core.params import Choice


@dataclass(frozen=True, slots=True)
class Initializer:
    """*name* is Keras's snake-case name; *keras_class* its class; *axes* are the fewest and the most axes of the
    weights that it can make: Keras refuses others when the layer is built."""

    name: str
    keras_class: str
    help: str
    is_random: bool = True
    axes: tuple[int, float] = (1, inf)


_ROWS = (
    Initializer(
        "glorot_uniform",
        "GlorotUniform",
        N_("Keras's default: a variance that fits the numbers of inputs and outputs."),
    ),
    Initializer("glorot_normal", "GlorotNormal", N_("The same variance, normally distributed.")),
    Initializer("he_uniform", "HeUniform", N_("A larger variance, made for ReLU.")),
    Initializer("he_normal", "HeNormal", N_("A larger variance, normally distributed; usual for deep ReLU networks.")),
    Initializer("lecun_uniform", "LecunUniform", N_("A variance that fits the number of inputs alone.")),
    Initializer("lecun_normal", "LecunNormal", N_("The same, normally distributed; goes with SELU.")),
    Initializer(
        "orthogonal", "Orthogonal", N_("An orthogonal matrix, so that nothing grows or shrinks."), axes=(2, inf)
    ),
    Initializer("random_normal", "RandomNormal", N_("Normal with standard deviation 0.05, whatever the layer's size.")),
    Initializer("random_uniform", "RandomUniform", N_("Uniform between -0.05 and 0.05, whatever the layer's size.")),
    Initializer("truncated_normal", "TruncatedNormal", N_("Normal with standard deviation 0.05, the tails cut off.")),
    Initializer("variance_scaling", "VarianceScaling", N_("The general form behind Glorot, He and LeCun.")),
    Initializer("zeros", "Zeros", N_("All zero: every unit of a layer then learns the same."), is_random=False),
    Initializer("ones", "Ones", N_("All one: every unit of a layer then learns the same."), is_random=False),
    Initializer(
        "identity",
        "Identity",
        N_("Passes the input on at first; for dense layers only."),
        is_random=False,
        axes=(2, 2),
    ),
)

INITIALIZERS: dict[str, Initializer] = {row.name: row for row in _ROWS}

UNSUPPORTED: dict[str, str] = {
    "Constant": N_("Every weight the same number: zeros and ones show what it does."),
    "STFT": N_("Makes the kernel of a sound spectrum, not of a layer that learns."),
}


def initializer_param(name: str = "kernel_initializer", default: str = "glorot_uniform", *, axes: int) -> Choice:
    """The parameter *name* of a layer, for weights with so many *axes*."""
    return Choice(
        name=name,
        label=N_("Bias initializer") if name == "bias_initializer" else N_("Weight initializer"),
        help=N_("The numbers before training; the seed decides which random ones."),
        default=default,
        options=tuple(row.name for row in _ROWS if row.axes[0] <= axes <= row.axes[1]),
        advanced=True,
    )
