"""Data sets with several inputs: which ``Input`` takes which, what is wrong there, and what is built of it."""

from __future__ import annotations

from typing import Any

from playground import datasets
from playground.checks.check import check_experiment
from playground.core.info import Info
from playground.core.problems import Problem
from playground.experiment import edits, spec
from playground.experiment.network_builder import NetworkBuilder
from tests.support.experiments import picture_and_number
from tests.support.making import PICTURES, ROWS, good

INFO = datasets.describe(picture_and_number().data)


def told(asked: spec.Experiment, info: Info = INFO) -> tuple[Problem, ...]:
    return check_experiment(asked, info).problems


def with_input(asked: spec.Experiment, node: str, takes: Any) -> spec.Experiment:
    return edits.apply(asked, {"do": "set_param", "node": node, "field": "takes", "value": takes})


def repaired(asked: spec.Experiment, problem: Problem, place: int = 0) -> spec.Experiment:
    return edits.apply(asked, *problem.repairs[place].edits)


def test_a_data_set_names_its_inputs() -> None:
    assert [(given.name, given.kind, given.shape) for given in INFO.inputs] == [
        ("picture", "images", (8, 8, 1)),
        ("table", "table", (1,)),
    ]
    assert INFO.inputs[1].feature_names == ("number",)
    assert len(PICTURES.inputs) == len(ROWS.inputs) == 1


def test_an_unknown_input_is_told_and_the_repair_takes_the_one_that_is_free() -> None:
    asked = with_input(picture_and_number(), "number", "sound")
    (problem,) = (problem for problem in told(asked) if problem.code == "unknown_input")
    assert (problem.node, problem.field) == ("number", "takes")
    assert "picture, table" in str(problem)
    assert told(repaired(asked, problem)) == ()


def test_two_that_take_the_same_are_told_and_repaired() -> None:
    asked = with_input(picture_and_number(), "number", "picture")
    (problem,) = (problem for problem in told(asked) if problem.code == "same_input")
    assert problem.node == "number"
    assert told(repaired(asked, problem)) == ()


def test_one_input_is_all_that_most_data_sets_fill() -> None:
    sketch = NetworkBuilder()
    both = sketch.add("Add", sketch.input(), sketch.input("other"))
    sketch.add("Dense", both, units=1)
    asked = good(ROWS).model_copy(update={"networks": (sketch.network(),)})
    (problem,) = (problem for problem in told(asked, ROWS) if problem.code == "several_inputs")
    assert problem.node == "other"
    assert "several_inputs" not in {entry.code for entry in told(repaired(asked, problem), ROWS)}
