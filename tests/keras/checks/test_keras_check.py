"""Keras's verdict: shapes and counts are those of the model, refusals are sentences whose repairs repair."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from playground import build, datasets, gallery
from playground.checks.keras_check import keras_report
from playground.core.info import Info
from playground.core.problems import Problem
from playground.experiment import edits
from playground.experiment.report import Report
from playground.experiment.spec import Edge, Experiment, Network, Node, Optimizer
from tests.support.making import INFOS, PICTURES, ROWS, branches, experiment, good

GREY = replace(PICTURES, input_shape=(8, 8, 1))
HEAD = [("Flatten", {}), ("Dense", {"units": 4, "activation": "softmax"})]
ROOM = 10**10


def refused(asked: Experiment, info: Info, code: str, **room: int) -> Problem:
    """The one problem; after each of its repairs it is gone."""
    problems = keras_report(asked, info, available=room.get("available", ROOM)).problems
    assert [problem.code for problem in problems] == [code]
    for repair in problems[0].repairs:
        after = keras_report(edits.apply(asked, *repair.edits), info, available=room.get("available", ROOM))
        assert code not in [problem.code for problem in after.problems], str(repair.label)
    return problems[0]


def test_a_network_that_learns_by_an_optimizer_of_its_own_needs_what_that_keeps() -> None:
    """Two numbers for each weight with Adam, none with plain SGD."""
    entry = gallery.get("gan-ring").experiment
    plain = entry.model_copy(update={"optimizers": {"generator": Optimizer(name="SGD", params={"momentum": 0.0})}})
    info = datasets.describe(entry.data)
    with_adam, with_sgd = (keras_report(each, info, available=ROOM).networks for each in (entry, plain))
    for name, nodes in with_adam.items():
        less = {node: 8 * each.trainable if name == "generator" else 0 for node, each in nodes.items()}
        assert {node: each.bytes - with_sgd[name][node].bytes for node, each in nodes.items()} == less
        assert name != "generator" or sum(less.values()) > 0


def test_shapes_counts_and_multiplications() -> None:
    asked = experiment(
        GREY,
        ("Conv2D", {"filters": 8}),
        ("BatchNormalization", {}),
        ("SeparableConv2D", {"filters": 5, "kernel_size": [1, 3]}),
        ("DepthwiseConv2D", {"depth_multiplier": 2}),
        ("Conv2DTranspose", {"filters": 3, "kernel_size": 2, "strides": 2}),
        *HEAD,
    )
    report = keras_report(asked, GREY)
    assert report.problems == ()
    said = {
        node: (each.shape, each.parameters, each.trainable, each.macs)
        for node, each in report.networks["model"].items()
    }
    assert said == {
        "input": ((8, 8, 1), 0, 0, 0),
        "conv2d_1": ((6, 6, 8), 80, 80, 6 * 6 * 8 * 9),
        "batchnormalization_1": ((6, 6, 8), 32, 16, 0),
        "separableconv2d_1": ((6, 4, 5), 24 + 40 + 5, 69, 6 * 4 * 8 * (3 + 5)),
        "depthwiseconv2d_1": ((4, 2, 10), 100, 100, 4 * 2 * 10 * 9),
        "conv2dtranspose_1": ((8, 4, 3), 123, 123, 4 * 2 * 10 * 4 * 3),
        "flatten_1": ((96,), 0, 0, 0),
        "dense_1": ((4,), 388, 388, 96 * 4),
    }
    assert report.parameters == build.model(asked.networks[0], GREY).count_params()
    assert Report.from_json(report.to_json()) == report


REFUSALS: list[tuple[Info, list[tuple[str, dict[str, Any]]], str, str | None]] = [
    (GREY, [("Conv2D", {"kernel_size": 9})], "window_too_large", "kernel_size"),
    (GREY, [("Conv2D", {"kernel_size": 5, "dilation_rate": 2})], "window_too_large", "kernel_size"),
    (GREY, [("MaxPooling2D", {"pool_size": [9, 1]})], "window_too_large", "pool_size"),
    (GREY, [("Conv2D", {"strides": 2, "dilation_rate": 2})], "stride_and_dilation", "strides"),
    (GREY, [("Conv2D", {"groups": 3, "filters": 6})], "groups", "groups"),
    (PICTURES, [("GroupNormalization", {"groups": 2})], "groups", "groups"),
    (PICTURES, [("GroupNormalization", {"groups": 0})], "groups", "groups"),
    (GREY, [("Conv2DTranspose", {"output_padding": 1})], "output_padding", "output_padding"),
    (GREY, [("Reshape", {"target_shape": [9, 9, 1]})], "reshape", "target_shape"),
    (GREY, [("Reshape", {"target_shape": [-1, -1]})], "reshape", "target_shape"),
    (GREY, [("Reshape", {"target_shape": [0, 3]})], "reshape", "target_shape"),
    (GREY, [("Cropping2D", {"cropping": 4})], "cropping", "cropping"),
    (GREY, [("Permute", {"dims": [1, 1, 2]})], "axes", "dims"),
    (GREY, [("Permute", {})], "axes", "dims"),
    (
        GREY,
        [("PReLU", {"shared_axes": [1, 3]}), ("Flatten", {}), ("PReLU", {"shared_axes": [2]})],
        "axes",
        "shared_axes",
    ),
    (GREY, [("RandomHue", {})], "channels", None),
    (GREY, [("Softmax", {})], "softmax_of_one", None),
    (replace(PICTURES, value_range=(-1.0, 1.0)), [("RandomInvert", {})], "value_range", None),
]


@pytest.mark.parametrize(("info", "layers", "code", "field"), REFUSALS)
def test_a_refusal_is_a_sentence_with_a_repair(
    info: Info, layers: list[tuple[str, dict[str, Any]]], code: str, field: str | None
) -> None:
    asked = experiment(info, *layers, *HEAD)
    # The repair of the data's range reaches the network by the data set, which this test does not have.
    problems = (
        keras_report(asked, info, available=ROOM).problems if code == "value_range" else (refused(asked, info, code),)
    )
    (problem,) = problems
    assert problem.field == field
    assert problem.repairs
    assert "Keras says" not in str(problem)
    assert "{" not in str(problem)


def test_rescaling_moves_the_range_that_later_layers_see() -> None:
    signed = replace(PICTURES, value_range=(-1.0, 1.0))
    asked = experiment(signed, ("Rescaling", {"scale": 0.5, "offset": 0.5}), ("RandomInvert", {}), *HEAD)
    assert keras_report(asked, signed).problems == ()


def meeting(
    layer: str, left: dict[str, Any], right: dict[str, Any], params: dict[str, Any] | None = None
) -> Experiment:
    """Two convolutions meet in *layer*."""
    nodes = [Node(id="input", layer="Input"), Node(id="a", layer="Conv2D", params=left)]
    nodes += [Node(id="b", layer="Conv2D", params=right), Node(id="m", layer=layer, params=params or {})]
    nodes += [Node(id="f", layer="Flatten"), Node(id="d", layer="Dense", params=HEAD[1][1])]
    pairs = [("input", "a", 0), ("input", "b", 0), ("a", "m", 0), ("b", "m", 1), ("m", "f", 0), ("f", "d", 0)]
    edges = tuple(Edge(source=s, target=t, port=p) for s, t, p in pairs)
    return good(GREY).model_copy(update={"networks": (Network(nodes=tuple(nodes), edges=edges),)})


def test_branches_that_do_not_meet() -> None:
    other_channels = refused(meeting("Add", {"filters": 4}, {"filters": 6}), GREY, "unequal_shapes")
    assert "a 6×6×4, b 6×6×6" in str(other_channels)
    assert [str(repair.label) for repair in other_channels.repairs] == ["Bring all to 4 with Conv2D"]
    refused(meeting("Concatenate", {"filters": 4}, {"filters": 4, "strides": 2}), GREY, "unequal_shapes")
    refused(meeting("Subtract", {"filters": 4}, {"filters": 4, "strides": 2}), GREY, "unequal_shapes")


def test_dot_along_an_axis_that_differs() -> None:
    wrong = meeting("Dot", {"filters": 4}, {"filters": 4, "kernel_size": [1, 3]}, {"axes": 1})
    assert refused(wrong, GREY, "dot").field == "axes"


def test_what_is_too_large_is_refused_by_its_figure_before_anything_is_allocated() -> None:
    asked = experiment(ROWS, ("Dense", {"units": 100_000}), ("Dense", {"units": 100_000}), ("Dense", {"units": 1}))
    (problem,) = keras_report(asked, ROWS, available=20 * 10**9).problems
    assert (problem.code, problem.node) == ("too_large", "dense_2")
    assert "186 GB" in str(problem)


def test_a_batch_too_large_is_made_smaller() -> None:
    asked = good(PICTURES, training={"batch_size": 100})
    needed = keras_report(asked, PICTURES, available=ROOM).step_bytes
    problem = refused(asked, PICTURES, "too_large", available=int(needed))
    assert problem.repairs[0].edits[0]["path"] == "training.batch_size"


def test_what_stands_behind_a_refused_layer_is_not_judged() -> None:
    asked = experiment(GREY, ("Conv2D", {"kernel_size": 9}), ("Conv2D", {"kernel_size": 9}), *HEAD)
    report = keras_report(asked, GREY, available=ROOM)
    assert len(report.problems) == 1
    assert list(report.networks["model"]) == ["input"]


def test_the_end_must_be_what_the_task_needs() -> None:
    asked = experiment(
        GREY, ("Flatten", {}), ("Dense", {"units": 4}), ("BatchNormalization", {}), loss={"name": "CategoricalHinge"}
    )
    assert keras_report(asked, GREY).problems == ()
    assert (
        refused(edits.apply(asked, {"do": "delete", "nodes": ["dense_1"]}), GREY, "output_shape").node
        == "batchnormalization_1"
    )


_FORKABLE = """
import sys; sys.path.insert(0, {root!r})
from tests.support.making import PICTURES, experiment
from playground.checks.keras_check import keras_report
from tensorflow.python.eager import context
layers = [(name, {{}}) for name in ("RandomRotation", "Conv2D", "BatchNormalization", "Dropout", "Flatten")]
layers.append(("Dense", {{"units": 4, "activation": "softmax"}}))
report = keras_report(experiment(PICTURES, *layers), PICTURES)
print(len(report.problems), context.context()._context_handle)
"""


def test_it_runs_no_operation_so_that_the_process_can_still_be_forked() -> None:
    root = str(Path(__file__).parents[3])
    done = subprocess.run(
        [sys.executable, "-c", _FORKABLE.format(root=root)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "0 None"


@pytest.mark.parametrize("task", list(INFOS))
def test_nothing_is_wrong_with_what_is_right(task: str) -> None:
    info = INFOS[task]  # type: ignore[index]
    assert keras_report(good(info), info).problems == ()


def test_layers_that_meet_unchanged() -> None:
    asked = good(GREY).model_copy(update={"networks": (branches("Concatenate", inputs=3),), "family": "made"})
    assert keras_report(asked, GREY).networks["model"]["meet"].shape == (8, 8, 3)


def test_rows_are_not_joined_along_the_batch() -> None:
    asked = experiment(ROWS, *HEAD).model_copy(update={"networks": (branches("Concatenate", {"axis": -2}),)})
    problem = refused(asked, ROWS, "batch_axis")
    assert problem.field == "axis"
    assert [edit["value"] for edit in problem.repairs[0].edits] == [-1]


def test_a_layer_that_nothing_leads_to_yet_takes_no_shape_from_the_others() -> None:
    asked = good(GREY)
    whole = keras_report(asked, GREY)
    drawn = edits.apply(asked, {"do": "add", "layer": "Dense", "params": {}, "loose": True, "id": "loose"})
    report = keras_report(drawn, GREY)
    assert {problem.code for problem in report.problems} == {"no_input", "several_outputs"}
    assert report.networks == whole.networks
    assert report.parameters == whole.parameters


def test_of_a_network_that_does_not_hold_the_layers_up_to_the_fault_are_judged() -> None:
    asked = good(GREY).model_copy(update={"networks": (branches("Add", inputs=2),)})
    cut = next(edge for edge in asked.networks[0].edges if edge.target == "meet")
    drawn = edits.apply(asked, {"do": "disconnect", "source": cut.source, "target": "meet"})
    seen = keras_report(drawn, GREY).networks["model"]
    assert "meet" not in seen
    assert set(seen) >= {edge.source for edge in asked.networks[0].edges if edge.target == "meet"}


def test_nothing_is_judged_behind_a_circle_an_unknown_layer_or_a_name_that_came_twice() -> None:
    kinds = {"input": "Input", "known": "Flatten", "strange": "Dens", "behind": "Flatten", "a": "Add", "b": "Add"}
    nodes = [Node(id=name, layer=kind) for name, kind in kinds.items()]
    twice = [Node(id="twin", layer="Flatten"), Node(id="twin", layer="Flatten")]
    ways = [("input", "known", 0), ("input", "strange", 0), ("strange", "behind", 0), ("input", "twin", 0)]
    ways += [("input", "a", 0), ("b", "a", 1), ("a", "b", 0), ("known", "b", 1)]
    edges = tuple(Edge(source=source, target=target, port=port) for source, target, port in ways)
    asked = good(GREY).model_copy(update={"networks": (Network(nodes=(*nodes, *twice), edges=edges),)})
    report = keras_report(asked, GREY)
    assert {"unknown_layer", "same_id"} <= {problem.code for problem in report.problems}
    assert set(report.networks["model"]) == {"input", "known"}
    circle = tuple(edge for edge in edges if edge.target in ("known", "a", "b"))
    alone = Network(nodes=tuple(nodes[:2] + nodes[4:]), edges=circle)
    report = keras_report(asked.model_copy(update={"networks": (alone,)}), GREY)
    assert "cycle" in {problem.code for problem in report.problems}
    assert set(report.networks["model"]) == {"input", "known"}
