"""What a network costs and whether it holds: Keras's verdict, as plain data that crosses processes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from playground.core.problems import Problem
from playground.experiment.block_repeats import original_id


@dataclass(frozen=True, slots=True)
class NodeReport:
    """One layer: *shape* of its output for one example, numbers it learns or keeps (*parameters*), those it learns
    (*trainable*), multiplications for one example going forward (*macs*), and *bytes* that one training step keeps
    for it (:mod:`playground.checks.memory` has the formula)."""

    shape: tuple[int, ...]
    parameters: int
    trainable: int
    macs: int
    bytes: int

    def to_json(self) -> dict[str, Any]:
        """All fields by name."""
        return {
            "shape": list(self.shape),
            "parameters": self.parameters,
            "trainable": self.trainable,
            "macs": self.macs,
            "bytes": self.bytes,
        }

    def combined_with(self, other: NodeReport) -> NodeReport:
        """What both cost together; the shape is that of *other*."""
        counts = ("parameters", "trainable", "macs", "bytes")
        return replace(other, **{name: getattr(self, name) + getattr(other, name) for name in counts})


@dataclass(frozen=True, slots=True)
class Report:
    """Everything by network name and node id. *step_bytes* is the memory of one training step with all networks;
    layers behind a refused one are missing."""

    networks: dict[str, dict[str, NodeReport]] = field(default_factory=dict)
    parameters: int = 0
    step_bytes: int = 0
    problems: tuple[Problem, ...] = ()

    def nodes(self) -> Iterator[NodeReport]:
        """Every layer of every network."""
        for nodes in self.networks.values():
            yield from nodes.values()

    def by_document_node(self, network: str) -> dict[str, NodeReport]:
        """By node of the document: a layer in a repeated block costs what all of its copies cost (:data:`networks` has
        each of them), and its shape is that of the last, which is what goes on."""
        reports: dict[str, NodeReport] = {}
        for name, report in self.networks.get(network, {}).items():
            reports[original_id(name)] = (
                reports[original_id(name)].combined_with(report) if original_id(name) in reports else report
            )
        return reports

    def to_json(self) -> dict[str, Any]:
        """All fields by name, as :meth:`from_json` takes them back."""
        return {
            "networks": {
                name: {node: report.to_json() for node, report in nodes.items()}
                for name, nodes in self.networks.items()
            },
            "parameters": self.parameters,
            "step_bytes": self.step_bytes,
            "problems": [problem.to_json() for problem in self.problems],
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Report:
        """The report that :meth:`to_json` gave *data* for."""
        networks = {
            name: {node: NodeReport(**{**fields, "shape": tuple(fields["shape"])}) for node, fields in nodes.items()}
            for name, nodes in data["networks"].items()
        }
        problems = tuple(Problem.from_json(entry) for entry in data["problems"])
        return cls(networks, data["parameters"], data["step_bytes"], problems)
