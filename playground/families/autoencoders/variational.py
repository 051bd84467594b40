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
from playground.core.params import Choice, Float
from playground.core.params import filled as all_params
from playground.evaluation import probes
from playground.experiment.spec import Pick
from playground.families import joint_recipe
from playground.families.autoencoders import latent_frames, reconstruction
from playground.families.autoencoders.reconstruction import GivingBack
from playground.families.base import Context, Frame, Tensor, Watcher
from playground.families.live_params import Dials, Value

LIKELIHOOD = Choice(
    name="likelihood",
    label=N_("Likelihood"),
    help=N_(
        "What the decoder's output says of each number: the chance of ink (Bernoulli, for data from 0 to 1), or the "
        "middle of a bell curve (Gaussian, for all data)."
    ),
    default="bernoulli",
    options=("bernoulli", "gaussian"),
    labels=(N_("Bernoulli"), N_("Gaussian")),
)
SIGMA = Float(
    name="sigma",
    label=N_("Width of the bell curve"),
    help=N_("For the Gaussian: the standard deviation around the output. A smaller one asks for closer drawings."),
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
        "and drawings blurred, until the decoder no longer listens; 0 is an autoencoder."
    ),
    default=1.0,
    low=0.0,
    high=100.0,
    step=0.5,
)
PARAMS = (LIKELIHOOD, BETA, SIGMA)
DIALS = ("beta", "sigma")
TERMS = ("reconstruction_loss", "kl_loss", "elbo")
_REACH = 3.09
"""The 99.9 % quantile of the standard normal distribution."""
_WIDEST = 10.0
"""Log-variances beyond this are as good as infinite, and their exponential soon is."""


def facts(info: Info) -> Info:
    """Those of giving back, of something that also draws."""
    return replace(reconstruction.facts(info), draws=True, terms=TERMS)


def loss(values: Mapping[str, object]) -> Pick | None:
    """The likelihood as a loss: what it asks of the decoder's end, and which data it fits."""
    return Pick(name="BinaryCrossentropy" if values["likelihood"] == "bernoulli" else "MeanSquaredError")


def objective(values: Mapping[str, object]) -> str:
    return N_("ELBO, Bernoulli") if values["likelihood"] == "bernoulli" else N_("ELBO, Gaussian")


def formula(values: Mapping[str, object]) -> Mapping[str, str]:
    weight = "" if values["beta"] == 1 else r"\beta\,"
    return {"": rf"-\mathbb{{E}}_q \log p(x \mid z) + {weight}\mathrm{{KL}}(q(z \mid x)\,\|\,\mathcal{{N}}(0, 1))"}


@dataclass(kw_only=True)
class Variational(GivingBack):
    """While it learns, codes are drawn anew in every step, from a random state that is part of the checkpoints; where
    it is only scored, with the same draws each time; where it is shown, the mean stands for the code. *dials* has
    ``beta`` and, of a Gaussian likelihood, ``sigma``."""

    chance: Any
    """A ``keras.random.SeedGenerator``."""
    seed: int
    bernoulli: bool

    def __post_init__(self) -> None:
        self.state = (self.chance.state,)

    def objective(self, given: Tensor, wanted: Tensor, *, training: bool) -> tuple[Tensor, dict[str, Tensor]]:
        import tensorflow as tf
        from keras import ops

        mean, spread, code = self.draw_code(given, training=training)
        outputs = self.networks["decoder"](code, training=training)
        reconstruction = ops.mean(
            surprise(wanted, ops.cast(outputs, "float32"), None if self.bernoulli else self.dials["sigma"])
        )
        apart = divergence(mean, spread)
        whole = tf.cast(self.with_penalties(reconstruction, self.dials["beta"] * apart), tf.float32)
        elbo = -(reconstruction + apart)
        return outputs, {"loss": whole, "reconstruction_loss": reconstruction, "kl_loss": apart, "elbo": elbo}

    def draw_code(self, given: Tensor, *, training: bool) -> tuple[Tensor, Tensor, Tensor]:
        """Means and log-variances ``(batch, latent_dim)``, and what the decoder gets for codes drawn from them."""
        from keras import ops, random

        moments = ops.cast(self.networks["encoder"](given, training=training), "float32")
        mean, spread = ops.split(moments, 2, axis=-1)
        spread = ops.clip(spread, -_WIDEST, _WIDEST)
        noise = random.normal(ops.shape(mean), seed=self.chance if training else self.seed)
        return mean, spread, self.coded(mean + ops.exp(0.5 * spread) * noise, given)

    def forward(self, given: Tensor, *, training: bool) -> Tensor:
        return self.networks["decoder"](self._middle(given, training=training), training=training)

    def _middle(self, given: Tensor, *, training: bool) -> Tensor:
        """What the decoder gets where the mean stands for the code."""
        return self.coded(self._mean(given, training=training), given)

    def _mean(self, given: Tensor, *, training: bool) -> Tensor:
        from keras import ops

        return ops.split(self.networks["encoder"](given, training=training), 2, axis=-1)[0]

    def code(self, given: Tensor) -> Tensor:
        return self._mean(given, training=False)

    def known(self) -> Mapping[str, Array]:
        means, spread = np.split(self.moments_known(), 2, axis=1)
        return {"codes": means, "log_var": np.clip(spread, -_WIDEST, _WIDEST)}

    @cached_property
    def moments_known(self) -> Callable[[], Array]:
        """Means and log-variances ``(n, 2 * latent_dim)`` of the examples that are looked at."""
        import tensorflow as tf

        part = probes.watched(self.prepared)
        x, y = tf.constant(self.prepared.decode(np.asarray(part.x))), tf.constant(self.targets(part))
        encoder = self.networks["encoder"]
        compiled = tf.function(lambda: encoder(self.given(x, y, training=False), training=False), autograph=False)
        return lambda: latent_frames.rows(compiled().numpy())

    def plane(self, codes: Array) -> latent_frames.Extent:  # noqa: ARG002 - it stands still
        """Where almost all noise falls that is drawn from: between the 0.1 % and the 99.9 % quantile of the standard
        normal distribution, on both axes."""
        return -_REACH, _REACH, -_REACH, _REACH

    def examined(self, x: Tensor, y: Tensor) -> Mapping[str, tuple[Tensor, Callable[[], Tensor]]]:
        given, wanted = self.given(x, y, training=False), self.wanted(x, y)

        def loss() -> Tensor:
            return self.objective(given, wanted, training=True)[1]["loss"]

        return {"encoder": (given, loss), "decoder": (self._middle(given, training=True), loss)}

    def coded(self, code: Tensor, given: Tensor) -> Tensor:  # noqa: ARG002 - for those who add the class
        """What the decoder gets for *code*."""
        return code

    def watchers(self) -> Sequence[Watcher]:
        """Besides the reconstructions, ``samples``: what the decoder makes of the run's fixed noise."""
        return (*super().watchers(), Watcher("samples", self._samples()))

    def _samples(self) -> Callable[[], Frame]:
        count = probes.SAMPLES[self.info.kind]
        beside = self.noise_with(self.fixed_noise(count))[1]
        return lambda: Frame("samples", {"samples": self.drawn(count), **beside})

    def drawn(self, count: int) -> Array:
        entered = self.noise_with(self.fixed_noise(count))[0]
        return reconstruction.as_stored(self._decoder(entered).numpy(), self.prepared)

    def fixed_noise(self, count: int) -> Array:
        """The first *count* rows of this run's noise: float32 ``(count, latent_dim)``."""
        return probes.fixed_noise(self.experiment.training.seed, self.latent_dim, count)

    def noise_with(self, noise: Array) -> tuple[Tensor, dict[str, Array]]:
        """What the decoder gets for *noise*, and arrays of the frame that tell of it."""
        import tensorflow as tf

        return tf.constant(noise), {}


def surprise(x: Tensor, outputs: Tensor, sigma: Value | None) -> Tensor:
    """``(batch,)``: minus the logarithm of the likelihood of each example, summed over its numbers; of a Bernoulli
    distribution where *sigma* is ``None``, else of a Gaussian with that deviation."""
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


def divergence(mean: Tensor, spread: Tensor) -> Tensor:
    """How far codes with this *mean* and log-variance *spread* are from standard noise, in nats, on average (Kingma and
    Welling 2014, appendix B)."""
    from keras import ops

    return ops.mean(0.5 * ops.sum(ops.square(mean) + ops.exp(spread) - 1.0 - spread, axis=-1))


def fields(
    context: Context, params: Sequence[Any], *, dials: Sequence[str] = DIALS, apart: Collection[str] = ()
) -> dict[str, Any]:
    """The fields of a :class:`Variational` for *context*, whose family has *params*, of which *dials* may be changed
    while it trains; *apart*: networks with an optimizer of their own."""
    import keras

    from playground.build import seed_of

    chosen = all_params(params, context.experiment.family_params)
    seed = context.experiment.training.seed
    return {
        **joint_recipe.parts(context, apart=apart),
        "prepared": context.prepared,
        "chance": keras.random.SeedGenerator(seed_of(seed, "codes")),
        "seed": seed_of(seed, "codes", "scored"),
        "bernoulli": chosen["likelihood"] == "bernoulli",
        "dials": Dials(params, dials, chosen),
    }
