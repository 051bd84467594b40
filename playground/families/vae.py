"""An autoencoder whose codes are noise, so that it can draw: the variational autoencoder (Kingma and Welling 2014)."""

from __future__ import annotations

from collections.abc import Mapping

from playground.datasets.base import Info
from playground.families import _starts, _variational
from playground.families._variational import Variational
from playground.families.autoencoder import LATENT
from playground.families.base import Context, Family, Recipe, Role
from playground.i18n import N_
from playground.specs import Network


def build(context: Context) -> Recipe:
    """Encoder and decoder, joined by a draw, and the evidence lower bound."""
    return Variational(**_variational.fields(context, FAMILY.params))


def start(info: Info, params: Mapping[str, object]) -> tuple[Network, ...]:
    size = int(str(params["latent_dim"]))
    return _starts.to_row("encoder", info, 2 * size), _starts.from_row("decoder", info)


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
    params=(LATENT, *_variational.PARAMS),
    facts=_variational.facts,
    answers=False,
    loss=_variational.loss,
    safe={"likelihood": "gaussian"},
    formula=_variational.formula,
    objective=_variational.objective,
    dials=_variational.DIALS,
    order=30,
)
