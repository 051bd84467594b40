"""What every ready block keeps to: it is told, it is whole, and Keras trains a step through it."""

from __future__ import annotations

import keras
import numpy as np
import pytest

from playground import build
from playground.checks.keras_check import keras_report
from playground.core.info import Info
from playground.experiment import block_edits, blocks, edits
from playground.experiment.blocks import Block
from playground.experiment.graph_reader import read_graph
from tests.support.making import experiment
from tests.unit.contracts.test_blocks import BLOCKS

SIDE = 8


def info_of(block: Block, channels: int) -> Info:
    shape = (*(SIDE,) * (block.input_rank - 1), channels)
    kind = "images" if block.input_rank == 3 else "table"
    return Info(kind, "regression", shape, 1, train_examples=100, validation_examples=20)  # type: ignore[arg-type]


@pytest.mark.parametrize("channels", [None, 1, 3, 16])
@pytest.mark.parametrize("block", BLOCKS)
def test_trains_a_step(block: Block, channels: int | None) -> None:
    network = block.network(channels)
    block_edits.validate_block(network)
    info = info_of(block, channels or block.default_channels)
    graph_, problems = read_graph(network)
    assert graph_ is not None
    assert problems == ()
    model = build.model(network, info)
    model.compile(optimizer=keras.optimizers.SGD(), loss="mse")
    x = np.random.default_rng(0).normal(size=(4, *info.input_shape)).astype(np.float32)
    y = np.zeros((4, *model.output_shape[1:]), np.float32)
    assert np.isfinite(model.train_on_batch(x, y))


@pytest.mark.parametrize("block", BLOCKS)
def test_two_in_a_row_fit_into_a_network_without_a_problem(block: Block) -> None:
    info = info_of(block, 16)
    flat = [("Flatten", {})] if block.input_rank > 1 else []
    made = experiment(info, *flat, ("Dense", {"units": 1}))
    for _time in range(2):
        content = block.network(16 if _time == 0 else _channels(made, info)).model_dump(mode="json")
        after = _end(made)
        made = edits.apply(made, {"do": "insert_block", "block": content, "title": block.title, "after": after})
    assert keras_report(made, info).problems == ()
    assert len(made.networks[0].groups) == 2


def _end(made) -> str | None:  # type: ignore[no-untyped-def]
    """The node before what every network here ends with."""
    (network,) = made.networks
    last = "flatten_1" if any(node.id == "flatten_1" for node in network.nodes) else "dense_1"
    return next(edge.source for edge in network.edges if edge.target == last)


def _channels(made, info: Info) -> int:  # type: ignore[no-untyped-def]
    end = _end(made)
    return keras_report(made, info).by_document_node("model")[str(end)].shape[-1]


@pytest.mark.parametrize("name", ["residual", "squeeze-excitation"])
def test_what_repeats_well_can_be_repeated(name: str) -> None:
    block = blocks.get(name)
    info = info_of(block, 16)
    made = experiment(info, ("Flatten", {}), ("Dense", {"units": 1}))
    content = block.network(16).model_dump(mode="json")
    put = {"do": "insert_block", "block": content, "after": None, "repeat": 3}
    assert keras_report(edits.apply(made, put), info).problems == ()
