"""Layers in sentences are called as on their cards."""

from __future__ import annotations

from playground.core.i18n import N_, Text
from playground.core.problems import Problem, Repair
from playground.experiment.spec import Network, Node
from playground.ui.components.layer_names import layer_names, with_layer_names


def network(*layers: tuple[str, str]) -> Network:
    return Network(name="model", nodes=tuple(Node(id=node_id, layer=layer) for node_id, layer in layers), edges=())


def test_a_number_stands_where_there_are_several() -> None:
    names = layer_names(network(("input", "Input"), ("conv2d_1", "Conv2D"), ("conv2d_3", "Conv2D"), ("out", "Dense")))
    assert names == {"input": "Input", "conv2d_1": "Conv2D 1", "conv2d_3": "Conv2D 3", "out": "Dense"}


def test_layers_that_have_names_of_their_own_or_that_nobody_knows() -> None:
    names = layer_names(network(("gate", "Dense"), ("dense_1", "Dense"), ("input", "Input"), ("input_2", "Input")))
    assert names == {"gate": "Dense 2", "dense_1": "Dense 1", "input": "Input 1", "input_2": "Input 2"}
    assert layer_names(network(*((name, "Dense") for name in ("left", "dense_2", "right")))) == {
        "left": "Dense 1",
        "dense_2": "Dense 2",
        "right": "Dense 3",
    }
    assert layer_names(network(("mine_1", "Mine"))) == {"mine_1": "Mine"}


def test_sentences_and_repairs_follow_whole_words_only() -> None:
    names = {"dense_1": "Dense", "add_1": "Add"}
    text = Text(N_("{node} joins inputs of one shape, number by number; they are {came}."), {})
    problem = Problem(
        "unequal_shapes",
        Text(text.message, {"node": "add_1", "came": "dense_1 16, dense_12 8, my-dense_1 4"}),
        network="model",
        node="add_1",
        repairs=(Repair(Text(N_("Remove {node}"), {"node": "dense_1"}), ({"do": "delete", "nodes": ["dense_1"]},)),),
    )
    told = with_layer_names(problem, names)
    assert str(told) == "Add joins inputs of one shape, number by number; they are Dense 16, dense_12 8, my-dense_1 4."
    assert str(told.repairs[0].label) == "Remove Dense"
    assert told.repairs[0].edits == problem.repairs[0].edits
    assert (told.node, told.code) == ("add_1", "unequal_shapes")
    nested = Problem("param", Text(N_("In repetition {number}: {said}"), {"number": 2, "said": problem.text}))
    assert str(with_layer_names(nested, names)).startswith("In repetition 2: Add joins")
