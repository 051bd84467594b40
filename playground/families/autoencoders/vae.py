"""An autoencoder whose codes are noise, so that it can draw: the variational autoencoder (Kingma and Welling 2014)."""

from __future__ import annotations

from collections.abc import Mapping

from playground.core.i18n import N_
from playground.core.info import Info
from playground.experiment.spec import Network
from playground.families import starters
from playground.families.autoencoders import variational
from playground.families.autoencoders.autoencoder import LATENT_DIM
from playground.families.autoencoders.variational import Variational
from playground.families.base import Context, Family, NetworkRole, Recipe


def build(context: Context) -> Recipe:
    """Encoder and decoder, joined by a draw, and the evidence lower bound."""
    return Variational(**variational.recipe_fields(context, FAMILY.params))


def starter_networks(info: Info, params: Mapping[str, object]) -> tuple[Network, ...]:
    size = int(str(params["latent_dim"]))
    return starters.vector_encoder("encoder", info, 2 * size), starters.vector_decoder("decoder", info)


FAMILY = Family(
    name="vae",
    title="VAE",
    help=N_(
        "The encoder puts each example into a small cloud of codes; the decoder generates from codes, and from noise."
    ),
    networks=(
        NetworkRole(name="encoder", title=N_("Encoder"), output_kind="mean_logvar"),
        NetworkRole(name="decoder", title=N_("Decoder"), input_kind="latent", output_kind="example", fed_by="encoder"),
    ),
    build=build,
    starter_networks=starter_networks,
    params=(LATENT_DIM, *variational.PARAMS),
    task_info=variational.task_info,
    predicts_targets=False,
    loss=variational.loss,
    fallback_params={"likelihood": "gaussian"},
    formula=variational.formula,
    objective_name=variational.objective_name,
    live_param_names=variational.LIVE_PARAMS,
    order=30,
)
