"""Keys of layers: what moves them, and what does not."""

from __future__ import annotations

from playground import gallery
from playground.experiment import edits, spec
from playground.experiment.spec import Experiment
from playground.ports import layer_keys
from tests.support.making import PICTURES, experiment


def cnn() -> Experiment:
    conv = ("Conv2D", {"filters": 4})
    return experiment(PICTURES, conv, ("MaxPooling2D", {}), ("Flatten", {}), ("Dense", {"units": 4}))


def of(asked: Experiment) -> dict[str, str]:
    return layer_keys.keys_by_network(asked)["model"]


def changed(one: Experiment, other: Experiment) -> set[str]:
    first, second = of(one), of(other)
    return {node for node in first if first[node] != second.get(node)}


def test_an_edit_moves_the_layers_behind_it_and_no_other() -> None:
    after = edits.apply(cnn(), {"do": "set_param", "node": "maxpooling2d_1", "field": "pool_size", "value": 3})
    assert changed(cnn(), after) == {"maxpooling2d_1", "flatten_1", "dense_1"}


def test_a_default_that_is_written_out_moves_nothing() -> None:
    written = edits.apply(cnn(), {"do": "set_param", "node": "conv2d_1", "field": "strides", "value": 1})
    assert changed(cnn(), written) == set()


def test_seed_and_data_move_all_and_places_none() -> None:
    assert changed(cnn(), spec.with_value(cnn(), "training.seed", 5)) == set(of(cnn()))
    assert changed(cnn(), spec.with_value(cnn(), "data.params", {"size": 9})) == set(of(cnn()))
    assert changed(cnn(), edits.apply(cnn(), {"do": "place", "at": {"conv2d_1": [3, 4]}})) == set()
    assert changed(cnn(), spec.with_value(cnn(), "training.epochs", 99)) == set()


def test_a_layer_that_is_off_has_no_key_and_passes_on_that_of_its_input() -> None:
    off = edits.apply(cnn(), {"do": "switch", "node": "conv2d_1", "enabled": False})
    assert "conv2d_1" not in of(off)
    assert changed(cnn(), off) == {"conv2d_1", "maxpooling2d_1", "flatten_1", "dense_1"}


def test_learnt_weights_belong_to_the_same_layers_whatever_seed_they_began_with() -> None:
    other = edits.apply(cnn(), {"do": "set_param", "node": "dense_1", "field": "units", "value": 9})
    assert layer_keys.same_weights(cnn(), spec.with_value(cnn(), "training.seed", 5), "model")
    assert layer_keys.same_weights(cnn(), edits.apply(cnn(), {"do": "place", "at": {"conv2d_1": [3, 4]}}), "model")
    assert not layer_keys.same_weights(cnn(), other, "model")
    assert not layer_keys.same_weights(cnn(), spec.with_value(cnn(), "data.name", "digits"), "model")
    assert not layer_keys.same_weights(cnn(), cnn(), "no such network")


def test_a_repeated_block_is_seen_by_its_last_copy() -> None:
    once = experiment(PICTURES, ("Conv2D", {"filters": 3}), ("Flatten", {}), ("Dense", {"units": 4}))
    block = {"do": "group", "nodes": ["conv2d_1"], "id": "block_1", "title": "", "name": "Block"}
    three = edits.apply(once, block, {"do": "repeat", "group": "block_1", "times": 3})
    assert layer_keys.output_layer_by_node(of(three))["conv2d_1"] == "conv2d_1.3"
    assert layer_keys.output_layer_by_node(of(once))["conv2d_1"] == "conv2d_1"
    assert not layer_keys.same_weights(once, three, "model")


def test_what_feeds_a_network_moves_all_its_layers_and_what_it_feeds_none() -> None:
    both = gallery.get("autoencoder-digits").experiment
    before = layer_keys.keys_by_network(both)
    first, second = ({"do": "set_param", "network": name, "node": node, "field": "units", "value": 7}
                     for name, node in (("encoder", "dense_1"), ("decoder", "dense_1")))  # fmt: skip
    encoder = layer_keys.keys_by_network(edits.apply(both, first))
    assert encoder["encoder"]["input"] == before["encoder"]["input"]
    assert not set(encoder["decoder"].values()) & set(before["decoder"].values())
    decoder = layer_keys.keys_by_network(edits.apply(both, second))
    assert decoder["encoder"] == before["encoder"]
    assert decoder["decoder"]["input"] == before["decoder"]["input"]
