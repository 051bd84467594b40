"""The parameters of a training take what the document takes, and no more."""

from __future__ import annotations

import pytest

from playground.core.params import Float, Int, Param
from playground.core.problems import PlaygroundError
from playground.experiment import spec
from playground.experiment.training_params import STOPPING, TRAINING
from tests.support.experiments import points

NUMBERS = [("training", param) for param in TRAINING if isinstance(param, Int | Float)]
NUMBERS += [("training.early_stopping", param) for param in STOPPING if isinstance(param, Int | Float)]


@pytest.mark.parametrize(("place", "param"), NUMBERS, ids=lambda entry: getattr(entry, "name", ""))
def test_a_bound_of_the_form_is_the_bound_of_the_document(place: str, param: Int | Float) -> None:
    start = spec.with_value(points(), "training.early_stopping", {})
    for value in (param.low, param.high):
        assert param.check(value) is None
        spec.with_value(start, f"{place}.{param.name}", value)
    for value in (param.low - 1, param.high + 1):
        assert param.check(value) is not None
        with pytest.raises(PlaygroundError):
            spec.with_value(start, f"{place}.{param.name}", value)


@pytest.mark.parametrize("param", TRAINING, ids=lambda param: param.name)
def test_defaults_are_those_of_the_document(param: Param) -> None:
    assert param.default == getattr(spec.Training(), param.name)
    assert param.check(param.default) is None


def test_every_field_of_a_training_has_its_parameter() -> None:
    assert {param.name for param in TRAINING} == set(spec.Training.model_fields) - {"early_stopping"}
    assert {param.name for param in STOPPING} == set(spec.EarlyStopping.model_fields)
