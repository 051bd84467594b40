"""Is this experiment right, as far as that can be told without Keras? In pure Python, in a millisecond.

:func:`check_experiment` finds what can be told without shapes: structure, parameters, ranks, the last layer, loss,
metrics, optimizer. What needs sizes is Keras's to say (:mod:`playground.checks.keras_check`). Every problem names the
node and the field, and carries its repair as edits.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from playground.checks import choices
from playground.checks.ranks import rank_problems
from playground.core.i18n import N_, Text
from playground.core.info import Info
from playground.core.problems import Problem
from playground.experiment import block_repeats
from playground.experiment.graph import Graph
from playground.experiment.graph_reader import read_graph, valid_subgraph
from playground.experiment.spec import Experiment
from playground.ports import connections, inputs, outputs


@dataclass(frozen=True, slots=True)
class CheckResult:
    """*graphs* by network name, as far as their structure holds; *problems* may name more than structure.
    *partial_graphs*: of the networks whose structure does not hold, what can be judged all the same
    (:func:`playground.experiment.graph_reader.valid_subgraph`)."""

    graphs: dict[str, Graph]
    problems: tuple[Problem, ...]
    partial_graphs: dict[str, Graph] = field(default_factory=dict)

    @property
    def graph(self) -> Graph | None:
        """The first network's graph, or ``None`` where its structure does not hold."""
        return next(iter(self.graphs.values()), None)


def check_experiment(experiment: Experiment, info: Info | None) -> CheckResult:
    """Everything that is wrong and can be told without Keras. Without *info* what depends on the data is left out."""
    graphs: dict[str, Graph] = {}
    parts: dict[str, Graph] = {}
    problems: list[Problem] = list(_network_name_problems(experiment))
    for network in experiment.networks:
        graph, graph_problems = read_graph(network)
        problems += graph_problems
        network_info = None if info is None else connections.network_info(experiment, network.name, info)
        if graph is not None:
            graphs[network.name] = graph
        elif (sound := valid_subgraph(network)) is not None:
            parts[network.name] = sound
        if valid_graph := graph or parts.get(network.name):
            problems += rank_problems(valid_graph, network_info)
        if graph is not None:
            problems += inputs.problems(graph, network_info) if network_info is not None else ()
    problems += connections.problems(experiment, info)
    problems += choices.choice_problems(experiment)
    if info is not None:
        problems += choices.task_problems(experiment, connections.task_info(experiment, info))
        for graph in graphs.values():
            problems += outputs.problems(experiment, graph, info)
    return CheckResult(graphs, block_repeats.on_originals(experiment, problems), parts)


def _network_name_problems(experiment: Experiment) -> Iterable[Problem]:
    if not experiment.networks:
        yield Problem("no_network", Text(N_("The experiment has no network.")), field="networks")
    names = [network.name for network in experiment.networks]
    for name in {name for name in names if names.count(name) > 1}:
        message = Text(N_("Two networks are called {name}."), {"name": name})
        yield Problem("same_name", message, network=name, field="networks")
