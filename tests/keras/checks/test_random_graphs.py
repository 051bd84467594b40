"""What the editor calls good builds and runs one step in Keras; what it calls bad, Keras refuses: 200 networks."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from hypothesis import HealthCheck, Phase, given, settings

from playground import build
from playground.catalog.layers import LAYERS
from playground.checks.keras_check import keras_report
from playground.core.info import Info
from playground.core.problems import Problem
from playground.experiment import structure
from playground.experiment.report import Report
from playground.experiment.spec import Experiment, Network
from tests.support.random_graphs import experiments

GRAPHS = 200
ROOM = 10**10
UNSAYABLE = {
    "loose_edge": "an edge to or from nothing: there is no tensor or no layer for it",
    "unknown_layer": "Keras has no such class, so nothing can be called",
    "cycle": "each layer would have to be called before the other",
    "no_input": "a layer that is called on nothing",
    "input_fed": "Keras's Input is a tensor; it cannot be called",
    "no_input_layer": "there is no tensor to begin with",
}
"""Problems that cannot be written in Keras at all: a functional model has no words for them."""
OURS = {
    "empty": "Keras trains a model without layers; nothing in it can learn",
    "too_few_inputs": "Keras adds up a list of one; a merge that merges nothing is a mistake",
    "several_outputs": "Keras gives the one target to each output, or takes only the first; the app has one answer",
    "param": "bounds are ours where Keras has none (100,000 units); Keras checks many, but not all, and some too late",
    "batch_axis": "Keras joins one batch to another, and goes on where nothing behind it minds",
    "softmax_of_one": "Keras only warns that the answer is always 1",
    "channels": "Keras mixes the channels of what is not a colour picture, and goes on",
    "value_range": "Keras clips what is not from 0 upwards, and goes on",
    "output_rank": "a loss broadcasts the target over more axes, and goes on",
    "output_shape": "a loss broadcasts the target over more numbers, and goes on",
    "units_do_not_match": "a loss broadcasts the target, or classes that never come have a unit",
    "loss_does_not_fit": "a loss that says little of such answers (an angle of one number) is still a number",
    "output_activation": "a loss takes the logarithm of what is no chance, and goes on",
}
"""Problems that Keras does not see: it goes on, and gets it wrong."""


@cache
def examples(info: Info) -> tuple[Any, Any]:
    """Four examples and their raw targets."""
    random = np.random.default_rng(0)
    x = random.uniform(*info.value_range, (4, *info.input_shape)).astype(np.float32)
    y = random.normal(size=(4, info.outputs)) if info.task == "regression" else np.arange(4) % max(info.outputs, 2)
    return x, y


def step(model: Any, asked: Experiment, info: Info) -> None:
    """One training step, without a compiled graph: that takes a second for each network and proves no more."""
    x, y = examples(info)
    measure, targets = build.loss(asked.loss, info), build.targets(asked.loss, y, info)
    weights = model.trainable_variables
    with tf.GradientTape() as tape:
        value = measure(targets, model(x, training=True)) + sum(model.losses)
    for weight, slope in zip(weights, tape.gradient(value, [weight.value for weight in weights]), strict=True):
        if slope is not None:
            weight.assign_sub(0.01 * slope)


def naive(network: Network, info: Info) -> Any:
    """*network* as anybody would write it in Keras, without asking the editor: every layer called on what leads in.

    Switched-off layers are left out. Raises what Keras raises.
    """
    tensors: dict[str, list[Any]] = {}
    inputs, ranges = [], dict[str, tuple[float, float]]()
    nodes = {node.id: node for node in network.nodes}
    for name in structure.toposort_or_none(network) or ():
        node = nodes[name]
        edges = sorted((edge for edge in network.edges if edge.target == name), key=lambda edge: edge.port)
        given = [tensor for edge in edges for tensor in tensors[edge.source]]
        ranges[name] = ranges[edges[0].source] if edges else info.value_range
        if node.layer == "Input":
            inputs.append(keras.Input(shape=info.input_shape, name=name))
            tensors[name] = [inputs[-1]]
        elif not node.enabled:
            tensors[name] = given
        else:
            made = build.layer(node, value_range=ranges[name])
            tensors[name] = [made(given if LAYERS[node.layer].kind == "merge" or len(given) > 1 else given[0])]
            ranges[name] = build.output_value_range(node, ranges[name])
    ends = [tensors[name] for name in nodes if not any(edge.source == name for edge in network.edges)]
    outputs = [tensor for end in ends for tensor in end]
    return keras.Model(inputs if len(inputs) > 1 else inputs[0], outputs if len(outputs) > 1 else outputs[0])


def refusal(asked: Experiment, info: Info) -> str | None:
    """What Keras says against *asked* when it is built and trained for a step; ``None`` where it goes on."""
    if len({node.id for node in asked.networks[0].nodes}) < len(asked.networks[0].nodes):
        return "names of layers must be unique"  # The dictionary above would hide it.
    try:
        step(naive(asked.networks[0], info), asked, info)
    except Exception as error:  # whatever it is, Keras did not take it
        return f"{type(error).__name__}: {error}"
    return None


def described(asked: Experiment, info: Info, problems: tuple[Problem, ...]) -> str:
    network = asked.networks[0]
    lines = [f"{info.kind} {info.input_shape}, {asked.loss.name}"]
    lines += [f"  {node.id}: {node.layer}{'' if node.enabled else ' (off)'} {node.params}" for node in network.nodes]
    lines += [f"  {edge.source} > {edge.target}:{edge.port}" for edge in network.edges]
    return "\n".join([*lines, *(f"  ! {problem.code} at {problem.node}: {problem}" for problem in problems)])


seen: Counter[str] = Counter()
disagreements: list[str] = []


@settings(
    max_examples=GRAPHS,
    derandomize=True,
    deadline=None,
    database=None,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)
@given(experiments())
def judge(drawn: tuple[Experiment, Info]) -> None:
    asked, info = drawn
    report = keras_report(asked, info, available=ROOM)
    codes = {problem.code for problem in report.problems}
    seen.update(codes or {"good"})
    seen["all"] += 1
    keras.backend.clear_session(free_memory=False)  # Two thirds of the time went into collecting garbage.
    wrong = _not_built(asked, info, report) if not codes else _not_refused(asked, info, codes)
    if wrong:
        disagreements.append(f"{wrong}\n{described(asked, info, report.problems)}")


def _not_built(asked: Experiment, info: Info, report: Report) -> str | None:
    try:
        model = build.model(asked.networks[0], info)
        step(model, asked, info)
    except Exception as error:  # whatever it is, the editor called it good
        return f"Called good, and Keras says {type(error).__name__}: {str(error)[:600]}"
    shapes = {layer.name: tuple(layer.output.shape[1:]) for layer in model.layers}
    said = report.networks["model"]
    if shapes != {name: node.shape for name, node in said.items() if name in shapes}:
        return f"The shapes are {shapes}"
    return None if model.count_params() == report.parameters else f"Keras counts {model.count_params()} parameters"


def _not_refused(asked: Experiment, info: Info, codes: set[str]) -> str | None:
    if codes & set(UNSAYABLE) or not codes - set(OURS):
        return None
    return None if refusal(asked, info) else "Called bad, and Keras takes it"


def test_editor_and_keras_agree_on_200_random_graphs() -> None:
    seen.clear()
    disagreements.clear()
    judge()
    assert not disagreements, "\n\n".join([f"{len(disagreements)} disagreements", *disagreements])
    assert seen["all"] >= GRAPHS
    assert seen["good"] >= GRAPHS // 4, seen
    assert GRAPHS - seen["good"] >= GRAPHS // 5, seen
    assert len(seen) > 15, seen  # Kinds of problems that were drawn.
