"""Networks made for images under data that are none: small ones that fit, in one press."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from playground.core.i18n import N_
from playground.core.info import Info
from playground.core.problems import Problem, Repair
from playground.experiment.graph import Graph
from playground.experiment.repairs import repair, set_edit
from playground.experiment.spec import Experiment
from playground.ports import connections


def with_fresh_networks(
    experiment: Experiment, problems: Sequence[Problem], graphs: Mapping[str, Graph], info: Info
) -> list[Problem]:
    """*problems*, the first of which at a network that looks for more axes than an example has offers networks that
    fit before its own repairs: what convolutions and pooling need cannot be made from a row of numbers."""
    family = connections.family_of(experiment)
    asks_for_more = {name for name, graph in graphs.items() if _most_axes(graph) > len(info.input_shape)}
    place = next(
        (place for place, problem in enumerate(problems) if problem.node and problem.network in asks_for_more), None
    )
    if family is None or place is None:
        return list(problems)
    fresh = family.starter_networks(info, connections.family_values(experiment))
    offered = _repair(experiment, {network.name: network.model_dump(mode="json") for network in fresh})
    repairs = (offered, *problems[place].repairs)
    return [*problems[:place], replace(problems[place], repairs=repairs), *problems[place + 1 :]]


def _most_axes(graph: Graph) -> int:
    """The most axes that a layer cannot do without."""
    return max((min(node.row.input_ranks) for node in graph.nodes if node.row.input_ranks), default=0)


def _repair(experiment: Experiment, fresh: Mapping[str, object]) -> Repair:
    kept = [network.model_dump(mode="json") for network in experiment.networks if network.name not in fresh]
    words = (
        N_("Use a new network that fits this data") if len(fresh) == 1 else N_("Use new networks that fit this data")
    )
    return repair(words, set_edit("networks", [*fresh.values(), *kept]))
