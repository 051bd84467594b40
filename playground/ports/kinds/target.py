"""The last layer of a network that answers what the data set asks: its axes, its units, its activation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from playground.catalog import losses
from playground.catalog.activations import ACTIVATIONS
from playground.catalog.losses import LOSSES, LossRow
from playground.core.formatting import shape_text
from playground.core.i18n import N_, Text
from playground.core.info import Info
from playground.core.params import with_defaults
from playground.core.problems import Problem, Repair
from playground.experiment import graph_end as ends
from playground.experiment import ranks
from playground.experiment.graph_edits import free_id
from playground.experiment.repairs import edit, repair
from playground.experiment.spec import NamedParams
from playground.ports.base import OutputPort, PortKind, Shape, TensorSpec, output_problem

if TYPE_CHECKING:
    from playground.experiment.graph import Graph, GraphNode


def suggest_output(info: Info, loss: NamedParams | None = None) -> dict[str, Any]:
    """The last layer that fits the task, as ``{"layer": "Dense", "params": {"units": ..., "activation": ...}}``."""
    return {"layer": "Dense", "params": {"units": info.outputs, "activation": _expected_activations(info, loss)[0]}}


def _expected_activations(info: Info, loss: NamedParams | None) -> tuple[str, ...]:
    row = LOSSES.get(loss.name) if loss is not None else None
    if loss is None or row is None or info.task not in row.targets_by_task:
        return LOSSES[losses.DEFAULT_LOSSES[info.task]].output_activations(info.task, {})
    return row.output_activations(info.task, loss.params)


def _spec(_params: Mapping[str, object], info: Info) -> TensorSpec:
    return TensorSpec((info.outputs,))


def _check(port: OutputPort) -> Iterable[Problem]:
    graph, info, loss, last = port.graph, port.task_info, port.experiment.loss, port.graph.output
    if info.has_single_class:
        return
    axes = ranks.ranks(graph, info).get(last.id)
    if axes is not None and axes != 1:
        yield _rank_problem(graph, last, axes, info, loss)
    dense = ends.final_dense(graph, last)
    if dense is not None and (units := with_defaults(dense.row.params, dense.node.params)["units"]) != info.outputs:
        yield _units_problem(graph, dense, units, info)
    row = LOSSES.get(loss.name)
    if row is not None and info.task in row.targets_by_task:
        yield from _activation_problems(graph, last, row, loss, info)


def _shape_problem(port: OutputPort, actual_shape: Shape) -> Problem | None:
    """Keras's *actual_shape*, which is not a number for each output of the task."""
    if port.info.has_single_class:
        return None
    values = {"came": shape_text(actual_shape), "outputs": port.info.outputs}
    message = Text(N_("The network gives {came} for each example; the task needs {outputs}."), values)
    add = add_output_repair(port.graph, port.graph.output.id, port.info, port.experiment.loss)
    return output_problem(port.graph, "output_shape", message, add)


def _rank_problem(graph: Graph, last: GraphNode, axes: int, info: Info, loss: NamedParams) -> Problem:
    message = Text(
        N_("The network ends with {came}; the task needs a row of {outputs} numbers for each example."),
        {"came": ranks.rank_in_words(axes), "outputs": info.outputs},
    )
    fitting = ["Flatten", f"GlobalAveragePooling{axes - 1}D"] if axes in (2, 3) else ["Flatten"]
    make = _row_before_repair if last.node.layer == "Dense" else _row_and_output_repair
    repairs = tuple(make(graph, last, layer, info, loss) for layer in fitting)
    return Problem("output_rank", message, network=graph.name, node=last.id, repairs=repairs)


def _row_before_repair(graph: Graph, last: GraphNode, layer: str, info: Info, loss: NamedParams) -> Repair:  # noqa: ARG001
    insert_edit = edit("insert_before", graph.name, node=last.id, layer=layer)
    return repair(N_("Insert {layer} before {node}"), insert_edit, layer=layer, node=last.id)


def _row_and_output_repair(graph: Graph, last: GraphNode, layer: str, info: Info, loss: NamedParams) -> Repair:
    name = free_id([node.id for node in graph.nodes], layer)
    row = edit("add", graph.name, layer=layer, after=last.id, id=name)
    output = edit("add", graph.name, after=name, **suggest_output(info, loss))
    return repair(N_("Add {layer} and a Dense with {units} units"), row, output, layer=layer, units=info.outputs)


def add_output_repair(graph: Graph, last: str, info: Info, loss: NamedParams | None) -> Repair:
    """The repair that puts the suggested last layer behind *last*."""
    layer = suggest_output(info, loss)
    return repair(
        N_("Add Dense with 1 unit and {activation}")
        if info.outputs == 1
        else N_("Add Dense with {units} units and {activation}"),
        edit("add", graph.name, after=last, **layer),
        units=info.outputs,
        activation=Text(ACTIVATIONS[layer["params"]["activation"]].title),
    )


def _units_problem(graph: Graph, dense: GraphNode, units: object, info: Info) -> Problem:
    messages = {
        "binary": N_(
            "The last layer has {units} units; telling two classes apart takes 1: the probability of the second."
        ),
        "multiclass": N_("The last layer has {units} units; this data set has {outputs} classes."),
        "regression": N_("The last layer has {units} units; {outputs} must be predicted for each example."),
    }
    message = Text(messages[info.task], {"units": units, "outputs": info.outputs})
    units_edit = edit("set_param", graph.name, node=dense.id, field="units", value=info.outputs)
    right = repair(N_("Set units to {count}"), units_edit, count=info.outputs)
    return Problem("units_do_not_match", message, network=graph.name, node=dense.id, field="units", repairs=(right,))


def _activation_problems(
    graph: Graph, last: GraphNode, row: LossRow, loss: NamedParams, info: Info
) -> Iterable[Problem]:
    activation, place = ends.final_activation(graph, last)
    message = row.incompatibility(info, activation, loss.params)
    if message is None or (row.incompatibility(info) is not None):
        return
    expected_activation = row.output_activations(info.task, loss.params)[0]
    own = place.row.param("activation") is not None
    activation_edit = edit("set_param", graph.name, node=place.id, field="activation", value=expected_activation)
    right = (
        repair(N_("Set activation to {name}"), activation_edit, name=Text(ACTIVATIONS[expected_activation].title))
        if own
        else add_output_repair(graph, last.id, info, loss)
    )
    field = "activation" if own else None
    yield Problem("output_activation", message, network=graph.name, node=place.id, field=field, repairs=(right,))


PORT = PortKind(
    name="target", code_prefix="output", spec=_spec, check=_check, shape_problem=_shape_problem, is_vector=True
)
