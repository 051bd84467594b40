"""What families share that learn to give their inputs back: the input is the target, and pictures of both."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import prod
from typing import Any

import numpy as np

from playground.core.info import Array, Info
from playground.datasets.dataset import DataSplit, Prepared
from playground.evaluation import probes
from playground.families.autoencoders import latent_frames
from playground.families.base import FrameData, FrameSource, Metric, Tensor
from playground.families.joint_recipe import JointRecipe


def task_info(info: Info) -> Info:
    """Those of the task to give each number of the input back: of a set's first input, where it has several."""
    return replace(info, task="reconstruction", outputs=prod(info.input_shape), extra_inputs=())


def primary_input(x: Tensor) -> Tensor:
    """The input that is given back, ``(batch, *input_shape)``: *x*, of a tuple the first."""
    return x[0] if isinstance(x, tuple) else x


def to_data_units(values: Array, prepared: Prepared) -> Array:
    """Examples *values* ``(n, ...)`` as a network has them, in the data's own units, float32; pictures uint8, 0 where
    there is no number."""
    back = prepared.scale_inputs.inverse_transform(values)
    if not prepared.info.is_image:
        return back
    return np.rint(np.clip(np.nan_to_num(back, nan=0.0), 0, 255)).astype(np.uint8)


@dataclass(kw_only=True)
class ReconstructionRecipe(JointRecipe):
    """The target is the input, as it is before anything disturbs it."""

    prepared: Prepared

    def targets(self, part: DataSplit) -> Array:
        return np.zeros((len(part), 0), np.float32)

    def prepare_inputs(self, x: Tensor, y: Tensor, *, training: bool) -> Tensor:  # noqa: ARG002 - for those who look at classes
        return self.corrupt(primary_input(x), training=training)

    def prepare_targets(self, x: Tensor, y: Tensor) -> Tensor:  # noqa: ARG002 - the inputs are the targets
        return primary_input(x)

    def corrupt(self, x: Tensor, *, training: bool) -> Tensor:  # noqa: ARG002 - for those who put noise over it
        """What the network gets for *x* ``(batch, *input_shape)``, of the same shape."""
        return x

    def eval_outputs(self, targets: Tensor, outputs: Tensor) -> Tensor:
        """``(batch, 1)``: the mean squared error of each example, in squared units of the prepared inputs."""
        import tensorflow as tf

        miss = tf.square(tf.cast(targets, tf.float32) - tf.cast(self.to_data_range(outputs), tf.float32))
        return tf.reduce_mean(tf.reshape(miss, (tf.shape(miss)[0], -1)), axis=1, keepdims=True)

    def metric_inputs(self, metric: Metric, targets: Tensor, outputs: Tensor) -> tuple[Tensor, Tensor]:  # noqa: ARG002
        """The inputs and what is given back, both ``(batch, *input_shape)`` in the range of the prepared inputs."""
        return targets, self.to_data_range(outputs)

    def to_data_range(self, outputs: Tensor) -> Tensor:
        """*outputs* ``(batch, *input_shape)`` as values of the data, in the range of the prepared inputs: a loss from
        logits leaves the sigmoid to whoever reads them."""
        import tensorflow as tf

        return tf.sigmoid(outputs) if getattr(self.loss, "from_logits", False) else outputs

    def frame_sources(self) -> Sequence[FrameSource]:
        """``reconstructions``: ``index`` (n,) int64, ``given`` and ``output`` (n, ...) in the data's own units, float32
        (pictures uint8), where the inputs are disturbed also ``disturbed``. Where there is a code, ``codes``."""
        sources = [FrameSource("reconstructions", self._make_reconstructions_capture())]
        return (
            [*sources, latent_frames.code_frame_source(self, classes=self.condition_count)]
            if self.has_code
            else sources
        )

    def _make_reconstructions_capture(self) -> Callable[[], FrameData]:
        import tensorflow as tf

        part = self.prepared.preview_split.take(slice(self.info.data_kind.reconstruction_count))
        examples = np.asarray(part.x)
        x, y = tf.constant(self.prepared.scale_inputs(examples)), tf.constant(self.targets(part))

        def both() -> tuple[Tensor, Tensor]:
            entered = self.prepare_inputs(x, y, training=False)
            return primary_input(entered), tf.cast(self.to_data_range(self.call(entered, training=False)), tf.float32)

        compiled = tf.function(both, autograph=False)

        def take() -> FrameData:
            disturbed, outputs = (to_data_units(values.numpy(), self.prepared) for values in compiled())
            arrays = {"index": np.arange(len(examples)), "given": examples, "output": outputs}
            return FrameData("reconstructions", arrays | ({"disturbed": disturbed} if self.corrupts_inputs else {}))

        return take

    @property
    def corrupts_inputs(self) -> bool:
        """Whether what is given to the network is not what it is to give back."""
        return False

    @property
    def has_code(self) -> bool:
        """Whether a few numbers pass from one network to the other."""
        return {"encoder", "decoder"} <= set(self.networks)

    @property
    def condition_count(self) -> int:
        """How many classes the decoder can be asked for; 0 where it knows none."""
        return 0

    def make_encode_function(self, part: DataSplit) -> Callable[[], Array]:
        """The codes ``(n, latent_dim)`` float32 of *part*, as the encoder has them whenever it is called."""
        import tensorflow as tf

        x, y = tf.constant(self.prepared.scale_inputs(np.asarray(part.x))), tf.constant(self.targets(part))
        compiled = tf.function(lambda: self.encode(self.prepare_inputs(x, y, training=False)), autograph=False)
        return lambda: latent_frames.as_rows(compiled().numpy())

    def latent_probes(self) -> Mapping[str, Array]:
        return {"codes": self.probe_codes()} if self.has_code else {}

    @cached_property
    def probe_codes(self) -> Callable[[], Array]:
        """The codes ``(n, latent_dim)`` float32 of the examples that are looked at."""
        return self.make_encode_function(probes.probe_examples(self.prepared))

    def encode(self, inputs: Tensor) -> Tensor:
        """What stands for the code of each example where it is shown, ``(batch, latent_dim)``; *inputs* as
        :meth:`prepare_inputs` gives them."""
        return self.networks["encoder"](inputs, training=False)

    def plane_extent(self, codes: Array) -> latent_frames.Extent:
        """Which part of the plane of codes is shown: that where *codes* (n, 2) are."""
        return latent_frames.padded_range(codes)

    def decode_latents(self, latents: Array, labels: Array) -> Array | None:
        return self.decode_at(latents, labels) if self.has_code else None

    def decode_at(self, codes: Array, labels: Array) -> Array:
        """What the decoder makes of *codes* ``(k, latent_dim)``, and of *labels* ``(k,)`` int where it is told the
        class: ``(k, *input_shape)`` in the data's own units, float32 (pictures uint8)."""
        return to_data_units(self._compiled_decoder(self.decoder_inputs(codes, labels)).numpy(), self.prepared)

    def decoder_inputs(self, codes: Array, labels: Array) -> Tensor:  # noqa: ARG002 - for those who are told the class
        """What the decoder gets for *codes* ``(k, latent_dim)``, and for the class numbers *labels* ``(k,)`` where it
        is told the class."""
        import tensorflow as tf

        return tf.constant(codes, tf.float32)

    @cached_property
    def _compiled_decoder(self) -> Any:
        """The decoder, compiled: from :meth:`decoder_inputs`, ``(k, *input_shape)`` float32 in the range of the
        prepared inputs."""
        import tensorflow as tf

        def draw(entered: Tensor) -> Tensor:
            return tf.cast(self.to_data_range(self.networks["decoder"](entered, training=False)), tf.float32)

        return tf.function(draw, autograph=False, reduce_retracing=True)
