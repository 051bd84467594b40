"""The examples behind one cell of the confusion matrix."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from playground.core.i18n import N_, Text, _
from playground.core.info import Info
from playground.core.params import IntTuple
from playground.figures.base import Figure, Plot, RunView, Theme
from playground.figures.classification import misclassified, worst_examples
from playground.figures.classification.worst_examples import Examples
from playground.figures.drawing import predictions
from playground.figures.drawing.predictions import ClassPredictions


class Cell(NamedTuple):
    """The *examples* of the class *true* that were answered as *predicted*."""

    true: str
    predicted: str
    examples: Examples


def _applies_to(info: Info) -> bool:
    return info.task in ("binary", "multiclass")


def _chosen_cell(context: RunView, answers: ClassPredictions) -> tuple[int, int]:
    """The cell asked for, else the most frequent confusion, else the first class."""
    cell = context.options.get("cell")
    count = len(answers.classes)
    if isinstance(cell, list | tuple) and len(cell) == 2 and all(type(n) is int and 0 <= n < count for n in cell):
        return int(cell[0]), int(cell[1])
    wrong = answers.true != answers.predicted
    if not wrong.any():
        return 0, 0
    cells, counts = np.unique(answers.true[wrong] * count + answers.predicted[wrong], return_counts=True)
    return divmod(int(cells[counts.argmax()]), count)


def _compute(context: RunView) -> Cell | None:
    answers = predictions.class_predictions(context)
    if answers is None:
        return None
    true, predicted_class = _chosen_cell(context, answers)
    places = np.flatnonzero((answers.true == true) & (answers.predicted == predicted_class))
    examined_count = int((answers.true == true).sum())
    examples = [misclassified.example_at(answers, int(place)) for place in places]
    return Cell(
        answers.classes[true],
        answers.classes[predicted_class],
        worst_examples.collect(context, answers.part, examined_count, examples),
    )


def plot(info: Cell, theme: Theme) -> Plot:
    """The examples of the cell, the least believed first."""
    return worst_examples.plot(info.examples, theme, _("There is no example in this cell."))


def alt_text(info: Cell) -> str:
    values = {**worst_examples.caption_values(info.examples), "true": info.true, "answer": info.predicted}
    message = N_("{found} of {asked} examples of “{true}” in the {part} were predicted as “{answer}”.")
    return str(Text(message, values))


def table(info: Cell) -> pd.DataFrame:
    """One row for each example shown (:func:`.worst_examples.table`)."""
    return worst_examples.table(info.examples)


def _heading(_context: RunView, info: Cell | None) -> str:
    if info is None:
        return _(FIGURE.title)
    return str(Text(N_("“{true}” predicted as “{answer}”"), {"true": info.true, "answer": info.predicted}))


FIGURE = Figure(
    name="examples_in_cell",
    title=N_("Cell examples"),
    help=N_(
        "The examples that were counted in the chosen cell of the confusion matrix, those with the least probability "
        "for their true class first."
    ),
    placeholder=N_("Choose a cell of the confusion matrix to see its examples here."),
    applies_to=_applies_to,
    compute=_compute,
    plot=plot,
    alt_text=alt_text,
    table=table,
    options=(
        predictions.PART,
        IntTuple(
            name="cell",
            label=N_("Cell"),
            help=N_("Numbers of the true and of the predicted class."),
            default=None,
            optional=True,
            advanced=True,
            low=0,
            high=10_000,
            length=2,
        ),
    ),
    heading=_heading,
    order=12,
    is_large=True,
    height=440,
)
