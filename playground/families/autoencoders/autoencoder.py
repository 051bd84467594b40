"""Two networks: one puts an example into a short row of numbers, the other makes the example from it again."""

from __future__ import annotations

from collections.abc import Mapping

from playground.core.i18n import N_
from playground.core.info import Info
from playground.core.params import Int
from playground.experiment.spec import Network
from playground.families import joint_recipe, starters
from playground.families.autoencoders import reconstruction
from playground.families.autoencoders.reconstruction import GivingBack
from playground.families.base import Context, Family, Recipe, Role

LATENT = Int(
    name="latent_dim",
    label=N_("Size of the code"),
    help=N_("How many numbers pass from the encoder to the decoder: all that the decoder knows of an example."),
    default=2,
    low=1,
    high=4096,
)


def build(context: Context) -> Recipe:
    """Encoder and decoder under one optimizer; the loss compares what comes out with what went in."""
    return GivingBack(**joint_recipe.parts(context), prepared=context.prepared)


def start(info: Info, params: Mapping[str, object]) -> tuple[Network, ...]:
    return starters.to_row("encoder", info, int(str(params["latent_dim"]))), starters.from_row("decoder", info)


FAMILY = Family(
    name="autoencoder",
    title=N_("Autoencoder"),
    help=N_("The encoder puts each example into a few numbers, the decoder makes the example from them again."),
    networks=(
        Role(name="encoder", title=N_("Encoder"), gives="code"),
        Role(name="decoder", title=N_("Decoder"), takes="code", gives="data", source="encoder"),
    ),
    build=build,
    start=start,
    params=(LATENT,),
    facts=reconstruction.facts,
    answers=False,
    order=10,
)
