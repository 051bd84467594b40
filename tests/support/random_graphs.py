"""Networks drawn at random for hypothesis: branching, with layers of every kind, most of them right, many spoilt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from hypothesis import strategies as st

from playground.catalog import losses
from playground.catalog.layers import LAYERS, LayerRow
from playground.core.info import Info
from playground.core.params import Bool, Choice, Float, Int, IntOrTuple, IntTuple, Param, with_defaults
from playground.experiment.spec import Edge, Experiment, NamedParams, Network, Node
from playground.ports.kinds.target import suggest_output
from tests.support.making import PICTURES, POINTS, ROWS, USUAL

GREY = replace(PICTURES, input_shape=(8, 8, 1))
SIGNED = replace(PICTURES, value_range=(-1.0, 1.0))
INFOS = (POINTS, ROWS, PICTURES, GREY, SIGNED)
"""Points in the plane, rows of a table, colour pictures, grey ones, and pictures scaled from -1 to 1."""
_ONE = [row for row in LAYERS.values() if row.input_count_range == (1, 1)]
_MERGES = [row for row in LAYERS.values() if row.kind == "merge"]
_SAME = ("Add", "Average", "Maximum", "Minimum", "Multiply", "Subtract", "Concatenate")
_STEPS = ("layer", "layer", "layer", "layer", "block", "merge")


@dataclass
class _Drawing:
    """A network while it is drawn; *ranks* and *open* are of the nodes so far."""

    draw: Any
    nodes: list[Node]
    edges: list[Edge]
    ranks: dict[str, int]
    open: list[str]

    def put(self, row: LayerRow, params: dict[str, Any], *sources: str) -> str:
        name = f"{row.name.lower()}_{len(self.nodes)}"
        self.nodes.append(Node(id=name, layer=row.name, params=params))
        self.edges += [Edge(source=source, target=name, port=port) for port, source in enumerate(sources)]
        ranks = tuple(self.ranks[source] for source in sources)
        self.ranks[name] = row.output_rank(ranks, with_defaults(row.params, params))
        self.open = [node for node in self.open if node not in sources] + [name]
        return name

    def layer(self) -> None:
        """A layer of any kind behind any node, often one that begins a branch."""
        source = self.draw(st.sampled_from([*self.open, *(node.id for node in self.nodes)]))
        kinds = sorted({row.kind for row in self._fitting(source)})
        kind = self.draw(st.sampled_from(kinds))
        row = self.draw(st.sampled_from([row for row in self._fitting(source) if row.kind == kind]))
        self.put(row, self.draw(_params(row)), source)

    def _fitting(self, source: str) -> list[LayerRow]:
        rank = self.ranks[source]
        return [row for row in _ONE if row.input_ranks is None or rank in row.input_ranks]

    def block(self) -> None:
        """Branches of one shape that meet again."""
        source = self.draw(st.sampled_from(self.open))
        name, size = {3: ("Conv2D", "filters"), 2: ("Conv1D", "filters")}.get(self.ranks[source], ("Dense", "units"))
        width = self.draw(st.integers(1, 6))
        ends = []
        for _branch in range(self.draw(st.integers(2, 3))):
            params: dict[str, Any] = {size: width, "activation": self.draw(st.sampled_from(["relu", "tanh"]))}
            if size == "filters":
                params |= {"kernel_size": self.draw(st.integers(1, 5)), "padding": "same"}
            ends.append(self.put(LAYERS[name], params, source))
        meets = LAYERS[self.draw(st.sampled_from(_SAME))]
        self.put(meets, {}, *ends[: meets.input_count_range[1]])

    def merge(self) -> None:
        """Any two nodes in any merge layer: seldom of one shape."""
        names = st.sampled_from([node.id for node in self.nodes])
        row = self.draw(st.sampled_from(_MERGES))
        self.put(row, self.draw(_params(row)), self.draw(names), self.draw(names))

    def end(self, info: Info) -> None:
        """Whatever is open is flattened, joined and led to an output that fits the task."""
        ends = [node if self.ranks[node] == 1 else self.put(LAYERS["Flatten"], {}, node) for node in [*self.open]]
        last = ends[0] if len(ends) == 1 else self.put(LAYERS["Concatenate"], {}, *ends)
        head = suggest_output(info)
        self.put(LAYERS[head["layer"]], head["params"], last)


@st.composite
def _params(draw: Any, row: LayerRow) -> dict[str, Any]:
    """A few parameters away from their defaults, within their bounds and small."""
    if not row.params:
        return {}
    chosen = draw(st.lists(st.sampled_from(row.params), max_size=3, unique_by=lambda param: param.name))
    return {param.name: draw(_value(param)) for param in chosen}


def _value(param: Param) -> st.SearchStrategy[Any]:
    some = _some(param)
    return st.one_of(st.none(), some) if param.optional else some


def _some(param: Param) -> st.SearchStrategy[Any]:
    if isinstance(param, IntOrTuple):
        each = st.integers(param.low, min(param.high, param.low + 5))
        return st.one_of(each, st.lists(each, min_size=param.axes, max_size=param.axes))
    if isinstance(param, Int):
        return st.integers(param.low, min(param.high, param.low + 7))
    if isinstance(param, Float):
        low = param.low + (1e-3 if param.open_low else 0.0)
        return st.sampled_from([low, min(param.high, low + 0.3), min(param.high, 1.0)])
    if isinstance(param, Choice):
        return st.sampled_from(param.options)
    if isinstance(param, IntTuple):
        length = {"min_size": param.length or 1, "max_size": param.length or 3}
        return st.lists(st.integers(max(param.low, -1), min(param.high, 8)), **length)
    assert isinstance(param, Bool), param
    return st.booleans()


# --- spoiling ---------------------------------------------------------------------------------------------------------


def _without_an_edge(draw: Any, network: Network) -> Network:
    gone = draw(st.sampled_from(network.edges))
    return network.model_copy(update={"edges": tuple(edge for edge in network.edges if edge != gone)})


def _one_edge_more(draw: Any, network: Network) -> Network:
    names = st.sampled_from([node.id for node in network.nodes])
    more = Edge(source=draw(names), target=draw(names), port=draw(st.integers(0, 3)))
    return network.model_copy(update={"edges": (*network.edges, more)})


def _an_edge_to_nowhere(draw: Any, network: Network) -> Network:
    more = Edge(source=draw(st.sampled_from([node.id for node in network.nodes])), target="nowhere")
    return network.model_copy(update={"edges": (*network.edges, more)})


def _with_node(draw: Any, network: Network, change: Any) -> Network:
    at = draw(st.integers(1, len(network.nodes) - 1))
    nodes = [*network.nodes]
    nodes[at] = change(nodes[at])
    return network.model_copy(update={"nodes": tuple(nodes)})


def _another_layer(draw: Any, network: Network) -> Network:
    row = draw(st.sampled_from(_ONE))
    return _with_node(draw, network, lambda node: node.model_copy(update={"layer": row.name, "params": {}}))


def _an_unknown_layer(draw: Any, network: Network) -> Network:
    return _with_node(draw, network, lambda node: node.model_copy(update={"layer": "Quantum", "params": {}}))


def _the_same_name(draw: Any, network: Network) -> Network:
    return _with_node(draw, network, lambda node: node.model_copy(update={"id": network.nodes[0].id}))


def _switched_off(draw: Any, network: Network) -> Network:
    return _with_node(draw, network, lambda node: node.model_copy(update={"enabled": False}))


def _a_second_input(draw: Any, network: Network) -> Network:
    return _with_node(draw, network, lambda node: node.model_copy(update={"layer": "Input", "params": {}}))


def _set(draw: Any, network: Network, value: Any) -> Network:
    def change(node: Node) -> Node:
        params = LAYERS[node.layer].params if node.layer in LAYERS else ()
        numbers = [param for param in params if isinstance(param, Int | Float)]
        if not numbers:
            return node
        param = draw(st.sampled_from(numbers))
        return node.model_copy(update={"params": {**node.params, param.name: value(param)}})

    return _with_node(draw, network, change)


def _beyond_a_bound(draw: Any, network: Network) -> Network:
    return _set(draw, network, lambda param: draw(st.sampled_from([param.low - 1, param.high + 1, "many", None])))


def _larger(draw: Any, network: Network) -> Network:
    """Within the bounds, but perhaps larger than what comes in."""
    return _set(draw, network, lambda param: min(param.high, draw(st.integers(5, 12))))


def _another_end(draw: Any, network: Network) -> Network:
    nodes = [*network.nodes]
    change = draw(st.sampled_from([{"units": 7}, {"activation": "relu"}, {"activation": "softmax"}]))
    nodes[-1] = nodes[-1].model_copy(update={"params": {**nodes[-1].params, **change}})
    return network.model_copy(update={"nodes": tuple(nodes)})


_SPOILERS = (
    _without_an_edge, _one_edge_more, _an_edge_to_nowhere, _another_layer, _another_layer, _an_unknown_layer,
    _the_same_name, _switched_off, _a_second_input, _beyond_a_bound, _larger, _larger, _larger, _another_end,
)  # fmt: skip


@st.composite
def experiments(draw: Any) -> tuple[Experiment, Info]:
    """An experiment and the facts of its data; about half of them are right."""
    info = draw(st.sampled_from(INFOS))
    making = _Drawing(draw, [Node(id="input", layer="Input")], [], {"input": len(info.input_shape)}, ["input"])
    for step in draw(st.lists(st.sampled_from(_STEPS), min_size=2, max_size=6)):
        getattr(making, step)()
    making.end(info)
    network = Network(nodes=tuple(making.nodes), edges=tuple(making.edges))
    for _time in range(draw(st.sampled_from([0, 0, 1, 1, 2]))):
        network = draw(st.sampled_from(_SPOILERS))(draw, network)
    names = [name for name, row in losses.LOSSES.items() if info.task in row.targets_by_task]
    usual = USUAL[info.task]
    loss = draw(st.sampled_from([usual, usual, usual, *names]))
    return Experiment(data={"name": "made"}, networks=(network,), loss=NamedParams(name=loss)), info
