"""What every row of the layer table must hold, and that the table knows all of Keras's layers."""

from __future__ import annotations

import inspect
from typing import Any

import keras
import numpy as np
import pytest

from playground import build
from playground.catalog import initializers
from playground.catalog.activations import ACTIVATIONS
from playground.catalog.activations import UNSUPPORTED as UNSUPPORTED_ACTIVATIONS
from playground.catalog.layers import LAYERS, UNSUPPORTED, LayerRow
from playground.checks.keras_check import keras_report as verdict
from playground.core.info import Info
from playground.core.params import Param
from playground.experiment.spec import Node, stack
from tests.support.making import branches, experiment
from tests.unit.contracts.test_layers import bounds

SHAPES = {3: (8, 8, 3), 2: (8, 4), 1: (6,)}
WITH_KERAS = [pytest.param(row, id=row.name) for row in LAYERS.values() if row.kind != "input"]
GO_WITH: dict[str, dict[str, Any]] = {"groups": {"filters": 4096}, "output_padding": {"strides": 16}}
"""What Keras allows only together; the check tells a person so (``refusals``)."""
OWN_SHAPE = {"Permute": (8, 4), "Dot": (6,)}


def keras_classes(module: Any) -> dict[type, set[str]]:
    """Every class that *module* exports, with all its names."""
    found: dict[type, set[str]] = {}
    for name, value in vars(module).items():
        if inspect.isclass(value) and not name.startswith("_"):
            found.setdefault(value, set()).add(name)
    return found


def info_for(row: LayerRow) -> Info:
    shape = OWN_SHAPE.get(row.name) or SHAPES[row.input_ranks[0] if row.input_ranks else 3]
    return Info("images" if len(shape) == 3 else "table", "regression", shape, 1, train_examples=64)


def network_with(row: LayerRow, values: dict[str, Any] | None = None) -> Any:
    return branches(row.name, values) if row.input_count_range[0] > 1 else stack((row.name, values or {}))


def test_every_keras_layer_is_offered_or_left_out_with_a_reason() -> None:
    known = set(LAYERS) | set(UNSUPPORTED) | {"InputLayer"}
    unknown = {min(names, key=len) for names in keras_classes(keras.layers).values() if not names & known}
    assert not unknown, f"neither in LAYERS nor in UNSUPPORTED: {sorted(unknown)}"


def test_instance_normalisation_brings_each_channel_of_each_example_to_mean_0_and_spread_1() -> None:
    x = np.random.default_rng(0).normal(3, 5, (4, 6, 6, 3)).astype(np.float32)
    y = np.asarray(build.layer(Node(id="norm", layer="InstanceNormalization"))(x))
    np.testing.assert_allclose(y.mean((1, 2)), 0, atol=1e-5)
    np.testing.assert_allclose(y.std((1, 2)), 1, atol=1e-3)


def test_nothing_is_offered_and_left_out_at_once_and_left_out_names_exist() -> None:
    assert not set(LAYERS) & set(UNSUPPORTED)
    assert [name for name in UNSUPPORTED if not hasattr(keras.layers, name)] == []
    assert all(reason.endswith(".") for reason in UNSUPPORTED.values())


def test_every_keras_activation_is_offered_or_left_out_with_a_reason() -> None:
    functions = {name for name, value in vars(keras.activations).items() if callable(value) and name[0] != "_"}
    known = set(ACTIVATIONS) | set(UNSUPPORTED_ACTIVATIONS) | {"get", "serialize", "deserialize"}
    assert functions == known


def test_every_keras_initializer_is_offered_or_left_out_with_a_reason() -> None:
    known = (
        {row.keras_class for row in initializers.INITIALIZERS.values()}
        | set(initializers.UNSUPPORTED)
        | {"Initializer"}
    )
    unknown = {min(names, key=len) for names in keras_classes(keras.initializers).values() if not names & known}
    assert not unknown


def _beside(row: LayerRow, param: Param, value: Any) -> dict[str, Any]:
    others = {name: other for name, other in GO_WITH.get(param.name, {}).items() if row.param(name) is not None}
    return {param.name: value, **others}


@pytest.mark.parametrize("row", WITH_KERAS)
def test_keras_takes_every_bound(row: LayerRow) -> None:
    with keras.StatelessScope(initialize_variables=False):
        for param in row.params:
            for value in bounds(param):
                build.layer(Node(id="tried", layer=row.name, params=_beside(row, param, value)))


@pytest.mark.parametrize("row", WITH_KERAS)
def test_a_little_network_with_the_defaults_runs_forward_as_the_check_said(row: LayerRow) -> None:
    info = info_for(row)
    network = network_with(row)
    said = verdict(experiment(info).model_copy(update={"networks": (network,), "family": "made"}), info)
    # A family that nobody knows asks for nothing at the end of a network.
    assert [problem.code for problem in said.problems] == ["no_such_family"]
    model = build.model(network, info, seed=1)
    assert {layer.name for layer in model.layers} == {node.id for node in network.nodes}
    x = np.random.default_rng(0).uniform(0, 1, (4, *info.input_shape)).astype(np.float32)
    y = np.asarray(model(x, training=True))
    report = list(said.networks["model"].values())[-1]
    assert y.shape == (4, *report.shape)
    assert np.isfinite(y).all()
    assert report.parameters == model.count_params()
    assert report.trainable == sum(weight.value.numpy().size for weight in model.trainable_weights)
    if row.kind in ("dense", "convolution") or row.kernel_names:
        assert report.macs > 0, f"{row.name} multiplies by a kernel: say how often in checks/memory.py"


@pytest.mark.parametrize("row", [pytest.param(row, id=row.name) for row in LAYERS.values() if row.wants_seed])
def test_what_is_random_acts_while_training_only_and_the_seed_decides(row: LayerRow) -> None:
    info = info_for(row)
    x = np.random.default_rng(0).uniform(0, 1, (4, *info.input_shape)).astype(np.float32)
    first, again = (build.model(network_with(row), info, seed=3) for _ in range(2))
    shape = tuple(first.output_shape[1:])
    drawn = [np.asarray(first(x, training=True)) for _ in range(5)]
    assert any(shape != info.input_shape or not np.array_equal(y, x) for y in drawn)
    for y in drawn:
        np.testing.assert_array_equal(y, np.asarray(again(x, training=True)))
    if shape == info.input_shape:
        np.testing.assert_allclose(np.asarray(first(x, training=False)), x, atol=1e-6)
