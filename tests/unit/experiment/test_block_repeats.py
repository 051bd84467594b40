"""A block that is repeated is a longer network: the same layers, each copy with weights of its own."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from playground.checks.check import check_experiment
from playground.core.problems import Problem
from playground.experiment import block_repeats, edits, spec
from playground.experiment.spec import Edge, Experiment, Group, Network, Node
from tests.support.making import PICTURES, POINTS, experiment

SAME = {"filters": 4, "kernel_size": 3, "padding": "same"}


def network(*groups: Group) -> Network:
    """Input, stem, a residual block of two convolutions, head."""
    nodes = (
        Node(id="input", layer="Input"),
        Node(id="stem", layer="Conv2D", params=SAME),
        Node(id="a", layer="Conv2D", params=SAME),
        Node(id="b", layer="Conv2D", params=SAME),
        Node(id="add", layer="Add"),
        Node(id="flat", layer="Flatten"),
        Node(id="out", layer="Dense", params={"units": 4, "activation": "softmax"}),
    )
    pairs = [("input", "stem", 0), ("stem", "a", 0), ("a", "b", 0), ("b", "add", 0), ("stem", "add", 1)]
    pairs += [("add", "flat", 0), ("flat", "out", 0)]
    return Network(nodes=nodes, edges=tuple(Edge(source=s, target=t, port=p) for s, t, p in pairs), groups=groups)


def block(repeat: int, *nodes: str) -> Group:
    return Group(id="block_1", title="Residual", nodes=nodes or ("a", "b", "add"), repeat=repeat)


def asked(*groups: Group) -> Experiment:
    return experiment(PICTURES, networks=(network(*groups),))


def test_copies_follow_one_another_and_keep_the_way_past_them() -> None:
    flat = block_repeats.expand(network(block(3)))
    assert {(edge.source, edge.target, edge.port) for edge in flat.edges} == {
        ("input", "stem", 0), ("stem", "a", 0), ("a", "b", 0), ("b", "add", 0), ("stem", "add", 1),
        ("add", "a.2", 0), ("a.2", "b.2", 0), ("b.2", "add.2", 0), ("add", "add.2", 1),
        ("add.2", "a.3", 0), ("a.3", "b.3", 0), ("b.3", "add.3", 0), ("add.2", "add.3", 1),
        ("add.3", "flat", 0), ("flat", "out", 0),
    }  # fmt: skip
    assert block_repeats.expand(network(block(1))) == network(block(1))


def test_the_name_of_a_copy_is_no_name_that_a_document_can_hold() -> None:
    copy = block_repeats.expand(network(block(2))).nodes[5].id
    assert (block_repeats.original_id(copy), block_repeats.copy_number(copy)) == ("a", 2)
    with pytest.raises(ValueError, match="pattern"):
        Node(id=copy, layer="Dense")


def test_two_blocks_that_touch() -> None:
    both = network(block(2, "a", "b", "add"), Group(id="block_2", nodes=("flat", "out"), repeat=2))
    pairs = {(edge.source, edge.target) for edge in block_repeats.expand(both).edges}
    assert {("add", "a.2"), ("add.2", "flat"), ("out", "flat.2"), ("flat.2", "out.2")} <= pairs


def grouped(made: Experiment, group: Group) -> Experiment:
    (inner,) = made.networks
    return made.model_copy(update={"networks": (inner.model_copy(update={"groups": (group,)}),)})


def only(made: Experiment, code: str) -> Problem:
    (found,) = (problem for problem in check_experiment(made, None).problems if problem.code == code)
    return found


def repaired(made: Experiment, problem: Problem) -> Experiment:
    return edits.apply(made, *problem.repairs[-1].edits)


def test_two_ways_in_are_told_and_the_button_repeats_once() -> None:
    made = asked(block(2, "b", "add"))
    problem = only(made, "block_ways")
    assert problem.node == "b"
    assert "Residual has 2 in and 1 out" in str(problem)
    assert check_experiment(repaired(made, problem), None).problems == ()
    assert check_experiment(asked(block(1, "b", "add")), None).problems == ()


def test_more_layers_than_can_be_built_are_told_before_they_are_made() -> None:
    nodes = [Node(id="input", layer="Input")] + [Node(id=f"n{at}", layer="Dense") for at in range(20)]
    edges = tuple(Edge(source=a.id, target=b.id) for a, b in pairwise(nodes))
    group = Group(id="g", nodes=tuple(node.id for node in nodes[1:]), repeat=64)
    made = experiment(POINTS, networks=(Network(nodes=tuple(nodes), edges=edges, groups=(group,)),))
    assert "1281 layers" in str(only(made, "too_many_layers"))


@pytest.mark.parametrize(
    ("groups", "code"),
    [
        ([Group(id="g", nodes=("a", "nobody"))], "block_of_nothing"),
        ([Group(id="g", nodes=("a", "b")), Group(id="h", nodes=("b",))], "block_twice"),
        ([Group(id="g", nodes=("a",)), Group(id="g", nodes=("b",))], "block_twice"),
    ],
)
def test_groups_that_no_editor_makes_are_told_and_taken_apart(groups: list[Group], code: str) -> None:
    made = asked(*groups)
    assert code not in {problem.code for problem in check_experiment(repaired(made, only(made, code)), None).problems}


def test_repairs_that_would_cut_between_copies_are_not_offered() -> None:
    """Behind a Flatten inside the block the second convolution gets a row; only what holds for all is offered."""
    layers: list[tuple[str, dict[str, Any]]] = [("Conv2D", SAME), ("Flatten", {}), ("Dense", {"units": 4})]
    made = experiment(PICTURES, *layers)
    (net,) = made.networks
    made = made.model_copy(
        update={"networks": (net.model_copy(update={"groups": (block(2, "conv2d_1", "flatten_1"),)}),)}
    )
    problem = next(entry for entry in check_experiment(made, PICTURES).problems if entry.code == "rank")
    assert problem.node == "conv2d_1"
    for entry in problem.repairs:
        edits.apply(made, *entry.edits)


def test_what_is_only_for_the_eye_trains_alike() -> None:
    plain, grouped = asked(), asked(block(1))
    folded = asked(block(1).model_copy(update={"folded": True, "title": "Other"}))
    assert spec.training_hash(plain) == spec.training_hash(grouped) == spec.training_hash(folded)
    assert spec.training_hash(asked(block(2))) not in (spec.training_hash(plain), spec.training_hash(asked(block(3))))


def test_documents_without_blocks_load_unchanged() -> None:
    old = asked().model_dump(mode="json")
    del old["networks"][0]["groups"]
    assert spec.parse(old) == asked()
