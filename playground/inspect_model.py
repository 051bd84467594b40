"""Keras's own verdict on a network: shapes, counts, memory, and what it refuses, as a :class:`Report`.

Every layer is built and called on symbolic inputs inside a ``StatelessScope`` that initialises nothing: Keras checks
all it checks when a model is built, while no weight is allocated and no operation runs. So a network that would not
fit in memory is counted like any other and refused by its figure.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import prod
from typing import Any

import keras
from keras.src.backend.common import global_state

from playground import build, costs, graph, refusals
from playground.datasets.base import Info
from playground.graph import ActiveNode, Graph
from playground.problems import Problem
from playground.report import NodeReport, Report
from playground.specs import Experiment

Shape = tuple[int, ...]
MEMORY_SHARE = 0.8
"""How much of the free memory one training step may take."""
PARAMETER_LIMIT = 2**40


def inspect(experiment: Experiment, info: Info, *, available: int | None = None) -> Report:
    """The verdict of :func:`playground.graph.check` and then Keras's. *available* is the memory that may be used in
    bytes (default: what is free now)."""
    checked = graph.check(experiment, info)
    told = {(problem.network, problem.node) for problem in checked.problems if problem.code in ("param", "rank")}
    networks: dict[str, dict[str, NodeReport]] = {}
    problems = list(checked.problems)
    for name, found in checked.graphs.items():
        pass_ = _Pass(experiment, found, info, frozenset(node for network, node in told if network == name and node))
        with _nothing_allocated():
            pass_.run()
        networks[name] = pass_.nodes
        problems += pass_.problems
        problems += _end(pass_, problems)
    report = Report(networks)
    nodes = list(report.nodes())
    step = sum(node.bytes for node in nodes) + costs.batch_bytes(experiment, info.input_shape, info.outputs)
    limit = int((costs.free_memory() if available is None else available) * MEMORY_SHARE)
    if step > limit:
        problems.append(refusals.too_large(experiment, networks, step, limit))
    return Report(networks, sum(node.parameters for node in nodes), step, tuple(problems))


@contextlib.contextmanager
def _nothing_allocated() -> Iterator[None]:
    """Variables made inside are never given a value, and Keras forgets that they wait for one."""
    waiting = global_state.get_global_attribute("uninitialized_variables", [], set_to_default=True)
    before = list(waiting)
    try:
        with keras.StatelessScope(initialize_variables=False):
            yield
    finally:
        global_state.set_global_attribute("uninitialized_variables", before)


@dataclass
class _Pass:
    """One network, layer by layer; what stands behind a refused layer is not looked at."""

    experiment: Experiment
    graph: Graph
    info: Info
    told: frozenset[str]
    """Nodes whose problem is known already."""
    nodes: dict[str, NodeReport] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    tensors: dict[str, Any] = field(default_factory=dict)
    ranges: dict[str, tuple[float, float]] = field(default_factory=dict)

    def run(self) -> None:
        for node in self.graph.nodes:
            if node.node.layer == "Input":
                self._take(node, keras.KerasTensor((None, *self.info.input_shape), "float32"), None)
                self.ranges[node.id] = self.info.value_range
            elif node.id not in self.told and all(source in self.tensors for source in node.inputs):
                self._judge(node)

    def _judge(self, node: ActiveNode) -> None:
        given = [self.tensors[source] for source in node.inputs]
        shapes = [_shape(tensor) for tensor in given]
        values = self.ranges[node.inputs[0]]
        self.ranges[node.id] = build.value_range(node.node, values)
        problem = refusals.before(self.graph, node, shapes, values)
        if problem is not None:
            self.problems.append(problem)
            return
        precision = "float32" if node.id == self.graph.output.id else self.experiment.training.precision
        try:
            layer = build.layer(node.node, dtype=precision, values=values)
            output = layer(given if node.row.kind == "merge" else given[0])
            self._take(node, output, layer)
        except Exception as error:
            self.problems.append(refusals.translate(self.graph, node, shapes, error))

    def _take(self, node: ActiveNode, output: Any, layer: Any) -> None:
        shape = _shape(output)
        if any(size is None or size < 1 for size in shape):
            raise ValueError(f"the output would be {shape}")
        weights = [] if layer is None else layer.weights
        count = sum(prod(weight.shape) for weight in weights)
        learned = sum(prod(weight.shape) for weight in weights if weight.trainable)
        inputs = [_shape(self.tensors[source]) for source in node.inputs]
        size = 0 if layer is None else costs.node_bytes(self.experiment, count, learned, shape)
        self.nodes[node.id] = NodeReport(shape, count, learned, costs.macs(node.node, inputs, shape), size)
        self.tensors[node.id] = output


def _shape(tensor: Any) -> Shape:
    return tuple(tensor.shape[1:])


def _end(pass_: _Pass, told: list[Problem]) -> list[Problem]:
    """The last shape against the task, where nothing was said of it yet."""
    output = pass_.graph.output
    known = pass_.nodes.get(output.id)
    if known is None or known.shape == (pass_.info.outputs,) or pass_.experiment.family != "supervised":
        return []
    if any(problem.code in ("output_rank", "units_do_not_match", "empty") for problem in told):
        return []
    return [refusals.wrong_output(pass_.experiment, pass_.graph, known.shape, pass_.info)]
