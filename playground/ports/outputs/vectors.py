"""Ends that are a row of numbers: a code, means and log-variances of codes, the score of an example."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from playground.catalog.activations import ACTIVATIONS, ELEMENTWISE
from playground.core.i18n import N_, Text
from playground.core.info import Info
from playground.core.problems import Problem, Repair
from playground.experiment import graph_end as ends
from playground.experiment import ranks
from playground.experiment.repairs import repair, set_edit
from playground.experiment.spec import Experiment
from playground.families.base import PortKind
from playground.ports import connections
from playground.ports.outputs.tail_edits import (
    append_edits,
    output_problem,
    param_value,
    set_activation_repair,
    set_units,
)

if TYPE_CHECKING:
    from playground.experiment.graph import Graph

_EXPECTED_TEXT: dict[PortKind, str] = {
    "code": N_("the code is a row of {size} numbers"),
    "moments": N_("a row of {size} numbers is wanted, a mean and a log-variance for each of the {code} of the code"),
    "score": N_("one number is wanted, how real the example looks"),
}


def code_problems(experiment: Experiment, graph: Graph, info: Info) -> Iterable[Problem]:
    """A row of as many numbers as the code has."""
    yield from _row_problems("code", experiment, graph, info)


def mean_logvar_problems(experiment: Experiment, graph: Graph, info: Info) -> Iterable[Problem]:
    """A row of twice as many numbers as the code has, any of which may be negative."""
    yield from _row_problems("moments", experiment, graph, info)


def score_problems(experiment: Experiment, graph: Graph, info: Info) -> Iterable[Problem]:
    """One number, as it is before any sigmoid: the loss takes it so."""
    yield from _row_problems("score", experiment, graph, info)


def expected_text(end: PortKind, experiment: Experiment, info: Info) -> Text:
    """What must leave there, as a part of a sentence."""
    size = connections.port_spec(end, experiment, info).shape[0]
    return Text(_EXPECTED_TEXT[end], {"size": size, "code": connections.latent_dim(experiment)})


def add_dense_repair(graph: Graph, size: int, *, flat: bool) -> Repair:
    """The repair that appends a Dense with *size* units, flattened before where that is not *flat*."""
    layers: list[tuple[str, dict[str, Any]]] = [] if flat else [("Flatten", {})]
    put = append_edits(graph, *layers, ("Dense", {"units": size}))
    return repair(N_("Add a Dense with {units} units"), *put, units=size)


def _row_problems(end: PortKind, experiment: Experiment, graph: Graph, info: Info) -> Iterable[Problem]:
    size = connections.port_spec(end, experiment, info).shape[0]
    axes = ranks.ranks(graph, connections.network_info(experiment, graph.name, info)).get(graph.output.id)
    title = Text(connections.title(experiment, graph.name))
    if axes is not None and axes != 1:
        values: dict[str, object] = {
            "network": title,
            "came": ranks.rank_in_words(axes),
            "wanted": expected_text(end, experiment, info),
        }
        said = Text(N_("{network} ends with {came}; {wanted}."), values)
        yield output_problem(graph, f"{end}_rank", said, add_dense_repair(graph, size, flat=False))
        return
    yield from _activation_problems(end, graph, size)
    yield from _units_problems(end, experiment, graph, info)


def _activation_problems(end: PortKind, graph: Graph, size: int) -> Iterable[Problem]:
    came, place = ends.final_activation(graph, graph.output)
    if came not in ACTIVATIONS or (came in ELEMENTWISE if end == "code" else came == "linear"):
        return
    values: dict[str, object] = {"activation": Text(ACTIVATIONS[came].title), "size": size}
    said = {
        "code": N_("{activation} binds the numbers of the code to each other, so that they say less than {size} do."),
        "moments": N_("{activation} bounds the means and log-variances, which may be any number."),
        "score": N_("{activation} stands behind the score; the loss takes the number before it."),
    }[end]
    yield output_problem(
        graph, f"{end}_activation", Text(said, values), set_activation_repair(graph, place, "linear"), at=place
    )


def _units_problems(end: PortKind, experiment: Experiment, graph: Graph, info: Info) -> Iterable[Problem]:
    size = connections.port_spec(end, experiment, info).shape[0]
    dense = ends.final_dense(graph, graph.output)
    if dense is None or (units := int(param_value(dense, "units"))) == size:
        return
    title = Text(connections.title(experiment, graph.name))
    values: dict[str, object] = {"network": title, "units": units, "wanted": expected_text(end, experiment, info)}
    repairs = [repair(N_("Set units to {count}"), set_units(graph, dense, size), count=size)]
    each = 2 if end == "moments" else 1
    if end != "score" and units % each == 0:
        params = {**experiment.family_params, "latent_dim": units // each}
        label = N_("Make the code {count} numbers long")
        repairs.append(repair(label, set_edit("family_params", params), count=units // each))
    said = Text(N_("{network} gives {units} numbers; {wanted}."), values)
    yield output_problem(graph, f"{end}_units", said, *repairs, at=dense, field="units")
