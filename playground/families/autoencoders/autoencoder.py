"""Two networks: one puts an example into a short row of numbers, the other makes the example from it again."""

from __future__ import annotations

from collections.abc import Mapping

from playground.core.i18n import N_
from playground.core.info import Info
from playground.core.params import Int
from playground.experiment.spec import Network
from playground.families import joint_recipe, starters
from playground.families.autoencoders import reconstruction
from playground.families.autoencoders.reconstruction import ReconstructionRecipe
from playground.families.base import Context, Family, NetworkRole, Recipe

LATENT_DIM = Int(
    name="latent_dim",
    label=N_("Latent dimension"),
    help=N_("How many numbers pass from the encoder to the decoder: all that the decoder knows of an example."),
    default=2,
    low=1,
    high=4096,
)


def build(context: Context) -> Recipe:
    """Encoder and decoder under one optimizer; the loss compares what comes out with what went in."""
    return ReconstructionRecipe(**joint_recipe.recipe_fields(context), prepared=context.prepared)


def starter_networks(info: Info, params: Mapping[str, object]) -> tuple[Network, ...]:
    return starters.vector_encoder("encoder", info, int(str(params["latent_dim"]))), starters.vector_decoder(
        "decoder", info
    )


FAMILY = Family(
    name="autoencoder",
    title=N_("Autoencoder"),
    help=N_("The encoder puts each example into a few numbers, the decoder reconstructs the example from them."),
    networks=(
        NetworkRole(name="encoder", title=N_("Encoder"), output_kind="latent"),
        NetworkRole(name="decoder", title=N_("Decoder"), input_kind="latent", output_kind="example", fed_by="encoder"),
    ),
    build=build,
    starter_networks=starter_networks,
    params=(LATENT_DIM,),
    task_info=reconstruction.task_info,
    predicts_targets=False,
    order=10,
)
