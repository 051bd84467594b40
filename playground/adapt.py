"""Another data set under the same network: what no longer fits is made to fit, as a person would by the buttons.

Nothing is guessed here: each change is the first repair that :mod:`playground.graph` offers, and one undo takes all
of it back.
"""

from __future__ import annotations

from playground import datasets, edits, graph
from playground.datasets.base import Info
from playground.problems import PlaygroundError, Problem
from playground.specs import Data, Experiment

FOLLOWS_THE_DATA = frozenset(
    {
        "loss_does_not_fit",
        "metric_does_not_fit",
        "goal_does_not_fit",
        "units_do_not_match",
        "output_activation",
        "output_rank",
        "rank",
        "batch_too_large",
    }
)
"""Codes of problems that another data set causes; what a person got wrong by hand is left for them to see."""
ROUNDS = 24


def with_data(experiment: Experiment, data: Data) -> Experiment:
    """The experiment on *data*; on another set its old goal is gone, and loss and last layer follow the new task."""
    if data.name == experiment.data.name:
        return experiment.model_copy(update={"data": data})
    moved = experiment.model_copy(update={"data": data, "goal": None})
    try:
        return adapted(moved, datasets.describe(data))
    except PlaygroundError:
        return moved  # Its files are not here yet, or it is a table without a target: the page says so.


def adapted(experiment: Experiment, info: Info) -> Experiment:
    """*experiment* with the repairs that a data set with these facts asks for; as it was where they do not help."""
    for _round in range(ROUNDS):
        found = _first(graph.check(experiment, info).problems)
        if found is None:
            return experiment
        try:
            experiment = edits.apply(experiment, *found.repairs[0].edits)
        except PlaygroundError:
            return experiment
    return experiment


def _first(problems: tuple[Problem, ...]) -> Problem | None:
    return next((problem for problem in problems if problem.code in FOLLOWS_THE_DATA and problem.repairs), None)
