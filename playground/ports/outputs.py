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
    if (kind_and_port := connections.output_port(experiment, graph, info)) and graph.output.node.layer != "Input":
        kind, port = kind_and_port
        yield from kind.check(port)


def shape_problem(experiment: Experiment, graph: Graph, actual_shape: Shape, info: Info) -> Problem | None:
    """Keras's *actual_shape* (without the batch) against the shape that must leave *graph*; ``None`` where it is right,
    or nobody knows."""
    kind_and_port = connections.output_port(experiment, graph, info)
    if kind_and_port is None or actual_shape == kind_and_port[1].spec.shape:
        return None
    kind, port = kind_and_port
    return kind.shape_problem(port, actual_shape)
