"""What every lesson keeps to: each kind of layer has one, its numbers are Keras's, and it opens on the bench."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from playground import build, datasets
from playground.catalog.layers import LAYERS
from playground.checks.keras_check import keras_report
from playground.experiment.spec import Node
from playground.lessons import Lesson
from tests.unit.contracts.test_lessons import LESSONS

DRAWS = 100


@pytest.mark.parametrize("lesson", LESSONS)
def test_keras_gets_the_same_numbers(lesson: Lesson) -> None:
    example = lesson.example()
    assert LAYERS[example.layer].kind == lesson.name
    if example.layer == "Input":
        np.testing.assert_array_equal(example.output, example.inputs[0])
        return
    given = [
        np.asarray(x, np.float32) if example.is_batched else np.asarray(x, np.float32)[None] for x in example.inputs
    ]
    asked = given if LAYERS[example.layer].kind == "merge" else given[0]
    wanted = example.output if example.is_batched else example.output[None]
    made = [_keras(lesson, asked, seed) for seed in range(DRAWS if example.is_random else 1)]
    assert any(np.allclose(y, wanted, atol=1e-5) for y in made), made[0]
    if example.is_random:
        assert any(not np.allclose(y, wanted) for y in made)


def _keras(lesson: Lesson, given: Any, seed: int) -> Any:
    example = lesson.example()
    layer = build.layer(Node(id="shown", layer=example.layer, params=example.params), seed=seed)
    layer.build([x.shape for x in given] if isinstance(given, list) else given.shape)
    if example.weights:
        layer.set_weights([weight for _name, weight in example.weights])
    training = {"training": True} if example.is_random or example.is_batched else {}
    return np.asarray(layer(given, **training))


@pytest.mark.parametrize("lesson", LESSONS)
def test_it_opens_on_the_bench_and_is_seen_there(lesson: Lesson) -> None:
    experiment = lesson.experiment()
    nodes = [node for network in experiment.networks for node in network.nodes]
    assert any(LAYERS[node.layer].kind == lesson.name for node in nodes)
    info = datasets.describe(experiment.data)
    assert keras_report(experiment, info).problems == ()
