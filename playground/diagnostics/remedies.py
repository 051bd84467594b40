"""Edits that several repairs are made of."""

from __future__ import annotations

from typing import Any

from playground.catalog.optimizers import OPTIMIZERS
from playground.core.formatting import short
from playground.core.i18n import N_
from playground.core.params import with_defaults
from playground.core.problems import Repair
from playground.experiment.repairs import Edit, repair, set_edit
from playground.experiment.spec import Experiment
from playground.ports import connections

SLOWER = 0.25
"""Times the learning rate of a side that learns too well, where it is no higher than that of the other already."""


def optimizer_params(experiment: Experiment, network: str) -> dict[str, Any]:
    """The parameters of the optimizer of *network*, with the defaults of those that the document leaves out."""
    optimizer = connections.optimizers(experiment)[network]
    row = OPTIMIZERS.get(optimizer.name)
    return dict(optimizer.params if row is None else with_defaults(row.params, optimizer.params))


def generator_network(experiment: Experiment) -> str:
    """The network that draws: it gives what the data are."""
    roles = {network.name: connections.network_role(experiment, network.name) for network in experiment.networks}
    return next(name for name, role in roles.items() if role is not None and role.output_kind == "example")


def learning_rate_of(experiment: Experiment, network: str) -> float:
    """The learning rate of *network*."""
    return float(optimizer_params(experiment, network)["learning_rate"])


def optimizer_edit(experiment: Experiment, network: str, **params: object) -> Edit:
    """The edit that gives *network* its optimizer with other *params*; it becomes its own where it was that of all."""
    optimizer = connections.optimizers(experiment)[network].model_dump(mode="json")
    return set_edit(f"optimizers.{network}", {**optimizer, "params": {**optimizer["params"], **params}})


def family_param_edit(name: str, value: object) -> Edit:
    """The edit that gives the parameter *name* of the family another *value*."""
    return set_edit(f"family_params.{name}", value)


def is_taught_more_often(experiment: Experiment) -> bool:
    """Whether the discriminator learns several times for each time that the generator does."""
    return int(str(connections.family_values(experiment).get("n_critic", 1))) > 1


def equal_rates_repair(experiment: Experiment) -> Repair:
    """The discriminator learns as often and as fast as what draws; where it does already, more slowly."""
    own, other = (
        learning_rate_of(experiment, "discriminator"),
        learning_rate_of(experiment, generator_network(experiment)),
    )
    often = is_taught_more_often(experiment)
    once = family_param_edit("n_critic", 1)
    if own <= other and often:
        return repair(N_("Equal steps"), once)
    learning_rate = other if own > other else own * SLOWER
    slow = optimizer_edit(experiment, "discriminator", learning_rate=learning_rate)
    if often:
        return repair(N_("Equal steps, both at {rate}"), once, slow, rate=short(learning_rate))
    return repair(N_("Slow the discriminator to {rate}"), slow, rate=short(learning_rate))
