"""One network that learns to give the target for each input: classification and regression."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from playground.core.i18n import N_
from playground.core.info import Info
from playground.datasets.dataset import AffineScaling
from playground.experiment.spec import Network
from playground.families import joint_recipe, starters
from playground.families.base import Context, Family, Metric, NetworkRole, Recipe, Tensor
from playground.families.joint_recipe import JointRecipe

TARGET_UNIT_METRICS = frozenset({"mae", "mse", "rmse"})
"""Metrics that have the unit of the target; R² has none, and sums of large numbers would cost it digits."""


@dataclass(kw_only=True)
class Supervised(JointRecipe):
    """*target_scaling* leads targets and outputs of a regression back to the units of the data."""

    target_scaling: AffineScaling

    def metric_inputs(self, metric: Metric, targets: Tensor, outputs: Tensor) -> tuple[Tensor, Tensor]:
        """Targets and outputs ``(batch, ...)``; of a regression ``(batch, outputs)`` in the units of the data, where
        *metric* has the unit of the target."""
        if metric.name in TARGET_UNIT_METRICS and self.info.task == "regression":
            return self._to_target_units(targets), self._to_target_units(outputs)
        return targets, outputs

    def _to_target_units(self, values: Tensor) -> Tensor:
        """*values* ``(batch, outputs)`` of targets or outputs in the units of the data, float32, whatever scale the
        network learns in."""
        import tensorflow as tf

        return tf.cast(values, tf.float32) * self.target_scaling.scale + self.target_scaling.shift


def build(context: Context) -> Recipe:
    """The one network with its loss, optimizer and metrics."""
    return Supervised(**joint_recipe.recipe_fields(context), target_scaling=context.prepared.unscale_targets)


def starter_networks(info: Info, params: Mapping[str, object]) -> tuple[Network, ...]:  # noqa: ARG001 - the form of all families
    return (starters.vector_encoder("model", info, *starters.head_for(info)),)


FAMILY = Family(
    name="supervised",
    title=N_("Supervised"),
    help=N_("One network gets an input, its output is compared with the known target, and its weights are moved."),
    networks=(NetworkRole(name="model", title=N_("Network")),),
    build=build,
    starter_networks=starter_networks,
    order=0,
)
