"""The examples that a classifier gets most wrong: those of whose wrong class it is surest."""

from __future__ import annotations

import numpy as np

from playground.core.i18n import N_, Text, _
from playground.core.info import Info
from playground.figures.base import Figure, Plot, RunView, Theme
from playground.figures.classification import worst_examples
from playground.figures.classification.worst_examples import Example, Examples
from playground.figures.drawing import predictions
from playground.figures.drawing.predictions import ClassPredictions


def _applies_to(info: Info) -> bool:
    return info.has_targets and info.task != "regression"


def _compute(context: RunView) -> Examples | None:
    answers = predictions.class_predictions(context)
    return None if answers is None else _misclassified(context, answers)


def _misclassified(context: RunView, answers: ClassPredictions) -> Examples:
    places = np.flatnonzero(answers.true != answers.predicted)
    bad = [example_at(answers, int(place)) for place in places]
    return worst_examples.collect(context, answers.part, len(answers.true), bad)


def example_at(answers: ClassPredictions, place: int) -> Example:
    """The classified example at *place*; it is the worse, the less its true class was believed: *badness* is minus the
    logarithm of that, in nats."""
    true, predicted_class = int(answers.true[place]), int(answers.predicted[place])
    belief = answers.probabilities[place]
    loss = -float(np.log(max(float(belief[true]), 1e-12))) if true < len(belief) else np.inf
    return Example(
        int(answers.rows[place]),
        answers.classes[true],
        answers.classes[predicted_class],
        float(belief[predicted_class]),
        float(loss),
    )


def plot(info: Examples, theme: Theme) -> Plot:
    """The examples, the worst first, or a sentence where nothing is wrong."""
    return worst_examples.plot(info, theme, _("It makes no mistake here."))


def alt_text(info: Examples) -> str:
    values = worst_examples.caption_values(info)
    if not info.items:
        return str(Text(N_("None of the {asked} examples of the {part} is wrong."), values))
    return str(Text(N_("{found} of {asked} examples of the {part} are wrong; the worst: {listed}."), values))


def _heading(_context: RunView, info: Examples | None) -> str:
    return predictions.heading(FIGURE.title, None if info is None else info.part)


FIGURE = Figure(
    name="mistakes",
    title=N_("Misclassified"),
    help=N_(
        "The worst mistakes: what the network is surest of and yet wrong. Look for what they share: unclear "
        "examples, wrong labels, something that is rare in the data."
    ),
    placeholder=N_("The worst mistakes will appear here."),
    applies_to=_applies_to,
    compute=_compute,
    plot=plot,
    alt_text=alt_text,
    table=worst_examples.table,
    options=(predictions.PART,),
    heading=_heading,
    order=11,
    is_large=True,
    height=440,
)
