"""Convolutions as matrix products: the same numbers, the same gradients, and only where they pay."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf

from playground.families.adversarial import tiny_conv_matmul

LAYERS = [
    (keras.layers.Conv2D, (8, 8, 1), {"filters": 5, "kernel_size": 4, "strides": 2, "padding": "same"}),
    (keras.layers.Conv2D, (5, 4, 3), {"filters": 2, "kernel_size": (3, 2), "strides": (2, 1), "padding": "valid"}),
    (keras.layers.Conv2D, (3, 3, 2), {"filters": 4, "kernel_size": 3, "padding": "same", "use_bias": False}),
    (keras.layers.Conv2DTranspose, (2, 2, 6), {"filters": 3, "kernel_size": 4, "strides": 2, "padding": "same"}),
    (keras.layers.Conv2DTranspose, (2, 2, 2), {"filters": 3, "kernel_size": (3, 2), "strides": 2, "padding": "valid"}),
    (keras.layers.Conv2DTranspose, (2, 1, 2), {"filters": 1, "kernel_size": (2, 3), "strides": 3, "padding": "valid"}),
]
UNFIT = [
    (keras.layers.Conv2D, (28, 28, 1), {"filters": 4, "kernel_size": 3}),
    (keras.layers.Conv2D, (4, 4, 4), {"filters": 4, "kernel_size": 2, "groups": 2}),
    (keras.layers.Conv2D, (5, 5, 2), {"filters": 4, "kernel_size": 2, "dilation_rate": 2}),
    (keras.layers.Conv2D, (2, 2, 400), {"filters": 400, "kernel_size": 2, "padding": "same"}),
    (keras.layers.Conv2DTranspose, (2, 2, 2), {"filters": 1, "kernel_size": 3, "strides": 2, "output_padding": 1}),
    (keras.layers.Conv1D, (6, 2), {"filters": 3, "kernel_size": 3}),
]


def both(layer: Any, x: Any) -> list[np.ndarray]:
    with tf.GradientTape() as tape:
        tape.watch(x)
        outputs = layer(x)
        loss = tf.reduce_sum(tf.sin(outputs))
    found = tape.gradient(loss, [x, layer.kernel.value])
    return [outputs.numpy(), *(np.asarray(value) for value in found)]


@pytest.mark.parametrize(("kind", "shape", "params"), LAYERS)
def test_numbers_and_gradients_are_those_of_the_layer(
    kind: Any, shape: tuple[int, ...], params: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Any] = []
    matrix = tiny_conv_matmul._matrix
    monkeypatch.setattr(tiny_conv_matmul, "_matrix", lambda *told, **how: made.append(told) or matrix(*told, **how))
    layer = kind(**params)
    x = tf.constant(np.random.default_rng(1).standard_normal((3, *shape)).astype(np.float32))
    plain = both(layer, x)
    with tiny_conv_matmul.tiny_conv_as_matmul():
        product = both(layer, x)
    assert made, "it was a product"
    for one, other in zip(plain, product, strict=True):
        np.testing.assert_allclose(one, other, atol=2e-5)


@pytest.mark.parametrize(("kind", "shape", "params"), UNFIT)
def test_what_does_not_pay_or_fit_is_left_to_keras(
    kind: Any, shape: tuple[int, ...], params: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tiny_conv_matmul, "_matrix", lambda *_told, **_how: pytest.fail("it was a product"))
    layer = kind(**params)
    x = tf.constant(np.random.default_rng(1).standard_normal((2, *shape)).astype(np.float32))
    layer.build(x.shape)
    with tiny_conv_matmul.tiny_conv_as_matmul():
        found = layer(x)
    np.testing.assert_array_equal(found, layer(x))


def test_afterwards_keras_is_as_it_was() -> None:
    from keras.src.backend.tensorflow import nn

    plain = nn.conv, nn.conv_transpose
    with tiny_conv_matmul.tiny_conv_as_matmul():
        assert nn.conv is not plain[0]
        assert nn.conv_transpose is not plain[1]
    assert (nn.conv, nn.conv_transpose) == plain
