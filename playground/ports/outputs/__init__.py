"""What leaves each network of a family against what its place asks for: an answer, a row of numbers, an example."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from playground.core.formatting import shape as shown
from playground.core.i18n import N_, Text
from playground.core.info import Info
from playground.core.problems import Problem
from playground.experiment.spec import Experiment
from playground.families.base import End
from playground.ports import connections, targets
from playground.ports.outputs import causal, examples, vectors
from playground.ports.outputs.tail_edits import Shape, problem

if TYPE_CHECKING:
    from playground.experiment.graph import Graph


def problems(experiment: Experiment, graph: Graph, info: Info) -> Iterable[Problem]:
    """What can be told of the end of *graph* without sizes; *info* has the data set's own facts."""
    role = connections.role_of(experiment, graph.name)
    if role is not None and graph.output.node.layer != "Input":
        yield from _RULES[role.gives](experiment, graph, info)


def wrong_shape(experiment: Experiment, graph: Graph, came: Shape, info: Info) -> Problem | None:
    """Keras's *came* against the shape that must leave *graph*; ``None`` where it is right, or nobody knows."""
    role, wanted = connections.role_of(experiment, graph.name), connections.leaving(experiment, graph.name, info)
    if role is None or wanted is None or came == wanted.shape or (role.gives == "answer" and info.one_class):
        return None
    if role.gives == "next":
        return causal.wrong_shape(experiment, graph, came, info)
    if role.gives in ("data", "codes"):
        return examples.wrong_shape(experiment, graph, came, info)
    values: dict[str, object] = {"network": Text(role.title), "came": shown(came)}
    if role.gives != "answer":
        values["wanted"] = vectors.wanted(role.gives, experiment, info)
        said = Text(N_("{network} gives {came} for each example; {wanted}."), values)
        return problem(graph, f"{role.gives}_shape", said, vectors.add_row(graph, wanted.shape[0], flat=len(came) == 1))
    said = Text(
        N_("The network gives {came} for each example; the task needs {outputs}."), values | {"outputs": info.outputs}
    )
    output = targets.add_output(graph, graph.output.id, info, experiment.loss)
    return problem(graph, "output_shape", said, output)


def _answer(experiment: Experiment, graph: Graph, info: Info) -> Iterable[Problem]:
    return targets.problems(experiment, graph, connections.facts(experiment, info))


_RULES: dict[End, Callable[[Experiment, Graph, Info], Iterable[Problem]]] = {
    "answer": _answer,
    "code": vectors.code,
    "moments": vectors.moments,
    "score": vectors.score,
    "data": examples.problems,
    "codes": examples.codes,
    "next": causal.problems,
}
