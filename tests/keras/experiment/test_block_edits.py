"""Edits of blocks, and what Keras says of what they make."""

from __future__ import annotations

from playground.checks.keras_check import keras_report
from playground.experiment import block_palette, edits
from tests.support.making import PICTURES, POINTS, experiment
from tests.unit.experiment.test_block_edits import BLOCK, LINE, net


def test_ungrouping_a_repeated_block_writes_its_copies_out() -> None:
    made = edits.apply(BLOCK, {"do": "repeat", "group": "block_1", "times": 3})
    apart = edits.apply(made, {"do": "ungroup", "group": "block_1"})
    assert net(apart).groups == ()
    assert len(net(apart).nodes) == 9
    assert keras_report(apart, POINTS).parameters == keras_report(made, POINTS).parameters
    assert len(edits.stack_order(net(apart))) == 9
    assert edits.is_stack(net(apart))
    once = edits.apply(made, {"do": "ungroup", "group": "block_1", "keep": False})
    assert net(once) == net(LINE)


def test_what_is_taken_from_the_library_fits_what_comes_in(home: object) -> None:
    made = experiment(PICTURES, ("Conv2D", {"filters": 24}), ("Flatten", {}), ("Dense", {"units": 4}))
    take = {"do": "insert_block", "name": "residual", "after": "conv2d_1"}
    (put,) = block_palette.resolve_block_edits(made, [take], keras_report(made, PICTURES))
    grown = edits.apply(made, put)
    assert {node.params["filters"] for node in net(grown).nodes if node.layer == "Conv2D"} == {24}
    assert keras_report(grown, PICTURES).problems[:0] == ()
    assert not [
        problem for problem in keras_report(grown, PICTURES).problems if problem.node in net(grown).groups[0].nodes
    ]
