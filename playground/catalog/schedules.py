"""How the learning rate changes over a training: Keras's schedules, and their curves without Keras.

Where Keras asks for a number of steps, ``None`` means the whole training, so that a schedule still fits after the
epochs or the batch size were changed. :func:`schedule_kwargs` gives the very arguments that Keras gets, and
``ScheduleRow.curve`` computes from the same ones what Keras will do (a test compares both).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from playground.core.i18n import N_
from playground.core.params import Bool, Float, Int, IntTuple, Param, with_defaults

Array = npt.NDArray[np.float64]
Values = Mapping[str, Any]
Kwargs = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleRow:
    """One schedule. *keras_kwargs* makes Keras's arguments from the rate, the values and the steps of the whole
    training; *curve* computes the rates ``(n,)`` float64 at *steps* ``(n,)`` float64 (from 0) from those arguments."""

    name: str
    title: str
    help: str
    params: tuple[Param, ...]
    keras_kwargs: Callable[[float, Values, int], Kwargs]
    curve: Callable[[Array, Kwargs], Array]
    formula: str | None = None


def _steps_param(name: str, help: str) -> Int:
    return Int(name=name, label=N_("Decay steps"), help=help, optional=True, low=1, high=1_000_000_000)


_DECAY_STEPS = _steps_param("decay_steps", N_("Over how many steps it falls; off means the whole training."))
_STAIRCASE = Bool(
    name="staircase", label=N_("Staircase"), help=N_("Falls all at once after each such stretch."), advanced=True
)


def _fraction_param(name: str, label: str, help: str, default: float) -> Float:
    return Float(name=name, label=label, help=help, default=default, low=0.0, high=1.0, step=0.05)


def _decay_steps(values: Values, total: int) -> int:
    return int(values["decay_steps"] or max(total, 1))


def _decay_kwargs(rate: float, values: Values, total: int) -> Kwargs:
    kwargs = {
        "initial_learning_rate": rate,
        "decay_steps": _decay_steps(values, total),
        "decay_rate": values["decay_rate"],
    }
    return {**kwargs, "staircase": values["staircase"]}


def _progress(steps: Array, arguments: Kwargs) -> Array:
    p = steps / arguments["decay_steps"]
    return np.asarray(np.floor(p) if arguments["staircase"] else p)


def _exponential(steps: Array, a: Kwargs) -> Array:
    return np.asarray(a["initial_learning_rate"] * a["decay_rate"] ** _progress(steps, a))


def _inverse_time(steps: Array, a: Kwargs) -> Array:
    return np.asarray(a["initial_learning_rate"] / (1 + a["decay_rate"] * _progress(steps, a)))


def _cosine_kwargs(rate: float, values: Values, total: int) -> Kwargs:
    warmup = int(values["warmup_steps"])
    decay = int(values["decay_steps"] or max(total - warmup, 1))
    if not warmup:
        return {"initial_learning_rate": rate, "decay_steps": decay, "alpha": values["alpha"]}
    warm = {"warmup_target": rate, "warmup_steps": warmup}
    return {"initial_learning_rate": 0.0, "decay_steps": decay, "alpha": values["alpha"], **warm}


def _cosine(steps: Array, a: Kwargs) -> Array:
    warmup, target = int(a.get("warmup_steps") or 0), a.get("warmup_target")
    top = a["initial_learning_rate"] if target is None else target
    progress = np.clip((steps - warmup) / a["decay_steps"], 0.0, 1.0)
    fall = top * ((1 - a["alpha"]) * 0.5 * (1 + np.cos(np.pi * progress)) + a["alpha"])
    return np.asarray(np.where(steps < warmup, top * steps / max(warmup, 1), fall), np.float64)


def _restart_kwargs(rate: float, values: Values, total: int) -> Kwargs:
    first = int(values["first_decay_steps"] or max(total // 4, 1))
    rest = {name: values[name] for name in ("t_mul", "m_mul", "alpha")}
    return {"initial_learning_rate": rate, "first_decay_steps": first, **rest}


def _restarts(steps: Array, a: Kwargs) -> Array:
    cycle_progress, t_mul = steps / a["first_decay_steps"], float(a["t_mul"])
    if t_mul == 1.0:
        restart = np.floor(cycle_progress)
        cycle_progress = cycle_progress - restart
    else:
        restart = np.floor(np.log(1.0 - cycle_progress * (1.0 - t_mul)) / np.log(t_mul))
        cycle_progress = (cycle_progress - (1.0 - t_mul**restart) / (1.0 - t_mul)) / t_mul**restart
    fall = 0.5 * a["m_mul"] ** restart * (1 + np.cos(np.pi * cycle_progress))
    return np.asarray(a["initial_learning_rate"] * ((1 - a["alpha"]) * fall + a["alpha"]))


def _piecewise_kwargs(rate: float, values: Values, total: int) -> Kwargs:
    cuts = sorted({max(round(total * percent / 100), 1) for percent in values["boundaries"]})
    return {"boundaries": cuts, "values": [rate * values["factor"] ** count for count in range(len(cuts) + 1)]}


def _piecewise(steps: Array, a: Kwargs) -> Array:
    return np.asarray(a["values"], np.float64)[np.searchsorted(a["boundaries"], steps, side="left")]


def _polynomial_kwargs(rate: float, values: Values, total: int) -> Kwargs:
    rest = {name: values[name] for name in ("end_learning_rate", "power", "cycle")}
    return {"initial_learning_rate": rate, "decay_steps": _decay_steps(values, total), **rest}


def _polynomial(steps: Array, a: Kwargs) -> Array:
    over: Array = np.full(steps.shape, float(a["decay_steps"]))
    if a["cycle"]:
        over = over * np.maximum(np.ceil(steps / over), 1.0)
    progress = np.minimum(steps, over) / over
    end = a["end_learning_rate"]
    return np.asarray((a["initial_learning_rate"] - end) * (1 - progress) ** a["power"] + end)


_ALPHA = _fraction_param("alpha", N_("Minimum (alpha)"), N_("The lowest rate, as a fraction of the first one."), 0.0)

_ROWS = (
    ScheduleRow(
        name="CosineDecay",
        title=N_("Cosine, with warm-up"),
        help=N_("Rises over the warm-up steps, then falls along half a cosine wave to nearly zero."),
        params=(
            Int(
                name="warmup_steps",
                label=N_("Warm-up steps"),
                help=N_("Over how many steps the rate rises from zero first."),
                default=0,
                low=0,
                high=1_000_000_000,
            ),
            _DECAY_STEPS,
            _ALPHA,
        ),
        keras_kwargs=_cosine_kwargs,
        curve=_cosine,
        formula=r"\eta_0\left[(1-\alpha)\tfrac12(1 + \cos\tfrac{\pi t}{T}) + \alpha\right]",
    ),
    ScheduleRow(
        name="ExponentialDecay",
        title=N_("Exponential"),
        help=N_("Falls by the same factor over each stretch of steps."),
        params=(
            _DECAY_STEPS,
            Float(
                name="decay_rate",
                label=N_("Factor"),
                help=N_("What the rate is multiplied by over that many steps."),
                default=0.1,
                low=0.0,
                high=1.0,
                open_low=True,
            ),
            _STAIRCASE,
        ),
        keras_kwargs=_decay_kwargs,
        curve=_exponential,
        formula=r"\eta_0\,d^{\,t/T}",
    ),
    ScheduleRow(
        name="PiecewiseConstantDecay",
        title=N_("Piecewise constant"),
        help=N_("Stays, then drops by a factor at each of the points you name."),
        params=(
            IntTuple(
                name="boundaries",
                label=N_("Drops at (%)"),
                help=N_("After which percentage of the training it drops, in rising order."),
                default=(50, 75),
                low=1,
                high=99,
            ),
            Float(
                name="factor",
                label=N_("Factor"),
                help=N_("What the rate is multiplied by at each drop."),
                default=0.1,
                low=0.0,
                high=10.0,
                open_low=True,
            ),
        ),
        keras_kwargs=_piecewise_kwargs,
        curve=_piecewise,
    ),
    ScheduleRow(
        name="PolynomialDecay",
        title=N_("Polynomial or linear"),
        help=N_("Falls along a curve to the end rate; power 1 is a straight line."),
        params=(
            _DECAY_STEPS,
            Float(
                name="end_learning_rate",
                label=N_("End rate"),
                help=N_("The learning rate it ends at."),
                default=0.0001,
                low=0.0,
                high=1000.0,
            ),
            Float(name="power", label=N_("Power"), help=N_("How bent the curve is."), default=1.0, low=0.1, high=10.0),
            Bool(
                name="cycle",
                label=N_("Cycle"),
                help=N_("Rises again once it is down, over ever longer stretches."),
                advanced=True,
            ),
        ),
        keras_kwargs=_polynomial_kwargs,
        curve=_polynomial,
        formula=r"(\eta_0 - \eta_T)(1 - t/T)^p + \eta_T",
    ),
    ScheduleRow(
        name="InverseTimeDecay",
        title=N_("Inverse time decay"),
        help=N_("Falls fast at first and ever slower: half after one stretch, a third after two, at factor 1."),
        params=(
            _DECAY_STEPS,
            Float(
                name="decay_rate",
                label=N_("Factor"),
                help=N_("How fast it falls."),
                default=1.0,
                low=0.0,
                high=1000.0,
            ),
            _STAIRCASE,
        ),
        keras_kwargs=_decay_kwargs,
        curve=_inverse_time,
        formula=r"\frac{\eta_0}{1 + d\,t/T}",
    ),
    ScheduleRow(
        name="CosineDecayRestarts",
        title=N_("Cosine with restarts"),
        help=N_("Falls along half a cosine wave and jumps up again, over longer and longer stretches."),
        params=(
            _steps_param("first_decay_steps", N_("How long the first fall is; off means a quarter of the training.")),
            Float(
                name="t_mul",
                label=N_("Period multiplier"),
                help=N_("How many times longer each next fall is."),
                default=2.0,
                low=1.0,
                high=10.0,
            ),
            Float(
                name="m_mul",
                label=N_("Height multiplier"),
                help=N_("What each jump's height is multiplied by."),
                default=1.0,
                low=0.0,
                high=1.0,
                open_low=True,
            ),
            _ALPHA,
        ),
        keras_kwargs=_restart_kwargs,
        curve=_restarts,
    ),
)

SCHEDULES: dict[str, ScheduleRow] = {row.name: row for row in _ROWS}

UNSUPPORTED: dict[str, str] = {"LearningRateSchedule": N_("A base for other schedules, not one by itself.")}


def schedule_kwargs(name: str, params: Values, learning_rate: float, total_steps: int) -> Kwargs:
    """What Keras's schedule class *name* is called with, for a training of *total_steps* that begins at
    *learning_rate*. Raises KeyError where the table has no such row."""
    row = SCHEDULES[name]
    return row.keras_kwargs(learning_rate, with_defaults(row.params, params), total_steps)
