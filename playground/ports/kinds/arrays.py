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

    def shape_problem(self, port: OutputPort, came: Shape) -> Problem:
        """Keras's *came*, which is not the shape that is wanted."""
        said = self._said(port, shape_text(came), shape_text(port.spec.shape))
        repairs = _reshape_repairs(port.graph, came, port.spec, self.activation(port))
        return output_problem(port.graph, f"{self.code_prefix}_shape", said, *repairs)

    def _said(self, port: OutputPort, came: object, wanted: object) -> Text:
        return Text(self.message(port.info), {"network": port.title, "came": came, "wanted": wanted})

    def _form_problems(self, port: OutputPort) -> Iterable[Problem]:
        graph, wanted, axes, last = port.graph, port.spec, port.rank, port.graph.output
        if axes is not None and axes != len(wanted.shape):
            yield self._rank_problem(port, axes)
        if last.node.layer == "Reshape":
            target: Shape = tuple(param_value(last, "target_shape"))
            if len(target) == len(wanted.shape) and -1 not in target and target != wanted.shape:
                shape = shape_text(wanted.shape)
                right = repair(N_("Make it {shape}"), *_reshape_edits(graph, last, wanted.shape), shape=shape)
                said = self._said(port, shape_text(target), shape)
                yield output_problem(graph, f"{self.code_prefix}_shape", said, right, field="target_shape")
        elif len(wanted.shape) == 1 and (dense := ends.final_dense(graph, last)) is not None:
            units, size = param_value(dense, "units"), wanted.shape[0]
            if units != size:
                right = repair(N_("Set units to {count}"), set_units(graph, dense, size), count=size)
                said = self._said(port, units, size)
                yield output_problem(graph, f"{self.code_prefix}_units", said, right, at=dense, field="units")

    def _rank_problem(self, port: OutputPort, axes: int) -> Problem:
        graph, wanted = port.graph, port.spec
        values: dict[str, object] = {
            "network": port.title,
            "came": ranks.rank_in_words(axes),
            "wanted": ranks.rank_in_words(len(wanted.shape)),
        }
        said = Text(N_("{network} ends with {came}, and must give back {wanted}."), values)
        repairs = (
            *_to_vector_repairs(graph, wanted),
            *_from_vector_repairs(graph, axes, wanted),
            _append_dense_repair(graph, wanted, self.activation(port), flat=axes == 1),
        )
        return output_problem(graph, f"{self.code_prefix}_rank", said, *repairs)


def _reshape_edits(graph: Graph, last: GraphNode, shape: Shape) -> Iterable[Edit]:
    """The last Reshape to *shape*, and the Dense before it to as many numbers."""
    yield edit("set_param", graph.name, node=last.id, field="target_shape", value=list(shape))
    before = next(node for node in graph.nodes if node.id == last.inputs[0])
    dense = ends.final_dense(graph, before)
    if dense is not None and param_value(dense, "units") != prod(shape):
        yield set_units(graph, dense, prod(shape))


def _to_vector_repairs(graph: Graph, wanted: TensorSpec) -> Iterable[Repair]:
    """Where a Reshape made a picture of a Dense layer's numbers and a row is wanted, it goes."""
    last = graph.output
    if last.node.layer != "Reshape" or len(wanted.shape) != 1:
        return
    edits = [edit("delete", graph.name, nodes=[last.id])]
    dense = ends.final_dense(graph, next(node for node in graph.nodes if node.id == last.inputs[0]))
    if dense is not None:
        edits.append(set_units(graph, dense, wanted.shape[0]))
    yield repair(N_("Remove {node}"), *edits, node=last.id)


def _from_vector_repairs(graph: Graph, axes: int, wanted: TensorSpec) -> Iterable[Repair]:
    """A row that a Dense layer gives becomes a picture by a Reshape, where the Dense gives as many numbers."""
    dense = ends.final_dense(graph, graph.output)
    if axes != 1 or dense is None:
        return
    params = {"target_shape": list(wanted.shape)}
    edits = [*append_edits(graph, ("Reshape", params)), set_units(graph, dense, prod(wanted.shape))]
    if param_value(dense, "units") == prod(wanted.shape):
        edits = edits[:-1]
    yield repair(N_("Arrange its numbers as {shape}"), *edits, shape=shape_text(wanted.shape))


def _append_dense_repair(graph: Graph, wanted: TensorSpec, activation: str, *, flat: bool) -> Repair:
    count = prod(wanted.shape)
    layers: list[tuple[str, dict[str, Any]]] = [] if flat else [("Flatten", {})]
    layers += [("Dense", {"units": count, "activation": activation})]
    if len(wanted.shape) > 1:
        layers += [("Reshape", {"target_shape": list(wanted.shape)})]
    return repair(N_("Add a Dense with {units} units"), *append_edits(graph, *layers), units=count)


def _reshape_repairs(graph: Graph, came: Shape, wanted: TensorSpec, activation: str) -> Iterable[Repair]:
    """Pictures of another size or with other channels become those of the data."""
    if len(came) == len(wanted.shape) == 3:
        height, width, channels = wanted.shape
        layers: list[tuple[str, dict[str, Any]]] = []
        if came[:2] != wanted.shape[:2]:
            layers += [("Resizing", {"height": height, "width": width})]
        if came[2] != channels:
            look = {"filters": channels, "kernel_size": [3, 3], "padding": "same", "activation": activation}
            layers += [("Conv2D", look)]
        names = " + ".join(layer for layer, _params in layers)
        yield repair(N_("Add {layers}"), *append_edits(graph, *layers), layers=names)
    yield _append_dense_repair(graph, wanted, activation, flat=len(came) == 1)
