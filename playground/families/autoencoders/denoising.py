"""One network that gives its input back clean, whatever was done to it: a denoising autoencoder (Vincent and others
2008)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from playground.core.i18n import N_
from playground.core.info import Info
from playground.core.params import Choice, Float, with_defaults
from playground.experiment.spec import Network
from playground.families import joint_recipe, starters
from playground.families.autoencoders import reconstruction
from playground.families.autoencoders.reconstruction import ReconstructionRecipe
from playground.families.base import Context, Family, NetworkRole, Recipe, Tensor

NOISE = Choice(
    name="noise",
    label=N_("Noise"),
    help=N_("What is done to each example before the network sees it; it is different in every step."),
    default="gaussian",
    options=("gaussian", "salt_pepper", "masking", "none"),
    labels=(N_("Gaussian noise"), N_("salt and pepper"), N_("masking"), N_("none")),
)
NOISE_LEVEL = Float(
    name="level",
    label=N_("Noise level"),
    help=N_(
        "For Gaussian noise: its standard deviation as a fraction of the data's range. Otherwise: the fraction of the "
        "numbers that is hit."
    ),
    default=0.3,
    low=0.0,
    high=1.0,
    step=0.05,
)


@dataclass(kw_only=True)
class Denoising(ReconstructionRecipe):
    """The same noise on the same examples whenever they are only looked at; while learning, new noise in every step,
    whose random state is part of the checkpoints."""

    seed_generator: Any
    """A ``keras.random.SeedGenerator``."""
    eval_seed: int
    noise: str
    level: float

    def __post_init__(self) -> None:
        self.extra_variables = (self.seed_generator.state,)

    @property
    def corrupts_inputs(self) -> bool:
        return self.noise != "none" and self.level > 0

    def corrupt(self, x: Tensor, *, training: bool) -> Tensor:
        return self._apply_noise(x, self.seed_generator if training else self.eval_seed) if self.corrupts_inputs else x

    def _apply_noise(self, x: Tensor, seed: Any) -> Tensor:
        """*x* ``(batch, *input_shape)`` with noise over it; *seed* is a number or a ``SeedGenerator``. ``level``, 0 to
        1, is the deviation of what is added as a part of the data's range, else the chance that a number is hit
        (Vincent and others 2010, "Stacked Denoising Autoencoders")."""
        from keras import ops, random

        low, high = self.info.value_range
        if self.noise == "gaussian":
            noisy = x + self.level * (high - low) * random.normal(ops.shape(x), seed=seed)
            return ops.clip(noisy, low, high) if self.info.data_kind.has_bounds else noisy
        draw = random.uniform(ops.shape(x), seed=seed)
        if self.noise == "masking":
            return ops.where(draw < self.level, low, x)
        return ops.where(draw < self.level / 2, low, ops.where(draw > 1 - self.level / 2, high, x))


def build(context: Context) -> Recipe:
    """The network, and the noise between the data and it."""
    import keras

    from playground.build import derive_seed

    param_values = with_defaults(FAMILY.params, context.experiment.family_params)
    seed = derive_seed(context.experiment.training.seed, "noise")
    return Denoising(
        **joint_recipe.recipe_fields(context),
        prepared=context.prepared,
        seed_generator=keras.random.SeedGenerator(seed),
        eval_seed=derive_seed(context.experiment.training.seed, "noise", "watched"),
        noise=str(param_values["noise"]),
        level=float(str(param_values["level"])),
    )


def starter_networks(info: Info, params: Mapping[str, object]) -> tuple[Network, ...]:  # noqa: ARG001 - the form of all families
    return (starters.same_shape_network("model", info),)


FAMILY = Family(
    name="denoising",
    title=N_("Denoising"),
    help=N_("One network gets an example with noise, and reconstructs it without."),
    networks=(NetworkRole(name="model", title=N_("Network"), output_kind="example"),),
    build=build,
    starter_networks=starter_networks,
    params=(NOISE, NOISE_LEVEL),
    task_info=reconstruction.task_info,
    predicts_targets=False,
    order=20,
)
