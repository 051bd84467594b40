"""Another data set under the same network: what no longer fits is made to fit, as a person would by the buttons.

Nothing is guessed here: each change is the first repair that :mod:`playground.checks.check` offers, and one undo
takes all of it back.
"""

from __future__ import annotations

from collections.abc import Mapping

from playground import datasets, families
from playground.catalog import losses, metrics
from playground.checks.check import check_experiment
from playground.core.info import Info
from playground.core.params import with_defaults
from playground.core.problems import PlaygroundError, Problem
from playground.experiment import edits, spec
from playground.experiment import graph_end as ends
from playground.experiment.graph_reader import read_graph
from playground.experiment.spec import Data, Experiment, NamedParams, Network, Node
from playground.families.base import Family, NetworkRole
from playground.ports import connections
from playground.ports.kinds import all_kinds

FOLLOWS_THE_DATA = frozenset(
    {
        "loss_does_not_fit",
        "metric_does_not_fit",
        "goal_does_not_fit",
        "units_do_not_match",
        "output_activation",
        "output_rank",
        "rank",
        "batch_too_large",
        "code_rank",
        "code_units",
        "code_activation",
        "moments_rank",
        "moments_units",
        "moments_activation",
        "score_rank",
        "score_units",
        "score_activation",
        "codes_rank",
        "codes_shape",
        "next_units",
        "next_shape",
        "no_classes",
        "data_rank",
        "data_units",
        "data_shape",
        "data_activation",
        "data_range",
    }
)
"""Codes of problems that another data set causes; what a person got wrong by hand is left for them to see."""
MOST_REPAIRS = 24


def retarget_data(experiment: Experiment, data: Data) -> Experiment:
    """The experiment on *data*; on another set, or another own file, its old goal is gone, and loss and last layer
    follow the new task."""
    if data.name == experiment.data.name and data.params.get("file") == experiment.data.params.get("file"):
        return experiment.model_copy(update={"data": data})
    new_experiment = experiment.model_copy(update={"data": data, "goal": None})
    try:
        return apply_first_repairs(new_experiment, datasets.describe(data))
    except PlaygroundError:
        return new_experiment  # Its files are not here yet, or it is a table without a target: the page says so.


def switch_family(experiment: Experiment, name: str, info: Info) -> Experiment:
    """The experiment learning what the family *name* does: networks of its own, a loss and metrics that fit, no goal.

    A network that made a row of numbers of an example is kept for such a place, with its last layer replaced by that of
    a fresh one. Raises :class:`PlaygroundError` where there is no such family.
    """
    if name == experiment.family:
        return experiment
    family = families.get(name)
    started = family.starter_networks(info, with_defaults(family.params, {}))
    networks = tuple(_reusable_network(experiment, family, network) for network in started)
    task = family.task_info(info).task
    changes: dict[str, object] = {
        "family": name,
        "family_params": {},
        "networks": networks,
        "loss": NamedParams(name=losses.DEFAULT_LOSSES[task]),
        "metrics": tuple(NamedParams(name=metric) for metric in metrics.DEFAULT_METRICS[task]),
        "optimizers": {},
        "goal": None,
    }
    if family.default_optimizer is not None:
        changes["optimizer"] = family.default_optimizer
    return apply_first_repairs(experiment.model_copy(update=changes), info)


def with_family_params(experiment: Experiment, family_params: Mapping[str, object]) -> Experiment:
    """The experiment with other values for its family, and networks that follow."""
    changed = spec.with_value(experiment, "family_params", dict(family_params))
    try:
        return apply_first_repairs(changed, datasets.describe(changed.data))
    except PlaygroundError:
        return changed


def with_live_params(experiment: Experiment, live_params: Mapping[str, float | str]) -> Experiment:
    """The experiment that begins with what a person turned in a run of it (``History.live_params``)."""
    family = connections.family_of(experiment)
    live_param_names = family.live_param_names if family is not None else ()
    for dial, value in live_params.items():
        name, _, whose = dial.partition(".")
        if name == "learning_rate":
            experiment = _with_learning_rate(experiment, whose, value)
        elif dial in live_param_names:
            experiment = spec.with_value(experiment, f"family_params.{dial}", value)
    return experiment


def _with_learning_rate(experiment: Experiment, whose: str, rate: float | str) -> Experiment:
    """Another learning rate for the network *whose*; for all (``""``); else for those that have no optimizer of their
    own."""
    owned = connections.optimizers(experiment) if whose in connections.optimizers(experiment) else experiment.optimizers
    for name in [name for name in owned if whose in ("", name)]:
        own = owned[name].model_dump(mode="json")
        rated = {**own, "params": {**own["params"], "learning_rate": rate}}
        experiment = spec.with_value(experiment, f"optimizers.{name}", rated)
    if whose in connections.optimizers(experiment):
        return experiment
    return spec.with_value(experiment, "optimizer.params.learning_rate", rate)


def _reusable_network(experiment: Experiment, family: Family, fresh: Network) -> Network:
    """The network of *experiment* that takes an example and gives a row, where *fresh* does that, too; else *fresh*."""
    if not any(role.name == fresh.name and _is_example_to_row(role) for role in family.networks):
        return fresh
    for network in experiment.networks:
        role, last = connections.network_role(experiment, network.name), _last_dense(network)
        if role is not None and _is_example_to_row(role) and last is not None:
            end = last.model_copy(update={"params": {**last.params, **fresh.nodes[-1].params}})
            nodes = tuple(end if node is last else node for node in network.nodes)
            return network.model_copy(update={"name": fresh.name, "nodes": nodes})
    return fresh


def _last_dense(network: Network) -> Node | None:
    graph, _problems = read_graph(network)
    dense = graph and ends.final_dense(graph, graph.output)
    return dense.node if dense else None


def _is_example_to_row(role: NetworkRole) -> bool:
    return role.input_kind == "example" and all_kinds()[role.output_kind].is_vector and not role.conditioned


def apply_first_repairs(experiment: Experiment, info: Info) -> Experiment:
    """*experiment* with the repairs that a data set with these facts asks for; as it was where they do not help."""
    for _round in range(MOST_REPAIRS):
        problem = _first_repairable(check_experiment(experiment, info).problems)
        if problem is None:
            return experiment
        try:
            experiment = edits.apply(experiment, *problem.repairs[0].edits)
        except PlaygroundError:
            return experiment
    return experiment


def _first_repairable(problems: tuple[Problem, ...]) -> Problem | None:
    return next((problem for problem in problems if problem.code in FOLLOWS_THE_DATA and problem.repairs), None)
