"""What families share that learn to give their inputs back: the input is the target, and pictures of both."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import prod
from typing import Any

import numpy as np

from playground.core.info import Array, Info
from playground.datasets.dataset import Part, Prepared
from playground.evaluation import probes
from playground.families.autoencoders import latent_frames
from playground.families.base import Frame, Tensor, Watcher
from playground.families.joint_recipe import Chain

SHOWN = {"images": 15, "points": 300, "table": 500}
"""Examples of the validation part whose reconstruction is kept, by the kind of data."""


def facts(info: Info) -> Info:
    """Those of the task to give each number of the input back: of a set's first input, where it has several."""
    return replace(info, task="reconstruction", outputs=prod(info.input_shape), beside=())


def first(x: Tensor) -> Tensor:
    """The input that is given back."""
    return x[0] if isinstance(x, tuple) else x


def as_stored(values: Array, prepared: Prepared) -> Array:
    """Examples as a network has them ``(n, ...)``, in the data's own units; pictures uint8."""
    back = prepared.decode.back(values)
    if prepared.info.kind != "images":
        return back
    return np.rint(np.clip(np.nan_to_num(back, nan=0.0), 0, 255)).astype(np.uint8)


@dataclass(kw_only=True)
class GivingBack(Chain):
    """The target is the input, as it is before anything disturbs it."""

    prepared: Prepared

    def targets(self, part: Part) -> Array:
        return np.zeros((len(part), 0), np.float32)

    def given(self, x: Tensor, y: Tensor, *, training: bool) -> Tensor:  # noqa: ARG002 - for those who look at classes
        return self.disturbed(first(x), training=training)

    def wanted(self, x: Tensor, y: Tensor) -> Tensor:  # noqa: ARG002 - the inputs are the targets
        return first(x)

    def disturbed(self, x: Tensor, *, training: bool) -> Tensor:  # noqa: ARG002 - for those who put noise over it
        return x

    def kept(self, wanted: Tensor, outputs: Tensor) -> Tensor:
        """``(batch, 1)``: the mean squared error of each example."""
        import tensorflow as tf

        miss = tf.square(tf.cast(wanted, tf.float32) - tf.cast(self.read(outputs), tf.float32))
        return tf.reduce_mean(tf.reshape(miss, (tf.shape(miss)[0], -1)), axis=1, keepdims=True)

    def measured(self, metric: Tensor, wanted: Tensor, outputs: Tensor) -> tuple[Tensor, Tensor]:  # noqa: ARG002
        return wanted, self.read(outputs)

    def read(self, outputs: Tensor) -> Tensor:
        """*outputs* as values of the data: a loss from logits leaves the sigmoid to whoever reads them."""
        import tensorflow as tf

        return tf.sigmoid(outputs) if getattr(self.loss, "from_logits", False) else outputs

    def watchers(self) -> Sequence[Watcher]:
        """``reconstructions``: ``index`` (n,), ``given`` and ``output`` (n, ...) in the data's own units (pictures
        uint8), where the inputs are disturbed also ``disturbed``. Where there is a code, ``codes``."""
        found = [Watcher("reconstructions", self._reconstructions())]
        return [*found, latent_frames.watcher(self, classes=self.asked_classes)] if self.has_code else found

    def _reconstructions(self) -> Callable[[], Frame]:
        import tensorflow as tf

        part = self.prepared.watched.rows(slice(SHOWN[self.info.kind]))
        given = np.asarray(part.x)
        x, y = tf.constant(self.prepared.decode(given)), tf.constant(self.targets(part))

        def both() -> tuple[Tensor, Tensor]:
            entered = self.given(x, y, training=False)
            return first(entered), tf.cast(self.read(self.forward(entered, training=False)), tf.float32)

        compiled = tf.function(both, autograph=False)

        def take() -> Frame:
            disturbed, outputs = (as_stored(values.numpy(), self.prepared) for values in compiled())
            arrays = {"index": np.arange(len(given)), "given": given, "output": outputs}
            return Frame("reconstructions", arrays | ({"disturbed": disturbed} if self.disturbs else {}))

        return take

    @property
    def disturbs(self) -> bool:
        """Whether what is given to the network is not what it is to give back."""
        return False

    @property
    def has_code(self) -> bool:
        """Whether a few numbers pass from one network to the other."""
        return {"encoder", "decoder"} <= set(self.networks)

    @property
    def asked_classes(self) -> int:
        """How many classes the decoder can be asked for; 0 where it knows none."""
        return 0

    def encoded(self, part: Part) -> Callable[[], Array]:
        """The codes ``(n, latent_dim)`` float32 of *part*, as the encoder has them whenever it is called."""
        import tensorflow as tf

        x, y = tf.constant(self.prepared.decode(np.asarray(part.x))), tf.constant(self.targets(part))
        compiled = tf.function(lambda: self.code(self.given(x, y, training=False)), autograph=False)
        return lambda: latent_frames.rows(compiled().numpy())

    def known(self) -> Mapping[str, Array]:
        return {"codes": self.codes_known()} if self.has_code else {}

    @cached_property
    def codes_known(self) -> Callable[[], Array]:
        """The codes of the examples that are looked at."""
        return self.encoded(probes.watched(self.prepared))

    def code(self, given: Tensor) -> Tensor:
        """What stands for the code of each example where it is shown."""
        return self.networks["encoder"](given, training=False)

    def plane(self, codes: Array) -> latent_frames.Extent:
        """Which part of the plane of codes is shown: that where *codes* (n, 2) are."""
        return latent_frames.spanned(codes)

    def decoded(self, codes: Array, labels: Array) -> Array | None:
        return self.drawn_at(codes, labels) if self.has_code else None

    def drawn_at(self, codes: Array, labels: Array) -> Array:
        """What the decoder makes of *codes* ``(k, latent_dim)``, and of *labels* ``(k,)`` where it is told the class:
        ``(k, ...)`` in the data's own units (pictures uint8)."""
        return as_stored(self._decoder(self.entering(codes, labels)).numpy(), self.prepared)

    def entering(self, codes: Array, labels: Array) -> Tensor:  # noqa: ARG002 - for those who are told the class
        """What the decoder gets for *codes*."""
        import tensorflow as tf

        return tf.constant(codes, tf.float32)

    @cached_property
    def _decoder(self) -> Any:
        """The decoder, compiled."""
        import tensorflow as tf

        def draw(entered: Tensor) -> Tensor:
            return tf.cast(self.read(self.networks["decoder"](entered, training=False)), tf.float32)

        return tf.function(draw, autograph=False, reduce_retracing=True)
