"""A wrong network is told at the layer, in a sentence, and its repair repairs it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from playground.checks.check import check_experiment
from playground.core.info import Info
from playground.core.problems import Problem, Repair
from playground.experiment import edits
from playground.experiment.graph_reader import read_graph
from playground.experiment.network_builder import NetworkBuilder
from playground.experiment.spec import Edge, Experiment, NamedParams, Network, Node
from playground.ports.kinds.target import suggest_output
from tests.support.making import INFOS, PICTURES, POINTS, ROWS, branches, experiment, good

GREY = replace(PICTURES, input_shape=(8, 8, 1))


def told(asked: Experiment, info: Info | None) -> tuple[Problem, ...]:
    return check_experiment(asked, info).problems


def only(asked: Experiment, info: Info | None, code: str) -> Problem:
    """The one problem; each of its repairs must take it away and bring no unknown edit."""
    problems = told(asked, info)
    assert [problem.code for problem in problems] == [code]
    said = str(problems[0])
    assert said.endswith(".")
    assert "{" not in said
    assert Problem.from_json(problems[0].to_json()) == problems[0]
    return problems[0]


def repaired(asked: Experiment, repair: Repair) -> Experiment:
    return edits.apply(asked, *repair.edits)


def network(nodes: str, *pairs: str, **layers: str) -> Experiment:
    """Nodes by letter (Dense unless named), edges as ``ab``, the last node an output that fits POINTS."""
    made = [Node(id=name, layer=layers.get(name, "Dense")) for name in nodes]
    edges = tuple(Edge(source=a, target=b, port=int(port[0]) if port else 0) for a, b, *port in pairs)
    base = good(POINTS)
    return base.model_copy(update={"networks": (Network(nodes=tuple(made), edges=edges),)})


@pytest.mark.parametrize("task", list(INFOS))
def test_nothing_is_wrong_with_what_is_right(task: str) -> None:
    info = INFOS[task]  # type: ignore[index]
    checked = check_experiment(good(info), info)
    assert checked.problems == ()
    assert checked.graph is not None
    assert checked.graph.output.id == "dense_2"
    assert check_experiment(good(info), None).problems == ()


STRUCTURE: list[tuple[str, Experiment, str | None]] = [
    ("same_id", network("iaa", "ia", i="Input"), "a"),
    ("loose_edge", network("ia", "ia", "ax", i="Input"), "a"),
    ("unknown_layer", network("iab", "ia", "ab", i="Input", a="Quantum"), "a"),
    ("unknown_layer", network("iab", "ia", "ab", i="Input", a="Conv2d"), "a"),
    ("cycle", network("iabc", "ia", "ab", "bc", "ca", i="Input"), "a"),
    ("no_input", network("iabm", "ia", "am", "bm1", i="Input", m="Add"), "b"),
    ("too_few_inputs", network("iam", "ia", "am", i="Input", m="Add"), "m"),
    ("too_many_inputs", network("iabc", "ia", "ib", "ac", "bc1", i="Input"), "c"),
    ("too_many_inputs", network("iabcs", "ia", "ib", "ic", "as", "bs1", "cs2", i="Input", s="Subtract"), "s"),
    ("input_fed", network("iaj", "ia", "aj", i="Input", j="Input"), "j"),
    ("several_outputs", network("iab", "ia", "ib", i="Input"), "a"),
    ("empty", network("i", i="Input"), "i"),
]


@pytest.mark.parametrize(("code", "asked", "node"), STRUCTURE)
def test_structure(code: str, asked: Experiment, node: str | None) -> None:
    problems = told(asked, None)
    found = next(problem for problem in problems if problem.code == code)
    assert found.node == node
    assert str(found).endswith(".")
    for repair in found.repairs:
        after = told(repaired(asked, repair), None)
        assert (found.code, found.node, str(found)) not in {(p.code, p.node, str(p)) for p in after}


def test_the_cycle_is_named_in_the_direction_of_the_edges() -> None:
    (problem,) = told(network("iabcd", "ia", "ab", "bc", "cb", "cd", i="Input"), None)
    assert any(ring in str(problem) for ring in ("b → c → b", "c → b → c"))


def test_a_network_without_an_input_is_given_one() -> None:
    asked = edits.apply(good(POINTS), {"do": "delete", "nodes": ["input"]})
    problem = next(problem for problem in told(asked, POINTS) if problem.code == "no_input_layer")
    assert told(repaired(asked, problem.repairs[0]), POINTS) == ()


def test_a_switched_off_layer_passes_its_input_on_and_is_not_judged() -> None:
    asked = edits.apply(
        good(POINTS),
        {"do": "add", "layer": "Conv2D", "params": {"filters": -3}, "after": "dense_1"},
        {"do": "switch", "node": "conv2d_1", "enabled": False},
    )
    checked = check_experiment(asked, POINTS)
    assert checked.problems == ()
    assert checked.graph is not None
    assert [(node.id, node.inputs) for node in checked.graph.nodes] == [
        ("input", ()),
        ("dense_1", ("input",)),
        ("dense_2", ("dense_1",)),
    ]


@pytest.mark.parametrize(("field", "value"), [("units", 0), ("units", "many"), ("activation", "wobble"), ("speed", 3)])
def test_a_parameter_out_of_bounds(field: str, value: Any) -> None:
    asked = edits.apply(good(POINTS), {"do": "set_param", "node": "dense_1", "field": field, "value": value})
    problem = only(asked, POINTS, "param")
    assert (problem.node, problem.field) == ("dense_1", field)
    assert told(repaired(asked, problem.repairs[0]), POINTS) == ()


RANKS: list[tuple[Info, list[tuple[str, dict[str, Any]]], str, list[str]]] = [
    (GREY, [("Flatten", {}), ("Conv2D", {})], "conv2d_1", ["Remove flatten_1"]),
    (GREY, [("Conv1D", {})], "conv1d_1", ["Use Conv2D instead"]),
    (replace(ROWS, input_shape=(64,)), [("Conv2D", {})], "conv2d_1", ["Insert Reshape to 8×8×1"]),
    (ROWS, [("Conv1D", {})], "conv1d_1", ["Insert Reshape to ?×1"]),
    (GREY, [("RepeatVector", {})], "repeatvector_1", ["Insert Flatten before repeatvector_1", "Remove repeatvector_1"]),
    (
        GREY,
        [("GlobalAveragePooling2D", {}), ("MaxPooling2D", {})],
        "maxpooling2d_1",
        ["Remove globalaveragepooling2d_1", "Remove maxpooling2d_1"],
    ),
]


@pytest.mark.parametrize(("info", "layers", "node", "labels"), RANKS)
def test_a_wrong_number_of_axes(
    info: Info, layers: list[tuple[str, dict[str, Any]]], node: str, labels: list[str]
) -> None:
    head = ("Dense", {"units": info.outputs, "activation": "softmax" if info.outputs > 1 else "linear"})
    asked = experiment(info, *layers, ("Flatten", {}), head)
    problem = only(asked, info, "rank")
    assert problem.node == node
    assert [str(repair.label) for repair in problem.repairs] == labels
    for repair in problem.repairs:
        assert told(repaired(asked, repair), info) == ()


def test_an_image_must_become_a_row_before_the_end() -> None:
    asked = experiment(GREY, ("Conv2D", {}), ("Dense", {"units": 4, "activation": "softmax"}))
    problem = only(asked, GREY, "output_rank")
    assert [str(repair.label) for repair in problem.repairs] == [
        "Insert Flatten before dense_1",
        "Insert GlobalAveragePooling2D before dense_1",
    ]
    for repair in problem.repairs:
        assert told(repaired(asked, repair), GREY) == ()
    ends_with_conv = experiment(GREY, ("Conv2D", {"filters": 4, "activation": "softmax"}))
    for repair in only(ends_with_conv, GREY, "output_rank").repairs:
        assert told(repaired(ends_with_conv, repair), GREY) == ()


@pytest.mark.parametrize("task", list(INFOS))
def test_the_last_layers_units(task: str) -> None:
    info = INFOS[task]  # type: ignore[index]
    asked = edits.apply(good(info), {"do": "set_param", "node": "dense_2", "field": "units", "value": 7})
    problem = only(asked, info, "units_do_not_match")
    assert (problem.node, problem.field) == ("dense_2", "units")
    assert repaired(asked, problem.repairs[0]) == good(info)


@pytest.mark.parametrize("task", ["binary", "multiclass"])
def test_the_last_layers_activation(task: str) -> None:
    info = INFOS[task]  # type: ignore[index]
    asked = edits.apply(good(info), {"do": "set_param", "node": "dense_2", "field": "activation", "value": "relu"})
    problem = only(asked, info, "output_activation")
    assert (problem.node, problem.field) == ("dense_2", "activation")
    assert repaired(asked, problem.repairs[0]) == good(info)


def test_an_activation_layer_at_the_end_counts() -> None:
    stack = [("Flatten", {}), ("Dense", {"units": 4})]
    assert told(experiment(PICTURES, *stack, ("Softmax", {})), PICTURES) == ()
    assert told(experiment(PICTURES, *stack, ("Activation", {"activation": "softmax"})), PICTURES) == ()
    wrong = experiment(PICTURES, *stack, ("Activation", {"activation": "tanh"}))
    assert only(wrong, PICTURES, "output_activation").node == "activation_1"
    relu = experiment(PICTURES, *stack, ("ReLU", {}))
    assert told(repaired(relu, only(relu, PICTURES, "output_activation").repairs[0]), PICTURES) == ()


def test_logits() -> None:
    loss = NamedParams(name="SparseCategoricalCrossentropy", params={"from_logits": True})
    asked = good(PICTURES, loss=loss.model_dump())
    problem = only(asked, PICTURES, "output_activation")
    assert told(repaired(asked, problem.repairs[0]), PICTURES) == ()


@pytest.mark.parametrize("task", list(INFOS))
def test_suggested_output(task: str) -> None:
    info = INFOS[task]  # type: ignore[index]
    layer = suggest_output(info)
    asked = experiment(info, ("Flatten", {}), (layer["layer"], layer["params"]))
    assert told(asked, info) == ()


PICKS: list[tuple[Info, dict[str, Any], str, str]] = [
    (POINTS, {"loss": {"name": "Regret"}}, "unknown_name", "loss"),
    (ROWS, {"loss": {"name": "Huber", "params": {"delta": 0.0}}}, "param", "loss.params.delta"),
    (POINTS, {"metrics": [{"name": "luck"}]}, "unknown_name", "metrics.0"),
    (POINTS, {"metrics": [{"name": "auc"}, {"name": "auc"}]}, "same_metric", "metrics"),
    (POINTS, {"metrics": [{"name": "accuracy"}, {"name": "r2"}]}, "metric_does_not_fit", "metrics.1"),
    (POINTS, {"metrics": [{"name": "r2"}]}, "metric_does_not_fit", "metrics.0"),
    (PICTURES, {"metrics": [{"name": "top_k", "params": {"k": 4}}]}, "metric_does_not_fit", "metrics.0"),
    (POINTS, {"optimizer": {"name": "Magic"}}, "unknown_name", "optimizer"),
    (POINTS, {"optimizer": {"params": {"learning_rate": 0.0}}}, "param", "optimizer.params.learning_rate"),
    (POINTS, {"optimizer": {"schedule": {"name": "Whim"}}}, "unknown_name", "optimizer.schedule"),
    (
        POINTS,
        {"optimizer": {"schedule": {"name": "CosineDecay", "params": {"alpha": 2.0}}}},
        "param",
        "optimizer.schedule.params.alpha",
    ),
    (POINTS, {"optimizer": {"params": {"clipnorm": 1.0, "clipvalue": 1.0}}}, "two_clips", "optimizer.params.clipvalue"),
    (POINTS, {"training": {"batch_size": 101}}, "batch_too_large", "training.batch_size"),
    (POINTS, {"training": {"early_stopping": {"monitor": "val_mae"}}}, "monitor", "training.early_stopping.monitor"),
    (POINTS, {"goal": {"metric": "r2", "at_least": 0.5}}, "goal_does_not_fit", "goal.metric"),
]


@pytest.mark.parametrize(("info", "changes", "code", "field"), PICKS)
def test_loss_metrics_optimizer_and_numbers(info: Info, changes: dict[str, Any], code: str, field: str) -> None:
    asked = good(info, **changes)
    problem = only(asked, info, code)
    assert problem.field == field
    assert problem.repairs or code == "unknown_name"
    for repair in problem.repairs:
        assert told(repaired(asked, repair), info) == ()


def test_a_loss_for_another_task() -> None:
    asked = good(POINTS, loss={"name": "MeanAbsoluteError"})
    problem = only(asked, POINTS, "loss_does_not_fit")
    assert str(problem) == (
        "Mean absolute error is for numbers, reconstructing the input; this data set asks for two classes."
    )
    assert told(repaired(asked, problem.repairs[0]), POINTS) == ()


def test_early_stopping_without_a_validation_part_watches_the_training() -> None:
    asked = good(POINTS, training={"early_stopping": {}})
    assert told(asked, POINTS) == ()
    problem = only(asked, replace(POINTS, validation_examples=0), "monitor")
    assert problem.repairs[0].edits[0]["value"] == "loss"


def test_branches_that_meet() -> None:
    asked = good(ROWS).model_copy(update={"networks": (branches("Add"),)})
    assert told(asked, ROWS) == ()


def test_a_merge_that_is_switched_off_passes_its_first_input_on() -> None:
    sketch = NetworkBuilder()
    x = sketch.input()
    first = sketch.add("Dense", x, units=4)
    sketch.add("ReLU", sketch.add("Add", first, x))
    network = sketch.network()
    off = tuple(node.model_copy(update={"enabled": node.layer != "Add"}) for node in network.nodes)
    found, problems = read_graph(network.model_copy(update={"nodes": off}))
    assert problems == ()
    assert found is not None
    assert [(node.id, node.inputs) for node in found.nodes] == [
        ("input", ()),
        ("dense_1", ("input",)),
        ("relu_1", ("dense_1",)),
    ]
