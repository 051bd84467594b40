"""Goals: one bound, told in words, met or not."""

from __future__ import annotations

import math

import pytest
from pydantic import ValidationError

from playground import datasets
from playground.checks.check import check_experiment
from playground.evaluation import goals
from playground.experiment import spec
from playground.experiment.spec import Goal


def test_a_goal_has_one_bound() -> None:
    for bounds in ({}, {"at_least": 1.0, "at_most": 2.0}):
        with pytest.raises(ValidationError, match="at_least or at_most"):
            Goal(metric="frechet", **bounds)


def test_it_is_met_on_its_own_side_and_never_by_what_is_no_number() -> None:
    high, low = Goal(metric="modes", at_least=8), Goal(metric="frechet", at_most=5)
    assert high.is_met(8)
    assert not high.is_met(7.9)
    assert low.is_met(5)
    assert not low.is_met(5.1)
    assert not high.is_met(math.nan)
    assert not low.is_met(math.nan)


@pytest.mark.parametrize(
    ("goal", "said"),
    [
        (Goal(metric="accuracy", at_least=0.97), "accuracy 97 % on the test set"),
        (Goal(metric="frechet", at_most=5), "Fréchet distance at most 5"),
        (Goal(metric="elbo", at_least=-25), "ELBO at least −25"),
        (Goal(metric="modes", at_least=8), "modes covered at least 8"),
    ],
)
def test_it_is_told(goal: Goal, said: str) -> None:
    assert goals.goal_text(goal).replace("-", "−") == said


def test_a_goal_that_nothing_measures_is_refused_with_a_way_out() -> None:
    experiment = spec.Experiment(
        data=spec.Data(name="moons"),
        networks=(spec.stack(("Dense", {"units": 1, "activation": "sigmoid"})),),
        loss=spec.NamedParams(name="BinaryCrossentropy"),
        goal=Goal(metric="beauty", at_least=1),
    )
    (problem,) = check_experiment(experiment, datasets.describe(experiment.data)).problems
    assert problem.code == "unknown_goal"
    assert "beauty" in str(problem.text)
    assert problem.repairs
