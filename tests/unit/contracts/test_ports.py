"""What every kind of port promises, and that families name none that is not there."""

from __future__ import annotations

import importlib

import pytest

from playground import datasets, families, gallery
from playground.core.params import with_defaults
from playground.experiment import spec
from playground.ports import connections
from playground.ports.base import PortKind
from playground.ports.kinds import all_kinds

KINDS = list(all_kinds().values())


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_kind_stands_in_the_file_of_its_name_and_some_family_uses_it(kind: PortKind) -> None:
    assert importlib.import_module(f"playground.ports.kinds.{kind.name}").PORT is kind
    roles = [role for family in families.all_families().values() for role in family.networks]
    assert kind.name in {name for role in roles for name in (role.input_kind, role.output_kind)}


def test_families_name_only_kinds_that_there_are() -> None:
    for family in families.all_families().values():
        for role in family.networks:
            assert {role.input_kind, role.output_kind} <= set(all_kinds()), f"{family.name}: {role.name}"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_family_and_data_set_gives_it_a_form(kind: PortKind) -> None:
    info = datasets.describe(spec.Data(name="digits"))
    for family in families.all_families().values():
        form = kind.spec(with_defaults(family.params, {}), info)
        assert form.shape
        assert all(size >= 1 for size in form.shape)
        assert form.value_range is None or form.value_range[0] < form.value_range[1]


def test_what_a_ready_network_ends_with_is_what_its_port_asks_for() -> None:
    """The first network of each family in the gallery: its own kind finds nothing wrong, another shape is refused."""
    seen = set()
    for entry in gallery.all_entries():
        experiment = entry.experiment
        if experiment.family in seen or datasets.missing_files(experiment.data) is not None:
            continue
        seen.add(experiment.family)
        info = datasets.describe(experiment.data)
        for network in experiment.networks:
            graph = _graph(experiment, network.name)
            found = connections.output_port(experiment, graph, info)
            assert found is not None
            kind, port = found
            assert list(kind.check(port)) == []
            problem = kind.shape_problem(port, (*port.spec.shape, 7))
            assert problem is not None
            assert problem.code == f"{kind.code_prefix}_shape"
            assert problem.repairs
    assert seen == set(families.all_families())


def _graph(experiment: spec.Experiment, network: str):
    from playground.experiment.graph_reader import read_graph

    graph, problems = read_graph(next(one for one in experiment.networks if one.name == network))
    assert graph is not None
    assert not problems
    return graph
