"""What leaves each network of a family against what its place asks for: an answer, a row of numbers, an example."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from playground.core.formatting import shape_text
from playground.core.i18n import N_, Text
from playground.core.info import Info
from playground.core.problems import Problem
from playground.experiment.spec import Experiment
from playground.families.base import PortKind
from playground.ports import connections, targets
from playground.ports.outputs import causal, examples, vectors
from playground.ports.outputs.tail_edits import Shape, output_problem

if TYPE_CHECKING:
    from playground.experiment.graph import Graph


def problems(experiment: Experiment, graph: Graph, info: Info) -> Iterable[Problem]:
    """What can be told of the end of *graph* without sizes; *info* has the data set's own facts."""
    role = connections.network_role(experiment, graph.name)
    if role is not None and graph.output.node.layer != "Input":
        yield from _RULES[role.output_kind](experiment, graph, info)


def shape_problem(experiment: Experiment, graph: Graph, came: Shape, info: Info) -> Problem | None:
    """Keras's *came* against the shape that must leave *graph*; ``None`` where it is right, or nobody knows."""
    role, wanted = (
        connections.network_role(experiment, graph.name),
        connections.output_spec(experiment, graph.name, info),
    )
    if (
        role is None
        or wanted is None
        or came == wanted.shape
        or (role.output_kind == "answer" and info.has_single_class)
    ):
        return None
    if role.output_kind == "next":
        return causal.shape_problem(experiment, graph, came, info)
    if role.output_kind in ("data", "codes"):
        return examples.shape_problem(experiment, graph, came, info)
    values: dict[str, object] = {"network": Text(role.title), "came": shape_text(came)}
    if role.output_kind != "answer":
        values["wanted"] = vectors.expected_text(role.output_kind, experiment, info)
        said = Text(N_("{network} gives {came} for each example; {wanted}."), values)
        return output_problem(
            graph,
            f"{role.output_kind}_shape",
            said,
            vectors.add_dense_repair(graph, wanted.shape[0], flat=len(came) == 1),
        )
    said = Text(
        N_("The network gives {came} for each example; the task needs {outputs}."), values | {"outputs": info.outputs}
    )
    output = targets.add_output_repair(graph, graph.output.id, info, experiment.loss)
    return output_problem(graph, "output_shape", said, output)


def _target_problems(experiment: Experiment, graph: Graph, info: Info) -> Iterable[Problem]:
    return targets.problems(experiment, graph, connections.task_info(experiment, info))


_RULES: dict[PortKind, Callable[[Experiment, Graph, Info], Iterable[Problem]]] = {
    "answer": _target_problems,
    "code": vectors.code_problems,
    "moments": vectors.mean_logvar_problems,
    "score": vectors.score_problems,
    "data": examples.problems,
    "codes": examples.quantized_problems,
    "next": causal.problems,
}
