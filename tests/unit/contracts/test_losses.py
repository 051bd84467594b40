"""What every row of the losses says, and where it fits."""

from __future__ import annotations

import pytest

from playground.catalog.activations import ACTIVATIONS
from playground.catalog.losses import DEFAULT_LOSSES, LOSSES, LossRow
from playground.core import params
from playground.core.info import Info, Task
from playground.families import all_families
from tests.support.making import INFOS, PICTURES

TASKS: dict[Task, Info] = {**INFOS, "reconstruction": all_families()["autoencoder"].task_info(PICTURES)}
ALL = [pytest.param(row, id=row.name) for row in LOSSES.values()]


@pytest.mark.parametrize("row", ALL)
def test_words_and_defaults(row: LossRow) -> None:
    assert row.help.endswith(".")
    assert params.check(row.params, params.defaults(row.params)) == {}
    for task in row.tasks:
        assert set(row.output_activations(task, {})) <= set(ACTIVATIONS)


@pytest.mark.parametrize("row", ALL)
def test_says_why_it_does_not_fit(row: LossRow) -> None:
    for task, info in TASKS.items():
        fits = task in row.tasks and not (row.needs_several_outputs and info.outputs == 1)
        assert (row.incompatibility(info) is None) == fits
        if fits:
            assert row.incompatibility(info, row.output_activations(task, {})[0]) is None
            if row.output_activations(task, {})[0] in ("softmax", "sigmoid"):
                said = str(row.incompatibility(info, "relu"))
                assert "ReLU" in said
                assert str(ACTIVATIONS[row.output_activations(task, {})[0]].title) in said


@pytest.mark.parametrize("task", list(TASKS))
def test_the_usual_loss_fits(task: str) -> None:
    row = LOSSES[DEFAULT_LOSSES[task]]  # type: ignore[index]
    assert row.incompatibility(TASKS[task]) is None  # type: ignore[index]


def test_logits_want_a_linear_last_layer() -> None:
    row = LOSSES["BinaryCrossentropy"]
    assert row.incompatibility(INFOS["binary"], "linear", {"from_logits": True}) is None
    assert row.incompatibility(INFOS["binary"], "sigmoid", {"from_logits": True}) is not None
    assert row.incompatibility(INFOS["binary"], "linear", {}) is not None
