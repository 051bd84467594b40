"""What a GAN-VAE compares: what enters the layer that makes the score."""

from __future__ import annotations

import keras
import numpy as np
import pytest

from playground.families.adversarial.gan_vae import _features_before


def discriminator(end: str) -> keras.Model:
    inputs = keras.Input((4,))
    hidden = keras.layers.Dense(3, name="hidden")(inputs)
    if end == "add":
        score = keras.layers.Add()([keras.layers.Dense(1)(hidden), keras.layers.Dense(1)(inputs)])
    else:
        score = keras.layers.Dense(1)(hidden)
    if end == "activation":
        score = keras.layers.Activation("sigmoid")(score)
    return keras.Model(inputs, score)


@pytest.mark.parametrize(("end", "size"), [("dense", 3), ("activation", 3), ("add", 2)])
def test_features_are_a_row_for_each_example(end: str, size: int) -> None:
    judge = discriminator(end)
    features = keras.Model(judge.input, _features_before(judge.outputs[0]))
    x = np.random.default_rng(0).normal(size=(5, 4)).astype(np.float32)
    assert np.asarray(features(x)).shape == (5, size)
    if size == 3:
        hidden = keras.Model(judge.input, judge.get_layer("hidden").output)
        np.testing.assert_array_equal(np.asarray(features(x)), np.asarray(hidden(x)))
