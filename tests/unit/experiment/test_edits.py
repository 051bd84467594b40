"""Edits change what they say and nothing else, or refuse with a sentence."""

from __future__ import annotations

import itertools
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.core.problems import PlaygroundError
from playground.experiment import edits, graph_edits
from playground.experiment.graph_reader import read_graph
from playground.experiment.spec import Edge, Experiment, Network, Node
from tests.support.making import POINTS, experiment, good

START = experiment(POINTS, ("Dense", {"units": 8}), ("Dropout", {"rate": 0.2}), ("Dense", {"units": 1}))


def line(changed: Experiment) -> list[str]:
    """The ids in order, which must be one line."""
    network = changed.networks[0]
    order = list(edits.stack_order(network))
    assert sorted((edge.source, edge.target) for edge in network.edges) == sorted(pairwise(order))
    return order


@pytest.mark.parametrize(
    ("edit", "order"),
    [
        ({"do": "add", "layer": "Dense", "after": None}, ["input", "dense_3", "dense_1", "dropout_1", "dense_2"]),
        ({"do": "add", "layer": "ReLU", "after": "dense_1"}, ["input", "dense_1", "relu_1", "dropout_1", "dense_2"]),
        (
            {"do": "add", "layer": "ReLU", "after": "dense_2", "id": "x"},
            ["input", "dense_1", "dropout_1", "dense_2", "x"],
        ),
        (
            {"do": "insert_before", "layer": "ReLU", "node": "dense_1"},
            ["input", "relu_1", "dense_1", "dropout_1", "dense_2"],
        ),
        ({"do": "delete", "nodes": ["dense_1", "dropout_1"]}, ["input", "dense_2"]),
        ({"do": "delete", "nodes": ["dense_2"]}, ["input", "dense_1", "dropout_1"]),
        ({"do": "move", "node": "dense_1", "after": "dense_2"}, ["input", "dropout_1", "dense_2", "dense_1"]),
        ({"do": "move", "node": "dense_2", "after": None}, ["input", "dense_2", "dense_1", "dropout_1"]),
        ({"do": "move", "node": "dense_1", "after": "dense_1"}, ["input", "dense_1", "dropout_1", "dense_2"]),
        ({"do": "duplicate", "node": "dense_1"}, ["input", "dense_1", "dense_3", "dropout_1", "dense_2"]),
    ],
)
def test_a_stack_stays_one_line(edit: dict[str, Any], order: list[str]) -> None:
    assert line(edits.apply(START, edit)) == order


def test_what_is_in_a_node() -> None:
    changed = edits.apply(
        START,
        {"do": "add", "layer": "Conv2D", "params": {"filters": 3}, "after": "dense_2"},
        {"do": "duplicate", "node": "conv2d_1"},
        {"do": "set_param", "node": "conv2d_1", "field": "filters", "value": 5},
        {"do": "switch", "node": "dropout_1", "enabled": False},
        {"do": "replace", "node": "dense_1", "layer": "Flatten", "params": {}},
        {"do": "set", "path": "training.epochs", "value": 3},
    )
    nodes = {node.id: node for node in changed.networks[0].nodes}
    assert nodes["conv2d_1"].params == {"filters": 5}
    assert nodes["conv2d_2"].params == {"filters": 3}
    assert not nodes["dropout_1"].enabled
    assert nodes["dense_1"].layer == "Flatten"
    assert changed.training.epochs == 3
    assert START.networks[0].nodes[1].layer == "Dense"


REFUSED: list[dict[str, Any]] = [
    {"do": "fly"},
    {},
    {"do": "add", "after": None},
    {"do": "add", "layer": "Dense", "after": "nobody"},
    {"do": "add", "layer": "Dense", "after": None, "id": "dense_1"},
    {"do": "add", "layer": "Dense", "after": None, "id": "../x"},
    {"do": "add", "layer": "Dense", "after": None, "params": 3},
    {"do": "add", "layer": "Dense", "after": None, "network": "other"},
    {"do": "delete", "nodes": ["dense_1", "nobody"]},
    {"do": "delete", "nodes": "dense_1"},
    {"do": "move", "node": "input", "after": "dense_1"},
    {"do": "move", "node": "dense_1", "after": "nobody"},
    {"do": "switch", "node": "dense_1", "enabled": "no"},
    {"do": "set_param", "node": "dense_1", "field": 3, "value": 1},
    {"do": "set_param", "node": "dense_1", "field": "units", "value": {"code": 1}},
    {"do": "connect", "source": "dense_2", "target": "dense_1"},
    {"do": "connect", "source": "dense_1", "target": "dense_1"},
    {"do": "connect", "source": "input", "target": "dense_2", "port": 0},
    {"do": "disconnect", "source": "input", "target": "dense_2"},
    {"do": "insert_before", "layer": "ReLU", "node": "dense_1", "source": "dense_2"},
    {"do": "insert_before", "layer": "ReLU", "node": "dense_1", "source": "input", "port": 3},
    {"do": "connect", "source": "input", "target": "dense_2"},
    {"do": "connect", "source": "nobody", "target": "dense_2"},
    {"do": "splice", "node": "dense_1", "source": "dense_1", "target": "dense_2"},
    {"do": "rename_layer", "node": "dense_1", "name": "dense_2"},
    {"do": "rename_layer", "node": "dense_1", "name": "../x"},
    {"do": "rename_layer", "node": "nobody", "name": "somebody"},
    {"do": "place", "at": {"dense_1": [1]}},
    {"do": "place", "at": {"dense_1": [1, "2"]}},
    {"do": "place", "at": {"dense_1": [1, 1e9]}},
    {"do": "place", "at": {"nobody": [1, 2]}},
    {"do": "place", "at": [1, 2]},
    {"do": "paste"},
    {"do": "paste", "nodes": []},
    {"do": "paste", "nodes": "dense_1"},
    {"do": "paste", "nodes": [{"layer": "Dense"}]},
    {"do": "paste", "nodes": [{"id": "a"}]},
    {"do": "paste", "nodes": [{"id": "a", "layer": "Dense"}, {"id": "a", "layer": "Dense"}]},
    {"do": "paste", "nodes": [{"id": "../a", "layer": "Dense"}]},
    {"do": "paste", "nodes": [{"id": "a", "layer": "a layer"}]},
    {"do": "paste", "nodes": [{"id": "a", "layer": "Dense", "code": "1"}]},
    {"do": "paste", "nodes": [{"id": "a", "layer": "Dense"}], "edges": [{"source": "a", "target": "b"}]},
    {"do": "paste", "nodes": [{"id": "a", "layer": "Dense"}], "edges": [{"source": [], "target": "a"}]},
    {"do": "paste", "nodes": [{"id": "a", "layer": "Dense"}], "edges": [{"source": "a", "target": "a", "port": "x"}]},
    {"do": "paste", "nodes": [{"id": f"n{number}", "layer": "Dense"} for number in range(501)]},
    {"do": "set", "path": "training.speed", "value": 3},
]


@pytest.mark.parametrize("edit", REFUSED)
def test_a_refused_edit_says_why_and_those_before_it_are_not_half_applied(edit: dict[str, Any]) -> None:
    with pytest.raises(PlaygroundError) as caught:
        edits.apply(START, {"do": "delete", "nodes": ["dropout_1"]}, edit)
    assert str(caught.value).endswith(".") or "came" in str(caught.value)
    assert len(START.networks[0].nodes) == 4


def residual() -> Experiment:
    nodes = [
        Node(id=name, layer=layer)
        for name, layer in (("input", "Input"), ("a", "Dense"), ("b", "Dense"), ("add", "Add"))
    ]
    pairs = [("input", "a", 0), ("a", "b", 0), ("b", "add", 0), ("a", "add", 1)]
    network = Network(nodes=tuple(nodes), edges=tuple(Edge(source=s, target=t, port=p) for s, t, p in pairs))
    return START.model_copy(update={"networks": (network,)})


def edges(changed: Experiment) -> set[tuple[str, str, int]]:
    return {(edge.source, edge.target, edge.port) for edge in changed.networks[0].edges}


def test_deleting_in_a_branch_joins_its_neighbours_at_the_same_place() -> None:
    assert edges(edits.apply(residual(), {"do": "delete", "nodes": ["b"]})) == {
        ("input", "a", 0),
        ("a", "add", 0),
        ("a", "add", 1),
    }


@pytest.mark.parametrize("names", list(itertools.permutations(["a", "b", "add"])))
def test_where_a_residual_block_is_deleted_one_wire_is_left(names: tuple[str, ...]) -> None:
    followed = edits.apply(residual(), {"do": "add", "layer": "Dense", "after": "add", "id": "out"})
    assert edges(edits.apply(followed, {"do": "delete", "nodes": names})) == {("input", "out", 0)}


def test_a_layer_may_go_before_a_merge_on_one_branch_only() -> None:
    changed = edits.apply(
        residual(), {"do": "insert_before", "node": "add", "source": "a", "layer": "Dense", "id": "c"}
    )
    assert edges(changed) == {("input", "a", 0), ("a", "b", 0), ("b", "add", 0), ("a", "c", 0), ("c", "add", 1)}


def test_connect_takes_the_next_free_port_and_disconnect_gives_it_back() -> None:
    connected = edits.apply(residual(), {"do": "connect", "source": "input", "target": "add"})
    assert ("input", "add", 2) in edges(connected)
    back = edits.apply(connected, {"do": "disconnect", "source": "input", "target": "add"})
    assert edges(back) == edges(residual())


def test_a_layer_goes_into_the_edge_at_one_port() -> None:
    twice = edits.apply(residual(), {"do": "delete", "nodes": ["b"]})
    into = {"do": "insert_before", "node": "add", "source": "a", "port": 1, "layer": "Dense", "id": "c"}
    assert edges(edits.apply(twice, into)) == {("input", "a", 0), ("a", "add", 0), ("a", "c", 0), ("c", "add", 1)}


def test_a_loose_layer_is_put_into_an_edge() -> None:
    loose = edits.apply(residual(), {"do": "add", "layer": "ReLU", "loose": True, "id": "r", "x": 1, "y": 2})
    assert edges(loose) == edges(residual())
    changed = edits.apply(loose, {"do": "splice", "node": "r", "source": "a", "target": "add", "port": 1})
    assert edges(changed) == {("input", "a", 0), ("a", "b", 0), ("b", "add", 0), ("a", "r", 0), ("r", "add", 1)}


def test_one_input_is_one_and_a_merge_takes_many() -> None:
    with pytest.raises(PlaygroundError, match="b takes one input and has it"):
        edits.apply(residual(), {"do": "connect", "source": "input", "target": "b"})
    with pytest.raises(PlaygroundError, match="input is an input"):
        edits.apply(START, {"do": "add", "layer": "ReLU", "loose": True, "id": "r"},
                    {"do": "connect", "source": "r", "target": "input"})  # fmt: skip
    assert ("input", "add", 2) in edges(edits.apply(residual(), {"do": "connect", "source": "input", "target": "add"}))


def test_places_are_kept_and_forgotten_and_are_not_the_network() -> None:
    placed = edits.apply(START, {"do": "place", "at": {"input": [0, 0], "dense_1": [120.04, -3]}})
    assert [(node.x, node.y) for node in placed.networks[0].nodes[:3]] == [(0, 0), (120.0, -3), (None, None)]
    assert edits.apply(placed, {"do": "place", "at": None}) == START
    assert line(placed) == line(START)


def test_copies_get_free_names_and_their_own_edges() -> None:
    nodes = [{"id": "a", "layer": "Dense", "params": {"units": 3}, "x": 5}, {"id": "new", "layer": "ReLU"}]
    pasted = [{"source": "a", "target": "new", "port": 0}]
    changed = edits.apply(residual(), {"do": "paste", "nodes": nodes, "edges": pasted})
    assert edges(changed) == edges(residual()) | {("dense_1", "new", 0)}
    copied = changed.networks[0].nodes[-2]
    assert (copied.id, copied.params, copied.x, copied.enabled) == ("dense_1", {"units": 3}, 5, True)


def test_a_layer_gets_another_name_and_keeps_its_edges_unless_they_are_its_twins() -> None:
    renamed = edits.apply(START, {"do": "rename_layer", "node": "dense_1", "name": "hidden"})
    assert [name.replace("hidden", "dense_1") for name in line(renamed)] == line(START)
    node = START.networks[0].nodes[1]
    twins = START.model_copy(
        update={"networks": (Network(nodes=(*START.networks[0].nodes, node), edges=START.networks[0].edges),)}
    )
    apart = edits.apply(twins, {"do": "rename_layer", "node": node.id, "name": "twin"})
    assert edits.apply(apart, {"do": "delete", "nodes": ["twin"]}) == START


def test_what_a_stack_can_show() -> None:
    assert edits.is_stack(START.networks[0])
    assert not edits.is_stack(residual().networks[0])
    loose = edits.apply(START, {"do": "add", "layer": "ReLU", "loose": True})
    assert not edits.is_stack(loose.networks[0])


def test_numbers_of_new_ids_grow() -> None:
    assert graph_edits.free_id(["dense_1", "dense_4"], "Dense") == "dense_5"
    assert graph_edits.free_id([], "Input") == "input"
    assert graph_edits.free_id(["input"], "Input") == "input_2"


def test_a_wrong_network_still_has_an_order() -> None:
    nodes = tuple(Node(id=name, layer="Dense") for name in "abc")
    ring = (Edge(source="a", target="b"), Edge(source="b", target="a"), Edge(source="x", target="c"))
    assert sorted(edits.stack_order(Network(nodes=nodes, edges=ring))) == ["a", "b", "c"]


@st.composite
def stack_edits(draw: st.DrawFn) -> list[tuple[str, int, int]]:
    verbs = st.sampled_from(["add", "insert_before", "delete", "move", "duplicate"])
    return draw(st.lists(st.tuples(verbs, st.integers(0, 9), st.integers(0, 9)), max_size=12))


@given(stack_edits())
def test_any_edits_of_a_stack_leave_a_stack(chosen: list[tuple[str, int, int]]) -> None:
    now = good(POINTS)
    for verb, first, second in chosen:
        order = edits.stack_order(now.networks[0])
        node, other = order[first % len(order)], order[second % len(order)]
        edit = {
            "add": {"layer": "Dense", "after": node},
            "insert_before": {"layer": "ReLU", "node": node},
            "delete": {"nodes": [node]},
            "move": {"node": node, "after": other},
            "duplicate": {"node": node},
        }[verb]
        if node == "input" and verb != "add":
            continue
        now = edits.apply(now, {"do": verb, **edit})
        assert line(now)[0] == "input"
    found, problems = read_graph(now.networks[0])
    assert [problem.code for problem in problems] == ([] if len(now.networks[0].nodes) > 1 else ["empty"])
    assert found is None or len(found.nodes) == len(now.networks[0].nodes)


def test_what_the_browser_sends_wrong_is_told_with_its_place_in_the_experiment() -> None:
    wrong = {"do": "rename_layer", "node": "dense_1", "name": "a path/../"}
    with pytest.raises(PlaygroundError) as caught:
        edits.apply(START, wrong)
    assert caught.value.problems[0].field == "networks.0.nodes.1.id"


def test_an_edit_of_one_network_reads_nothing_else_again() -> None:
    after = edits.apply(START, {"do": "switch", "node": "dense_1", "enabled": False})
    assert after.data is START.data
    assert after.training is START.training
