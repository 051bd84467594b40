"""The document becomes Keras: same seed, same weights; targets as the loss wants them; scores as scikit-learn's."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import pytest
from sklearn import metrics as sklearn_metrics

from playground import build
from playground.build import metric_classes
from playground.core.info import Info
from playground.core.problems import PlaygroundError
from playground.experiment import edits
from playground.experiment.spec import Node
from tests.support.making import INFOS, PICTURES, POINTS, ROWS, experiment, good, pick


def weights(asked: Any, info: Info, seed: int) -> dict[str, np.ndarray]:
    model = build.model(asked.networks[0], info, seed=seed)
    return {layer.name: layer.get_weights()[0] for layer in model.layers if layer.weights}


def test_same_seed_same_weights_whatever_was_built_before_and_other_seeds_differ() -> None:
    first = weights(good(PICTURES), PICTURES, 1)
    keras.utils.set_random_seed(99)
    build.model(good(POINTS).networks[0], POINTS)
    again, other = weights(good(PICTURES), PICTURES, 1), weights(good(PICTURES), PICTURES, 2)
    for name, value in first.items():
        np.testing.assert_array_equal(value, again[name])
        assert not np.array_equal(value, other[name])


def test_a_new_layer_leaves_the_start_of_the_others() -> None:
    longer = edits.apply(good(PICTURES), {"do": "add", "layer": "Dropout", "after": "flatten_1"})
    np.testing.assert_array_equal(
        weights(good(PICTURES), PICTURES, 1)["dense_1"], weights(longer, PICTURES, 1)["dense_1"]
    )


def test_equal_layers_do_not_start_equal() -> None:
    asked = experiment(ROWS, ("Dense", {"units": 6}), ("Dense", {"units": 6}), ("Dense", {"units": 1}))
    made = weights(asked, ROWS, 1)
    assert not np.array_equal(made["dense_1"], made["dense_2"])


def test_layers_are_named_by_their_nodes_and_switched_off_ones_are_not_there() -> None:
    asked = edits.apply(good(PICTURES), {"do": "switch", "node": "dense_1", "enabled": False})
    assert [layer.name for layer in build.model(asked.networks[0], PICTURES).layers] == [
        "input",
        "flatten_1",
        "dense_2",
    ]


def test_penalties_are_on_every_kernel_and_in_the_loss() -> None:
    node = Node(id="c", layer="SeparableConv2D", params={"l1": 0.5, "l2": 0.25})
    layer = build.layer(node)
    layer.build((None, 8, 8, 3))
    expected = sum(0.5 * np.abs(w).sum() + 0.25 * (w**2).sum() for w in layer.get_weights()[:2])
    assert float(sum(layer.losses)) == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize("precision", ["mixed_float16", "mixed_bfloat16"])
def test_mixed_precision_ends_in_float32(precision: str) -> None:
    model = build.model(good(PICTURES).networks[0], PICTURES, precision=precision)
    assert model.get_layer("dense_1").compute_dtype == precision.removeprefix("mixed_")
    assert model.output.dtype == "float32"
    assert {weight.dtype for weight in model.weights} == {"float32"}


def test_a_wrong_structure_is_refused_with_its_sentence() -> None:
    asked = edits.apply(good(POINTS), {"do": "disconnect", "source": "input", "target": "dense_1"})
    with pytest.raises(PlaygroundError, match="Nothing leads into dense_1"):
        build.model(asked.networks[0], POINTS)


def test_targets() -> None:
    numbers = np.array([0, 3, 1])
    assert build.targets(pick("SparseCategoricalCrossentropy"), numbers, PICTURES).tolist() == [0, 3, 1]
    one_hot = build.targets(pick("CategoricalCrossentropy"), numbers, PICTURES)
    assert one_hot.tolist() == [[1, 0, 0, 0], [0, 0, 0, 1], [0, 1, 0, 0]]
    assert build.targets(pick("BinaryCrossentropy"), np.array([0, 1]), POINTS).tolist() == [[0.0], [1.0]]
    assert build.targets(pick("Hinge"), np.array([0, 1]), POINTS).tolist() == [[-1.0], [1.0]]
    assert build.targets(pick("Huber"), np.array([0.5, 1.5]), ROWS).tolist() == [[0.5], [1.5]]


@pytest.mark.parametrize("number", [-1, 4])
def test_a_class_that_there_is_not_is_no_other_one(number: int) -> None:
    with pytest.raises(IndexError):
        build.targets(pick("CategoricalCrossentropy"), np.array([0, number]), PICTURES)


def scores(info: Info, loss: Any, y: np.ndarray, outputs: np.ndarray, *names: str) -> dict[str, float]:
    """Each metric over two batches of unequal length, as a training runs it."""
    import tensorflow as tf

    made = build.metrics([pick(name) for name in names], info, loss)
    encoded = build.targets(loss, y, info)

    @tf.function(jit_compile=True)
    def update(true: Any, predicted: Any) -> None:
        for metric in made:
            metric.update_state(true, predicted)

    for part in (slice(0, 70), slice(70, None)):
        update(tf.constant(encoded[part]), tf.constant(outputs[part].astype(np.float32)))
    return {metric.name: float(metric.result()) for metric in made}


def sklearn_scores(y: np.ndarray, predicted: np.ndarray, average: str) -> dict[str, float]:
    options = {"average": average, "zero_division": 0}
    return {
        "accuracy": sklearn_metrics.accuracy_score(y, predicted),
        "precision": sklearn_metrics.precision_score(y, predicted, **options),
        "recall": sklearn_metrics.recall_score(y, predicted, **options),
        "f1": sklearn_metrics.f1_score(y, predicted, **options),
    }


@pytest.mark.parametrize(
    ("loss", "begins"),
    [(pick("BinaryCrossentropy"), 0.5), (pick("Hinge"), 0.0), (pick("BinaryCrossentropy", from_logits=True), 0.0)],
)
def test_scores_of_two_classes_are_scikit_learns(loss: Any, begins: float) -> None:
    rng = np.random.default_rng(5)
    y = rng.integers(0, 2, 201)
    outputs = (rng.normal(y * 0.3 - 0.15, 0.2, 201) + begins).reshape(-1, 1)
    got = scores(POINTS, loss, y, outputs, "accuracy", "precision", "recall", "f1", "auc")
    expected = sklearn_scores(y, outputs[:, 0] > begins, "binary")
    expected["auc"] = sklearn_metrics.roc_auc_score(y, outputs[:, 0])
    assert got == pytest.approx(expected, abs=2e-3)
    assert {name: got[name] for name in ("accuracy", "f1")} == pytest.approx(
        {name: expected[name] for name in ("accuracy", "f1")}, abs=1e-6
    )


@pytest.mark.parametrize("loss", [pick("SparseCategoricalCrossentropy"), pick("CategoricalCrossentropy")])
def test_scores_of_several_classes_are_scikit_learns(loss: Any) -> None:
    rng = np.random.default_rng(6)
    y = rng.integers(0, 3, 201)  # The fourth class never occurs.
    outputs = rng.dirichlet(np.ones(4), 201) + 0.3 * np.eye(4)[y]
    outputs[:, 3] *= 0.01
    outputs /= outputs.sum(1, keepdims=True)
    got = scores(PICTURES, loss, y, outputs, "accuracy", "precision", "recall", "f1", "auc", "top_k")
    expected = sklearn_scores(y, outputs.argmax(1), "macro")
    each = [sklearn_metrics.roc_auc_score(y == k, outputs[:, k]) for k in range(3)]
    expected["auc"] = float(np.mean(each))
    expected["top_k"] = sklearn_metrics.top_k_accuracy_score(y, outputs, k=3, labels=range(4))
    assert got == pytest.approx(expected, abs=2e-3)


def test_scores_of_numbers_are_scikit_learns() -> None:
    rng = np.random.default_rng(7)
    y = rng.normal(size=(201, 1)).astype(np.float32)
    outputs = y + rng.normal(scale=0.3, size=y.shape)
    got = scores(ROWS, pick("MeanSquaredError"), y, outputs, "mae", "mse", "rmse", "r2")
    expected = {
        "mae": sklearn_metrics.mean_absolute_error(y, outputs),
        "mse": sklearn_metrics.mean_squared_error(y, outputs),
        "rmse": sklearn_metrics.root_mean_squared_error(y, outputs),
        "r2": sklearn_metrics.r2_score(y, outputs),
    }
    assert got == pytest.approx(expected, rel=1e-4)


@pytest.mark.parametrize(("error", "score"), [(0.0, 1.0), (0.25, 0.0)])
def test_nothing_that_varies_is_given_back_in_full_or_not_at_all(error: float, score: float) -> None:
    """As scikit-learn has it, also where rounding leaves a sum of squares that is not 0."""
    inputs = np.full((201, 8, 8, 1), 0.3, np.float32)
    metric = metric_classes.ReconstructionR2("r2", 64)
    for part in (slice(0, 70), slice(70, None)):
        metric.update_state(inputs[part], inputs[part] + error)
    assert float(metric.result()) == score


@pytest.mark.parametrize("task", list(INFOS))
def test_a_good_experiment_learns(task: str) -> None:
    info = INFOS[task]  # type: ignore[index]
    asked = good(info, optimizer={"params": {"learning_rate": 0.01}})
    rng = np.random.default_rng(8)
    x = rng.normal(size=(64, *info.input_shape)).astype(np.float32)
    y = x.reshape(64, -1)[:, :1] if task == "regression" else (x.reshape(64, -1)[:, 0] > 0).astype(int)
    model = build.model(asked.networks[0], info, seed=1)
    model.compile(build.optimizer(asked.optimizer, 100), build.loss(asked.loss, info))
    losses = model.fit(x, build.targets(asked.loss, y, info), epochs=15, verbose=0).history["loss"]
    assert losses[-1] < 0.8 * losses[0]
