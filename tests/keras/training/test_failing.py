"""A loss that is no longer a number: told at once, at the step and layer, with a repair."""

from __future__ import annotations

import math

import numpy as np
import pytest

from playground.core.problems import Problem
from playground.experiment import edits, spec
from playground.runs import events, history, store
from playground.training import nonfinite
from playground.training.run import train
from tests.support.experiments import table


def exploding(execution: str) -> spec.Experiment:
    """Regression with a rate that is far too high: the loss grows by orders of magnitude at each step."""
    return spec.Experiment(
        name="explodes",
        data=spec.Data(name="plane"),
        networks=(spec.stack(("Dense", {"units": 8, "activation": "relu"}), ("Dense", {"units": 1})),),
        loss=spec.NamedParams(name="MeanSquaredError"),
        optimizer=spec.Optimizer(name="SGD", params={"learning_rate": 10.0}),
        training=spec.Training(epochs=50, batch_size=8, execution=execution),
    )


@pytest.mark.parametrize("execution", ["graph", "xla"])
def test_it_stops_says_where_and_offers_a_lower_rate(execution: str, store_here: store.Store) -> None:
    experiment = exploding(execution)
    run = store_here.create(experiment)
    assert train(run) == "failed"
    known = history.fold(run.read_events()[0])
    assert known.problem is not None
    problem = Problem.from_json(known.problem)
    assert problem.code == "loss_not_finite"
    assert problem.node in {"dense_1", "dense_2"}
    assert problem.text.values["step"] == known.step + 1, "what came before stays readable"
    assert all(math.isfinite(loss) for loss in known.by_step["loss"].y)
    repaired = edits.apply(experiment, *problem.repairs[0].edits)
    assert repaired.optimizer.params["learning_rate"] == 1.0


def test_the_diagnosis_starts_from_the_last_finite_weights(
    store_here: store.Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []
    original = nonfinite.locate

    def find(network: str, model: object, x: object, loss: object) -> nonfinite.NonfiniteSite:
        seen.append(all(np.isfinite(weight).all() for weight in model.get_weights()))  # type: ignore[attr-defined]
        return original(network, model, x, loss)  # type: ignore[arg-type]

    monkeypatch.setattr(nonfinite, "locate", find)
    run = store_here.create(exploding("graph"))
    train(run)
    assert seen == [True]


def small() -> object:
    import keras

    given = keras.Input((2,))
    one = keras.layers.Dense(3, name="one")(given)
    return keras.Model(given, keras.layers.Dense(1, name="two")(one))


@pytest.mark.parametrize(
    ("poison", "expected"),
    [
        ({"two": np.nan}, ("two", "weights")),
        ({"one": 1e30, "two": 1e30}, ("two", "outputs")),
        ({"one": 1e15, "two": 1e15}, ("two", "gradient")),
        ({"one": 5.0, "two": 1.0}, ("one", "largest")),
    ],
)
def test_the_first_layer_that_shows_it_is_found(poison: dict[str, float], expected: tuple[str, str]) -> None:
    import tensorflow as tf

    model = small()
    for name, value in poison.items():
        layer = model.get_layer(name)  # type: ignore[attr-defined]
        layer.kernel.assign(np.full(layer.kernel.shape, value))
    x = np.ones((4, 2), np.float32)
    place = nonfinite.locate("model", model, x, lambda: tf.reduce_sum(model(x) ** 2) * 1e10)  # type: ignore[operator]
    assert (place.node, place.kind) == expected


def test_memory_that_is_not_there_offers_a_smaller_batch(
    store_here: store.Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    from playground import datasets

    def full(_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(datasets, "prepare", full)
    run = store_here.create(table(batch_size=64))
    assert train(run) == "failed"
    last = run.read_events()[0][-1]
    assert isinstance(last, events.StateChanged)
    assert last.problem is not None
    assert last.problem["repairs"][0]["edits"][0]["value"] == 32
