"""Data that are no images under networks that look at images: one press, and all of it fits."""

from __future__ import annotations

import pytest

from playground import datasets, gallery
from playground.checks import autofix
from playground.checks.keras_check import keras_report
from playground.core.problems import Problem
from playground.experiment import edits
from playground.experiment.spec import Data, Experiment

ROOM = 10**10
LABELS = ("Use a new network that fits this data", "Use new networks that fit this data")
WITH_CONVOLUTIONS = (
    "cnn-digits",
    "inception-digits",
    "two-inputs",
    "unet-digits",
    "conditional-gan-digits",
    "vq-vae-digits",
)
SMALL_ENOUGH = ("inception-digits", "conditional-gan-digits")
"""Four numbers are an image of 2 × 2 pixels for them, as before."""


def found(asked: Experiment) -> tuple[Problem, ...]:
    return keras_report(asked, datasets.describe(asked.data), available=ROOM).problems


@pytest.mark.parametrize("data", ["wine", "spirals", "iris"])
@pytest.mark.parametrize("name", WITH_CONVOLUTIONS)
def test_a_network_of_convolutions_under_a_table_is_replaced_by_one_press(name: str, data: str) -> None:
    asked = autofix.retarget_data(gallery.get(name).experiment, Data(name=data))
    problems = found(asked)
    if data == "iris" and name in SMALL_ENOUGH:
        assert problems == ()
        return
    offered = [repair for problem in problems for repair in problem.repairs if str(repair.label) in LABELS]
    assert offered == [problems[0].repairs[0]]
    assert str(offered[0].label) == LABELS[len(asked.networks) > 1]
    after = edits.apply(asked, *offered[0].edits)
    assert found(after) == ()
    assert after.model_copy(update={"networks": asked.networks}) == asked


def test_what_one_puts_into_a_network_by_hand_is_not_replaced_where_it_has_a_place() -> None:
    """A Dense layer right under images needs a Flatten, and a window that is too large a smaller one."""
    images = gallery.get("cnn-digits").experiment
    flatten = next(node.id for node in images.networks[0].nodes if node.layer == "Flatten")
    for edit in (
        {"do": "delete", "nodes": [flatten]},
        {"do": "set_param", "node": "conv2d_1", "field": "kernel_size", "value": [9, 9]},
        {"do": "set_param", "node": "conv2d_1", "field": "padding", "value": "valid"},
    ):
        images = edits.apply(images, edit)
    problems = found(images)
    assert problems
    assert not [repair for problem in problems for repair in problem.repairs if str(repair.label) in LABELS]
