"""A variational autoencoder that is told the class, so that a class can be asked for (Sohn and others 2015)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from playground.core.i18n import N_
from playground.core.info import Array, Info
from playground.datasets.dataset import DataSplit
from playground.evaluation import probes
from playground.experiment.spec import Network
from playground.families import conditioning, starters
from playground.families.autoencoders import vae, variational
from playground.families.autoencoders.reconstruction import primary_input
from playground.families.autoencoders.variational import Variational
from playground.families.base import Context, Recipe, Tensor


@dataclass(kw_only=True)
class ConditionalVae(Variational):
    """Encoder and decoder both get the class beside what they take."""

    def targets(self, part: DataSplit) -> Array:
        return conditioning.class_indices(part)

    def prepare_inputs(self, x: Tensor, y: Tensor, *, training: bool) -> Tensor:  # noqa: ARG002 - the form of all
        """The examples ``(batch, *input_shape)``, and the class of each, one-hot ``(batch, classes)``."""
        return conditioning.with_one_hot_class(primary_input(x), y, self._classes)

    def with_condition(self, code: Tensor, inputs: Tensor) -> Tensor:
        """*code* ``(batch, latent_dim)``, and the class of each, one-hot ``(batch, classes)``."""
        return code, inputs[1]

    def decoder_inputs(self, codes: Array, labels: Array) -> Tensor:
        """*codes* ``(k, latent_dim)`` float32, and the class numbers *labels* ``(k,)`` one-hot, ``(k, classes)``."""
        return conditioning.with_one_hot_class(np.asarray(codes, np.float32), labels, self._classes)

    @property
    def condition_count(self) -> int:
        return self._classes

    def conditioned_noise(self, noise: Array) -> tuple[Tensor, dict[str, Array]]:
        """*noise* ``(count, latent_dim)`` and one-hot classes ``(count, classes)``, all as evenly as it goes;
        ``labels`` ``(count,)`` int64 are their numbers."""
        labels = probes.balanced_labels(self._classes, len(noise))
        return conditioning.with_one_hot_class(noise, labels, self._classes), {"labels": np.asarray(labels)}

    @property
    def _classes(self) -> int:
        return len(self.prepared.info.class_names)


def build(context: Context) -> Recipe:
    """Encoder and decoder, joined by a draw, both told the class."""
    return ConditionalVae(**variational.recipe_fields(context, FAMILY.params))


def starter_networks(info: Info, params: Mapping[str, object]) -> tuple[Network, ...]:
    size = int(str(params["latent_dim"]))
    return starters.conditional_vector_encoder("encoder", info, 2 * size), starters.conditional_vector_decoder(
        "decoder", info
    )


TITLE = N_("Conditional VAE")
FAMILY = replace(
    vae.FAMILY,
    name="conditional_vae",
    title=TITLE,
    help=N_("A VAE whose networks are given the class: the code holds the rest, and a class can be asked for."),
    networks=tuple(replace(role, conditioned=True) for role in vae.FAMILY.networks),
    build=build,
    starter_networks=starter_networks,
    check=conditioning.requires_classes(TITLE, vae.FAMILY),
    order=31,
)
