"""Ends that are an example: the shape of the data, and every value of them within reach."""

from __future__ import annotations

from collections.abc import Iterable
from math import prod
from typing import TYPE_CHECKING, Any, NamedTuple

from playground.catalog.activations import ACTIVATIONS, output_range
from playground.catalog.losses import LOSSES
from playground.core.formatting import shape_text
from playground.core.i18n import N_, Text
from playground.core.info import Info
from playground.core.problems import Problem, Repair
from playground.experiment import graph_end as ends
from playground.experiment import ranks
from playground.experiment.repairs import Edit, edit, repair, rescale_repair
from playground.experiment.spec import Experiment
from playground.families.base import PortKind
from playground.ports import connections
from playground.ports.connections import TensorSpec
from playground.ports.outputs.tail_edits import (
    Shape,
    append_edits,
    output_problem,
    param_value,
    set_activation_repair,
    set_units,
)

if TYPE_CHECKING:
    from playground.experiment.graph import GraphNode
from playground.experiment.graph import Graph

ROUNDING = 0.02
"""How much of its width the range of the data may stick out of what an activation reaches."""
_WRONG_EXAMPLE_SHAPE = {
    "images": N_("{network} gives {came}, the pictures are {wanted}."),
    "table": N_("{network} gives {came} numbers, a row of the table has {wanted}."),
    "points": N_("{network} gives {came} numbers, a point has {wanted}."),
}


WRONG_CODES_SHAPE = N_("{network} gives {came}; the codes are {wanted}, one row for each.")


def problems(experiment: Experiment, graph: Graph, info: Info) -> Iterable[Problem]:
    """What is wrong with the last layer's form, and with its values."""
    yield from tail_problems(
        experiment,
        graph,
        info,
        ExpectedTail("data", _WRONG_EXAMPLE_SHAPE[info.kind], _fitting_activation(experiment, info)),
    )
    yield from _range_problems(experiment, graph, info)


class ExpectedTail(NamedTuple):
    """The *end* whose form must leave; *message* for another shape, of {network}, {came} and {wanted}; the *activation*
    of a last layer that is put there."""

    end: PortKind
    message: str
    activation: str = "linear"


def tail_problems(experiment: Experiment, graph: Graph, info: Info, wanted: ExpectedTail) -> Iterable[Problem]:
    """The first thing that is wrong with the form of what leaves *graph*."""
    first = next(iter(_all_tail_problems(experiment, graph, info, wanted)), None)
    if first is not None:
        yield first


def quantized_problems(experiment: Experiment, graph: Graph, info: Info) -> Iterable[Problem]:
    """Rows that become entries of a codebook."""
    yield from tail_problems(experiment, graph, info, ExpectedTail("codes", WRONG_CODES_SHAPE))


def shape_problem(experiment: Experiment, graph: Graph, came: Shape, info: Info) -> Problem:
    """Keras's *came*, which is not the shape of the data, or of the codes."""
    end: PortKind = "codes" if connections.output_kind(experiment, graph.name) == "codes" else "data"
    wanted, message = (
        connections.port_spec(end, experiment, info),
        _WRONG_EXAMPLE_SHAPE[info.kind] if end == "data" else WRONG_CODES_SHAPE,
    )
    title = Text(connections.title(experiment, graph.name))
    said = Text(message, {"network": title, "came": shape_text(came), "wanted": shape_text(wanted.shape)})
    activation = _fitting_activation(experiment, info) if end == "data" else "linear"
    return output_problem(graph, f"{end}_shape", said, *_reshape_repairs(graph, came, wanted, activation))


def _all_tail_problems(experiment: Experiment, graph: Graph, info: Info, asked: ExpectedTail) -> Iterable[Problem]:
    wanted = connections.port_spec(asked.end, experiment, info)
    axes = ranks.ranks(graph, connections.network_info(experiment, graph.name, info)).get(graph.output.id)
    title = Text(connections.title(experiment, graph.name))
    if axes is not None and axes != len(wanted.shape):
        message = N_("{network} ends with {came}, and must give back {wanted}.")
        anew = _append_dense_repair(graph, wanted, asked.activation, flat=axes == 1)
        said = Text(
            message,
            {"network": title, "came": ranks.rank_in_words(axes), "wanted": ranks.rank_in_words(len(wanted.shape))},
        )
        yield output_problem(
            graph,
            f"{asked.end}_rank",
            said,
            *_to_vector_repairs(graph, wanted),
            *_from_vector_repairs(graph, axes, wanted),
            anew,
        )
    last = graph.output
    if last.node.layer == "Reshape":
        target: Shape = tuple(param_value(last, "target_shape"))
        if len(target) == len(wanted.shape) and -1 not in target and target != wanted.shape:
            values: dict[str, object] = {
                "network": title,
                "came": shape_text(target),
                "wanted": shape_text(wanted.shape),
            }
            right = repair(
                N_("Make it {shape}"), *_reshape_edits(graph, last, wanted.shape), shape=shape_text(wanted.shape)
            )
            said = Text(asked.message, values)
            yield output_problem(graph, f"{asked.end}_shape", said, right, field="target_shape")
    elif len(wanted.shape) == 1 and (dense := ends.final_dense(graph, last)) is not None:
        units = param_value(dense, "units")
        if units != wanted.shape[0]:
            said = Text(asked.message, {"network": title, "came": units, "wanted": wanted.shape[0]})
            right = repair(N_("Set units to {count}"), set_units(graph, dense, wanted.shape[0]), count=wanted.shape[0])
            yield output_problem(graph, f"{asked.end}_units", said, right, at=dense, field="units")


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


def _fitting_activation(experiment: Experiment, info: Info) -> str:
    """The activation for the last layer: what the loss asks for, and what reaches every value."""
    pick = connections.loss(experiment)
    row = LOSSES.get(pick.name) if pick is not None else None
    if pick is not None and row is not None and row.expects_probabilities:
        return row.output_activations("reconstruction", pick.params)[0]
    return {(0.0, 1.0): "sigmoid", (-1.0, 1.0): "tanh"}.get(info.value_range, "linear")


def _range_problems(experiment: Experiment, graph: Graph, info: Info) -> Iterable[Problem]:
    came, place = ends.final_activation(graph, graph.output)
    facts, pick = connections.task_info(experiment, info), connections.loss(experiment)
    row = LOSSES.get(pick.name) if pick is not None else None
    title = Text(ACTIVATIONS[came].title) if came in ACTIVATIONS else Text(came)
    right = set_activation_repair(graph, place, _fitting_activation(experiment, info))
    field = "activation" if place.row.param("activation") is not None else None
    if pick is not None and row is not None and row.incompatibility(facts) is None:
        said = row.incompatibility(facts, came, pick.params)
        if said is not None:
            yield output_problem(graph, "data_activation", said, right, at=place, field=field)
            return
        if pick.params.get("from_logits") is True:
            return
    low, high = output_range(came)
    width = ROUNDING * (info.value_range[1] - info.value_range[0])
    if low <= info.value_range[0] + width and info.value_range[1] - width <= high:
        return
    said = Text(
        N_("{activation} gives {reach}; the data go from {low} to {high}."),
        {
            "activation": title,
            "reach": _range_text(low, high),
            "low": f"{info.value_range[0]:.3g}",
            "high": f"{info.value_range[1]:.3g}",
        },
    )
    scale = {(0.0, 1.0): "unit", (-1.0, 1.0): "signed"}.get((low, high))
    other = (rescale_repair(info, scale),) if scale == "unit" or (scale and info.kind == "images") else ()
    yield output_problem(graph, "data_range", said, right, *other, at=place, field=field)


def _range_text(low: float, high: float) -> Text:
    values: dict[str, object] = {"low": f"{low:g}", "high": f"{high:g}"}
    if high == float("inf"):
        return Text(N_("nothing below {low}"), values)
    if low == -float("inf"):
        return Text(N_("nothing above {high}"), values)
    return Text(N_("numbers from {low} to {high}"), values)
