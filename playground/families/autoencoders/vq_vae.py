"""An autoencoder whose code is a row of entries of a codebook (van den Oord and others 2017, "Neural Discrete
Representation Learning"), and a small autoregressive network that learns which entry follows which, so that it draws.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np

from playground.core.i18n import N_
from playground.core.info import Array, Info
from playground.core.params import with_defaults
from playground.datasets.dataset import DataSplit
from playground.evaluation import probes
from playground.experiment.spec import Network
from playground.families import joint_recipe, starters
from playground.families.autoencoders import codebook, reconstruction, variational
from playground.families.autoencoders.reconstruction import ReconstructionRecipe
from playground.families.base import Context, Family, FrameData, FrameSource, NetworkRole, Recipe, Tensor
from playground.families.live_params import LiveParams

LOSS_TERMS = ("reconstruction_loss", "codebook_loss", "prior_loss", "perplexity")
LIVE_PARAMS = ("commitment", "sigma")
PRIOR_SAMPLES = 24
"""Rows of entries that the prior draws to be looked at."""
PARAMS = (*codebook.PARAMS, variational.LIKELIHOOD, variational.SIGMA)


@dataclass(kw_only=True)
class VectorQuantized(ReconstructionRecipe):
    """Every step, encoder and decoder learn with the gradient passed straight through the codebook; the codebook
    follows what the encoder gives, by moving averages (appendix A.1); the prior learns the codes of the moment."""

    book: codebook.Codebook
    negative_log_likelihood: Callable[[Tensor, Tensor], Tensor]
    seed_generator: Any
    """A ``keras.random.SeedGenerator``."""
    extra_variables: Sequence[Tensor] = field(init=False, default=())

    def __post_init__(self) -> None:
        self.extra_variables = (self.seed_generator.state, *self.book.variables)

    def train_step(self, x: Tensor, y: Tensor) -> None:
        inputs, targets = self.prepare_inputs(x, y, training=True), self.prepare_targets(x, y)
        outputs, parts, (before, indices) = self.minimize(
            lambda: self._compute_quantized(inputs, targets, training=True)
        )
        self.book.update_ema(before, indices, self.seed_generator)
        self.update_metrics(targets, outputs, parts)

    def compute_outputs_and_losses(
        self, inputs: Tensor, targets: Tensor, *, training: bool
    ) -> tuple[Tensor, dict[str, Tensor]]:
        """Outputs ``(batch, *input_shape)``, and scalars: ``reconstruction_loss`` in nats for each example,
        ``codebook_loss``, the squared distance of a code from its entries, ``prior_loss`` in nats for each entry,
        ``perplexity`` (:meth:`~playground.families.autoencoders.codebook.Codebook.perplexity`), and ``loss``, the sum
        of the three losses in which the distance counts ``commitment`` times (van den Oord and others 2017, equation 3,
        whose second term the moving averages replace)."""
        outputs, parts, _codes = self._compute_quantized(inputs, targets, training=training)
        return outputs, parts

    def _compute_quantized(
        self, inputs: Tensor, targets: Tensor, *, training: bool
    ) -> tuple[Tensor, dict[str, Tensor], Any]:
        """What :meth:`compute_outputs_and_losses` gives, and what the encoder gave ``(batch, positions, code_dim)``
        with the numbers ``(batch, positions)`` int32 of the entries that were picked for it."""
        from keras import ops

        before = ops.cast(self.networks["encoder"](inputs, training=training), "float32")
        indices, entries = self.book.nearest(before)
        outputs = self.networks["decoder"](before + ops.stop_gradient(entries - before), training=training)
        reconstruction = ops.mean(self.negative_log_likelihood(targets, ops.cast(outputs, "float32")))
        apart = ops.mean(ops.sum(ops.square(before - ops.stop_gradient(entries)), axis=(1, 2)))
        prior = self._prior_loss(indices, training=training)
        # The prior learns by itself: no gradient leads from its loss into the other two.
        whole = self.add_regularization(reconstruction, self.live_params["commitment"] * apart, prior)
        parts = {"loss": whole, "reconstruction_loss": reconstruction, "codebook_loss": apart, "prior_loss": prior}
        return outputs, parts | {"perplexity": self.book.perplexity(indices)}, (before, indices)

    def _prior_loss(self, indices: Tensor, *, training: bool) -> Tensor:
        """How surprised the prior is by each entry of *indices* ``(batch, positions)`` int32, given those before it, in
        nats, on average: a scalar."""
        import tensorflow as tf

        logits = tf.cast(self.networks["prior"](self.book.shift_right(indices), training=training), tf.float32)
        return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=indices, logits=logits))

    def call(self, inputs: Tensor, *, training: bool) -> Tensor:
        """What the decoder makes of the entries that are picked, ``(batch, *input_shape)``."""
        return self.networks["decoder"](self._quantized_latents(inputs, training=training), training=training)

    def _quantized_latents(self, inputs: Tensor, *, training: bool) -> Tensor:
        """The entries ``(batch, positions, code_dim)`` that are picked for *inputs* ``(batch, *input_shape)``."""
        from keras import ops

        return self.book.nearest(ops.cast(self.networks["encoder"](inputs, training=training), "float32"))[1]

    def losses_by_network(self, x: Tensor, y: Tensor) -> Mapping[str, tuple[Tensor, Callable[[], Tensor]]]:
        from keras import ops

        inputs, targets = self.prepare_inputs(x, y, training=False), self.prepare_targets(x, y)

        def loss() -> Tensor:
            return self.compute_outputs_and_losses(inputs, targets, training=True)[1]["loss"]

        indices = self.book.nearest(ops.cast(self.networks["encoder"](inputs, training=True), "float32"))[0]
        decoded = self._quantized_latents(inputs, training=True)
        return {"encoder": (inputs, loss), "decoder": (decoded, loss), "prior": (self.book.shift_right(indices), loss)}

    def frame_sources(self) -> Sequence[FrameSource]:
        """Besides the reconstructions: ``samples``, drawn entry by entry by the prior; ``codebook``, its ``vectors``
        ``(codes, code_dim)`` and how often each was picked for up to 1000 examples held out (``used`` ``(codes,)``
        int64)."""
        count = self.info.data_kind.sample_count
        samples_source = FrameSource("samples", lambda: FrameData("samples", {"samples": self.generate(count)}))
        return (*super().frame_sources(), samples_source, FrameSource("codebook", self._capture_codebook))

    def generate(self, count: int) -> Array:
        return self._decode_entries(self._sample_prior(count))

    def decode_latents(self, latents: Array, labels: Array) -> Array | None:  # noqa: ARG002 - no class is told
        """What the decoder makes of the numbers of entries *latents* ``(k, positions)``, which are rounded and brought
        into range: ``(k, *input_shape)`` in the data's own units."""
        return self._decode_entries(np.clip(np.rint(latents), 0, self.book.num_entries - 1).astype(np.int32))

    def latent_probes(self) -> Mapping[str, Array]:
        part = probes.probe_examples(self.prepared)
        arrays = {"entries": self._entry_indices(part), "drawn": self._sample_prior(PRIOR_SAMPLES)}
        return {**arrays, "size": np.array([self.book.num_entries], np.int64)}

    def _sample_prior(self, count: int) -> Array:
        """Numbers of entries ``(count, positions)`` int32 drawn by the prior, from noise that is the same each time."""
        chance = np.random.default_rng([self.experiment.training.seed, 20_171_102])
        shape = (count, self.book.sequence_length, self.book.num_entries)
        entries: Array = self._compiled_prior_sampler(chance.gumbel(size=shape).astype(np.float32)).numpy()
        return entries

    def _decode_entries(self, indices: Array) -> Array:
        """From the numbers of entries *indices* ``(n, positions)`` int32: examples ``(n, *input_shape)`` in the data's
        own units."""
        return reconstruction.to_data_units(self._compiled_entry_decoder(indices).numpy(), self.prepared)

    @cached_property
    def _compiled_entry_decoder(self) -> Any:
        """From the numbers of entries ``(n, positions)`` int32: examples ``(n, *input_shape)`` float32 in the range of
        the prepared inputs."""
        import tensorflow as tf

        def draw(indices: Tensor) -> Tensor:
            return tf.cast(self.networks["decoder"](self.book.lookup(indices), training=False), tf.float32)

        return tf.function(draw, autograph=False, reduce_retracing=True)

    @cached_property
    def _compiled_prior_sampler(self) -> Any:
        """From Gumbel noise ``(n, positions, codes)``: numbers of entries ``(n, positions)`` int32, each the likeliest
        after noise was added, which draws it with its chance (Gumbel 1954, "Statistical Theory of Extreme Values and
        Some Practical Applications")."""
        import tensorflow as tf

        def spell(noise: Tensor) -> Tensor:
            def body(place: Tensor, indices: Tensor) -> tuple[Tensor, Tensor]:
                logits = tf.cast(self.networks["prior"](self.book.shift_right(indices), training=False), tf.float32)
                here = tf.argmax(logits[:, place] + noise[:, place], axis=-1, output_type=tf.int32)
                now = tf.one_hot(place, self.book.sequence_length, dtype=tf.int32)
                return place + 1, indices * (1 - now) + here[:, None] * now

            start = (tf.constant(0), tf.zeros(tf.shape(noise)[:2], tf.int32))
            invariant = (tf.TensorShape([]), tf.TensorShape([None, self.book.sequence_length]))
            return tf.while_loop(lambda place, _: place < self.book.sequence_length, body, start, invariant)[1]

        return tf.function(spell, autograph=False, reduce_retracing=True)

    def _entry_indices(self, part: DataSplit) -> Array:
        """The numbers ``(n, positions)`` int32 of the entries that are picked for *part*."""
        import tensorflow as tf

        x = tf.constant(self.prepared.scale_inputs(np.asarray(part.x)))
        encoded = tf.cast(self.networks["encoder"](x, training=False), tf.float32)
        entries: Array = self.book.nearest(encoded)[0].numpy()
        return entries

    def _capture_codebook(self) -> FrameData:
        indices = self._entry_indices(self.prepared.preview_split.take(slice(1000)))
        counts = np.bincount(indices.ravel(), minlength=self.book.num_entries)
        return FrameData("codebook", {"vectors": np.asarray(self.book.vectors.value), "used": counts})


def build(context: Context) -> Recipe:
    """Encoder, codebook and decoder under one optimizer, the prior under its own."""
    import keras

    from playground.build import derive_seed

    param_values = with_defaults(PARAMS, context.experiment.family_params)
    seed = context.experiment.training.seed
    bernoulli, live_params = param_values["likelihood"] == "bernoulli", LiveParams(PARAMS, LIVE_PARAMS, param_values)
    return VectorQuantized(
        **joint_recipe.recipe_fields(context, separate_optimizers=("prior",)),
        prepared=context.prepared,
        book=codebook.build_codebook(param_values, derive_seed(seed, "codebook")),
        live_params=live_params,
        negative_log_likelihood=lambda x, outputs: variational.negative_log_likelihood(
            x, outputs, None if bernoulli else live_params["sigma"]
        ),
        seed_generator=keras.random.SeedGenerator(derive_seed(seed, "restarts")),
    )


def starter_networks(info: Info, params: Mapping[str, object]) -> tuple[Network, ...]:
    positions, size, codes = (int(str(params[name])) for name in ("positions", "code_dim", "codes"))
    encoder = starters.token_encoder("encoder", info, positions, size)
    return encoder, starters.token_decoder("decoder", info), starters.causal_prior("prior", codes)


def task_info(info: Info) -> Info:
    return replace(reconstruction.task_info(info), is_generative=True, loss_terms=LOSS_TERMS)


def formula(_values: Mapping[str, object]) -> Mapping[str, str]:
    return {
        "": r"-\log p(x \mid e) + \beta\,\lVert z(x) - e\rVert^2",
        "prior": r"-\sum_i \log p(e_i \mid e_1 \dots e_{i-1})",
    }


FAMILY = Family(
    name="vq_vae",
    title="VQ-VAE",
    help=N_("Each example becomes a row of entries of a codebook; a third network learns which entry follows which."),
    networks=(
        NetworkRole(name="encoder", title=N_("Encoder"), output_kind="quantized"),
        NetworkRole(
            name="decoder", title=N_("Decoder"), input_kind="quantized", output_kind="example", fed_by="encoder"
        ),
        NetworkRole(name="prior", title=N_("Prior"), input_kind="previous_tokens", output_kind="next_logits"),
    ),
    build=build,
    starter_networks=starter_networks,
    params=PARAMS,
    task_info=task_info,
    predicts_targets=False,
    loss=variational.loss,
    fallback_params={"likelihood": "gaussian"},
    formula=formula,
    objective_name=lambda _values: N_("reconstruction, commitment"),
    live_param_names=LIVE_PARAMS,
    order=35,
)
