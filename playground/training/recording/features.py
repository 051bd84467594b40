"""What real and drawn pictures are compared by: the features of a small classifier that the app trains on the data set
itself, once, and keeps. Not the Inception network of FID: a distance in these features compares only with distances on
the same data set in this app.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from playground.core import npz, paths
from playground.core.info import Array
from playground.datasets.dataset import Prepared
from playground.experiment.spec import Data

VERSION = 1
"""Of the classifier: kept weights of another are not used."""
FEATURES = 32
"""Numbers of the last hidden layer."""
EXAMPLES, EPOCHS, BATCH = 12_000, 3, 64
"""What it learns from at most, how often, and how many at a time; a smaller set is seen as often as makes it 20,000."""
SEED = 20_261_124

FeatureExtractor = Callable[[Array], tuple[Array, Array]]
"""From pictures as stored ``(n, h, w, c)``: features ``(n, 32)`` float32 and class numbers ``(n,)``."""


def feature_extractor(data: Data, prepared: Prepared) -> FeatureExtractor:
    """The features ``(n, 32)`` and classes for the pictures of *data*; trains the classifier where it is not kept (2 to
    15 s)."""
    model = _model(prepared)
    file = _file(data)
    if not _load_weights(model, file):
        _train(model, prepared)
        npz.write(file, {f"weight_{place}": weight for place, weight in enumerate(model.get_weights())})
    return _as_extractor(model)


def _file(data: Data) -> Path:
    from playground import datasets
    from playground.core.params import with_defaults

    dataset = datasets.get(data.name)
    identity = dataset.fingerprint(with_defaults(dataset.card.params, data.params))
    cache_key = f"{VERSION} {data.model_dump_json(exclude={'preparation'})} {identity}"
    return paths.cache() / "features" / f"{hashlib.sha256(cache_key.encode()).hexdigest()[:24]}.npz"


def _model(prepared: Prepared) -> Any:
    import keras

    shape = prepared.info.input_shape
    seeds = iter(range(SEED, SEED + 100))

    def kernel() -> Any:
        return keras.initializers.GlorotUniform(seed=next(seeds))

    x = entry = keras.Input(shape)
    for filters in (16, 32):
        x = keras.layers.Conv2D(filters, 3, strides=2, padding="same", activation="relu", kernel_initializer=kernel())(
            x
        )
    x = keras.layers.Flatten()(x)
    features = keras.layers.Dense(FEATURES, activation="relu", kernel_initializer=kernel(), name="features")(x)
    classes = max(2, len(prepared.info.class_names))
    answer = keras.layers.Dense(classes, activation="softmax", kernel_initializer=kernel())(features)
    return keras.Model(entry, [features, answer])


def _load_weights(model: Any, file: Path) -> bool:
    """Whether *model* has the weights of *file* now."""
    try:
        with np.load(file, allow_pickle=False) as stored:
            model.set_weights([stored[f"weight_{place}"] for place in range(len(stored.files))])
    except (OSError, ValueError, KeyError, EOFError):
        return False
    return True


def _train(model: Any, prepared: Prepared) -> None:
    """In one compiled loop over fixed orders, so that the same data give the same features."""
    import keras
    import tensorflow as tf

    part = prepared.train.take(slice(EXAMPLES))
    x, y = tf.constant(_scale(part.x)), tf.constant(np.asarray(part.y).astype(np.int32))
    optimizer = keras.optimizers.Adam(0.002)
    optimizer.build(model.trainable_variables)
    batch = min(BATCH, len(part))
    steps = len(part) // batch
    epochs = max(EPOCHS, 20_000 // len(part))

    def step(rows: Any) -> None:
        with tf.GradientTape() as tape:
            _features, answer = model(tf.gather(x, rows), training=True)
            loss = tf.reduce_mean(keras.losses.sparse_categorical_crossentropy(tf.gather(y, rows), answer))
        weights = model.trainable_variables
        optimizer.apply(tape.gradient(loss, [weight.value for weight in weights]), weights)

    def epoch(order: Any) -> None:
        def body(index: Any) -> Any:
            step(order[index * batch : (index + 1) * batch])
            return (index + 1,)

        tf.while_loop(lambda index: index < steps, body, (tf.constant(0),), parallel_iterations=1)

    compiled = tf.function(epoch, input_signature=[tf.TensorSpec([None], tf.int32)], autograph=False)
    chance = np.random.default_rng(SEED)
    for _epoch in range(epochs):
        compiled(tf.constant(chance.permutation(len(part)).astype(np.int32)))


def _scale(pictures: Array) -> Array:
    scaled: Array = np.asarray(pictures, np.float32) / np.float32(255)
    return scaled


def _as_extractor(model: Any) -> FeatureExtractor:
    import tensorflow as tf

    compiled = tf.function(lambda x: model(x, training=False), autograph=False, reduce_retracing=True)

    def featurize(pictures: Array) -> tuple[Array, Array]:
        features, answer = compiled(tf.constant(_scale(pictures)))
        return features.numpy(), answer.numpy().argmax(1)

    return featurize
