"""Ends that are an example: the shape of the data, and every value of them within reach."""

from __future__ import annotations

from collections.abc import Iterable
from math import prod
from typing import TYPE_CHECKING, Any, NamedTuple

from playground.catalog.activations import ACTIVATIONS, reach
from playground.catalog.losses import LOSSES
from playground.core.formatting import shape as shown
from playground.core.i18n import N_, Text
from playground.core.info import Info
from playground.core.problems import Problem, Repair
from playground.experiment import graph_end as ends
from playground.experiment import ranks
from playground.experiment.repairs import Edit, edit, repair, rescale_repair
from playground.experiment.spec import Experiment
from playground.families.base import End
from playground.ports import connections
from playground.ports.connections import Form
from playground.ports.outputs.tail_edits import Shape, appended, param, problem, set_units, with_activation

if TYPE_CHECKING:
    from playground.experiment.graph import ActiveNode
from playground.experiment.graph import Graph

ROUNDING = 0.02
"""How much of its width the range of the data may stick out of what an activation reaches."""
_NOT_THE_DATA = {
    "images": N_("{network} gives {came}, the pictures are {wanted}."),
    "table": N_("{network} gives {came} numbers, a row of the table has {wanted}."),
    "points": N_("{network} gives {came} numbers, a point has {wanted}."),
}


NOT_THE_CODES = N_("{network} gives {came}; the codes are {wanted}, one row for each.")


def problems(experiment: Experiment, graph: Graph, info: Info) -> Iterable[Problem]:
    """What is wrong with the last layer's form, and with its values."""
    yield from form(experiment, graph, info, Wanted("data", _NOT_THE_DATA[info.kind], _fitting(experiment, info)))
    yield from _values(experiment, graph, info)


class Wanted(NamedTuple):
    """The *end* whose form must leave; *message* for another shape, of {network}, {came} and {wanted}; the *activation*
    of a last layer that is put there."""

    end: End
    message: str
    activation: str = "linear"


def form(experiment: Experiment, graph: Graph, info: Info, wanted: Wanted) -> Iterable[Problem]:
    """The first thing that is wrong with the form of what leaves *graph*."""
    first = next(iter(_form(experiment, graph, info, wanted)), None)
    if first is not None:
        yield first


def codes(experiment: Experiment, graph: Graph, info: Info) -> Iterable[Problem]:
    """Rows that become entries of a codebook."""
    yield from form(experiment, graph, info, Wanted("codes", NOT_THE_CODES))


def wrong_shape(experiment: Experiment, graph: Graph, came: Shape, info: Info) -> Problem:
    """Keras's *came*, which is not the shape of the data, or of the codes."""
    end: End = "codes" if connections.gives(experiment, graph.name) == "codes" else "data"
    wanted, message = (
        connections.form(end, experiment, info),
        _NOT_THE_DATA[info.kind] if end == "data" else NOT_THE_CODES,
    )
    title = Text(connections.title(experiment, graph.name))
    said = Text(message, {"network": title, "came": shown(came), "wanted": shown(wanted.shape)})
    activation = _fitting(experiment, info) if end == "data" else "linear"
    return problem(graph, f"{end}_shape", said, *_reshaped(graph, came, wanted, activation))


def _form(experiment: Experiment, graph: Graph, info: Info, asked: Wanted) -> Iterable[Problem]:
    wanted = connections.form(asked.end, experiment, info)
    axes = ranks.ranks(graph, connections.seen(experiment, graph.name, info)).get(graph.output.id)
    title = Text(connections.title(experiment, graph.name))
    if axes is not None and axes != len(wanted.shape):
        message = N_("{network} ends with {came}, and must give back {wanted}.")
        anew = _dense_end(graph, wanted, asked.activation, flat=axes == 1)
        said = Text(
            message,
            {"network": title, "came": ranks.rank_in_words(axes), "wanted": ranks.rank_in_words(len(wanted.shape))},
        )
        yield problem(graph, f"{asked.end}_rank", said, *_to_row(graph, wanted), *_from_row(graph, axes, wanted), anew)
    last = graph.output
    if last.node.layer == "Reshape":
        target: Shape = tuple(param(last, "target_shape"))
        if len(target) == len(wanted.shape) and -1 not in target and target != wanted.shape:
            values: dict[str, object] = {"network": title, "came": shown(target), "wanted": shown(wanted.shape)}
            right = repair(N_("Make it {shape}"), *_as(graph, last, wanted.shape), shape=shown(wanted.shape))
            said = Text(asked.message, values)
            yield problem(graph, f"{asked.end}_shape", said, right, field="target_shape")
    elif len(wanted.shape) == 1 and (dense := ends.dense(graph, last)) is not None:
        units = param(dense, "units")
        if units != wanted.shape[0]:
            said = Text(asked.message, {"network": title, "came": units, "wanted": wanted.shape[0]})
            right = repair(N_("Set units to {count}"), set_units(graph, dense, wanted.shape[0]), count=wanted.shape[0])
            yield problem(graph, f"{asked.end}_units", said, right, at=dense, field="units")


def _as(graph: Graph, last: ActiveNode, shape: Shape) -> Iterable[Edit]:
    """The last Reshape to *shape*, and the Dense before it to as many numbers."""
    yield edit("set_param", graph.name, node=last.id, field="target_shape", value=list(shape))
    before = next(node for node in graph.nodes if node.id == last.inputs[0])
    dense = ends.dense(graph, before)
    if dense is not None and param(dense, "units") != prod(shape):
        yield set_units(graph, dense, prod(shape))


def _to_row(graph: Graph, wanted: Form) -> Iterable[Repair]:
    """Where a Reshape made a picture of a Dense layer's numbers and a row is wanted, it goes."""
    last = graph.output
    if last.node.layer != "Reshape" or len(wanted.shape) != 1:
        return
    edits = [edit("delete", graph.name, nodes=[last.id])]
    dense = ends.dense(graph, next(node for node in graph.nodes if node.id == last.inputs[0]))
    if dense is not None:
        edits.append(set_units(graph, dense, wanted.shape[0]))
    yield repair(N_("Remove {node}"), *edits, node=last.id)


def _from_row(graph: Graph, axes: int, wanted: Form) -> Iterable[Repair]:
    """A row that a Dense layer gives becomes a picture by a Reshape, where the Dense gives as many numbers."""
    dense = ends.dense(graph, graph.output)
    if axes != 1 or dense is None:
        return
    params = {"target_shape": list(wanted.shape)}
    edits = [*appended(graph, ("Reshape", params)), set_units(graph, dense, prod(wanted.shape))]
    if param(dense, "units") == prod(wanted.shape):
        edits = edits[:-1]
    yield repair(N_("Arrange its numbers as {shape}"), *edits, shape=shown(wanted.shape))


def _dense_end(graph: Graph, wanted: Form, activation: str, *, flat: bool) -> Repair:
    count = prod(wanted.shape)
    layers: list[tuple[str, dict[str, Any]]] = [] if flat else [("Flatten", {})]
    layers += [("Dense", {"units": count, "activation": activation})]
    if len(wanted.shape) > 1:
        layers += [("Reshape", {"target_shape": list(wanted.shape)})]
    return repair(N_("Add a Dense with {units} units"), *appended(graph, *layers), units=count)


def _reshaped(graph: Graph, came: Shape, wanted: Form, activation: str) -> Iterable[Repair]:
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
        yield repair(N_("Add {layers}"), *appended(graph, *layers), layers=names)
    yield _dense_end(graph, wanted, activation, flat=len(came) == 1)


def _fitting(experiment: Experiment, info: Info) -> str:
    """The activation for the last layer: what the loss asks for, and what reaches every value."""
    pick = connections.loss(experiment)
    row = LOSSES.get(pick.name) if pick is not None else None
    if pick is not None and row is not None and row.chances:
        return row.output("reconstruction", pick.params)[0]
    return {(0.0, 1.0): "sigmoid", (-1.0, 1.0): "tanh"}.get(info.value_range, "linear")


def _values(experiment: Experiment, graph: Graph, info: Info) -> Iterable[Problem]:
    came, place = ends.activation(graph, graph.output)
    facts, pick = connections.facts(experiment, info), connections.loss(experiment)
    row = LOSSES.get(pick.name) if pick is not None else None
    title = Text(ACTIVATIONS[came].title) if came in ACTIVATIONS else Text(came)
    right = with_activation(graph, place, _fitting(experiment, info))
    field = "activation" if place.row.param("activation") is not None else None
    if pick is not None and row is not None and row.why_not(facts) is None:
        said = row.why_not(facts, came, pick.params)
        if said is not None:
            yield problem(graph, "data_activation", said, right, at=place, field=field)
            return
        if pick.params.get("from_logits") is True:
            return
    low, high = reach(came)
    width = ROUNDING * (info.value_range[1] - info.value_range[0])
    if low <= info.value_range[0] + width and info.value_range[1] - width <= high:
        return
    said = Text(
        N_("{activation} gives {reach}; the data go from {low} to {high}."),
        {
            "activation": title,
            "reach": _reach(low, high),
            "low": f"{info.value_range[0]:.3g}",
            "high": f"{info.value_range[1]:.3g}",
        },
    )
    scale = {(0.0, 1.0): "unit", (-1.0, 1.0): "signed"}.get((low, high))
    other = (rescale_repair(info, scale),) if scale == "unit" or (scale and info.kind == "images") else ()
    yield problem(graph, "data_range", said, right, *other, at=place, field=field)


def _reach(low: float, high: float) -> Text:
    values: dict[str, object] = {"low": f"{low:g}", "high": f"{high:g}"}
    if high == float("inf"):
        return Text(N_("nothing below {low}"), values)
    if low == -float("inf"):
        return Text(N_("nothing above {high}"), values)
    return Text(N_("numbers from {low} to {high}"), values)
