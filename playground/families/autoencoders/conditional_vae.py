"""A variational autoencoder that is told the class, so that a class can be asked for (Sohn and others 2015)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from playground.core.i18n import N_
from playground.core.info import Array, Info
from playground.datasets.dataset import Part
from playground.evaluation import probes
from playground.experiment.spec import Network
from playground.families import conditioning, starters
from playground.families.autoencoders import vae, variational
from playground.families.autoencoders.reconstruction import first
from playground.families.autoencoders.variational import Variational
from playground.families.base import Context, Recipe, Tensor


@dataclass(kw_only=True)
class Conditional(Variational):
    """Encoder and decoder both get the class beside what they take."""

    def targets(self, part: Part) -> Array:
        return conditioning.numbers(part)

    def given(self, x: Tensor, y: Tensor, *, training: bool) -> Tensor:  # noqa: ARG002 - the form of all
        return conditioning.with_class(first(x), y, self._classes)

    def coded(self, code: Tensor, given: Tensor) -> Tensor:
        return code, given[1]

    def entering(self, codes: Array, labels: Array) -> Tensor:
        return conditioning.with_class(np.asarray(codes, np.float32), labels, self._classes)

    @property
    def asked_classes(self) -> int:
        return self._classes

    def noise_with(self, noise: Array) -> tuple[Tensor, dict[str, Array]]:
        labels = probes.labels(self._classes, len(noise))
        return conditioning.with_class(noise, labels, self._classes), {"labels": np.asarray(labels)}

    @property
    def _classes(self) -> int:
        return len(self.prepared.info.class_names)


def build(context: Context) -> Recipe:
    """Encoder and decoder, joined by a draw, both told the class."""
    return Conditional(**variational.fields(context, FAMILY.params))


def start(info: Info, params: Mapping[str, object]) -> tuple[Network, ...]:
    size = int(str(params["latent_dim"]))
    return starters.to_row_by_class("encoder", info, 2 * size), starters.from_row_by_class("decoder", info)


TITLE = N_("Conditional VAE")
FAMILY = replace(
    vae.FAMILY,
    name="conditional_vae",
    title=TITLE,
    help=N_("A VAE whose networks are told the class: the code holds the rest, and a class can be asked for."),
    networks=tuple(replace(role, conditioned=True) for role in vae.FAMILY.networks),
    build=build,
    start=start,
    check=conditioning.checked(TITLE, vae.FAMILY),
    order=31,
)
