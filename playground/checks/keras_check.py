"""Keras's own verdict on a network: shapes, counts, memory, and what it refuses, as a :class:`Report`.

Every layer is built and called on symbolic inputs inside a ``StatelessScope`` that initialises nothing: Keras checks
all it checks when a model is built, while no weight is allocated and no operation runs. So a network that would not
fit in memory is counted like any other and refused by its figure.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from math import prod

import keras
from keras.src.backend.common import global_state

from playground import build
from playground.catalog.layers import LAYERS
from playground.catalog.layers.base import Shape
from playground.checks import keras_errors, memory
from playground.checks.check import check_experiment
from playground.checks.fresh_network import with_fresh_networks
from playground.core.info import Info
from playground.core.params import with_defaults
from playground.core.problems import Problem
from playground.experiment import block_repeats
from playground.experiment.graph import Graph, GraphNode
from playground.experiment.report import NodeReport, Report
from playground.experiment.spec import Experiment, Node
from playground.ports import connections, outputs
from playground.ports.kinds import all_kinds

Range = tuple[float, float]
OUTPUT_PROBLEM_CODES = frozenset(
    {"empty", "units_do_not_match"}
    | {f"{kind.code_prefix}_{what}" for kind in all_kinds().values() for what in ("rank", "units", "shape")}
)
"""Codes of problems that have said already what is wrong with the last shape."""
MEMORY_SHARE = 0.8
"""How much of the free memory one training step may take."""


def keras_report(experiment: Experiment, info: Info, *, available: int | None = None) -> Report:
    """The verdict of :func:`playground.checks.check.check_experiment` and then Keras's. *available* is the memory that
    may be used in bytes (default: what is free now)."""
    checked = check_experiment(experiment, info)
    faulty_nodes = {
        (problem.network, problem.node) for problem in checked.problems if problem.code in ("param", "rank")
    }
    networks: dict[str, dict[str, NodeReport]] = {}
    problems = list(checked.problems)
    graphs = checked.graphs | checked.partial_graphs
    for name, graph in graphs.items():
        network_info = connections.network_info(experiment, name, info)
        pass_ = _NetworkPass(
            experiment,
            graph,
            network_info,
            frozenset(node for network, node in faulty_nodes if network == name and node),
        )
        pass_.run()
        networks[name] = pass_.nodes
        problems += pass_.problems
        problems += _output_problems(pass_, problems, info) if name in checked.graphs else ()
    report = Report(networks)
    nodes = list(report.nodes())
    largest = max((node.trainable for node in nodes), default=0)
    facts = connections.task_info(experiment, info)
    batch = memory.batch_bytes(experiment, [data_input.shape for data_input in facts.inputs], facts.outputs)
    step = sum(node.bytes for node in nodes) + batch + memory.update_bytes(largest)
    limit = int((memory.free_memory() if available is None else available) * MEMORY_SHARE)
    if step > limit:
        problems.append(keras_errors.out_of_memory_problem(experiment, networks, step, limit))
    problems = with_fresh_networks(experiment, problems, graphs, info)
    return Report(
        networks, sum(node.parameters for node in nodes), step, block_repeats.on_originals(experiment, problems)
    )


@contextlib.contextmanager
def _without_allocation() -> Iterator[None]:
    """Variables made inside are never given a value, and Keras forgets that they wait for one."""
    waiting = global_state.get_global_attribute("uninitialized_variables", [], set_to_default=True)
    before = list(waiting)
    try:
        with keras.StatelessScope(initialize_variables=False):
            yield
    finally:
        global_state.set_global_attribute("uninitialized_variables", before)


@dataclass(frozen=True, slots=True)
class _LayerMeasurement:
    """What Keras says of a layer for inputs of given shapes."""

    shape: Shape
    parameters: int
    trainable: int


@lru_cache(maxsize=4096)
def _measure_layer(
    layer: str, params: str, precision: str, values: Range, shapes: tuple[Shape, ...]
) -> _LayerMeasurement:
    """Build and call a *layer* (params as JSON) on symbolic inputs. Raises what Keras raises, which is not cached.

    An edit changes one layer, so all others of a network are known from the last time.
    """
    node = Node(id="measured", layer=layer, params=json.loads(params))
    inputs = [keras.KerasTensor((None, *shape), "float32") for shape in shapes]
    with _without_allocation():
        keras_layer = build.layer(node, dtype=precision, value_range=values)
        output = keras_layer(inputs if LAYERS[layer].kind == "merge" else inputs[0])
    shape = tuple(output.shape[1:])
    if not all(isinstance(size, int) and size > 0 for size in shape):
        raise ValueError(f"the output would be {shape}")
    count = sum(prod(weight.shape) for weight in keras_layer.weights)
    return _LayerMeasurement(
        shape, count, sum(prod(weight.shape) for weight in keras_layer.weights if weight.trainable)
    )


@dataclass
class _NetworkPass:
    """One network, layer by layer; what stands behind a refused layer is not looked at."""

    experiment: Experiment
    graph: Graph
    info: Info
    faulty_nodes: frozenset[str]
    """Nodes whose problem is known already."""
    nodes: dict[str, NodeReport] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    ranges: dict[str, Range] = field(default_factory=dict)
    last: GraphNode = field(init=False)

    def __post_init__(self) -> None:
        self.last = self.graph.output

    def run(self) -> None:
        for node in self.graph.nodes:
            if node.node.layer == "Input":
                data_input = self.info.input_for(node.node.params)
                self.nodes[node.id] = NodeReport(data_input.shape, 0, 0, 0, 0)
                self.ranges[node.id] = data_input.value_range
            elif block_repeats.original_id(node.id) not in self.faulty_nodes and all(
                source in self.nodes for source in node.inputs
            ):
                self._check_node(node)

    def _check_node(self, node: GraphNode) -> None:
        shapes = [self.nodes[source].shape for source in node.inputs]
        values = self.ranges[node.inputs[0]]
        self.ranges[node.id] = build.output_value_range(node.node, values)
        problem = keras_errors.precheck(self.graph, node, shapes, values)
        if problem is None:
            precision = "float32" if node is self.last else self.experiment.training.precision
            value_range = values if node.row.auto_args else (0.0, 1.0)
            params = json.dumps(node.node.params, sort_keys=True)
            try:
                measurement = _measure_layer(node.node.layer, params, precision, value_range, tuple(shapes))
            except Exception as error:  # whatever Keras says here, a person is told
                problem = keras_errors.explain_error(self.graph, node, shapes, error)
            else:
                self._record_node(node, measurement, shapes)
        if problem is not None:
            self.problems.append(problem)

    def _record_node(self, node: GraphNode, measurement: _LayerMeasurement, shapes: list[Shape]) -> None:
        optimizer = connections.optimizers(self.experiment)[self.graph.name]
        size = memory.node_bytes(
            self.experiment, optimizer, measurement.parameters, measurement.trainable, measurement.shape
        )
        macs = node.row.macs(shapes, measurement.shape, with_defaults(node.row.params, node.node.params))
        self.nodes[node.id] = NodeReport(measurement.shape, measurement.parameters, measurement.trainable, macs, size)


def _output_problems(pass_: _NetworkPass, problems: list[Problem], info: Info) -> list[Problem]:
    """The last shape against what must leave the network, where nothing was said of it yet."""
    node_report = pass_.nodes.get(pass_.last.id)
    codes = {problem.code for problem in problems if problem.network == pass_.graph.name}
    if node_report is None or codes & OUTPUT_PROBLEM_CODES:
        return []
    problem = outputs.shape_problem(pass_.experiment, pass_.graph, node_report.shape, info)
    return [] if problem is None else [problem]
