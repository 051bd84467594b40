"""One network that gives its input back clean, whatever was done to it: a denoising autoencoder (Vincent and others
2008)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from playground.core.i18n import N_
from playground.core.info import Info
from playground.core.params import Choice, Float
from playground.core.params import filled as all_params
from playground.experiment.spec import Network
from playground.families import joint_recipe, starters
from playground.families.autoencoders import reconstruction
from playground.families.autoencoders.reconstruction import GivingBack
from playground.families.base import Context, Family, Recipe, Role, Tensor

NOISE = Choice(
    name="noise",
    label=N_("Noise"),
    help=N_("What is done to each example before the network sees it; it is different in every step."),
    default="gaussian",
    options=("gaussian", "salt_pepper", "masking", "none"),
    labels=(N_("something added"), N_("salt and pepper"), N_("holes"), N_("none")),
)
LEVEL = Float(
    name="level",
    label=N_("How much"),
    help=N_("Of what is added: its deviation as a part of the data's range. Else: which part of the numbers is hit."),
    default=0.3,
    low=0.0,
    high=1.0,
    step=0.05,
)


@dataclass(kw_only=True)
class Denoising(GivingBack):
    """The same noise on the same examples whenever they are only looked at; while learning, new noise in every step,
    whose random state is part of the checkpoints."""

    chance: Any
    """A ``keras.random.SeedGenerator``."""
    seed: int
    noise: str
    level: float

    def __post_init__(self) -> None:
        self.state = (self.chance.state,)

    @property
    def disturbs(self) -> bool:
        return self.noise != "none" and self.level > 0

    def disturbed(self, x: Tensor, *, training: bool) -> Tensor:
        return self._disturbed(x, self.chance if training else self.seed) if self.disturbs else x

    def _disturbed(self, x: Tensor, seed: Any) -> Tensor:
        from keras import ops, random

        low, high = self.info.value_range
        if self.noise == "gaussian":
            noisy = x + self.level * (high - low) * random.normal(ops.shape(x), seed=seed)
            return ops.clip(noisy, low, high) if self.info.kind == "images" else noisy
        draw = random.uniform(ops.shape(x), seed=seed)
        if self.noise == "masking":
            return ops.where(draw < self.level, low, x)
        return ops.where(draw < self.level / 2, low, ops.where(draw > 1 - self.level / 2, high, x))


def build(context: Context) -> Recipe:
    """The network, and the noise between the data and it."""
    import keras

    from playground.build import seed_of

    chosen = all_params(FAMILY.params, context.experiment.family_params)
    seed = seed_of(context.experiment.training.seed, "noise")
    return Denoising(
        **joint_recipe.parts(context),
        prepared=context.prepared,
        chance=keras.random.SeedGenerator(seed),
        seed=seed_of(context.experiment.training.seed, "noise", "watched"),
        noise=str(chosen["noise"]),
        level=float(str(chosen["level"])),
    )


def start(info: Info, params: Mapping[str, object]) -> tuple[Network, ...]:  # noqa: ARG001 - the form of all families
    return (starters.example_to_example("model", info),)


FAMILY = Family(
    name="denoising",
    title=N_("Denoising"),
    help=N_("One network gets an example that was disturbed, and gives it back as it was before."),
    networks=(Role(name="model", title=N_("Network"), gives="data"),),
    build=build,
    start=start,
    params=(NOISE, LEVEL),
    facts=reconstruction.facts,
    answers=False,
    order=20,
)
