"""Data sets with several inputs: what Keras builds of them."""

from __future__ import annotations

import numpy as np
import pytest

from playground import build
from playground.checks.keras_check import keras_report
from playground.experiment.network_builder import NetworkBuilder
from tests.support.experiments import picture_and_number
from tests.unit.ports.test_inputs import INFO, told, with_input


def test_each_input_takes_what_it_names_and_the_first_where_it_names_nothing() -> None:
    asked = picture_and_number()
    report = keras_report(asked, INFO)
    assert report.problems == ()
    assert report.networks["model"]["picture"].shape == (8, 8, 1)
    assert report.networks["model"]["number"].shape == (1,)
    assert told(with_input(asked, "picture", None)) == ()


@pytest.mark.parametrize("name", ["picture", "table"])
def test_an_input_may_be_left_unused(name: str) -> None:
    sketch = NetworkBuilder()
    sketch.add("Dense", sketch.add("Flatten", sketch.input("one", takes=name)), units=1, activation="sigmoid")
    asked = picture_and_number().model_copy(update={"networks": (sketch.network(),)})
    assert keras_report(asked, INFO).problems == ()
    model = build.model(sketch.network(), INFO)
    x = {given.name: np.random.default_rng(0).normal(size=(3, *given.shape)) for given in INFO.inputs}
    before = np.asarray(model(tuple(x.values())))
    other = next(given for given in x if given != name)
    x[other] = x[other] + 1
    np.testing.assert_array_equal(np.asarray(model(tuple(x.values()))), before)
    x[name] = x[name] + 1
    assert not np.array_equal(np.asarray(model(tuple(x.values()))), before)
