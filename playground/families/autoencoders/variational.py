"""What variational autoencoders share: an encoder that gives a mean and a log-variance for each number of the code, a
draw from them, and the evidence lower bound (Kingma and Welling 2014, "Auto-Encoding Variational Bayes")."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import log, pi
from typing import Any

import numpy as np

from playground.core.i18n import N_
from playground.core.info import Array, Info
from playground.core.params import Choice, Float, with_defaults
from playground.evaluation import probes
from playground.experiment.spec import NamedParams
from playground.families import joint_recipe
from playground.families.autoencoders import latent_frames, reconstruction
from playground.families.autoencoders.reconstruction import ReconstructionRecipe
from playground.families.base import Context, FrameData, FrameSource, Tensor
from playground.families.live_params import LiveParams, Value

LIKELIHOOD = Choice(
    name="likelihood",
    label=N_("Likelihood"),
    help=N_(
        "What the decoder's output says of each number: the probability of ink (Bernoulli, for data from 0 to 1), or "
        "the mean of a normal distribution (Gaussian, for all data)."
    ),
    default="bernoulli",
    options=("bernoulli", "gaussian"),
    labels=(N_("Bernoulli"), N_("Gaussian")),
)
SIGMA = Float(
    name="sigma",
    label=N_("Standard deviation of the Gaussian"),
    help=N_(
        "For the Gaussian: the standard deviation around the output. A smaller one asks for closer reconstructions."
    ),
    default=0.2,
    low=0.01,
    high=10.0,
    step=0.05,
)
BETA = Float(
    name="beta",
    label="β",
    help=N_(
        "How much the codes are held to plain noise (Higgins and others 2017). 1 is the VAE; more makes codes tidier "
        "and samples blurred, until the decoder no longer listens; 0 is an autoencoder."
    ),
    default=1.0,
    low=0.0,
    high=100.0,
    step=0.5,
)
PARAMS = (LIKELIHOOD, BETA, SIGMA)
LIVE_PARAMS = ("beta", "sigma")
LOSS_TERMS = ("reconstruction_loss", "kl_loss", "elbo")
_QUANTILE_999 = 3.09
"""The 99.9 % quantile of the standard normal distribution."""
_MAX_LOG_VAR = 10.0
"""Log-variances beyond this are as good as infinite, and their exponential soon is."""


def task_info(info: Info) -> Info:
    """Those of giving back, of something that also draws."""
    return replace(reconstruction.task_info(info), is_generative=True, loss_terms=LOSS_TERMS)


def loss(values: Mapping[str, object]) -> NamedParams | None:
    """The likelihood as a loss: what it asks of the decoder's end, and which data it fits."""
    return NamedParams(name="BinaryCrossentropy" if values["likelihood"] == "bernoulli" else "MeanSquaredError")


def objective_name(values: Mapping[str, object]) -> str:
    return N_("ELBO, Bernoulli") if values["likelihood"] == "bernoulli" else N_("ELBO, Gaussian")


def formula(values: Mapping[str, object]) -> Mapping[str, str]:
    weight = "" if values["beta"] == 1 else r"\beta\,"
    return {"": rf"-\mathbb{{E}}_q \log p(x \mid z) + {weight}\mathrm{{KL}}(q(z \mid x)\,\|\,\mathcal{{N}}(0, 1))"}


@dataclass(kw_only=True)
class Variational(ReconstructionRecipe):
    """While it learns, codes are drawn anew in every step, from a random state that is part of the checkpoints; where
    it is only scored, with the same draws each time; where it is shown, the mean stands for the code. *live_params* has
    ``beta`` and, of a Gaussian likelihood, ``sigma``."""

    seed_generator: Any
    """A ``keras.random.SeedGenerator``."""
    eval_seed: int
    bernoulli: bool

    def __post_init__(self) -> None:
        self.extra_variables = (self.seed_generator.state,)

    def compute_outputs_and_losses(
        self, inputs: Tensor, targets: Tensor, *, training: bool
    ) -> tuple[Tensor, dict[str, Tensor]]:
        """Outputs ``(batch, *input_shape)``, and scalars in nats for each example: ``reconstruction_loss``,
        ``kl_loss``, ``elbo``, minus the sum of both, and ``loss``, the sum in which the divergence counts ``beta``
        times (Higgins and others 2017, "beta-VAE: Learning Basic Visual Concepts with a Constrained Variational
        Framework")."""
        import tensorflow as tf
        from keras import ops

        mean, spread, code = self.sample_code(inputs, training=training)
        outputs = self.networks["decoder"](code, training=training)
        reconstruction = ops.mean(
            negative_log_likelihood(
                targets, ops.cast(outputs, "float32"), None if self.bernoulli else self.live_params["sigma"]
            )
        )
        apart = kl_to_standard_normal(mean, spread)
        whole = tf.cast(self.add_regularization(reconstruction, self.live_params["beta"] * apart), tf.float32)
        elbo = -(reconstruction + apart)
        return outputs, {"loss": whole, "reconstruction_loss": reconstruction, "kl_loss": apart, "elbo": elbo}

    def sample_code(self, inputs: Tensor, *, training: bool) -> tuple[Tensor, Tensor, Tensor]:
        """Means and log-variances ``(batch, latent_dim)`` float32, the latter cut off at ±10, and what the decoder gets
        for codes drawn from them (Kingma and Welling 2014, section 2.4)."""
        from keras import ops, random

        moments = ops.cast(self.networks["encoder"](inputs, training=training), "float32")
        mean, spread = ops.split(moments, 2, axis=-1)
        spread = ops.clip(spread, -_MAX_LOG_VAR, _MAX_LOG_VAR)
        noise = random.normal(ops.shape(mean), seed=self.seed_generator if training else self.eval_seed)
        return mean, spread, self.with_condition(mean + ops.exp(0.5 * spread) * noise, inputs)

    def call(self, inputs: Tensor, *, training: bool) -> Tensor:
        """What the decoder makes of the means, ``(batch, *input_shape)``."""
        return self.networks["decoder"](self._mean_decoder_inputs(inputs, training=training), training=training)

    def _mean_decoder_inputs(self, inputs: Tensor, *, training: bool) -> Tensor:
        """What the decoder gets where the mean ``(batch, latent_dim)`` stands for the code."""
        return self.with_condition(self._encode_mean(inputs, training=training), inputs)

    def _encode_mean(self, inputs: Tensor, *, training: bool) -> Tensor:
        """The means ``(batch, latent_dim)``."""
        from keras import ops

        return ops.split(self.networks["encoder"](inputs, training=training), 2, axis=-1)[0]

    def encode(self, inputs: Tensor) -> Tensor:
        """The means ``(batch, latent_dim)``."""
        return self._encode_mean(inputs, training=False)

    def latent_probes(self) -> Mapping[str, Array]:
        means, spread = np.split(self.probe_moments(), 2, axis=1)
        return {"codes": means, "log_var": np.clip(spread, -_MAX_LOG_VAR, _MAX_LOG_VAR)}

    @cached_property
    def probe_moments(self) -> Callable[[], Array]:
        """Means and log-variances ``(n, 2 * latent_dim)`` float32 of the examples that are looked at."""
        import tensorflow as tf

        part = probes.probe_examples(self.prepared)
        x, y = tf.constant(self.prepared.scale_inputs(np.asarray(part.x))), tf.constant(self.targets(part))
        encoder = self.networks["encoder"]
        compiled = tf.function(
            lambda: encoder(self.prepare_inputs(x, y, training=False), training=False), autograph=False
        )
        return lambda: latent_frames.as_rows(compiled().numpy())

    def plane_extent(self, codes: Array) -> latent_frames.Extent:  # noqa: ARG002 - it stands still
        """Where almost all noise falls that is drawn from, whatever *codes* ``(n, 2)`` are: between the 0.1 % and the
        99.9 % quantile of the standard normal distribution, on both axes."""
        return -_QUANTILE_999, _QUANTILE_999, -_QUANTILE_999, _QUANTILE_999

    def losses_by_network(self, x: Tensor, y: Tensor) -> Mapping[str, tuple[Tensor, Callable[[], Tensor]]]:
        inputs, targets = self.prepare_inputs(x, y, training=False), self.prepare_targets(x, y)

        def loss() -> Tensor:
            return self.compute_outputs_and_losses(inputs, targets, training=True)[1]["loss"]

        return {"encoder": (inputs, loss), "decoder": (self._mean_decoder_inputs(inputs, training=True), loss)}

    def with_condition(self, code: Tensor, inputs: Tensor) -> Tensor:  # noqa: ARG002 - for those who add the class
        """What the decoder gets for *code* ``(batch, latent_dim)``: with the class, where *inputs* (as
        :meth:`prepare_inputs` gives them) hold it."""
        return code

    def frame_sources(self) -> Sequence[FrameSource]:
        """Besides the reconstructions, ``samples``: what the decoder makes of the run's fixed noise."""
        return (*super().frame_sources(), FrameSource("samples", self._make_samples_capture()))

    def _make_samples_capture(self) -> Callable[[], FrameData]:
        count = self.info.data_kind.sample_count
        extra_arrays = self.conditioned_noise(self.fixed_noise(count))[1]
        return lambda: FrameData("samples", {"samples": self.generate(count), **extra_arrays})

    def generate(self, count: int) -> Array:
        entered = self.conditioned_noise(self.fixed_noise(count))[0]
        return reconstruction.to_data_units(self._compiled_decoder(entered).numpy(), self.prepared)

    def fixed_noise(self, count: int) -> Array:
        """The first *count* rows of this run's noise: float32 ``(count, latent_dim)``."""
        return probes.fixed_noise(self.experiment.training.seed, self.latent_dim, count)

    def conditioned_noise(self, noise: Array) -> tuple[Tensor, dict[str, Array]]:
        """What the decoder gets for *noise* ``(count, latent_dim)`` float32, and arrays of the frame that tell of it:
        ``labels`` ``(count,)`` int64 where it is told the class."""
        import tensorflow as tf

        return tf.constant(noise), {}


def negative_log_likelihood(x: Tensor, outputs: Tensor, sigma: Value | None) -> Tensor:
    """``(batch,)`` float32: minus the logarithm of the likelihood of each example in nats, summed over its numbers; *x*
    and *outputs* are ``(batch, ...)``. Of a Bernoulli distribution where *sigma* is ``None`` (*x* and *outputs* from 0
    to 1), else of a Gaussian with that deviation (Kingma and Welling 2014, appendix C)."""
    from keras import ops

    if sigma is None:
        sure = ops.clip(outputs, 1e-6, 1.0 - 1e-6)
        each = -(x * ops.log(sure) + (1.0 - x) * ops.log(1.0 - sure))
    else:
        each = 0.5 * ops.square((x - outputs) / sigma) + _log(sigma) + 0.5 * log(2 * pi)
    return ops.sum(ops.reshape(each, (ops.shape(each)[0], -1)), axis=-1)


def _log(value: Value) -> Value:
    from keras import ops

    return log(value) if isinstance(value, float) else ops.log(value)


def kl_to_standard_normal(mean: Tensor, log_var: Tensor) -> Tensor:
    """How far codes with this *mean* and log-variance *log_var*, both ``(batch, latent_dim)``, are from standard noise,
    a scalar in nats, on average (Kingma and Welling 2014, appendix B)."""
    from keras import ops

    return ops.mean(0.5 * ops.sum(ops.square(mean) + ops.exp(log_var) - 1.0 - log_var, axis=-1))


def recipe_fields(
    context: Context,
    params: Sequence[Any],
    *,
    live_params: Sequence[str] = LIVE_PARAMS,
    separate_optimizers: Collection[str] = (),
) -> dict[str, Any]:
    """The fields of a :class:`Variational` for *context*, whose family has *params*, of which *live_params* may be
    changed while it trains; *separate_optimizers*: networks with an optimizer of their own."""
    import keras

    from playground.build import derive_seed

    param_values = with_defaults(params, context.experiment.family_params)
    seed = context.experiment.training.seed
    return {
        **joint_recipe.recipe_fields(context, separate_optimizers=separate_optimizers),
        "prepared": context.prepared,
        "seed_generator": keras.random.SeedGenerator(derive_seed(seed, "codes")),
        "eval_seed": derive_seed(seed, "codes", "scored"),
        "bernoulli": param_values["likelihood"] == "bernoulli",
        "live_params": LiveParams(params, live_params, param_values),
    }
