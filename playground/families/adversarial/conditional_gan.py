"""A GAN whose networks are told the class, so that a class can be asked for (Mirza and Osindero 2014, "Conditional
Generative Adversarial Nets")."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from playground.core.i18n import N_
from playground.core.info import Array, Info
from playground.datasets.dataset import DataSplit
from playground.evaluation import probes
from playground.experiment.spec import Network
from playground.families import conditioning, starters
from playground.families.adversarial import base, gan
from playground.families.adversarial.base import LOSS_TERMS, Adversarial
from playground.families.base import Context, Recipe, Tensor


@dataclass
class ConditionalGan(Adversarial):
    """Noise and examples both enter with a class: drawn examples are asked for the classes of the real batch."""

    def targets(self, part: DataSplit) -> Array:
        return conditioning.class_indices(part)

    def network_inputs(self, values: Tensor, y: Tensor) -> Any:
        """*values* ``(batch, ...)``, and the class numbers *y* ``(batch,)`` int32 one-hot, ``(batch, classes)``."""
        return conditioning.with_one_hot_class(values, y, self._classes)

    def condition_labels(self, count: int) -> Tensor:
        """The class numbers ``(count,)`` int32, all as evenly as it goes."""
        import tensorflow as tf

        return tf.constant(probes.balanced_labels(self._classes, count), tf.int32)

    @property
    def _classes(self) -> int:
        return len(self.prepared.info.class_names)


def build(context: Context) -> Recipe:
    """Generator and discriminator, both told the class, and the loss that is chosen."""
    live_params = base.build_live_params(context, gan.PARAMS, gan.LIVE_PARAMS)
    return ConditionalGan(**base.recipe_fields(context, gan.adversarial_losses(live_params), live_params, LOSS_TERMS))


def starter_networks(info: Info, params: Mapping[str, object]) -> tuple[Network, ...]:  # noqa: ARG001 - the form of all families
    return starters.conditional_vector_decoder("generator", info), starters.conditional_vector_encoder(
        "discriminator", info, 1
    )


TITLE = N_("Conditional GAN")
FAMILY = replace(
    gan.FAMILY,
    name="conditional_gan",
    title=TITLE,
    help=N_("A GAN whose networks are given the class: the generator makes examples of the class that is asked for."),
    networks=tuple(replace(role, conditioned=True) for role in gan.FAMILY.networks),
    build=build,
    starter_networks=starter_networks,
    check=conditioning.requires_classes(TITLE, gan.FAMILY),
    order=42,
)
