"""Two networks: one puts an example into a short row of numbers, the other makes the example from it again."""

from __future__ import annotations

from collections.abc import Mapping

from playground.datasets.base import Info
from playground.families import _chain, _giving_back, _starts
from playground.families._giving_back import GivingBack
from playground.families.base import Context, Family, Recipe, Role
from playground.i18n import N_
from playground.params import Int
from playground.specs import Network

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
    return GivingBack(**_chain.parts(context), prepared=context.prepared)


def start(info: Info, params: Mapping[str, object]) -> tuple[Network, ...]:
    return _starts.to_row("encoder", info, int(str(params["latent_dim"]))), _starts.from_row("decoder", info)


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
    facts=_giving_back.facts,
    answers=False,
    order=10,
)
