"""What determines the output of each layer, as a key: two layers with the same key give the same output for the same
example, as long as nothing has been learnt.

Workers remember what they have computed by it, and pages tell by it whether a picture still belongs to what is drawn.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from playground.core import params
from playground.core.identity_cache import cached_by_identity
from playground.experiment import block_repeats
from playground.experiment.graph_reader import read_graph
from playground.experiment.spec import Experiment, Network
from playground.ports import connections

LENGTH = 16
Keys = dict[str, dict[str, str]]


@cached_by_identity(64)
def keys_by_network(experiment: Experiment) -> Keys:
    """By network and node, for the layers that are on, of the networks whose structure holds. What feeds a network is
    part of what determines its layers."""
    training = experiment.training
    made_for = f"{experiment.family} {connections.latent_dim(experiment)} {experiment.data.model_dump_json()}"
    base = f"{made_for} {training.seed} {training.precision}"
    sources = connections.source_by_target(experiment)
    documents = {network.name: network.model_dump_json() for network in experiment.networks}
    keys: dict[str, _NetworkKeys] = {}
    for name in _names_in_data_order(experiment):
        source = keys.get(sources.get(name, ""))
        keys[name] = _network_keys(f"{base} {source.output}" if source is not None else base, documents[name])
    return {name: keys[name].layers for name in documents}


def _names_in_data_order(experiment: Experiment) -> list[str]:
    """The names of the networks, those that feed others first."""
    return list(
        dict.fromkeys(
            network.name for network in (*connections.networks_in_data_order(experiment), *experiment.networks)
        )
    )


class _NetworkKeys(NamedTuple):
    """The keys of one network's layers, and that of the layer whose output leaves it."""

    layers: dict[str, str]
    output: str


def output_layer_by_node(keys: Mapping[str, str]) -> dict[str, str]:
    """By node of the document, the layer whose output it stands for: in a repeated block, the last copy's. *keys* are
    the keys of one network."""
    return {block_repeats.original_id(name): name for name in keys}


def same_weights(one: Experiment, other: Experiment, network: str) -> bool:
    """Whether weights that were learnt for *network* of *one* are weights of the same network of *other*: the same
    layers, joined alike, over the same data. Seeds may differ, and where layers lie on the canvas."""
    mine = keys_by_network(_without_seed(one)).get(network)
    return bool(mine) and mine == keys_by_network(_without_seed(other)).get(network)


def _without_seed(experiment: Experiment) -> Experiment:
    training = experiment.training.model_copy(update={"seed": 0, "precision": "float32"})
    return experiment.model_copy(update={"training": training})


@lru_cache(maxsize=64)
def _network_keys(base: str, document: str) -> _NetworkKeys:
    network = Network.model_validate_json(document)
    graph = read_graph(network)[0]
    keys: dict[str, str] = {}
    for node in graph.nodes if graph is not None else ():
        filled = params.with_defaults(node.row.params, node.node.params)
        # The id is in it, because it seeds the weights; the last layer keeps full precision in any case.
        last = graph is not None and node.id == graph.output.id and "mixed" in base
        parts = [base, network.name, node.id, node.node.layer, filled, last, [keys[source] for source in node.inputs]]
        text = json.dumps(parts, sort_keys=True, default=list)
        keys[node.id] = hashlib.sha256(text.encode()).hexdigest()[:LENGTH]
    return _NetworkKeys(keys, keys[graph.output.id] if graph is not None else "")
