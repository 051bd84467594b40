"""What ends that are an array of given shape share: its axes, and the size of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING, Any

from playground.core.formatting import shape_text
from playground.core.i18n import N_, Text
from playground.core.info import Info
from playground.core.problems import Problem, Repair
from playground.experiment import graph_end as ends
from playground.experiment import ranks
from playground.experiment.repairs import Edit, edit, repair
from playground.ports.base import (
    OutputPort,
    Shape,
    TensorSpec,
    append_edits,
    output_problem,
    param_value,
    set_units,
)

if TYPE_CHECKING:
    from playground.experiment.graph import Graph, GraphNode


def _linear(_port: OutputPort) -> str:
    return "linear"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrayRules:
    """*message* gives, for the data set's facts, the sentence about another shape, of {network}, {came} and {wanted};
    *activation* that of a last layer which a repair puts there."""

    code_prefix: str
    message: Callable[[Info], str]
    activation: Callable[[OutputPort], str] = _linear

    def check(self, port: OutputPort) -> Iterable[Problem]:
        """The first thing that is wrong with the form of what leaves."""
        first = next(iter(self._form_problems(port)), None)
        if first is not None:
            yield first

    def shape_problem(self, port: OutputPort, actual_shape: Shape) -> Problem:
        """Keras's *actual_shape* (without the batch), which is not the shape that is wanted."""
        message = self._mismatch_text(port, shape_text(actual_shape), shape_text(port.spec.shape))
        repairs = _reshape_repairs(port.graph, actual_shape, port.spec, self.activation(port))
        return output_problem(port.graph, f"{self.code_prefix}_shape", message, *repairs)

    def _mismatch_text(self, port: OutputPort, actual: object, expected: object) -> Text:
        return Text(self.message(port.info), {"network": port.title, "came": actual, "wanted": expected})

    def _form_problems(self, port: OutputPort) -> Iterable[Problem]:
        graph, spec, axes, last = port.graph, port.spec, port.rank, port.graph.output
        if axes is not None and axes != len(spec.shape):
            yield self._rank_problem(port, axes)
        if last.node.layer == "Reshape":
            target: Shape = tuple(param_value(last, "target_shape"))
            if len(target) == len(spec.shape) and -1 not in target and target != spec.shape:
                shape = shape_text(spec.shape)
                right = repair(N_("Make it {shape}"), *_reshape_edits(graph, last, spec.shape), shape=shape)
                message = self._mismatch_text(port, shape_text(target), shape)
                yield output_problem(graph, f"{self.code_prefix}_shape", message, right, field="target_shape")
        elif len(spec.shape) == 1 and (dense := ends.final_dense(graph, last)) is not None:
            units, size = param_value(dense, "units"), spec.shape[0]
            if units != size:
                right = repair(N_("Set units to {count}"), set_units(graph, dense, size), count=size)
                message = self._mismatch_text(port, units, size)
                yield output_problem(graph, f"{self.code_prefix}_units", message, right, at=dense, field="units")

    def _rank_problem(self, port: OutputPort, axes: int) -> Problem:
        graph, spec = port.graph, port.spec
        values: dict[str, object] = {
            "network": port.title,
            "came": ranks.rank_in_words(axes),
            "wanted": ranks.rank_in_words(len(spec.shape)),
        }
        message = Text(N_("{network} ends with {came}, and must reconstruct {wanted}."), values)
        repairs = (
            *_to_vector_repairs(graph, spec),
            *_from_vector_repairs(graph, axes, spec),
            _append_dense_repair(graph, spec, self.activation(port), flat=axes == 1),
        )
        return output_problem(graph, f"{self.code_prefix}_rank", message, *repairs)


def _reshape_edits(graph: Graph, last: GraphNode, shape: Shape) -> Iterable[Edit]:
    """The last Reshape to *shape*, and the Dense before it to as many numbers."""
    yield edit("set_param", graph.name, node=last.id, field="target_shape", value=list(shape))
    before = next(node for node in graph.nodes if node.id == last.inputs[0])
    dense = ends.final_dense(graph, before)
    if dense is not None and param_value(dense, "units") != prod(shape):
        yield set_units(graph, dense, prod(shape))


def _to_vector_repairs(graph: Graph, spec: TensorSpec) -> Iterable[Repair]:
    """Where a Reshape made a picture of a Dense layer's numbers and a row is wanted, it goes."""
    last = graph.output
    if last.node.layer != "Reshape" or len(spec.shape) != 1:
        return
    edits = [edit("delete", graph.name, nodes=[last.id])]
    dense = ends.final_dense(graph, next(node for node in graph.nodes if node.id == last.inputs[0]))
    if dense is not None:
        edits.append(set_units(graph, dense, spec.shape[0]))
    yield repair(N_("Remove {node}"), *edits, node=last.id)


def _from_vector_repairs(graph: Graph, axes: int, spec: TensorSpec) -> Iterable[Repair]:
    """A row that a Dense layer gives becomes a picture by a Reshape, where the Dense gives as many numbers."""
    dense = ends.final_dense(graph, graph.output)
    if axes != 1 or dense is None:
        return
    params = {"target_shape": list(spec.shape)}
    edits = [*append_edits(graph, ("Reshape", params)), set_units(graph, dense, prod(spec.shape))]
    if param_value(dense, "units") == prod(spec.shape):
        edits = edits[:-1]
    yield repair(N_("Arrange its numbers as {shape}"), *edits, shape=shape_text(spec.shape))


def _append_dense_repair(graph: Graph, spec: TensorSpec, activation: str, *, flat: bool) -> Repair:
    count = prod(spec.shape)
    layers: list[tuple[str, dict[str, Any]]] = [] if flat else [("Flatten", {})]
    layers += [("Dense", {"units": count, "activation": activation})]
    if len(spec.shape) > 1:
        layers += [("Reshape", {"target_shape": list(spec.shape)})]
    return repair(N_("Add a Dense with {units} units"), *append_edits(graph, *layers), units=count)


def _reshape_repairs(graph: Graph, actual_shape: Shape, spec: TensorSpec, activation: str) -> Iterable[Repair]:
    """Pictures of another size or with other channels become those of the data."""
    if len(actual_shape) == len(spec.shape) == 3:
        height, width, channels = spec.shape
        layers: list[tuple[str, dict[str, Any]]] = []
        if actual_shape[:2] != spec.shape[:2]:
            layers += [("Resizing", {"height": height, "width": width})]
        if actual_shape[2] != channels:
            look = {"filters": channels, "kernel_size": [3, 3], "padding": "same", "activation": activation}
            layers += [("Conv2D", look)]
        names = " + ".join(layer for layer, _params in layers)
        yield repair(N_("Add {layers}"), *append_edits(graph, *layers), layers=names)
    yield _append_dense_repair(graph, spec, activation, flat=len(actual_shape) == 1)
