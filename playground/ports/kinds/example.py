"""An example: the shape of the data, and every value of them within reach."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from playground.catalog.activations import ACTIVATIONS, output_range
from playground.catalog.losses import LOSSES
from playground.core.i18n import N_, Text
from playground.core.info import Info
from playground.core.problems import Problem
from playground.experiment import graph_end as ends
from playground.experiment.repairs import rescale_repair
from playground.ports.base import OutputPort, PortKind, TensorSpec, output_problem, set_activation_repair
from playground.ports.kinds.arrays import ArrayRules

ROUNDING = 0.02
"""How much of its width the range of the data may stick out of what an activation reaches."""


def _spec(_params: Mapping[str, object], info: Info) -> TensorSpec:
    return TensorSpec(info.input_shape, info.value_range)


def _fitting_activation(port: OutputPort) -> str:
    """The activation for the last layer: what the loss asks for, and what reaches every value."""
    row = LOSSES.get(port.loss.name) if port.loss is not None else None
    if port.loss is not None and row is not None and row.expects_probabilities:
        return row.output_activations("reconstruction", port.loss.params)[0]
    return {(0.0, 1.0): "sigmoid", (-1.0, 1.0): "tanh"}.get(port.info.value_range, "linear")


def _check(port: OutputPort) -> Iterable[Problem]:
    yield from _RULES.check(port)
    yield from _range_problems(port)


def _range_problems(port: OutputPort) -> Iterable[Problem]:
    graph, info, loss = port.graph, port.info, port.loss
    activation, place = ends.final_activation(graph, graph.output)
    row = LOSSES.get(loss.name) if loss is not None else None
    right = set_activation_repair(graph, place, _fitting_activation(port))
    field = "activation" if place.row.param("activation") is not None else None
    if loss is not None and row is not None and row.incompatibility(port.task_info) is None:
        message = row.incompatibility(port.task_info, activation, loss.params)
        if message is not None:
            yield output_problem(graph, "data_activation", message, right, at=place, field=field)
            return
        if loss.params.get("from_logits") is True:
            return
    low, high = output_range(activation)
    width = ROUNDING * (info.value_range[1] - info.value_range[0])
    if low <= info.value_range[0] + width and info.value_range[1] - width <= high:
        return
    message = Text(
        N_("{activation} gives {reach}; the data go from {low} to {high}."),
        {
            "activation": Text(ACTIVATIONS[activation].title) if activation in ACTIVATIONS else Text(activation),
            "reach": _range_text(low, high),
            "low": f"{info.value_range[0]:.3g}",
            "high": f"{info.value_range[1]:.3g}",
        },
    )
    scale = {(0.0, 1.0): "unit", (-1.0, 1.0): "signed"}.get((low, high))
    other = (rescale_repair(info, scale),) if scale == "unit" or (scale and info.is_image) else ()
    yield output_problem(graph, "data_range", message, right, *other, at=place, field=field)


def _range_text(low: float, high: float) -> Text:
    values: dict[str, object] = {"low": f"{low:g}", "high": f"{high:g}"}
    if high == float("inf"):
        return Text(N_("nothing below {low}"), values)
    if low == -float("inf"):
        return Text(N_("nothing above {high}"), values)
    return Text(N_("numbers from {low} to {high}"), values)


def _shape_message(info: Info) -> str:
    return info.data_kind.shape_message


_RULES = ArrayRules(code_prefix="data", message=_shape_message, activation=_fitting_activation)

PORT = PortKind(name="example", code_prefix="data", spec=_spec, check=_check, shape_problem=_RULES.shape_problem)
