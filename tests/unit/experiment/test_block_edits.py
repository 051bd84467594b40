"""Edits of blocks, and that edits of layers leave blocks whole."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.core.problems import PlaygroundError
from playground.experiment import block_palette, block_repeats, blocks, edits, saved_blocks, spec
from playground.experiment.graph_reader import read_graph
from playground.experiment.spec import Experiment, Network
from tests.support.making import POINTS, experiment

RELU = {"units": 4, "activation": "relu"}
LINE = experiment(POINTS, ("Dense", RELU), ("Dense", RELU), ("Dense", RELU), ("Dense", {"units": 1}))
"""input, dense_1 ... dense_4."""
BLOCK = edits.apply(LINE, {"do": "group", "nodes": ["dense_2", "dense_3"], "title": "Middle"})
RESIDUAL = blocks.get("residual").network(16).model_dump(mode="json")


def net(made: Experiment) -> Network:
    return made.networks[0]


def inside(made: Experiment) -> list[list[str]]:
    return [list(group.nodes) for group in net(made).groups]


def test_layers_are_put_together_named_folded_repeated() -> None:
    (group,) = net(BLOCK).groups
    assert (group.id, group.title, group.nodes) == ("block_1", "Middle", ("dense_2", "dense_3"))
    made = edits.apply(
        BLOCK,
        {"do": "rename", "group": "block_1", "title": "  Other "},
        {"do": "fold", "group": "block_1", "folded": True},
        {"do": "repeat", "group": "block_1", "times": 3},
    )
    (group,) = net(made).groups
    assert (group.title, group.folded, group.repeat) == ("Other", True, 3)
    assert net(edits.apply(BLOCK, {"do": "ungroup", "group": "block_1"})) == net(LINE)


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"do": "group", "nodes": []}, "at least one"),
    ({"do": "group", "nodes": "dense_1"}, "at least one"),
    ({"do": "group", "nodes": ["nobody"]}, "no layer"),
    ({"do": "group", "nodes": ["input", "dense_1"]}, "input stays outside"),
    ({"do": "group", "nodes": ["dense_1", "dense_2"]}, "dense_2 is in the block Middle already"),
    ({"do": "group", "nodes": ["dense_1", "dense_4"]}, "select it too"),
    ({"do": "group", "nodes": ["dense_1"], "id": "block_1"}, "already a block"),
    ({"do": "group", "nodes": ["dense_1"], "title": "x" * 61}, "at most 60"),
    ({"do": "group", "nodes": ["dense_1"], "title": 3}, "at most 60"),
    ({"do": "ungroup", "group": "nobody"}, "no block called"),
    ({"do": "fold", "group": "block_1", "folded": "yes"}, "yes or no"),
    ({"do": "repeat", "group": "block_1", "times": 0}, "1 to 64"),
    ({"do": "repeat", "group": "block_1", "times": 65}, "1 to 64"),
    ({"do": "repeat", "group": "block_1", "times": True}, "1 to 64"),
    ({"do": "insert_block", "block": None}, "cannot be read"),
    ({"do": "insert_block", "block": {"nodes": [{"id": "a", "layer": "Dense"}]}}, "one way in and one way out"),
    ({"do": "insert_block", "block": RESIDUAL, "after": "nobody"}, "no layer"),
    ({"do": "insert_block", "block": RESIDUAL, "edges": [{"source": "input", "target": "dense_4"}]}, "No edge leads"),
    ({"do": "insert_block", "block": RESIDUAL, "edges": []}, "edges that come from one layer"),
    ({"do": "insert_block", "block": RESIDUAL, "repeat": 99}, "repeat"),
    ({"do": "paste", "nodes": [{"id": "a", "layer": "Dense"}], "groups": [{"nodes": ["b"]}]}, "not pasted"),
    ({"do": "paste", "nodes": [{"id": "a", "layer": "Dense"}], "groups": "x"}, "cannot be read"),
    (
        {"do": "paste", "nodes": [{"id": "a", "layer": "Dense"}], "groups": [{"nodes": ["a"], "code": 1}]},
        "no such field",
    ),
]


@pytest.mark.parametrize(("edit", "why"), REFUSED)
def test_a_refused_edit_says_why(edit: dict[str, Any], why: str) -> None:
    with pytest.raises(PlaygroundError, match=why):
        edits.apply(BLOCK, edit)


@pytest.mark.parametrize(
    ("edit", "groups"),
    [
        ({"do": "delete", "nodes": ["dense_2"]}, [["dense_3"]]),
        ({"do": "delete", "nodes": ["dense_3", "dense_2"]}, []),
        ({"do": "add", "layer": "ReLU", "after": "dense_2"}, [["dense_2", "dense_3", "relu_1"]]),
        ({"do": "add", "layer": "ReLU", "after": "dense_3"}, [["dense_2", "dense_3"]]),
        ({"do": "add", "layer": "ReLU", "after": "dense_1"}, [["dense_2", "dense_3"]]),
        ({"do": "insert_before", "layer": "ReLU", "node": "dense_3"}, [["dense_2", "dense_3", "relu_1"]]),
        ({"do": "insert_before", "layer": "ReLU", "node": "dense_2"}, [["dense_2", "dense_3"]]),
        ({"do": "duplicate", "node": "dense_3"}, [["dense_2", "dense_3", "dense_5"]]),
        ({"do": "duplicate", "node": "dense_1"}, [["dense_2", "dense_3"]]),
        ({"do": "move", "node": "dense_2", "after": "dense_4"}, [["dense_3"]]),
        ({"do": "move", "node": "dense_1", "after": "dense_2"}, [["dense_2", "dense_3", "dense_1"]]),
        ({"do": "move", "node": "dense_2", "after": "dense_3"}, [["dense_2", "dense_3"]]),
        ({"do": "replace", "node": "dense_2", "layer": "ReLU", "params": {}}, [["dense_2", "dense_3"]]),
    ],
)
def test_edits_of_layers_leave_blocks_whole(edit: dict[str, Any], groups: list[list[str]]) -> None:
    assert inside(edits.apply(BLOCK, edit)) == groups


def test_a_loose_layer_dropped_on_an_edge_inside_belongs_to_the_block() -> None:
    loose = {"do": "add", "layer": "ReLU", "loose": True}
    made = edits.apply(BLOCK, loose, {"do": "splice", "node": "relu_1", "source": "dense_2", "target": "dense_3"})
    assert inside(made) == [["dense_2", "dense_3", "relu_1"]]


def test_a_block_goes_behind_a_layer_into_an_edge_or_stands_loose() -> None:
    put = {"do": "insert_block", "block": RESIDUAL, "title": "Residual"}
    behind = edits.apply(LINE, put | {"after": "dense_1", "folded": True, "repeat": 2})
    between = edits.apply(LINE, put | {"edges": [{"source": "dense_1", "target": "dense_2", "port": 0}]})
    assert set(net(behind).edges) == set(net(between).edges)
    (group,) = net(behind).groups
    assert (group.folded, group.repeat, len(group.nodes)) == (True, 2, 7)
    ways = block_repeats.block_boundary(net(behind), group.nodes)
    assert (ways.sources, ways.exits) == (("dense_1",), ("relu_2",))
    loose = edits.apply(LINE, put | {"loose": True, "x": 100, "y": 50})
    assert not {edge.target for edge in net(loose).edges if edge.source.startswith("dense")} & set(group.nodes)
    places = {(node.x, node.y) for node in net(loose).nodes if node.id in net(loose).groups[0].nodes}
    assert len(places) == 7
    assert min(places, key=lambda place: (place[0] or 0, place[1] or 0)) == (100, 50)
    inner = edits.apply(BLOCK, put | {"after": "dense_2"})
    assert [len(nodes) for nodes in inside(inner)] == [9]


def test_a_block_is_put_in_twice_under_fresh_names_and_duplicated_behind_itself() -> None:
    put = {"do": "insert_block", "block": RESIDUAL, "after": "dense_1"}
    twice = edits.apply(LINE, put, put)
    assert len({node.id for node in net(twice).nodes}) == 5 + 14
    assert [group.id for group in net(twice).groups] == ["block_1", "block_2"]
    made = edits.apply(BLOCK, {"do": "duplicate", "group": "block_1"})
    assert [len(nodes) for nodes in inside(made)] == [2, 2]
    assert [group.title for group in net(made).groups] == ["Middle", "Middle"]
    assert edits.is_stack(net(made))


def test_pasted_layers_bring_their_block() -> None:
    group = net(BLOCK).groups[0].model_dump(mode="json") | {"repeat": 2}
    nodes = [node.model_dump(mode="json") for node in net(BLOCK).nodes if node.id in group["nodes"]]
    edge = {"source": "dense_2", "target": "dense_3"}
    made = edits.apply(BLOCK, {"do": "paste", "nodes": nodes, "edges": [edge], "groups": [group]})
    assert inside(made) == [["dense_2", "dense_3"], ["dense_5", "dense_6"]]
    assert [(entry.id, entry.repeat) for entry in net(made).groups] == [("block_1", 1), ("block_2", 2)]


def test_a_block_is_saved_and_taken_again(home: object) -> None:
    made = edits.apply(BLOCK, {"do": "repeat", "group": "block_1", "times": 2})
    assert block_palette.resolve_block_edits(made, [{"do": "save_block", "group": "block_1"}], None) == []
    assert block_palette.saved_entries() == [{"name": "middle", "title": "Middle", "help": "2 layers: Dense, Dense"}]
    (put,) = block_palette.resolve_block_edits(
        LINE, [{"do": "insert_block", "name": "middle", "own": True, "after": "dense_4"}], None
    )
    again = edits.apply(LINE, put)
    assert [(group.title, group.repeat, group.nodes) for group in net(again).groups] == [
        ("Middle", 2, ("dense_5", "dense_6"))
    ]
    assert block_palette.resolve_block_edits(LINE, [{"do": "delete_block", "name": "middle"}], None) == []
    assert block_palette.saved_entries() == []
    block_palette.resolve_block_edits(LINE, [{"do": "restore_block", "name": "middle"}], None)
    assert [entry["name"] for entry in block_palette.saved_entries()] == ["middle"]


@pytest.mark.parametrize(
    ("edit", "why"),
    [
        ({"do": "save_block", "group": "nobody"}, "no block called"),
        ({"do": "save_block"}, "needs group"),
        ({"do": "save_block", "group": "block_1", "network": "other"}, "no network called"),
        ({"do": "insert_block", "name": "nothing"}, "no ready block"),
        ({"do": "insert_block", "name": "nothing", "own": True}, "is saved"),
        ({"do": "delete_block", "name": "../x"}, "is saved"),
    ],
)
def test_the_library_refuses_with_a_sentence(edit: dict[str, Any], why: str, home: object) -> None:
    with pytest.raises(PlaygroundError, match=why):
        block_palette.resolve_block_edits(BLOCK, [edit], None)


def test_a_block_without_a_name_or_with_two_ways_in_is_not_saved(home: object) -> None:
    save = {"do": "save_block", "group": "block_1"}
    unnamed = edits.apply(BLOCK, {"do": "rename", "group": "block_1", "title": ""})
    with pytest.raises(PlaygroundError, match="Give the block a name"):
        block_palette.resolve_block_edits(unnamed, [save], None)
    made = edits.apply(
        LINE,
        {"do": "add", "layer": "Add", "loose": True},
        {"do": "connect", "source": "dense_1", "target": "add_1"},
        {"do": "connect", "source": "dense_2", "target": "add_1"},
        {"do": "group", "nodes": ["add_1"], "title": "Join"},
    )
    with pytest.raises(PlaygroundError, match="Join has 2 in and 1 out"):
        block_palette.resolve_block_edits(made, [save], None)
    assert saved_blocks.load_all().blocks == {}


NAMES = st.sampled_from([f"dense_{number}" for number in range(1, 7)])
STEPS = st.one_of(
    st.fixed_dictionaries({"do": st.just("group"), "nodes": st.lists(NAMES, min_size=1, max_size=3, unique=True)}),
    st.fixed_dictionaries({"do": st.just("ungroup"), "group": st.sampled_from(["block_1", "block_2"])}),
    st.fixed_dictionaries({"do": st.just("repeat"), "group": st.just("block_1"), "times": st.integers(1, 3)}),
    st.fixed_dictionaries({"do": st.just("delete"), "nodes": st.lists(NAMES, min_size=1, max_size=2, unique=True)}),
    st.fixed_dictionaries({"do": st.just("move"), "node": NAMES, "after": NAMES}),
    st.fixed_dictionaries({"do": st.sampled_from(["duplicate"]), "node": NAMES}),
    st.fixed_dictionaries({"do": st.just("duplicate"), "group": st.just("block_1")}),
    st.fixed_dictionaries({"do": st.just("add"), "layer": st.just("Dense"), "after": NAMES}),
)


@given(st.lists(STEPS, max_size=8))
def test_whatever_is_done_to_a_line_of_layers_blocks_stay_whole(steps: list[dict[str, Any]]) -> None:
    made = LINE
    for step in steps:
        try:
            made = edits.apply(made, step)
        except PlaygroundError:
            continue
        network = net(made)
        members = [name for group in network.groups for name in group.nodes]
        assert len(members) == len(set(members))
        assert set(members) <= {node.id for node in network.nodes}
        assert all(block_repeats.block_boundary(network, group.nodes).is_single for group in network.groups), (
            step,
            network,
        )
        assert spec.parse(made.model_dump(mode="json")) == made
        flat, problems = read_graph(network)
        assert (flat is not None) or problems


@pytest.mark.parametrize("odd", [["a"], {"a": 1}, 7, None])
def test_what_is_no_name_is_refused_in_words(odd: object) -> None:
    block = {"nodes": [{"id": "input", "layer": "Input"}, {"id": "r", "layer": "ReLU"}]}
    into = {"do": "insert_block", "block": block, "edges": [{"source": odd, "target": "dense_1"}]}
    copy = {"id": "r", "layer": "ReLU"}
    pasted = {"do": "paste", "nodes": [copy], "groups": [{"id": odd, "nodes": ["r"]}]}
    for edit in (into, pasted) if odd is not None else (into,):
        with pytest.raises(PlaygroundError):
            edits.apply(LINE, edit)
