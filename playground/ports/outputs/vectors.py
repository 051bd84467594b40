"""Ends that are a row of numbers: a code, means and log-variances of codes, the score of an example."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from playground.catalog.activations import ACTIVATIONS, PER_UNIT
from playground.core.i18n import N_, Text
from playground.core.info import Info
from playground.core.problems import Problem, Repair
from playground.experiment import graph_end as ends
from playground.experiment import ranks
from playground.experiment.repairs import repair, set_to
from playground.experiment.spec import Experiment
from playground.families.base import End
from playground.ports import connections
from playground.ports.outputs.tail_edits import appended, param, problem, set_units, with_activation

if TYPE_CHECKING:
    from playground.experiment.graph import Graph

_WANTED: dict[End, str] = {
    "code": N_("the code is a row of {size} numbers"),
    "moments": N_("a row of {size} numbers is wanted, a mean and a log-variance for each of the {code} of the code"),
    "score": N_("one number is wanted, how real the example looks"),
}


def code(experiment: Experiment, graph: Graph, info: Info) -> Iterable[Problem]:
    """A row of as many numbers as the code has."""
    yield from _row("code", experiment, graph, info)


def moments(experiment: Experiment, graph: Graph, info: Info) -> Iterable[Problem]:
    """A row of twice as many numbers as the code has, any of which may be negative."""
    yield from _row("moments", experiment, graph, info)


def score(experiment: Experiment, graph: Graph, info: Info) -> Iterable[Problem]:
    """One number, as it is before any sigmoid: the loss takes it so."""
    yield from _row("score", experiment, graph, info)


def wanted(end: End, experiment: Experiment, info: Info) -> Text:
    """What must leave there, as a part of a sentence."""
    size = connections.form(end, experiment, info).shape[0]
    return Text(_WANTED[end], {"size": size, "code": connections.latent_dim(experiment)})


def add_row(graph: Graph, size: int, *, flat: bool) -> Repair:
    """The repair that appends a Dense with *size* units, flattened before where that is not *flat*."""
    layers: list[tuple[str, dict[str, Any]]] = [] if flat else [("Flatten", {})]
    put = appended(graph, *layers, ("Dense", {"units": size}))
    return repair(N_("Add a Dense with {units} units"), *put, units=size)


def _row(end: End, experiment: Experiment, graph: Graph, info: Info) -> Iterable[Problem]:
    size = connections.form(end, experiment, info).shape[0]
    axes = ranks.ranks(graph, connections.seen(experiment, graph.name, info)).get(graph.output.id)
    title = Text(connections.title(experiment, graph.name))
    if axes is not None and axes != 1:
        values: dict[str, object] = {
            "network": title,
            "came": ranks.rank_in_words(axes),
            "wanted": wanted(end, experiment, info),
        }
        said = Text(N_("{network} ends with {came}; {wanted}."), values)
        yield problem(graph, f"{end}_rank", said, add_row(graph, size, flat=False))
        return
    yield from _activation(end, graph, size)
    yield from _units(end, experiment, graph, info)


def _activation(end: End, graph: Graph, size: int) -> Iterable[Problem]:
    came, place = ends.activation(graph, graph.output)
    if came not in ACTIVATIONS or (came in PER_UNIT if end == "code" else came == "linear"):
        return
    values: dict[str, object] = {"activation": Text(ACTIVATIONS[came].title), "size": size}
    said = {
        "code": N_("{activation} binds the numbers of the code to each other, so that they say less than {size} do."),
        "moments": N_("{activation} bounds the means and log-variances, which may be any number."),
        "score": N_("{activation} stands behind the score; the loss takes the number before it."),
    }[end]
    yield problem(graph, f"{end}_activation", Text(said, values), with_activation(graph, place, "linear"), at=place)


def _units(end: End, experiment: Experiment, graph: Graph, info: Info) -> Iterable[Problem]:
    size = connections.form(end, experiment, info).shape[0]
    dense = ends.dense(graph, graph.output)
    if dense is None or (units := int(param(dense, "units"))) == size:
        return
    title = Text(connections.title(experiment, graph.name))
    values: dict[str, object] = {"network": title, "units": units, "wanted": wanted(end, experiment, info)}
    repairs = [repair(N_("Set units to {count}"), set_units(graph, dense, size), count=size)]
    each = 2 if end == "moments" else 1
    if end != "score" and units % each == 0:
        params = {**experiment.family_params, "latent_dim": units // each}
        label = N_("Make the code {count} numbers long")
        repairs.append(repair(label, set_to("family_params", params), count=units // each))
    said = Text(N_("{network} gives {units} numbers; {wanted}."), values)
    yield problem(graph, f"{end}_units", said, *repairs, at=dense, field="units")
