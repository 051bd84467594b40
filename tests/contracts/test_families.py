"""What every training family must do, by the seam that the loop knows."""

from __future__ import annotations

import keras
import numpy as np
import pytest

from playground import datasets, families, specs
from playground.datasets.base import Prepared
from playground.families.base import Context, Family, Recipe
from playground.training import checkpoint

EXPERIMENTS = {
    "supervised": specs.Experiment(
        data=specs.Data(name="moons", params={"size": 100}),
        networks=(specs.stack(("Dense", {"units": 3}), ("Dense", {"units": 1, "activation": "sigmoid"})),),
        loss=specs.Pick(name="BinaryCrossentropy"),
        metrics=(specs.Pick(name="accuracy"),),
    )
}
"""A small experiment for each family: a new family adds its own."""


@pytest.fixture(params=sorted(families.all_families()))
def family(request: pytest.FixtureRequest, home: object) -> Family:
    return families.get(request.param)


@pytest.fixture
def prepared(family: Family) -> Prepared:
    return datasets.prepare(EXPERIMENTS[family.name].data)


def built(family: Family, prepared: Prepared) -> Recipe:
    keras.utils.set_random_seed(0)
    return family.build(Context(EXPERIMENTS[family.name], prepared, 100))


def values(recipe: Recipe) -> list[np.ndarray]:
    return checkpoint.taken(checkpoint.state_variables(recipe.networks, recipe.optimizers))


def batch(recipe: Recipe, prepared: Prepared) -> tuple[np.ndarray, np.ndarray]:
    return prepared.decode(prepared.train.x[:8]), recipe.targets(prepared.train)[:8]


def test_it_is_named_as_its_module_and_told_to_people(family: Family) -> None:
    assert family.title
    assert family.help
    assert set(family.networks) == {network.name for network in EXPERIMENTS[family.name].networks}


def test_it_builds_the_same_from_the_same(family: Family, prepared: Prepared) -> None:
    one, other = values(built(family, prepared)), values(built(family, prepared))
    assert all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def test_its_parts_are_complete(family: Family, prepared: Prepared) -> None:
    recipe = built(family, prepared)
    assert set(recipe.networks) == set(family.networks)
    assert recipe.metrics[0].name == "loss"
    assert isinstance(recipe.metrics[0], keras.metrics.Mean)
    assert all(optimizer.built for optimizer in recipe.optimizers.values())
    assert len(recipe.targets(prepared.train)) == len(prepared.train)


def test_a_step_learns_and_an_evaluation_does_not(family: Family, prepared: Prepared) -> None:
    recipe = built(family, prepared)
    x, y = batch(recipe, prepared)
    before = values(recipe)
    outputs = recipe.evaluate_step(x, y)
    assert outputs.shape[0] == 8
    assert outputs.dtype == "float32"
    assert all(np.array_equal(a, b) for a, b in zip(before, values(recipe), strict=True))
    recipe.train_step(x, y)
    assert not all(np.array_equal(a, b) for a, b in zip(before, values(recipe), strict=True))
    assert all(np.isfinite(float(metric.result())) for metric in recipe.metrics)


def test_a_bad_batch_can_be_examined(family: Family, prepared: Prepared) -> None:
    recipe = built(family, prepared)
    x, y = batch(recipe, prepared)
    for name, (inputs, loss) in recipe.examined(x, y).items():
        assert recipe.networks[name](inputs) is not None
        assert np.isfinite(float(loss()))


def test_its_pictures_are_arrays(family: Family, prepared: Prepared) -> None:
    for watcher in built(family, prepared).watchers():
        frame = watcher.take()
        assert frame.name == watcher.name
        assert all(isinstance(array, np.ndarray) for array in frame.arrays.values())
