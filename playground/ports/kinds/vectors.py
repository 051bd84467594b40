"""What ends that are a row of numbers share: one axis, a layer whose numbers are not bound, and as many as wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from playground.catalog.activations import ACTIVATIONS
from playground.core.formatting import shape_text
from playground.core.i18n import N_, Text
from playground.core.problems import Problem, Repair
from playground.experiment import graph_end as ends
from playground.experiment import ranks
from playground.experiment.repairs import repair, set_edit
from playground.ports.base import (
    OutputPort,
    Shape,
    append_edits,
    output_problem,
    param_value,
    set_activation_repair,
    set_units,
)

if TYPE_CHECKING:
    from playground.experiment.graph import Graph


def _is_linear(activation: str) -> bool:
    return activation == "linear"


@dataclass(frozen=True, slots=True, kw_only=True)
class VectorRules:
    """*expected* says what must leave, as a part of a sentence with the row's {size} and the length of a {code};
    *bound* what is wrong with an {activation} that *fits* refuses. Where the length follows from that of the code,
    *numbers_per_code* is how many numbers it has for each of a code's, and the code may follow the layer."""

    code_prefix: str
    expected: str
    bound: str
    fits: Callable[[str], bool] = _is_linear
    numbers_per_code: int | None = None

    def check(self, port: OutputPort) -> Iterable[Problem]:
        """What is wrong with the axes of what leaves, else with its activation and its units."""
        axes = port.rank
        if axes is not None and axes != 1:
            rank = ranks.rank_in_words(axes)
            values: dict[str, object] = {"network": port.title, "came": rank, "wanted": self._expected_text(port)}
            message = Text(N_("{network} ends with {came}; {wanted}."), values)
            add = add_dense_repair(port.graph, port.spec.shape[0], flat=False)
            yield output_problem(port.graph, f"{self.code_prefix}_rank", message, add)
            return
        yield from self._activation_problems(port)
        yield from self._units_problems(port)

    def shape_problem(self, port: OutputPort, actual_shape: Shape) -> Problem:
        """Keras's *actual_shape* (without the batch), which is not the row that is wanted."""
        values = {"network": port.title, "came": shape_text(actual_shape), "wanted": self._expected_text(port)}
        message = Text(N_("{network} gives {came} for each example; {wanted}."), values)
        add = add_dense_repair(port.graph, port.spec.shape[0], flat=len(actual_shape) == 1)
        return output_problem(port.graph, f"{self.code_prefix}_shape", message, add)

    def _expected_text(self, port: OutputPort) -> Text:
        return Text(self.expected, {"size": port.spec.shape[0], "code": port.latent_dim})

    def _activation_problems(self, port: OutputPort) -> Iterable[Problem]:
        activation, place = ends.final_activation(port.graph, port.graph.output)
        if activation not in ACTIVATIONS or self.fits(activation):
            return
        message = Text(self.bound, {"activation": Text(ACTIVATIONS[activation].title), "size": port.spec.shape[0]})
        right = set_activation_repair(port.graph, place, "linear")
        yield output_problem(port.graph, f"{self.code_prefix}_activation", message, right, at=place)

    def _units_problems(self, port: OutputPort) -> Iterable[Problem]:
        size, dense = port.spec.shape[0], ends.final_dense(port.graph, port.graph.output)
        if dense is None or (units := int(param_value(dense, "units"))) == size:
            return
        values: dict[str, object] = {"network": port.title, "units": units, "wanted": self._expected_text(port)}
        repairs = [repair(N_("Set units to {count}"), set_units(port.graph, dense, size), count=size)]
        if self.numbers_per_code is not None and units % self.numbers_per_code == 0:
            length = units // self.numbers_per_code
            params = {**port.experiment.family_params, "latent_dim": length}
            label = N_("Set the latent dimension to {count}")
            repairs.append(repair(label, set_edit("family_params", params), count=length))
        message = Text(N_("{network} gives {units} numbers; {wanted}."), values)
        yield output_problem(port.graph, f"{self.code_prefix}_units", message, *repairs, at=dense, field="units")


def add_dense_repair(graph: Graph, size: int, *, flat: bool) -> Repair:
    """The repair that appends a Dense with *size* units, flattened before where that is not *flat*."""
    layers: list[tuple[str, dict[str, Any]]] = [] if flat else [("Flatten", {})]
    edits = append_edits(graph, *layers, ("Dense", {"units": size}))
    return repair(N_("Add a Dense with {units} units"), *edits, units=size)
