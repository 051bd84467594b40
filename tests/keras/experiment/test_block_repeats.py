"""A block that is repeated, as Keras builds and judges it."""

from __future__ import annotations

from playground import build
from playground.checks.keras_check import keras_report
from playground.experiment import edits, spec
from tests.support.making import PICTURES, experiment
from tests.unit.experiment.test_block_repeats import asked, block, grouped, network


def test_keras_builds_the_copies_and_each_begins_with_weights_of_its_own() -> None:
    model = build.model(network(block(3)), PICTURES)
    assert [layer.name for layer in model.layers if layer.name.startswith("b")] == ["b", "b.2", "b.3"]
    first, second = (model.get_layer(name).kernel.numpy() for name in ("b", "b.2"))
    assert (first != second).any()


def test_a_block_costs_what_its_copies_cost_together() -> None:
    once, thrice = (keras_report(asked(block(times)), PICTURES) for times in (1, 3))
    assert once.problems == thrice.problems == ()
    inner = sum(once.by_document_node("model")[node].parameters for node in ("a", "b", "add"))
    assert inner > 0
    assert thrice.parameters == once.parameters + 2 * inner
    for name in ("parameters", "trainable", "macs", "bytes"):
        assert getattr(thrice.by_document_node("model")["a"], name) == 3 * getattr(
            once.by_document_node("model")["a"], name
        )
    assert thrice.by_document_node("model").keys() == once.by_document_node("model").keys()


def test_a_mistake_in_the_second_copy_is_told_at_the_layer_that_is_seen() -> None:
    """Halving 8 × 8 with windows that need 5: the first copy fits, the second does not."""
    window = {"filters": 4, "kernel_size": 5}
    made = experiment(PICTURES, ("Conv2D", window), ("Flatten", {}), ("Dense", {"units": 4, "activation": "softmax"}))
    made = grouped(made, block(2, "conv2d_1"))
    (problem,) = keras_report(made, PICTURES).problems
    assert problem.node == "conv2d_1"
    assert str(problem).startswith("In repetition 2: conv2d_1 looks through a window of 5×5, but only 4×4 come in")
    assert [str(entry.label) for entry in problem.repairs][-1] == "Repeat once"
    for entry in problem.repairs[:2]:
        mended = keras_report(edits.apply(made, *entry.edits), PICTURES)
        assert mended.problems == ()


def test_a_mistake_of_every_copy_is_told_once() -> None:
    bad = spec.with_value(asked(block(3)), "networks.0.nodes.2.params.filters", 0)
    assert [problem.node for problem in keras_report(bad, PICTURES).problems] == ["a"]
