"""A VAE whose drawings are compared by what a discriminator sees in them, and that has to fool it (Larsen and others
2016, "Autoencoding beyond pixels using a learned similarity metric")."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from playground.core.i18n import N_
from playground.core.info import Info
from playground.core.params import Float
from playground.experiment.spec import NamedParams, Network
from playground.families import starters
from playground.families.adversarial import base
from playground.families.adversarial.base import bce_with_logits
from playground.families.autoencoders import reconstruction, variational
from playground.families.autoencoders.autoencoder import LATENT_DIM
from playground.families.autoencoders.variational import Variational
from playground.families.base import Context, Family, NetworkRole, Recipe, Tensor

GAMMA = Float(
    name="gamma",
    label="γ",
    help=N_("How much the decoder weighs the similarity of its reconstructions against fooling the discriminator."),
    default=0.1,
    low=0.0,
    high=10.0,
    step=0.05,
)
PARAMS = (LATENT_DIM, variational.BETA, GAMMA)
NETWORKS = ("encoder", "decoder", "discriminator")
LIVE_PARAMS = ("beta", "gamma")
LOSS_TERMS = ("reconstruction_loss", "kl_loss", "d_loss", "g_loss", "d_real", "d_fake")


@dataclass(kw_only=True)
class GanVae(Variational):
    """Three networks with an optimizer each. The likeness of two examples is the squared distance of what stands before
    the discriminator's last layer."""

    feature_extractor: Any
    """A Keras model over the discriminator's own layers: from an example to the features and the score."""

    def train_step(self, x: Tensor, y: Tensor) -> None:
        import tensorflow as tf

        inputs, targets = self.prepare_inputs(x, y, training=True), self.prepare_targets(x, y)
        with tf.GradientTape(persistent=True) as tape:
            outputs, parts = self.compute_outputs_and_losses(inputs, targets, training=True)
            losses = self._losses_by_network(parts)
            scaled = {name: self.optimizers[name].scale_loss(loss) for name, loss in losses.items()}
        for name, loss in scaled.items():
            weights = self.networks[name].trainable_variables
            if weights:
                self.optimizers[name].apply(tape.gradient(loss, [weight.value for weight in weights]), weights)
        self.update_metrics(targets, outputs, parts)

    def _losses_by_network(self, parts: Mapping[str, Tensor]) -> dict[str, Tensor]:
        """What each network makes small, scalars, from the *parts* that :meth:`compute_outputs_and_losses` gives
        (Larsen and others 2016, algorithm 1)."""
        import tensorflow as tf

        likeness = parts["reconstruction_loss"]
        losses = {
            "encoder": self.live_params["beta"] * parts["kl_loss"] + likeness,
            "decoder": self.live_params["gamma"] * likeness + parts["g_loss"],
            "discriminator": parts["d_loss"],
        }
        return {
            name: tf.add_n([loss, *map(tf.reduce_sum, self.networks[name].losses)]) for name, loss in losses.items()
        }

    def compute_outputs_and_losses(
        self, inputs: Tensor, targets: Tensor, *, training: bool
    ) -> tuple[Tensor, dict[str, Tensor]]:
        """Outputs ``(batch, *input_shape)``, and scalars: ``reconstruction_loss``, half the squared distance of the
        features, ``kl_loss`` in nats, ``d_loss`` and ``g_loss``, cross-entropies in nats to which what is drawn and
        what is given back add half each, the mean scores ``d_real`` and ``d_fake``, and ``loss``, the sum of the first
        four, of which the divergence counts ``beta`` times; no network makes that small by itself."""
        from keras import ops, random

        mean, spread, code = self.sample_code(inputs, training=training)
        outputs = self.networks["decoder"](code, training=training)
        noise = random.normal(ops.shape(mean), seed=self.seed_generator if training else self.eval_seed)
        samples = self.networks["decoder"](noise, training=training)
        features, real = self._features_and_scores(targets, training=training)
        features_back, back = self._features_and_scores(outputs, training=training)
        fake = self._features_and_scores(samples, training=training)[1]
        likeness = ops.mean(0.5 * ops.sum(ops.square(features - features_back), axis=-1))
        divergence = variational.kl_to_standard_normal(mean, spread)
        apart = bce_with_logits(real, 1.0) + 0.5 * (bce_with_logits(fake, 0.0) + bce_with_logits(back, 0.0))
        fooled = 0.5 * (bce_with_logits(fake, 1.0) + bce_with_logits(back, 1.0))
        whole = self.add_regularization(likeness, self.live_params["beta"] * divergence, fooled, apart)
        parts = {"loss": whole, "reconstruction_loss": likeness, "kl_loss": divergence, "d_loss": apart}
        return outputs, parts | {"g_loss": fooled, "d_real": ops.mean(real), "d_fake": ops.mean(fake)}

    def _features_and_scores(self, examples: Tensor, *, training: bool) -> tuple[Tensor, Tensor]:
        """Features ``(batch, k)`` and scores ``(batch, 1)``, float32, of *examples* ``(batch, *input_shape)``."""
        from keras import ops

        features, score = self.feature_extractor(examples, training=training)
        flat = ops.reshape(ops.cast(features, "float32"), (ops.shape(features)[0], -1))
        return flat, ops.cast(score, "float32")

    def losses_by_network(self, x: Tensor, y: Tensor) -> Mapping[str, tuple[Tensor, Callable[[], Tensor]]]:
        losses = dict(super().losses_by_network(x, y))
        return losses | {"discriminator": (self.prepare_targets(x, y), losses["encoder"][1])}


def build(context: Context) -> Recipe:
    """Encoder, decoder and discriminator, the last also as a measure of likeness."""
    import keras

    fields = variational.recipe_fields(
        context, (*PARAMS, *variational.PARAMS), live_params=LIVE_PARAMS, separate_optimizers=NETWORKS
    )
    judge = fields["networks"]["discriminator"]
    features = keras.Model(judge.input, [_features_before(judge.outputs[0]), judge.output])
    return GanVae(**fields, feature_extractor=features)


def _features_before(score: Tensor) -> Tensor:
    """What the *score* ``(batch, 1)`` is made of: what enters the layer that makes it. A layer behind that, which only
    bends the score, is passed by; where several tensors enter, they stand side by side, ``(batch, k)``."""
    import keras

    inputs = keras.tree.flatten(score._keras_history.operation.input)
    while len(inputs) == 1 and tuple(inputs[0].shape[1:]) == (1,):
        operation = inputs[0]._keras_history.operation
        if isinstance(operation, keras.layers.InputLayer):
            break
        inputs = keras.tree.flatten(operation.input)
    if len(inputs) == 1:
        return inputs[0]
    return keras.layers.Concatenate()([keras.layers.Flatten()(tensor) for tensor in inputs])


def starter_networks(info: Info, params: Mapping[str, object]) -> tuple[Network, ...]:
    size = int(str(params["latent_dim"]))
    both = starters.vector_encoder("encoder", info, 2 * size), starters.vector_decoder("decoder", info)
    return (*both, starters.vector_encoder("discriminator", info, 1))


def task_info(info: Info) -> Info:
    return replace(reconstruction.task_info(info), is_generative=True, loss_terms=LOSS_TERMS)


def formula(values: Mapping[str, object]) -> Mapping[str, str]:
    weight = "" if values["beta"] == 1 else r"\beta\,"
    likeness = r"\tfrac12 \lVert D_l(x) - D_l(\tilde x)\rVert^2"
    return {
        "encoder": rf"{weight}\mathrm{{KL}} + {likeness}",
        "decoder": r"\gamma\,\tfrac12 \lVert D_l(x) - D_l(\tilde x)\rVert^2 - \log D(\tilde x)",
        "discriminator": r"-\log D(x) - \log(1 - D(\tilde x))",
    }


def _no_loss(_values: Mapping[str, object]) -> NamedParams | None:
    return None


FAMILY = Family(
    name="gan_vae",
    title=N_("GAN-VAE"),
    help=N_(
        "A VAE that is judged by a discriminator instead of number by number, so that its samples are not blurred."
    ),
    networks=(
        NetworkRole(name="encoder", title=N_("Encoder"), output_kind="mean_logvar"),
        NetworkRole(name="decoder", title=N_("Decoder"), input_kind="latent", output_kind="example", fed_by="encoder"),
        replace(base.DISCRIMINATOR, fed_by="decoder"),
    ),
    build=build,
    starter_networks=starter_networks,
    params=PARAMS,
    task_info=task_info,
    predicts_targets=False,
    loss=_no_loss,
    formula=formula,
    objective_name=lambda _values: N_("learned similarity, KL, adversarial"),
    default_optimizer=base.DEFAULT_OPTIMIZER,
    live_param_names=LIVE_PARAMS,
    order=50,
)
