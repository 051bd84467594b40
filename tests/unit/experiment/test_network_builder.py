import pytest

from playground.experiment import spec
from playground.experiment.graph_reader import read_graph
from playground.experiment.network_builder import NetworkBuilder


def test_a_line_is_drawn_as_a_stack_is() -> None:
    sketch = NetworkBuilder()
    x = sketch.add("Dense", sketch.input(), units=8)
    sketch.add("Dense", sketch.add("Dropout", x), units=1)
    assert sketch.network() == spec.stack(("Dense", {"units": 8}), ("Dropout", {}), ("Dense", {"units": 1}))


def test_sources_are_the_ports_in_their_order() -> None:
    sketch = NetworkBuilder()
    x = sketch.input()
    first, second = sketch.add("Dense", x, units=4), sketch.add("Dense", x, units=4)
    sketch.add("Subtract", second, first)
    found, problems = read_graph(sketch.network("model"))
    assert problems == ()
    assert found is not None
    assert found.output.inputs == ("dense_2", "dense_1")


def test_a_layer_behind_one_that_is_not_drawn_is_refused() -> None:
    sketch = NetworkBuilder()
    with pytest.raises(ValueError, match="dense_1 names layers that are not drawn yet"):
        sketch.add("Dense", "x")
    assert sketch.network().nodes == ()


def test_two_inputs_need_two_names() -> None:
    sketch = NetworkBuilder()
    assert sketch.input() == "input"
    with pytest.raises(ValueError, match="called input"):
        sketch.input()
    assert sketch.input("table") == "table"
