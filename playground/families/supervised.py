"""One network that learns to give the target for each input: classification and regression."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from playground.core.i18n import N_
from playground.core.info import Info
from playground.datasets.dataset import Affine
from playground.experiment.spec import Network
from playground.families import joint_recipe, starters
from playground.families.base import Context, Family, Metric, Recipe, Role, Tensor
from playground.families.joint_recipe import Chain

IN_UNITS = frozenset({"mae", "mse", "rmse"})
"""Metrics that have the unit of the target; R² has none, and sums of large numbers would cost it digits."""


@dataclass(kw_only=True)
class Supervised(Chain):
    """*decode_target* leads targets and outputs of a regression back to the units of the data."""

    decode_target: Affine

    def measured(self, metric: Metric, wanted: Tensor, outputs: Tensor) -> tuple[Tensor, Tensor]:
        if metric.name in IN_UNITS and self.info.task == "regression":
            return self._in_units(wanted), self._in_units(outputs)
        return wanted, outputs

    def _in_units(self, values: Tensor) -> Tensor:
        """*values* of targets or outputs in the units of the data, whatever scale the network learns in."""
        import tensorflow as tf

        return tf.cast(values, tf.float32) * self.decode_target.scale + self.decode_target.shift


def build(context: Context) -> Recipe:
    """The one network with its loss, optimizer and metrics."""
    return Supervised(**joint_recipe.parts(context), decode_target=context.prepared.decode_target)


def start(info: Info, params: Mapping[str, object]) -> tuple[Network, ...]:  # noqa: ARG001 - the form of all families
    return (starters.to_row("model", info, *starters.answer(info)),)


FAMILY = Family(
    name="supervised",
    title=N_("Supervised"),
    help=N_("One network gets an input, its output is compared with the known answer, and its weights are moved."),
    networks=(Role(name="model", title=N_("Network")),),
    build=build,
    start=start,
    order=0,
)
