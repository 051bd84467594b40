"""The entries that a row of codes is made of: the nearest is picked, and each follows what it is picked for, by moving
averages (van den Oord and others 2017, appendix A.1); those that are never picked begin again where there is something
(Dhariwal and others 2020, "Jukebox")."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from playground.core.i18n import N_
from playground.core.params import Bool, Float, Int
from playground.families.base import Tensor

PARAMS = (
    Int(
        name="positions",
        label=N_("Codes per example"),
        help=N_("How many entries of the codebook an example is made of."),
        default=8,
        low=1,
        high=256,
    ),
    Int(
        name="code_dim",
        label=N_("Embedding dimension"),
        help=N_("How many numbers each entry of the codebook has."),
        default=4,
        low=1,
        high=256,
    ),
    Int(
        name="codes",
        label=N_("Codebook size"),
        help=N_("How many entries there are to choose from."),
        default=32,
        low=2,
        high=1024,
    ),
    Float(
        name="commitment",
        label=N_("Commitment cost"),
        help=N_("How strongly the encoder is held to the entries that are picked for it."),
        default=0.25,
        low=0.0,
        high=10.0,
        step=0.05,
    ),
    Float(
        name="decay",
        label=N_("EMA decay"),
        help=N_("How much of its past each entry keeps in a step; the rest follows what it was picked for."),
        default=0.95,
        low=0.0,
        high=0.9999,
        step=0.01,
    ),
    Bool(
        name="restart",
        label=N_("Restart dead entries"),
        help=N_("An entry that is hardly ever picked is put where the encoder has just been."),
        default=True,
    ),
)
DEAD_SHARE = 0.05
"""Of the share that an entry would have if all were picked alike, the part below which it counts as dead."""


@dataclass
class Codebook:
    """*vectors* ``(codes, code_dim)``, and the moving averages of how often each is picked (*counts* ``(codes,)``) and
    of the sum of what it is picked for (*sums* ``(codes, code_dim)``); Keras variables, float32. *sequence_length*:
    entries of an example; *decay*: the part from 0 to 1 of an average that is kept in a step."""

    vectors: Any
    counts: Any
    sums: Any
    sequence_length: int
    decay: float
    restart: bool

    @property
    def num_entries(self) -> int:
        return int(self.vectors.shape[0])

    @property
    def variables(self) -> tuple[Any, ...]:
        """What training changes, for checkpoints; Keras variables."""
        return self.vectors, self.counts, self.sums

    def nearest(self, rows: Tensor) -> tuple[Tensor, Tensor]:
        """For *rows* ``(batch, positions, code_dim)`` float32: the number of the nearest entry, int32
        ``(batch, positions)``, and the entry, ``(batch, positions, code_dim)``."""
        import tensorflow as tf

        book = self.vectors.value
        flat = tf.reshape(rows, (-1, book.shape[1]))
        far = tf.reduce_sum(tf.square(book), 1)[None] - 2.0 * tf.matmul(flat, book, transpose_b=True)
        indices = tf.reshape(tf.argmin(far, axis=1, output_type=tf.int32), tf.shape(rows)[:2])
        return indices, self.lookup(indices)

    def lookup(self, indices: Tensor) -> Tensor:
        """The entries ``(batch, positions, code_dim)`` with the numbers *indices* ``(batch, positions)`` int32."""
        import tensorflow as tf

        return tf.gather(self.vectors.value, indices)

    def shift_right(self, indices: Tensor) -> Tensor:
        """What a prior gets for *indices* ``(batch, positions)`` int32: at each place, one-hot, the entry before it,
        ``(batch, positions, codes)`` float32; nothing at the first."""
        import tensorflow as tf

        before = tf.one_hot(indices[:, :-1], self.num_entries)
        return tf.concat(
            [tf.zeros_like(before[:, :1]) if self.sequence_length > 1 else self._zero_position(indices), before], 1
        )

    def _zero_position(self, indices: Tensor) -> Tensor:
        """Nothing, at one position: ``(batch, 1, codes)``."""
        import tensorflow as tf

        return tf.zeros((tf.shape(indices)[0], 1, self.num_entries))

    def perplexity(self, indices: Tensor) -> Tensor:
        """To how many entries, picked equally often, the use of the codebook in *indices* ``(batch, positions)`` comes:
        the exponential of its entropy, a scalar from 1 to the number of entries."""
        import tensorflow as tf

        share = tf.reduce_mean(tf.one_hot(tf.reshape(indices, (-1,)), self.num_entries), axis=0)
        return tf.exp(-tf.reduce_sum(share * tf.math.log(share + 1e-10)))

    def update_ema(self, rows: Tensor, indices: Tensor, seed_generator: Any) -> None:
        """Move each entry towards what it was picked for: *rows* ``(batch, positions, code_dim)`` float32 and the
        numbers *indices* ``(batch, positions)`` int32 of their entries; *seed_generator* draws where dead ones begin
        again (van den Oord and others 2017, appendix A.1)."""
        import tensorflow as tf

        flat = tf.reshape(rows, (-1, self.vectors.shape[1]))
        assignments = tf.one_hot(tf.reshape(indices, (-1,)), self.num_entries)
        keep = self.decay
        counts = keep * self.counts.value + (1 - keep) * tf.reduce_sum(assignments, axis=0)
        sums = keep * self.sums.value + (1 - keep) * tf.matmul(assignments, flat, transpose_a=True)
        if self.restart:
            counts, sums = self._restart_dead(flat, counts, sums, seed_generator)
        self.counts.assign(counts)
        self.sums.assign(sums)
        self.vectors.assign(sums / tf.maximum(counts, 1e-5)[:, None])

    def _restart_dead(self, flat: Tensor, counts: Tensor, sums: Tensor, seed_generator: Any) -> tuple[Tensor, Tensor]:
        """*counts* ``(codes,)`` and *sums* ``(codes, code_dim)``, those of dead entries as if each had been picked its
        even share of times for one of *flat* ``(batch * positions, code_dim)`` (Dhariwal and others 2020,
        "Jukebox")."""
        import tensorflow as tf
        from keras import random

        total = tf.shape(flat)[0]
        even = tf.cast(total, tf.float32) / self.num_entries
        draw = random.uniform((self.num_entries,), seed=seed_generator) * tf.cast(total, tf.float32)
        instead = tf.gather(flat, tf.minimum(tf.cast(draw, tf.int32), total - 1))
        dead = counts < DEAD_SHARE * even
        return tf.where(dead, even, counts), tf.where(dead[:, None], even * instead, sums)


def build_codebook(values: Mapping[str, object], seed: int) -> Codebook:
    """A codebook for the *values* of :data:`PARAMS`, its entries ``(codes, code_dim)`` near zero."""
    import keras

    codes, size = int(str(values["codes"])), int(str(values["code_dim"]))
    vectors = np.random.default_rng(seed).normal(0, 0.1, (codes, size)).astype(np.float32)

    def variable(value: Any, name: str) -> Any:
        return keras.Variable(value, dtype="float32", trainable=False, name=name)

    return Codebook(
        vectors=variable(vectors, "codebook"),
        counts=variable(np.ones(codes, np.float32), "codebook_counts"),
        sums=variable(vectors, "codebook_sums"),
        sequence_length=int(str(values["positions"])),
        decay=float(str(values["decay"])),
        restart=bool(values["restart"]),
    )
