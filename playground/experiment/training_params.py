"""What a person may set of how long and on what a network trains, for forms, sweeps and the command line.

Bounds, choices and defaults are those of the document (:class:`playground.experiment.spec.Training`); here are the
words.
"""

from __future__ import annotations

from typing import Any, get_args

from annotated_types import Ge, Le

from playground.core.i18n import N_
from playground.core.params import Bool, Choice, Float, Int, Param
from playground.experiment.spec import EarlyStopping, Spec, Training


def _bounds(model: type[Spec], name: str) -> dict[str, Any]:
    """The bounds and the default of a number in the document, as parameters have them."""
    field = model.model_fields[name]
    low = next(entry.ge for entry in field.metadata if isinstance(entry, Ge))
    high = next(entry.le for entry in field.metadata if isinstance(entry, Le))
    return {"name": name, "low": low, "high": high, "default": field.default}


def _options(name: str) -> dict[str, Any]:
    """The options and the default of a choice in the document, as parameters have them."""
    field = Training.model_fields[name]
    return {"name": name, "options": get_args(field.annotation), "default": field.default}


TRAINING: tuple[Param, ...] = (
    Int(
        **_bounds(Training, "epochs"),
        label=N_("Epochs"),
        help=N_("How many times the whole training set is seen."),
    ),
    Int(
        **_bounds(Training, "batch_size"),
        label=N_("Batch size"),
        help=N_("How many examples one step looks at before it moves the weights."),
    ),
    Int(
        **_bounds(Training, "seed"),
        label=N_("Seed"),
        help=N_(
            "The same seed on the same device gives the same weights at the start, the same order, the same curve."
        ),
    ),
    Choice(
        **_options("device"),
        label=N_("Device"),
        help=N_("Where it trains; automatic takes a GPU where there is one."),
        labels=(N_("automatic"), "CPU", "GPU"),
        advanced=True,
    ),
    Choice(
        **_options("precision"),
        label=N_("Precision"),
        help=N_("Half precision is faster and smaller on a GPU made for it, and slower on most CPUs."),
        labels=(N_("single"), N_("mixed float16"), N_("mixed bfloat16")),
        advanced=True,
    ),
    Choice(
        **_options("execution"),
        label=N_("Execution"),
        help=N_(
            "XLA compiles the whole step: several times faster for small dense networks on a CPU, slower for"
            " convolutions."
        ),
        labels=(N_("automatic"), N_("graph"), "XLA"),
        advanced=True,
    ),
    Float(
        **_bounds(Training, "draw_every"),
        label=N_("Seconds between frames"),
        help=N_(
            "0 records what the figures show as often as costs little, at most a tenth of the time. The page says how "
            "much it takes."
        ),
        step=1.0,
        advanced=True,
    ),
)
STOPPING: tuple[Param, ...] = (
    Choice(
        name="monitor",
        label=N_("Monitor"),
        help=N_("The value that must keep getting better."),
        default=EarlyStopping.model_fields["monitor"].default,
        options=("val_loss", "loss"),
        labels=(N_("validation loss"), N_("training loss")),
    ),
    Int(
        **_bounds(EarlyStopping, "patience"),
        label=N_("Patience"),
        help=N_("How many epochs without getting better are waited for."),
    ),
    Float(
        **_bounds(EarlyStopping, "min_delta"),
        label=N_("Minimum change"),
        help=N_("A smaller change does not count as better."),
    ),
    Bool(
        name="restore_best",
        label=N_("Restore the best weights"),
        help=N_("At the end, the weights of the best epoch are taken."),
        default=EarlyStopping.model_fields["restore_best"].default,
    ),
)
