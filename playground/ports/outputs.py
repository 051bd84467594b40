"""What leaves each network of a family against what its place asks for: an answer, a row of numbers, an example."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from playground.core.info import Info
from playground.core.problems import Problem
from playground.experiment.spec import Experiment
from playground.ports import connections
from playground.ports.base import Shape

if TYPE_CHECKING:
    from playground.experiment.graph import Graph


def problems(experiment: Experiment, graph: Graph, info: Info) -> Iterable[Problem]:
    """What can be told of the end of *graph* without sizes; *info* has the data set's own facts."""
    if (found := connections.output_port(experiment, graph, info)) and graph.output.node.layer != "Input":
        kind, port = found
        yield from kind.check(port)


def shape_problem(experiment: Experiment, graph: Graph, came: Shape, info: Info) -> Problem | None:
    """Keras's *came* against the shape that must leave *graph*; ``None`` where it is right, or nobody knows."""
    found = connections.output_port(experiment, graph, info)
    if found is None or came == found[1].spec.shape:
        return None
    kind, port = found
    return kind.shape_problem(port, came)
