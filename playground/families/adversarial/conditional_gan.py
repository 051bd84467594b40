"""A GAN whose networks are told the class, so that a class can be asked for (Mirza and Osindero 2014, "Conditional
Generative Adversarial Nets")."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from playground.core.i18n import N_
from playground.core.info import Array, Info
from playground.datasets.dataset import Part
from playground.evaluation import probes
from playground.experiment.spec import Network
from playground.families import conditioning, starters
from playground.families.adversarial import base, gan
from playground.families.adversarial.base import TERMS, Adversarial
from playground.families.base import Context, Recipe, Tensor


@dataclass
class Conditional(Adversarial):
    """Noise and examples both enter with a class: drawn examples are asked for the classes of the real batch."""

    def targets(self, part: Part) -> Array:
        return conditioning.numbers(part)

    def entered(self, values: Tensor, y: Tensor) -> Any:
        return conditioning.with_class(values, y, self._classes)

    def asked(self, count: int) -> Tensor:
        import tensorflow as tf

        return tf.constant(probes.labels(self._classes, count), tf.int32)

    @property
    def _classes(self) -> int:
        return len(self.prepared.info.class_names)


def build(context: Context) -> Recipe:
    """Generator and discriminator, both told the class, and the loss that is chosen."""
    turned = base.dials(context, gan.PARAMS, gan.DIALS)
    return Conditional(**base.fields(context, gan.game(turned), turned, TERMS))


def start(info: Info, params: Mapping[str, object]) -> tuple[Network, ...]:  # noqa: ARG001 - the form of all families
    return starters.from_row_by_class("generator", info), starters.to_row_by_class("discriminator", info, 1)


TITLE = N_("Conditional GAN")
FAMILY = replace(
    gan.FAMILY,
    name="conditional_gan",
    title=TITLE,
    help=N_("A GAN whose networks are told the class: the generator draws the class that is asked for."),
    networks=tuple(replace(role, conditioned=True) for role in gan.FAMILY.networks),
    build=build,
    start=start,
    check=conditioning.checked(TITLE, gan.FAMILY),
    order=42,
)
