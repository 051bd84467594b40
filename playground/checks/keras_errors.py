"""What Keras refuses, in our words: where, what was expected, what came, and what to press."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from math import gcd, prod
from typing import Any

from playground.catalog.layers.base import Shape
from playground.core.formatting import byte_size, shape_text
from playground.core.i18n import N_, Text
from playground.core.params import with_defaults
from playground.core.problems import Problem, Repair
from playground.experiment.graph import Graph, GraphNode
from playground.experiment.repairs import edit, repair, set_edit
from playground.experiment.report import NodeReport
from playground.experiment.spec import Experiment

Range = tuple[float, float]


def _problem(
    graph: Graph, node: GraphNode, code: str, message: Text, *repairs: Repair, at: str | None = None
) -> Problem:
    return Problem(code, message, network=graph.name, node=node.id, field=at, repairs=repairs)


def _set_param_repair(graph: Graph, node: GraphNode, field: str, value: Any) -> Repair:
    param = node.row.param(field)
    param_edit = edit("set_param", graph.name, node=node.id, field=field, value=value)
    return repair(
        N_("Set {label} to {value}"), param_edit, label=Text(param.label if param else field), value=str(value)
    )


def _remove_repair(graph: Graph, node: GraphNode) -> Repair:
    return repair(N_("Remove {node}"), edit("delete", graph.name, nodes=[node.id]), node=node.id)


def precheck(graph: Graph, node: GraphNode, shapes: list[Shape], values: Range) -> Problem | None:
    """What Keras would accept and get wrong, or refuse only once it runs; *shapes* are those of the inputs (without the
    batch), *values* the range of what comes in. ``None`` where there is nothing."""
    row, channels = node.row, shapes[0][-1] if shapes and shapes[0] else 0
    if row.channels is not None and channels not in row.channels:
        expected_channels = N_(" or ").join(str(count) for count in row.channels)
        message = Text(
            N_("{node} needs images with {wanted} channels; these have {came}."),
            {"node": node.id, "wanted": expected_channels, "came": channels},
        )
        return _problem(graph, node, "channels", message, _remove_repair(graph, node))
    if row.needs_nonnegative and values[0] != 0.0:
        message = Text(
            N_("{node} needs brightness that begins at 0; this data is scaled from {low} to {high}."),
            {"node": node.id, "low": f"{values[0]:g}", "high": f"{values[1]:g}"},
        )
        unit = repair(N_("Scale the data from 0 to 1"), set_edit("data.preparation.scale", "unit"))
        return _problem(graph, node, "value_range", message, unit, _remove_repair(graph, node))
    rule = _RULES.get(row.name)
    return rule(graph, node, shapes) if rule is not None else None


def explain_error(graph: Graph, node: GraphNode, shapes: list[Shape], error: Exception) -> Problem:
    """Keras's refusal of *node*, given the shapes of its inputs (without the batch)."""
    values = with_defaults(node.row.params, node.node.params)
    for ask in (_stride_and_dilation, _window, _groups, _reshape, _merge, _dot, _cropping, _axes, _output_padding):
        problem = ask(graph, node, shapes, values)
        if problem is not None:
            return problem
    message = Text(
        N_("{node} cannot take what comes in ({shape}). Keras says: {why}"),
        {"node": node.id, "shape": ", ".join(shape_text(shape) for shape in shapes), "why": _plain_message(error)},
    )
    return _problem(graph, node, "refused", message, _remove_repair(graph, node))


def _plain_message(error: Exception) -> str:
    """The sentence of *error* without colours, call stacks and arguments."""
    text = re.sub(r"\x1b\[[0-9;]*m", "", str(error))
    text = re.sub(r"^Exception encountered when calling [^\n]*\n+", "", text)
    return text.split("\n\n")[0].split("\n")[0].strip()[:300]


def _int_per_axis(value: object, axes: int) -> list[int]:
    return [int(entry) for entry in value] if isinstance(value, list | tuple) else [int(str(value))] * axes


def _stride_and_dilation(
    graph: Graph, node: GraphNode, shapes: list[Shape], values: Mapping[str, Any]
) -> Problem | None:
    """``strides`` and ``dilation_rate`` above 1 together."""
    if "dilation_rate" not in values or node.node.layer.startswith("Depthwise"):
        return None
    axes = len(shapes[0]) - 1
    if max(_int_per_axis(values["strides"], axes)) == 1 or max(_int_per_axis(values["dilation_rate"], axes)) == 1:
        return None
    message = Text(N_("{node} can take strides or look at spread points (dilation), not both."), {"node": node.id})
    repairs = (_set_param_repair(graph, node, "strides", 1), _set_param_repair(graph, node, "dilation_rate", 1))
    return _problem(graph, node, "stride_and_dilation", message, *repairs, at="strides")


def _window(graph: Graph, node: GraphNode, shapes: list[Shape], values: Mapping[str, Any]) -> Problem | None:
    """A window larger than what it slides over, without padding."""
    name = next((name for name in ("kernel_size", "pool_size") if name in values), None)
    if name is None or values.get("padding") != "valid" or node.node.layer.endswith("Transpose"):
        return None
    space = shapes[0][:-1]
    sizes = _int_per_axis(values[name], len(space))
    gaps = _int_per_axis(values.get("dilation_rate", 1), len(space))
    reach = tuple((size - 1) * gap + 1 for size, gap in zip(sizes, gaps, strict=True))
    if all(here <= there for here, there in zip(reach, space, strict=True)):
        return None
    message = Text(
        N_("{node} looks through a window of {reach}, but only {space} come in."),
        {"node": node.id, "reach": shape_text(reach), "space": shape_text(space)},
    )
    largest = max(min((there - 1) // gap + 1 for there, gap in zip(space, gaps, strict=True)), 1)
    repairs = (
        _set_param_repair(graph, node, "padding", "same"),
        _set_param_repair(graph, node, name, largest),
        _remove_repair(graph, node),
    )
    return _problem(graph, node, "window_too_large", message, *repairs, at=name)


def _groups(graph: Graph, node: GraphNode, shapes: list[Shape], values: Mapping[str, Any]) -> Problem | None:
    groups = values.get("groups")
    if not isinstance(groups, int) or groups in (-1, 1):
        return None
    channels, filters = shapes[0][-1], values.get("filters", shapes[0][-1])
    if groups > 0 and channels % groups == 0 and filters % groups == 0:
        return None
    both = gcd(channels, filters)
    fitting = max(count for count in range(1, both + 1) if both % count == 0 and count <= max(groups, 1))
    message = (
        N_("{node} splits {channels} channels into {groups} equal groups; that does not come out even.")
        if filters == channels
        else N_(
            "{node} splits {channels} channels and {filters} filters into {groups} groups; that does not come out even."
        )
    )
    text = Text(message, {"node": node.id, "channels": channels, "filters": filters, "groups": groups})
    return _problem(graph, node, "groups", text, _set_param_repair(graph, node, "groups", fitting), at="groups")


def _reshape(graph: Graph, node: GraphNode, shapes: list[Shape], values: Mapping[str, Any]) -> Problem | None:
    if node.node.layer != "Reshape":
        return None
    count, target = prod(shapes[0]), [int(size) for size in values["target_shape"]]
    message = Text(
        N_("{node} cannot arrange {count} numbers ({came}) as {wanted}."),
        {"node": node.id, "count": count, "came": shape_text(shapes[0]), "wanted": shape_text(tuple(target))},
    )
    fitting = _fitting_shapes(count, target)
    repairs = [_set_param_repair(graph, node, "target_shape", shape) for shape in fitting]
    return _problem(graph, node, "reshape", message, *repairs, at="target_shape")


def _fitting_shapes(count: int, target: list[int]) -> list[list[int]]:
    """Shapes that hold *count* numbers: *target* with one size changed, a square picture, one row."""
    shapes: list[list[int]] = []
    for place in reversed(range(len(target))):
        rest = prod(size for index, size in enumerate(target) if index != place)
        if rest > 0 and count % rest == 0:
            shapes.append([*target[:place], count // rest, *target[place + 1 :]])
    side = round(count**0.5)
    if len(target) == 3 and side * side == count:
        shapes.append([side, side, 1])
    return [shape for index, shape in enumerate([*shapes, [count]]) if shape not in [*shapes, [count]][:index]][:3]


def _merge(graph: Graph, node: GraphNode, shapes: list[Shape], values: Mapping[str, Any]) -> Problem | None:
    if node.row.kind != "merge" or node.node.layer == "Dot" or len(set(shapes)) == 1:
        return None
    input_shapes = ", ".join(f"{source} {shape_text(shape)}" for source, shape in zip(node.inputs, shapes, strict=True))
    joins = node.node.layer == "Concatenate"
    message = (
        N_("{node} puts its inputs side by side along axis {axis}, so all other sizes must be equal; they are {came}.")
        if joins
        else N_("{node} joins inputs of one shape, number by number; they are {came}.")
    )
    text = Text(message, {"node": node.id, "axis": values.get("axis"), "came": input_shapes})
    repairs = [*_same_channels(graph, node, shapes, joins), *_flatten_repairs(graph, node, shapes)]
    if not joins and all(len(shape) == 1 for shape in shapes):
        other = edit("replace", graph.name, node=node.id, layer="Concatenate", params={})
        repairs.append(repair(N_("Use {layer} instead"), other, layer="Concatenate"))
    return _problem(graph, node, "unequal_shapes", text, *repairs)


def _same_channels(graph: Graph, node: GraphNode, shapes: list[Shape], joins: bool) -> list[Repair]:
    """A 1×1 convolution (or Dense) that brings the other branches to the first one's channels."""
    if joins or any(len(shape) != len(shapes[0]) or shape[:-1] != shapes[0][:-1] for shape in shapes):
        return []
    layer, name = {3: ("Conv2D", "filters"), 2: ("Conv1D", "filters")}.get(len(shapes[0]), ("Dense", "units"))
    params: dict[str, Any] = {name: shapes[0][-1], **({"kernel_size": 1} if name == "filters" else {})}
    edits = [
        edit("insert_before", graph.name, node=node.id, source=source, layer=layer, params=params)
        for source, shape in zip(node.inputs, shapes, strict=True)
        if shape != shapes[0]
    ]
    return [repair(N_("Bring all to {channels} with {layer}"), *edits, channels=shapes[0][-1], layer=layer)]


def _flatten_repairs(graph: Graph, node: GraphNode, shapes: list[Shape]) -> list[Repair]:
    if node.node.layer != "Concatenate" or all(len(shape) == 1 for shape in shapes):
        return []
    edits = [
        edit("insert_before", graph.name, node=node.id, source=source, layer="Flatten")
        for source, shape in zip(node.inputs, shapes, strict=True)
        if len(shape) > 1
    ]
    last = edit("set_param", graph.name, node=node.id, field="axis", value=-1)
    return [repair(N_("Flatten each of them first"), *edits, last)]


def _dot(graph: Graph, node: GraphNode, shapes: list[Shape], values: Mapping[str, Any]) -> Problem | None:
    if node.node.layer != "Dot":
        return None
    input_shapes = ", ".join(f"{source} {shape_text(shape)}" for source, shape in zip(node.inputs, shapes, strict=True))
    message = Text(
        N_("{node} adds up along axis {axis}, which must be equally long in both inputs; they are {came}."),
        {"node": node.id, "axis": values["axes"], "came": input_shapes},
    )
    fitting = [
        axis + 1 for axis in range(min(map(len, shapes))) if len(shapes) == 2 and shapes[0][axis] == shapes[1][axis]
    ]
    return _problem(
        graph, node, "dot", message, *(_set_param_repair(graph, node, "axes", axis) for axis in fitting[:2]), at="axes"
    )


def _cropping(graph: Graph, node: GraphNode, shapes: list[Shape], values: Mapping[str, Any]) -> Problem | None:
    if "cropping" not in values:
        return None
    message = Text(
        N_("{node} would cut everything off: only {space} come in."),
        {"node": node.id, "space": shape_text(shapes[0][:-1])},
    )
    largest = (min(shapes[0][:-1]) - 1) // 2
    return _problem(
        graph, node, "cropping", message, _set_param_repair(graph, node, "cropping", largest), at="cropping"
    )


def _axes(graph: Graph, node: GraphNode, shapes: list[Shape], values: Mapping[str, Any]) -> Problem | None:
    """``Permute`` and ``PReLU``: axes that are not there."""
    rank = len(shapes[0])
    right = list(range(1, rank + 1))
    if node.node.layer == "Permute":
        message = Text(
            N_("{node} must name each of the {rank} axes once; {order} came."),
            {"node": node.id, "rank": rank, "order": ", ".join(map(str, values["dims"]))},
        )
        swapped = [2, 1, *right[2:]] if rank > 1 else right
        return _problem(graph, node, "axes", message, _set_param_repair(graph, node, "dims", swapped), at="dims")
    if node.node.layer == "PReLU" and values["shared_axes"] is not None:
        message = Text(N_("{node} has axes 1 to {rank} only."), {"node": node.id, "rank": rank})
        fitting = right[:-1] or None
        return _problem(
            graph, node, "axes", message, _set_param_repair(graph, node, "shared_axes", fitting), at="shared_axes"
        )
    return None


def _output_padding(
    graph: Graph,
    node: GraphNode,
    shapes: list[Shape],  # noqa: ARG001 - one of several rules of this form
    values: Mapping[str, Any],
) -> Problem | None:
    extra = values.get("output_padding")
    if extra is None:
        return None
    message = Text(N_("In {node} the output padding must be smaller than the stride."), {"node": node.id})
    return _problem(
        graph,
        node,
        "output_padding",
        message,
        _set_param_repair(graph, node, "output_padding", None),
        at="output_padding",
    )


def _batch_axis(graph: Graph, node: GraphNode, shapes: list[Shape]) -> Problem | None:
    """``Concatenate`` along an axis that lies before the first of an example."""
    axis, axes = int(with_defaults(node.row.params, node.node.params)["axis"]), len(shapes[0])  # type: ignore[call-overload]
    if -axis <= axes:
        return None
    message = Text(
        N_("{node} puts its inputs side by side along axis {axis}, but they are {came}: an example has no such axis."),
        {"node": node.id, "axis": axis, "came": shape_text(shapes[0])},
    )
    return _problem(graph, node, "batch_axis", message, _set_param_repair(graph, node, "axis", -1), at="axis")


def _softmax_of_one(graph: Graph, node: GraphNode, shapes: list[Shape]) -> Problem | None:
    """``Softmax`` shares 1 among the last axis."""
    if shapes[0][-1] != 1:
        return None
    message = Text(
        N_("{node} shares 1 among its channels; there is one channel, so it always gives 1."), {"node": node.id}
    )
    return _problem(graph, node, "softmax_of_one", message, _remove_repair(graph, node))


_RULES: dict[str, Callable[[Graph, GraphNode, list[Shape]], Problem | None]] = {
    "Concatenate": _batch_axis,
    "Softmax": _softmax_of_one,
}


def out_of_memory_problem(
    experiment: Experiment, networks: dict[str, dict[str, NodeReport]], step: int, limit: int
) -> Problem:
    """One training step takes *step* bytes and *limit* may be used; told at the layer that takes most."""
    sizes = {(name, node): report.bytes for name, nodes in networks.items() for node, report in nodes.items()}
    network, node = max(sizes, key=lambda place: sizes[place], default=("", ""))
    message = Text(
        N_("One training step would take {step}, and {limit} may be used; most of it, {most}, is in {node}."),
        {
            "step": byte_size(step),
            "limit": byte_size(limit),
            "most": byte_size(sizes.get((network, node), 0)),
            "node": node,
        },
    )
    batch = experiment.training.batch_size
    smaller = max(batch // max(2, -(-step // max(limit, 1))), 1)
    fewer = repair(N_("Use batches of {count}"), set_edit("training.batch_size", smaller), count=smaller)
    shrinks = _step_bytes_at_batch(experiment, networks, smaller) <= limit and smaller < batch
    return Problem(
        "too_large", message, network=network or None, node=node or None, repairs=(fewer,) if shrinks else ()
    )


def _step_bytes_at_batch(experiment: Experiment, networks: dict[str, dict[str, NodeReport]], batch: int) -> int:
    """About how many bytes a step takes with *batch* examples: outputs shrink, weights stay."""
    half = experiment.training.precision != "float32"
    outputs = sum(prod(report.shape) for nodes in networks.values() for report in nodes.values())
    total_bytes = sum(report.bytes for nodes in networks.values() for report in nodes.values())
    return total_bytes - 2 * (experiment.training.batch_size - batch) * outputs * (2 if half else 4)
