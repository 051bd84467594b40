"""An autoencoder whose codes are noise, so that it can draw: the variational autoencoder (Kingma and Welling 2014)."""

from __future__ import annotations

from collections.abc import Mapping

from playground.core.i18n import N_
from playground.core.info import Info
from playground.experiment.spec import Network
from playground.families import starters
from playground.families.autoencoders import variational
from playground.families.autoencoders.autoencoder import LATENT
from playground.families.autoencoders.variational import Variational
from playground.families.base import Context, Family, Recipe, Role


def build(context: Context) -> Recipe:
    """Encoder and decoder, joined by a draw, and the evidence lower bound."""
    return Variational(**variational.fields(context, FAMILY.params))


def start(info: Info, params: Mapping[str, object]) -> tuple[Network, ...]:
    size = int(str(params["latent_dim"]))
    return starters.to_row("encoder", info, 2 * size), starters.from_row("decoder", info)


FAMILY = Family(
    name="vae",
    title="VAE",
    help=N_("The encoder puts each example into a small cloud of codes; the decoder draws from codes, and from noise."),
    networks=(
        Role(name="encoder", title=N_("Encoder"), gives="moments"),
        Role(name="decoder", title=N_("Decoder"), takes="code", gives="data", source="encoder"),
    ),
    build=build,
    start=start,
    params=(LATENT, *variational.PARAMS),
    facts=variational.facts,
    answers=False,
    loss=variational.loss,
    safe={"likelihood": "gaussian"},
    formula=variational.formula,
    objective=variational.objective,
    dials=variational.DIALS,
    order=30,
)
