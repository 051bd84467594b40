"""How weights are changed after each step: all of Keras's optimizers with their own parameters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from playground.catalog.schedules import SCHEDULES, ScheduleRow
from playground.catalog.schedules import UNSUPPORTED as UNSUPPORTED_SCHEDULES
from playground.core.i18n import N_
from playground.core.params import Bool, Float, Int, Param, with_defaults

Values = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class OptimizerRow:
    """One optimizer. *slots* says how many numbers it keeps for each trainable weight."""

    name: str
    title: str
    help: str
    params: tuple[Param, ...]
    slots: Callable[[Values], float]
    formula: str | None = None

    def slots_per_weight(self, values: Values) -> float:
        """Numbers kept for each trainable weight, with what the shared parameters add."""
        full = with_defaults(self.params, values)
        return self.slots(full) + (1 if full["use_ema"] else 0) + (1 if full["gradient_accumulation_steps"] else 0)


def _learning_rate_param(default: float) -> Float:
    return Float(
        name="learning_rate",
        label=N_("Learning rate"),
        help=N_("How far each step goes: too small and it crawls, too large and it flies apart."),
        default=default,
        low=0.0,
        high=1000.0,
        open_low=True,
        log=True,
    )


def _fraction_param(name: str, label: str, help: str, default: float) -> Float:
    return Float(name=name, label=label, help=help, default=default, low=0.0, high=0.99999, advanced=True)


def _epsilon_param(name: str, default: float) -> Float:
    return Float(
        name=name,
        label=N_("Epsilon"),
        help=N_("A small number added before dividing, so that nothing is divided by zero."),
        default=default,
        low=0.0,
        high=1.0,
        open_low=True,
        log=True,
        advanced=True,
    )


def _optional_param(name: str, label: str, help: str) -> Float:
    return Float(
        name=name, label=label, help=help, optional=True, low=0.0, high=1e6, open_low=True, log=True, advanced=True
    )


def _weight_decay_param(default: float | None, name: str = "weight_decay", label: str = N_("Weight decay")) -> Float:
    return Float(
        name=name,
        label=label,
        help=N_("Pulls every weight a little towards zero at each step; off leaves them alone."),
        default=default,
        optional=True,
        low=0.0,
        high=1.0,
        advanced=default is None,
    )


def _number_param(name: str, label: str, help: str, default: float, low: float, high: float) -> Float:
    return Float(name=name, label=label, help=help, default=default, low=low, high=high, advanced=True)


CLIPPING_PARAMS = ("clipnorm", "clipvalue", "global_clipnorm")
"""At most one of these may be set; Keras refuses two."""

_SHARED: tuple[Param, ...] = (
    _optional_param(
        "clipnorm", N_("Clip by norm"), N_("Shortens the gradient of each weight matrix to at most this length.")
    ),
    _optional_param("clipvalue", N_("Clip by value"), N_("Cuts each number of a gradient off at plus and minus this.")),
    _optional_param(
        "global_clipnorm",
        N_("Clip by global norm"),
        N_("Shortens all gradients together to at most this length, keeping their direction."),
    ),
    Bool(
        name="use_ema",
        label=N_("Moving average of weights (EMA)"),
        help=N_("Keeps a running mean of the weights, which takes their place at the end of training."),
        advanced=True,
    ),
    _fraction_param("ema_momentum", N_("EMA momentum"), N_("Near 1 the mean looks far back."), 0.99),
    Int(
        name="ema_overwrite_frequency",
        label=N_("EMA overwrites weights every"),
        help=N_("After how many steps the mean takes the weights' place; off means at the end only."),
        optional=True,
        low=1,
        high=1_000_000,
        advanced=True,
    ),
    Int(
        name="gradient_accumulation_steps",
        label=N_("Gradient accumulation steps"),
        help=N_("How many batches are added up before the weights change, as if the batch were that much larger."),
        optional=True,
        low=2,
        high=10_000,
        advanced=True,
    ),
)
_BETA_1 = _fraction_param(
    "beta_1", N_("First moment (beta 1)"), N_("How far back the mean of the gradients looks."), 0.9
)
_BETA_1_ABOVE_0 = replace(_BETA_1, open_low=True)
_BETA_2 = _fraction_param(
    "beta_2", N_("Second moment (beta 2)"), N_("How far back the mean of the squared gradients looks."), 0.999
)
_MOMENTUM = Float(
    name="momentum",
    label=N_("Momentum"),
    help=N_("How much of the last step's direction is kept, like a ball that rolls."),
    default=0.0,
    low=0.0,
    high=0.9999,
    step=0.05,
)
_NESTEROV = Bool(
    name="nesterov",
    label=N_("Nesterov"),
    help=N_("Looks at the gradient where the momentum is about to lead; it needs a momentum above 0."),
)
_AMSGRAD = Bool(
    name="amsgrad",
    label="AMSGrad",
    help=N_("Never lets the step grow again once gradients were large."),
    advanced=True,
)


def _constant_slots(count: float) -> Callable[[Values], float]:
    def slots(values: Values) -> float:  # noqa: ARG001 - the form that SGD's rule has
        return count

    return slots


def _row(
    name: str,
    help: str,
    rate: float,
    *own: Param,
    slots: float | Callable[[Values], float],
    formula: str | None = None,
    weight_decay: float | None = None,
    title: str | None = None,
) -> OptimizerRow:
    return OptimizerRow(
        name=name,
        title=title or name,
        help=help,
        params=(_learning_rate_param(rate), *own, _weight_decay_param(weight_decay), *_SHARED),
        slots=slots if callable(slots) else _constant_slots(slots),
        formula=formula,
    )


_ROWS = (
    _row(
        "SGD",
        N_("Plain gradient descent on batches: one step straight downhill; momentum and Nesterov make it roll."),
        0.01,
        _MOMENTUM,
        _NESTEROV,
        slots=lambda values: 1 if values["momentum"] else 0,
        formula=r"v \leftarrow \mu v - \eta g,\quad w \leftarrow w + v",
        title=N_("SGD (gradient descent)"),
    ),
    _row(
        "RMSprop",
        N_("Divides each step by the recent size of that weight's gradient, so that all weights move at like speed."),
        0.001,
        _fraction_param("rho", N_("Decay (rho)"), N_("How far back the mean of the squared gradients looks."), 0.9),
        _MOMENTUM,
        _epsilon_param("epsilon", 1e-7),
        Bool(
            name="centered",
            label=N_("Centred"),
            help=N_("Measures the variance of the gradients around their mean instead of around zero."),
            advanced=True,
        ),
        slots=lambda values: 1 + bool(values["momentum"]) + bool(values["centered"]),
        formula=r"w \leftarrow w - \eta\frac{g}{\sqrt{\overline{g^2}} + \epsilon}",
    ),
    _row(
        "Adam",
        N_("Momentum and a step size of its own for each weight; the usual first choice."),
        0.001,
        _BETA_1,
        _BETA_2,
        _epsilon_param("epsilon", 1e-7),
        _AMSGRAD,
        slots=lambda values: 3 if values["amsgrad"] else 2,
        formula=r"w \leftarrow w - \eta\frac{\hat m}{\sqrt{\hat v} + \epsilon}",
    ),
    _row(
        "AdamW",
        N_("Adam with a weight decay that does not go through the gradient; usual for Transformers."),
        0.001,
        _BETA_1,
        _BETA_2,
        _epsilon_param("epsilon", 1e-7),
        _AMSGRAD,
        slots=lambda values: 3 if values["amsgrad"] else 2,
        formula=r"w \leftarrow w - \eta\left(\frac{\hat m}{\sqrt{\hat v} + \epsilon} + \lambda w\right)",
        weight_decay=0.004,
    ),
    _row(
        "Nadam",
        N_("Adam with Nesterov's look ahead."),
        0.001,
        _BETA_1,
        _BETA_2,
        _epsilon_param("epsilon", 1e-7),
        slots=2,
    ),
    _row(
        "Adamax",
        N_("Adam that goes by the largest recent gradient instead of the mean of squares."),
        0.001,
        _BETA_1,
        _BETA_2,
        _epsilon_param("epsilon", 1e-7),
        slots=2,
    ),
    _row(
        "Adagrad",
        N_("Slows each weight down the more it has moved; good where some inputs are rare."),
        0.01,
        _number_param(
            "initial_accumulator_value",
            N_("Initial accumulator value"),
            N_("What the sum of squares starts from."),
            0.1,
            0.0,
            100.0,
        ),
        _epsilon_param("epsilon", 1e-7),
        slots=1,
        formula=r"w \leftarrow w - \eta\frac{g}{\sqrt{\sum g^2} + \epsilon}",
    ),
    _row(
        "Adadelta",
        N_("Like Adagrad with a short memory; it finds the step size by itself, so give it a rate of 1."),
        1.0,
        _fraction_param("rho", N_("Decay (rho)"), N_("How far back it looks."), 0.95),
        _epsilon_param("epsilon", 1e-7),
        slots=2,
    ),
    _row(
        "Adafactor",
        N_("Adam that keeps far fewer numbers; made for very large models."),
        0.001,
        _number_param("beta_2_decay", N_("Decay of beta 2"), N_("How fast the memory grows."), -0.8, -1.0, 0.0),
        _epsilon_param("epsilon_1", 1e-30),
        _epsilon_param("epsilon_2", 0.001),
        _number_param(
            "clip_threshold", N_("Clip threshold"), N_("The largest typical size of a step."), 1.0, 0.01, 100.0
        ),
        Bool(
            name="relative_step",
            label=N_("Relative step"),
            help=N_("Lets it lower the learning rate by itself as steps go by."),
            default=True,
        ),
        slots=1.5,
    ),
    _row(
        "Ftrl",
        N_("Follow the regularised leader: for wide, sparse inputs; it makes many weights exactly zero."),
        0.05,
        _number_param("learning_rate_power", N_("Power"), N_("How fast the rate falls; 0 keeps it."), -0.5, -1.0, 0.0),
        _number_param(
            "initial_accumulator_value",
            N_("Initial accumulator value"),
            N_("What the sum of squares starts from."),
            0.1,
            0.0,
            100.0,
        ),
        _number_param("l1_regularization_strength", "L1", N_("Makes small weights zero."), 0.0, 0.0, 100.0),
        _number_param("l2_regularization_strength", "L2", N_("Keeps weights small."), 0.0, 0.0, 100.0),
        _number_param(
            "l2_shrinkage_regularization_strength", N_("L2 shrinkage"), N_("Keeps steps small."), 0.0, 0.0, 100.0
        ),
        _number_param("beta", "beta", N_("A number added to the estimate of the gradients' size."), 0.0, 0.0, 100.0),
        slots=2,
    ),
    _row(
        "Lion",
        N_("Looks only at the sign of the direction; half of Adam's memory, and a rate about ten times smaller."),
        0.0001,
        _BETA_1_ABOVE_0,
        _fraction_param("beta_2", N_("Decay (beta 2)"), N_("How far back the direction looks."), 0.99),
        slots=1,
        formula=r"w \leftarrow w - \eta\,\mathrm{sign}(\beta_1 m + (1 - \beta_1)g)",
    ),
    _row(
        "Lamb",
        N_("Adam whose step grows with the size of each layer's weights; made for very large batches."),
        0.001,
        _BETA_1,
        _BETA_2,
        _epsilon_param("epsilon", 1e-7),
        slots=2,
    ),
    _row(
        "Muon",
        N_("Turns the momentum of each matrix into a rotation before the step; the rest goes by AdamW."),
        0.001,
        _fraction_param("momentum", N_("Momentum"), N_("How much of the last direction is kept."), 0.95),
        Bool(name="nesterov", label=N_("Nesterov"), help=N_("Looks ahead along the momentum."), default=True),
        Int(
            name="ns_steps",
            label=N_("Newton-Schulz steps"),
            help=N_("How exactly the rotation is found."),
            default=5,
            low=1,
            high=20,
            advanced=True,
        ),
        _fraction_param(
            "adam_beta_1", N_("AdamW first moment (beta 1)"), N_("For the weights that are not matrices."), 0.9
        ),
        _fraction_param(
            "adam_beta_2", N_("AdamW second moment (beta 2)"), N_("For the weights that are not matrices."), 0.999
        ),
        _weight_decay_param(0.004, "adam_weight_decay", N_("AdamW weight decay")),
        _number_param(
            "adam_lr_ratio",
            N_("AdamW learning rate"),
            N_("Its rate as a multiple of the learning rate."),
            1.0,
            0.001,
            1000.0,
        ),
        _number_param(
            "rms_rate", N_("Update size (RMS)"), N_("The typical size that steps are scaled to."), 0.2, 0.001, 10.0
        ),
        _epsilon_param("epsilon", 1e-7),
        slots=2,
        weight_decay=0.004,
    ),
    _row(
        "ScheduleFreeAdamW",
        N_("AdamW that averages weights instead of needing a schedule for the learning rate."),
        0.0025,
        _BETA_1_ABOVE_0,
        _BETA_2,
        _epsilon_param("epsilon", 1e-8),
        Int(
            name="warmup_steps",
            label=N_("Warm-up steps"),
            help=N_("Over how many steps the rate rises from zero."),
            default=0,
            low=0,
            high=1_000_000,
        ),
        slots=2,
    ),
)

OPTIMIZERS: dict[str, OptimizerRow] = {row.name: row for row in _ROWS}

UNSUPPORTED: dict[str, str] = {
    "LossScaleOptimizer": N_("The training puts it around yours by itself when the precision is mixed_float16."),
    "MultiOptimizer": N_("Several optimizers for parts of one network: they come with the families of two networks."),
    "OptimizerMap": N_("Says which optimizer of several serves which layer: it comes with MultiOptimizer."),
    "Optimizer": N_("A base for other optimizers, not one by itself."),
}


def initial_learning_rate(name: str, params: Values) -> float:
    """The learning rate among the *params* of the optimizer *name*, or its own default. Raises KeyError where there is
    no such optimizer."""
    return float(with_defaults(OPTIMIZERS[name].params, params)["learning_rate"])  # type: ignore[arg-type]


__all__ = [
    "CLIPPING_PARAMS",
    "OPTIMIZERS",
    "SCHEDULES",
    "UNSUPPORTED",
    "UNSUPPORTED_SCHEDULES",
    "OptimizerRow",
    "ScheduleRow",
    "initial_learning_rate",
]
