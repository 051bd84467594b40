"""What every training family says of itself."""

from __future__ import annotations

import pytest

from playground import datasets, families
from playground.checks import autofix
from playground.core.params import with_defaults
from playground.experiment import spec
from playground.families.base import Family
from playground.ui.components.mathml import mathml

SUPERVISED = spec.Experiment(
    data=spec.Data(name="iris"),
    networks=(
        spec.stack(("Dense", {"units": 3, "activation": "relu"}), ("Dense", {"units": 3, "activation": "softmax"})),
    ),
    loss=spec.NamedParams(name="SparseCategoricalCrossentropy"),
    metrics=(spec.NamedParams(name="accuracy"),),
    training=spec.Training(epochs=3, batch_size=16, execution="graph"),
)


def experiment_of(family: Family) -> spec.Experiment:
    """Small iris under *family*, with the networks that it is begun with."""
    return autofix.switch_family(SUPERVISED, family.name, datasets.describe(SUPERVISED.data))


@pytest.fixture(params=sorted(families.all_families()))
def family(request: pytest.FixtureRequest, home: object) -> Family:
    return families.get(request.param)


def test_it_is_named_as_its_module_and_told_to_people(family: Family) -> None:
    assert family.title
    assert family.help
    assert [role.name for role in family.networks] == [network.name for network in experiment_of(family).networks]
    assert all(role.title for role in family.networks)


def test_its_inputs_come_from_the_data_or_from_a_network_before(family: Family) -> None:
    before: set[str | None] = {None}
    for role in family.networks:
        assert role.fed_by in before
        before.add(role.name)


def test_what_it_minimises_is_on_the_page(family: Family) -> None:
    if family.loss is None:
        return
    assert family.formula is not None
    said = family.formula(with_defaults(family.params, {}))
    assert set(said) <= {"", *(role.name for role in family.networks)}
    assert all(mathml(formula) for formula in said.values())
