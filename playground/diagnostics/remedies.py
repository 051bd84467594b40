"""Edits that several repairs are made of."""

from __future__ import annotations

from typing import Any

from playground.catalog.optimizers import OPTIMIZERS
from playground.core.formatting import short
from playground.core.i18n import N_
from playground.core.params import filled
from playground.core.problems import Repair
from playground.experiment.repairs import Edit, repair, set_to
from playground.experiment.spec import Experiment
from playground.ports import connections

SLOWER = 0.25
"""Times the learning rate of a side that learns too well, where it is no higher than that of the other already."""


def learns_by(experiment: Experiment, network: str) -> dict[str, Any]:
    """The parameters of the optimizer of *network*, with the defaults of those that the document leaves out."""
    optimizer = connections.optimizers(experiment)[network]
    row = OPTIMIZERS.get(optimizer.name)
    return dict(optimizer.params if row is None else filled(row.params, optimizer.params))


def drawing(experiment: Experiment) -> str:
    """The network that draws: it gives what the data are."""
    roles = {network.name: connections.role_of(experiment, network.name) for network in experiment.networks}
    return next(name for name, role in roles.items() if role is not None and role.gives == "data")


def rate(experiment: Experiment, network: str) -> float:
    """The learning rate of *network*."""
    return float(learns_by(experiment, network)["learning_rate"])


def optimizer_with(experiment: Experiment, network: str, **params: object) -> Edit:
    """The edit that gives *network* its optimizer with other *params*; it becomes its own where it was that of all."""
    optimizer = connections.optimizers(experiment)[network].model_dump(mode="json")
    return set_to(f"optimizers.{network}", {**optimizer, "params": {**optimizer["params"], **params}})


def family_param(name: str, value: object) -> Edit:
    """The edit that gives the parameter *name* of the family another *value*."""
    return set_to(f"family_params.{name}", value)


def is_taught_more_often(experiment: Experiment) -> bool:
    """Whether the discriminator learns several times for each time that the generator does."""
    return int(str(connections.values_of(experiment).get("n_critic", 1))) > 1


def even(experiment: Experiment) -> Repair:
    """The discriminator learns as often and as fast as what draws; where it does already, more slowly."""
    own, other = rate(experiment, "discriminator"), rate(experiment, drawing(experiment))
    often = is_taught_more_often(experiment)
    once = family_param("n_critic", 1)
    if own <= other and often:
        return repair(N_("Equal steps"), once)
    wanted = other if own > other else own * SLOWER
    slow = optimizer_with(experiment, "discriminator", learning_rate=wanted)
    if often:
        return repair(N_("Equal steps, both at {rate}"), once, slow, rate=short(wanted))
    return repair(N_("Slow the discriminator to {rate}"), slow, rate=short(wanted))
