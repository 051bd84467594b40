"""What enters and leaves each network of an experiment, and where one feeds another: said once, for everyone.

A family (:mod:`playground.families`) names its networks and what they take and give; here that becomes shapes and
ranges for the data at hand. Each network is judged, built and drawn with facts of its own (:func:`network_info`), in
which what enters it stands as a data set's input would.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from playground import families
from playground.core.i18n import N_, Text
from playground.core.info import Info, Input
from playground.core.params import check, with_defaults
from playground.core.problems import Problem, Repair
from playground.datasets.dataset import Prepared
from playground.experiment.repairs import repair, reset_repair, set_edit
from playground.experiment.spec import Experiment, NamedParams, Network, Optimizer
from playground.families.base import CLASS_INPUT, Context, Family, NetworkRole
from playground.ports.base import LatentSource, OutputPort, PortKind, TensorSpec, int_param
from playground.ports.kinds import all_kinds

if TYPE_CHECKING:
    from playground.experiment.graph import Graph


class Connection(NamedTuple):
    """The network *source* feeds *target*."""

    source: str
    target: str


def family_of(experiment: Experiment) -> Family | None:
    """``None`` where there is no such family: :func:`problems` says so."""
    return families.all_families().get(experiment.family)


def family_values(experiment: Experiment) -> Mapping[str, object]:
    """The family's parameters; one that is refused counts as its default, so that one mistake is told once."""
    family = family_of(experiment)
    if family is None:
        return {}
    wrong = check(family.params, experiment.family_params)
    good = {name: value for name, value in experiment.family_params.items() if name not in wrong}
    return with_defaults(family.params, good)


def task_info(experiment: Experiment, info: Info) -> Info:
    """What is true of what is learned: the data set's own facts, or those of giving its inputs back; and how long the
    code is, where one network feeds another with it."""
    family = family_of(experiment)
    if family is None:
        return info
    coded = any(role.input_kind == "latent" for role in family.networks)
    return replace(family.task_info(info), latent_dim=latent_dim(experiment) if coded else 0)


def network_role(experiment: Experiment, network: str) -> NetworkRole | None:
    """What *network* is for; where family and experiment have one network each, its name does not matter."""
    family = family_of(experiment)
    if family is None:
        return None
    if len(family.networks) == 1 and len(experiment.networks) == 1:
        return family.networks[0]
    return next((role for role in family.networks if role.name == network), None)


def networks_in_data_order(experiment: Experiment) -> tuple[Network, ...]:
    """The networks as the family names them, those that feed others first; what it does not know is left out."""
    family = family_of(experiment)
    if family is None or len(family.networks) == 1:
        return experiment.networks[:1]
    networks_by_name = {network.name: network for network in experiment.networks}
    return tuple(networks_by_name[role.name] for role in family.networks if role.name in networks_by_name)


def title(experiment: Experiment, network: str) -> str:
    """The message id of the network's name on the page."""
    role = network_role(experiment, network)
    return network if role is None else role.title


def titles(experiment: Experiment) -> dict[str, str]:
    """:func:`title` of each network."""
    return {network.name: title(experiment, network.name) for network in experiment.networks}


def takes_data(experiment: Experiment, network: str) -> bool:
    """Whether examples go into *network*, and not what another one gives."""
    role = network_role(experiment, network)
    return role is None or role.input_kind == "example"


def predicts_targets(experiment: Experiment, network: str) -> bool:
    """Whether what leaves *network* is what the data set asks for."""
    role = network_role(experiment, network)
    return role is None or role.output_kind == "target"


def takes_noise(experiment: Experiment, network: str) -> bool:
    """Whether rows drawn by chance go into *network*."""
    role = network_role(experiment, network)
    return role is not None and role.input_kind == "noise"


def is_conditioned(experiment: Experiment, network: str) -> bool:
    """Whether the class of an example goes into *network*, too."""
    role = network_role(experiment, network)
    return role is not None and role.conditioned


def source_by_target(experiment: Experiment) -> dict[str, str]:
    """By network that takes what another one gives, and no examples, that one. What goes through a codebook on its way
    is not what was given."""
    return {
        seam.target: seam.source
        for seam in network_connections(experiment)
        if (role := network_role(experiment, seam.target)) is not None and role.input_kind == "latent"
    }


def has_known_input(experiment: Experiment, network: str) -> bool:
    """Whether it is known outside of training what enters *network*: examples, noise, or what another one gives."""
    return (
        takes_data(experiment, network) or takes_noise(experiment, network) or network in source_by_target(experiment)
    )


def forwarded_output(experiment: Experiment, source: str, rows: Any) -> Any:
    """What of *rows* ``(batch, ...)`` float32, which *source* gives, goes on into the network that it feeds: of means
    and log-variances the means, else all."""
    role = network_role(experiment, source)
    return rows if role is None else all_kinds()[role.output_kind].forward(rows)


def optimizers(experiment: Experiment) -> dict[str, Optimizer]:
    """By network, what it learns by: its own optimizer, or that of all."""
    return {
        network.name: experiment.optimizers.get(network.name, experiment.optimizer) for network in experiment.networks
    }


def loss(experiment: Experiment) -> NamedParams | None:
    """What training makes small, as a row of :mod:`playground.catalog.losses`; ``None`` where the family's own is none
    of those."""
    family = family_of(experiment)
    return experiment.loss if family is None or family.loss is None else family.loss(family_values(experiment))


def network_connections(experiment: Experiment) -> tuple[Connection, ...]:
    """Where one network of *experiment* feeds another."""
    names = {network.name for network in experiment.networks}
    roles = (role for network in experiment.networks if (role := network_role(experiment, network.name)) is not None)
    return tuple(
        Connection(role.fed_by, role.name) for role in roles if role.fed_by in names and role.fed_by is not None
    )


def context(experiment: Experiment, prepared: Prepared, total_steps: int) -> Context:
    """What the family builds its recipe from."""
    info = prepared.info
    networks = tuple(
        (network, network_info(experiment, network.name, info)) for network in networks_in_data_order(experiment)
    )
    return Context(
        experiment,
        prepared,
        total_steps,
        task_info(experiment, info),
        networks,
        loss(experiment),
        latent_dim(experiment),
    )


def network_info(experiment: Experiment, network: str, info: Info) -> Info:
    """The facts that *network* is made for: what enters it, and what is learned."""
    role, facts = network_role(experiment, network), task_info(experiment, info)
    if role is None:
        return facts
    if role.input_kind != "example":
        input_spec = port_spec(role.input_kind, experiment, info)
        values = input_spec.value_range or (-3.0, 3.0)
        facts = replace(
            facts, kind="table", input_shape=input_spec.shape, value_range=values, feature_names=(), extra_inputs=()
        )
    return replace(facts, extra_inputs=(*facts.extra_inputs, class_input(info))) if role.conditioned else facts


def class_input(info: Info) -> Input:
    """The class of an example, as a row ``(classes,)`` with a one in its place."""
    return Input(CLASS_INPUT, "table", (max(len(info.class_names), 1),), info.class_names)


def output_port(experiment: Experiment, graph: Graph, info: Info) -> tuple[PortKind, OutputPort] | None:
    """The end of *graph* and its kind; ``None`` where the family does not know that network."""
    role = network_role(experiment, graph.name)
    if role is None:
        return None
    return all_kinds()[role.output_kind], OutputPort(
        experiment,
        graph,
        info,
        task_info(experiment, info),
        network_info(experiment, graph.name, info),
        port_spec(role.output_kind, experiment, info),
        Text(role.title),
        loss(experiment),
        latent_dim(experiment),
    )


def output_spec(experiment: Experiment, network: str, info: Info) -> TensorSpec | None:
    """What must leave *network*; ``None`` where the family does not know it."""
    role = network_role(experiment, network)
    return None if role is None else port_spec(role.output_kind, experiment, info)


def port_spec(kind: str, experiment: Experiment, info: Info) -> TensorSpec:
    """The form of a port of *kind* for these data."""
    return all_kinds()[kind].spec(family_values(experiment), info)


def latent_dim(experiment: Experiment) -> int:
    """How many numbers a code (or a row of noise) has."""
    return int_param(family_values(experiment), "latent_dim")


def latent_source(experiment: Experiment) -> LatentSource | None:
    """What a network of *experiment* draws examples from that somebody can choose: a code, noise, or entries of a
    codebook; ``None`` where none does."""
    kind = _latent_kind(experiment)
    return None if kind is None else kind.latent_source


def latent_length(experiment: Experiment) -> int:
    """How many numbers :func:`latent_source` has: of entries, one for each position."""
    kind = _latent_kind(experiment)
    return int_param(family_values(experiment), "latent_dim" if kind is None else kind.latent_length_param)


def _latent_kind(experiment: Experiment) -> PortKind | None:
    """What enters the network that draws, where a person may choose it."""
    family = family_of(experiment)
    drawing = [role for role in family.networks if role.output_kind == "example"] if family is not None else []
    kinds = [all_kinds()[role.input_kind] for role in drawing]
    return next((kind for kind in kinds if kind.latent_source is not None), None)


def problems(experiment: Experiment, info: Info | None) -> Iterable[Problem]:
    """A family that nobody knows, its parameters out of bounds, its networks missing or too many."""
    family = family_of(experiment)
    if family is None:
        families_by_name = families.all_families()
        message = Text(
            N_("There is no family of networks called {name}; the known ones are {known}."),
            {"name": experiment.family, "known": ", ".join(families_by_name)},
        )
        first = next(iter(families_by_name.values()))
        use = repair(N_("Use {name}"), set_edit("family", first.name), name=Text(first.title))
        yield Problem("no_such_family", message, field="family", repairs=(use,))
        return
    yield from _param_problems(experiment, family)
    if experiment.networks:
        yield from _missing_network_problems(experiment, family, info)
        yield from _extra_network_problems(experiment, family)
    if info is not None:
        yield from family.check(experiment, info)


def _param_problems(experiment: Experiment, family: Family) -> Iterable[Problem]:
    params_by_name = {param.name: param for param in family.params}
    for name, message in check(family.params, experiment.family_params).items():
        other_params = {key: value for key, value in experiment.family_params.items() if key != name}
        undo = reset_repair(set_edit("family_params", other_params), name, params_by_name.get(name))
        yield Problem("param", message, field=f"family_params.{name}", repairs=(undo,))


def _missing_network_problems(experiment: Experiment, family: Family, info: Info | None) -> Iterable[Problem]:
    there = {network.name for network in experiment.networks}
    for role in family.networks:
        if role.name in there or network_role(experiment, experiment.networks[0].name) is role:
            continue
        values: dict[str, object] = {"family": Text(family.title), "network": Text(role.title)}
        message = Text(N_("“{family}” needs a network called {network}; there is none."), values)
        add = () if info is None else (_add_network_repair(experiment, family, role, info),)
        yield Problem("missing_network", message, field="networks", repairs=add)


def _add_network_repair(experiment: Experiment, family: Family, role: NetworkRole, info: Info) -> Repair:
    """The networks with a small one for *role* at its place."""
    starter_networks = {network.name: network for network in family.starter_networks(info, family_values(experiment))}
    there = {network.name: network for network in experiment.networks}
    network_slots = [
        there.pop(name, starter_networks[name] if name == role.name else None) for name in starter_networks
    ]
    networks = [network.model_dump(mode="json") for network in (*network_slots, *there.values()) if network is not None]
    return repair(N_("Add {network}"), set_edit("networks", networks), network=Text(role.title))


def _extra_network_problems(experiment: Experiment, family: Family) -> Iterable[Problem]:
    for network in experiment.networks:
        if network_role(experiment, network.name) is not None:
            continue
        other_networks = [other.model_dump(mode="json") for other in experiment.networks if other is not network]
        values: dict[str, object] = {"family": Text(family.title), "network": network.name}
        message = Text(N_("“{family}” has no use for a network called {network}."), values)
        drop = repair(N_("Remove {network}"), set_edit("networks", other_networks), network=network.name)
        yield Problem("extra_network", message, network=network.name, field="networks", repairs=(drop,))
