"""Layers stand after those that lead into them, and a wrong network is shown too."""

from __future__ import annotations

import pytest

from playground.experiment.spec import Edge, Network, Node
from playground.experiment.toposort import topological_order


def network(names: str, *pairs: str) -> Network:
    nodes = tuple(Node(id=name, layer="Dense") for name in names)
    return Network(nodes=nodes, edges=tuple(Edge(source=a, target=b) for a, b in pairs))


@pytest.mark.parametrize(
    ("drawn", "order", "whole"),
    [
        (network(""), "", True),
        (network("abc"), "abc", True),
        (network("cba", "ab", "bc"), "abc", True),
        (network("dcba", "ac", "bd", "ab"), "acbd", True),
        (network("ab", "ab", "ab"), "ab", True),
        (network("ab", "ab", "xb", "ax"), "ab", True),
        (network("abc", "ab", "bc", "cb"), "abc", False),
        (network("ab", "aa", "ab"), "ab", False),
        (network("aab", "ab"), "ab", True),
    ],
)
def test_order(drawn: Network, order: str, whole: bool) -> None:
    assert topological_order(drawn) == (tuple(order), whole)
