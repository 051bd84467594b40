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
from playground.core.params import filled as all_params
from playground.datasets.dataset import Part
from playground.evaluation import probes
from playground.experiment.spec import Network
from playground.families import joint_recipe, starters
from playground.families.autoencoders import codebook, reconstruction, variational
from playground.families.autoencoders.reconstruction import GivingBack
from playground.families.base import Context, Family, Frame, Recipe, Role, Tensor, Watcher
from playground.families.live_params import Dials

TERMS = ("reconstruction_loss", "codebook_loss", "prior_loss", "perplexity")
DIALS = ("commitment", "sigma")
SPELLED = 24
"""Rows of entries that the prior draws to be looked at."""
PARAMS = (*codebook.PARAMS, variational.LIKELIHOOD, variational.SIGMA)


@dataclass(kw_only=True)
class VectorQuantised(GivingBack):
    """Every step, encoder and decoder learn with the gradient passed straight through the codebook; the codebook
    follows what the encoder gives, by moving averages (appendix A.1); the prior learns the codes of the moment."""

    book: codebook.Codebook
    surprise: Callable[[Tensor, Tensor], Tensor]
    chance: Any
    """A ``keras.random.SeedGenerator``."""
    state: Sequence[Tensor] = field(init=False, default=())

    def __post_init__(self) -> None:
        self.state = (self.chance.state, *self.book.variables)

    def train_step(self, x: Tensor, y: Tensor) -> None:
        given, wanted = self.given(x, y, training=True), self.wanted(x, y)
        outputs, parts, (before, picked) = self.descend(lambda: self._judged(given, wanted, training=True))
        self.book.follow(before, picked, self.chance)
        self._count(wanted, outputs, parts)

    def objective(self, given: Tensor, wanted: Tensor, *, training: bool) -> tuple[Tensor, dict[str, Tensor]]:
        outputs, parts, _codes = self._judged(given, wanted, training=training)
        return outputs, parts

    def _judged(self, given: Tensor, wanted: Tensor, *, training: bool) -> tuple[Tensor, dict[str, Tensor], Any]:
        """Outputs, the parts of the loss, and what the encoder gave with the entries that were picked for it."""
        from keras import ops

        before = ops.cast(self.networks["encoder"](given, training=training), "float32")
        picked, entries = self.book.nearest(before)
        outputs = self.networks["decoder"](before + ops.stop_gradient(entries - before), training=training)
        reconstruction = ops.mean(self.surprise(wanted, ops.cast(outputs, "float32")))
        apart = ops.mean(ops.sum(ops.square(before - ops.stop_gradient(entries)), axis=(1, 2)))
        prior = self._prior_loss(picked, training=training)
        # The prior learns by itself: no gradient leads from its loss into the other two.
        whole = self.with_penalties(reconstruction, self.dials["commitment"] * apart, prior)
        parts = {"loss": whole, "reconstruction_loss": reconstruction, "codebook_loss": apart, "prior_loss": prior}
        return outputs, parts | {"perplexity": self.book.perplexity(picked)}, (before, picked)

    def _prior_loss(self, picked: Tensor, *, training: bool) -> Tensor:
        """How surprised the prior is by each entry, given those before it, in nats, on average."""
        import tensorflow as tf

        said = tf.cast(self.networks["prior"](self.book.shifted(picked), training=training), tf.float32)
        return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=picked, logits=said))

    def forward(self, given: Tensor, *, training: bool) -> Tensor:
        return self.networks["decoder"](self._coded(given, training=training), training=training)

    def _coded(self, given: Tensor, *, training: bool) -> Tensor:
        from keras import ops

        return self.book.nearest(ops.cast(self.networks["encoder"](given, training=training), "float32"))[1]

    def examined(self, x: Tensor, y: Tensor) -> Mapping[str, tuple[Tensor, Callable[[], Tensor]]]:
        from keras import ops

        given, wanted = self.given(x, y, training=False), self.wanted(x, y)

        def loss() -> Tensor:
            return self.objective(given, wanted, training=True)[1]["loss"]

        picked = self.book.nearest(ops.cast(self.networks["encoder"](given, training=True), "float32"))[0]
        decoded = self._coded(given, training=True)
        return {"encoder": (given, loss), "decoder": (decoded, loss), "prior": (self.book.shifted(picked), loss)}

    def watchers(self) -> Sequence[Watcher]:
        """Besides the reconstructions: ``samples``, drawn entry by entry by the prior; ``codebook``, its ``vectors``
        ``(codes, code_dim)`` and how often each was picked for the examples held out (``used``)."""
        count = probes.SAMPLES[self.info.kind]
        drawn = Watcher("samples", lambda: Frame("samples", {"samples": self.drawn(count)}))
        return (*super().watchers(), drawn, Watcher("codebook", self._usage))

    def drawn(self, count: int) -> Array:
        return self._decoded(self._spelled(count))

    def decoded(self, codes: Array, labels: Array) -> Array | None:  # noqa: ARG002 - no class is told
        """What the decoder makes of the numbers of entries *codes* ``(k, positions)``."""
        return self._decoded(np.clip(np.rint(codes), 0, self.book.codes - 1).astype(np.int32))

    def known(self) -> Mapping[str, Array]:
        part = probes.watched(self.prepared)
        found = {"entries": self._picked(part), "drawn": self._spelled(SPELLED)}
        return {**found, "size": np.array([self.book.codes], np.int64)}

    def _spelled(self, count: int) -> Array:
        """Entries ``(count, positions)`` drawn by the prior, from noise that is the same each time."""
        chance = np.random.default_rng([self.experiment.training.seed, 20_171_102])
        shape = (count, self.book.positions, self.book.codes)
        entries: Array = self._speller(chance.gumbel(size=shape).astype(np.float32)).numpy()
        return entries

    def _decoded(self, picked: Array) -> Array:
        return reconstruction.as_stored(self._drawer(picked).numpy(), self.prepared)

    @cached_property
    def _drawer(self) -> Any:
        """From the numbers of entries ``(n, positions)``: examples."""
        import tensorflow as tf

        def draw(picked: Tensor) -> Tensor:
            return tf.cast(self.networks["decoder"](self.book.entries(picked), training=False), tf.float32)

        return tf.function(draw, autograph=False, reduce_retracing=True)

    @cached_property
    def _speller(self) -> Any:
        """From Gumbel noise ``(n, positions, codes)``: numbers of entries, each the likeliest after noise was added,
        which draws it with its chance (Gumbel 1954)."""
        import tensorflow as tf

        def spell(noise: Tensor) -> Tensor:
            def body(place: Tensor, picked: Tensor) -> tuple[Tensor, Tensor]:
                said = tf.cast(self.networks["prior"](self.book.shifted(picked), training=False), tf.float32)
                here = tf.argmax(said[:, place] + noise[:, place], axis=-1, output_type=tf.int32)
                now = tf.one_hot(place, self.book.positions, dtype=tf.int32)
                return place + 1, picked * (1 - now) + here[:, None] * now

            start = (tf.constant(0), tf.zeros(tf.shape(noise)[:2], tf.int32))
            invariant = (tf.TensorShape([]), tf.TensorShape([None, self.book.positions]))
            return tf.while_loop(lambda place, _: place < self.book.positions, body, start, invariant)[1]

        return tf.function(spell, autograph=False, reduce_retracing=True)

    def _picked(self, part: Part) -> Array:
        """The numbers of the entries ``(n, positions)`` that are picked for *part*."""
        import tensorflow as tf

        x = tf.constant(self.prepared.decode(np.asarray(part.x)))
        encoded = tf.cast(self.networks["encoder"](x, training=False), tf.float32)
        entries: Array = self.book.nearest(encoded)[0].numpy()
        return entries

    def _usage(self) -> Frame:
        picked = self._picked(self.prepared.watched.rows(slice(1000)))
        used = np.bincount(picked.ravel(), minlength=self.book.codes)
        return Frame("codebook", {"vectors": np.asarray(self.book.vectors.value), "used": used})


def build(context: Context) -> Recipe:
    """Encoder, codebook and decoder under one optimizer, the prior under its own."""
    import keras

    from playground.build import seed_of

    chosen = all_params(PARAMS, context.experiment.family_params)
    seed = context.experiment.training.seed
    bernoulli, turned = chosen["likelihood"] == "bernoulli", Dials(PARAMS, DIALS, chosen)
    return VectorQuantised(
        **joint_recipe.parts(context, apart=("prior",)),
        prepared=context.prepared,
        book=codebook.made(chosen, seed_of(seed, "codebook")),
        dials=turned,
        surprise=lambda x, outputs: variational.surprise(x, outputs, None if bernoulli else turned["sigma"]),
        chance=keras.random.SeedGenerator(seed_of(seed, "restarts")),
    )


def start(info: Info, params: Mapping[str, object]) -> tuple[Network, ...]:
    positions, size, codes = (int(str(params[name])) for name in ("positions", "code_dim", "codes"))
    encoder = starters.to_rows("encoder", info, positions, size)
    return encoder, starters.from_rows("decoder", info), starters.next_of("prior", codes)


def facts(info: Info) -> Info:
    return replace(reconstruction.facts(info), draws=True, terms=TERMS)


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
        Role(name="encoder", title=N_("Encoder"), gives="codes"),
        Role(name="decoder", title=N_("Decoder"), takes="codes", gives="data", source="encoder"),
        Role(name="prior", title=N_("Prior"), takes="before", gives="next"),
    ),
    build=build,
    start=start,
    params=PARAMS,
    facts=facts,
    answers=False,
    loss=variational.loss,
    safe={"likelihood": "gaussian"},
    formula=formula,
    objective=lambda _values: N_("likeness, commitment"),
    dials=DIALS,
    order=35,
)
