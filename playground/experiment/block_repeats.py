"""Blocks that follow themselves: *repeat* written out as copies, so that everything behind sees one flat graph.

The first copy keeps the ids of its nodes; copy 2 of ``conv2d_1`` is ``conv2d_1.2``, which no document can hold, since
an id has no dot (:data:`playground.experiment.spec.Id`). What is said of a copy is told at the node that a person sees.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from playground.core.i18n import N_, Text
from playground.core.problems import Problem, Repair
from playground.experiment.repairs import edit, repair
from playground.experiment.spec import Edge, Experiment, Group, Network

MARK = "."
MOST_LAYERS = 1000
"""Layers that a network may have once its repeats are written out."""
_ANYWHERE = frozenset({"set", "set_param", "replace", "delete", "switch", "add"})
"""Verbs that do the same to all copies wherever in the block they are pressed."""
_COPY = re.compile(r"(?<![\w.-])([A-Za-z0-9_][\w-]*)\.\d+(?![\w.-])")


@dataclass(frozen=True, slots=True)
class BlockBoundary:
    """How data passes a block: the nodes outside that lead in, and the nodes inside whose output leaves it."""

    sources: tuple[str, ...]
    exits: tuple[str, ...]

    @property
    def is_single(self) -> bool:
        """Whether one thing comes in and one goes out, so that a copy can follow."""
        return len(self.sources) == 1 and len(self.exits) == 1


def original_id(node: str) -> str:
    """The node of the document that *node* is, or is a copy of."""
    return node.partition(MARK)[0]


def copy_number(node: str) -> int:
    """1 for a node of the document, 2 for its first copy ..."""
    return int(node.partition(MARK)[2] or 1)


def block_boundary(network: Network, nodes: Iterable[str]) -> BlockBoundary:
    """Ways into and out of *nodes*. What comes in may feed several of them; a node that nothing follows leads out."""
    inside = set(nodes)
    sources = {edge.source for edge in network.edges if edge.target in inside and edge.source not in inside}
    followed = {edge.source for edge in network.edges if edge.target in inside}
    leaving = {edge.source for edge in network.edges if edge.source in inside and edge.target not in inside}
    exits = leaving | (inside - followed)
    order = [node.id for node in network.nodes]
    return BlockBoundary(tuple(n for n in order if n in sources), tuple(n for n in order if n in exits))


def problems(network: Network) -> Iterable[Problem]:
    """Why the repeats of *network* cannot be written out."""
    count = len(network.nodes) + sum((group.repeat - 1) * len(group.nodes) for group in network.groups)
    for group in network.groups:
        if group.repeat == 1:
            continue
        boundary = block_boundary(network, group.nodes)
        if count > MOST_LAYERS:
            message = Text(
                N_("With all repetitions the network would have {count} layers; at most {most} are built."),
                {"count": count, "most": MOST_LAYERS},
            )
            yield _group_problem(network, group, "too_many_layers", message)
        elif not boundary.is_single:
            message = Text(
                N_("A block that is repeated needs one way in and one way out; {title} has {ins} in and {outs} out."),
                {"title": block_title(group), "ins": len(boundary.sources), "outs": len(boundary.exits)},
            )
            yield _group_problem(network, group, "block_ways", message)


def group_problems(network: Network) -> Iterable[Problem]:
    """Groups that no editor makes: of layers that are not there, or that share one."""
    node_ids, grouped_ids = {node.id for node in network.nodes}, set[str]()
    for number, group in enumerate(network.groups):
        apart = repair(N_("Ungroup"), edit("ungroup", network.name, group=group.id, keep=False))
        if missing := [node for node in group.nodes if node not in node_ids]:
            message = Text(
                N_("The block {title} names {node}, and there is no such layer."),
                {"title": block_title(group), "node": missing[0]},
            )
            yield Problem(
                "block_of_nothing",
                message,
                network=network.name,
                node=_first_known_node(group, node_ids),
                repairs=(apart,),
            )
        elif both := [node for node in group.nodes if node in grouped_ids]:
            message = Text(
                N_("{node} is in two blocks; {title} is the second."), {"title": block_title(group), "node": both[0]}
            )
            yield Problem("block_twice", message, network=network.name, node=both[0], repairs=(apart,))
        elif group.id in {other.id for other in network.groups[:number]}:
            message = Text(N_("Two blocks are called {id}; each needs its own name."), {"id": group.id})
            yield Problem("block_twice", message, network=network.name, node=group.nodes[0], repairs=(apart,))
        grouped_ids |= set(group.nodes)


def block_title(group: Group) -> Text:
    """What a block is called where it is shown."""
    return Text(group.title or N_("Block"))


def _first_known_node(group: Group, node_ids: set[str]) -> str | None:
    return next((node for node in group.nodes if node in node_ids), None)


def _group_problem(network: Network, group: Group, code: str, message: Text) -> Problem:
    return Problem(
        code, message, network=network.name, node=group.nodes[0], repairs=(repeat_once_repair(network.name, group.id),)
    )


def repeat_once_repair(network: str, group: str) -> Repair:
    """The repair that takes all copies but the first away."""
    return repair(N_("Repeat once"), edit("repeat", network, group=group, times=1))


def expand(network: Network) -> Network:
    """*network* with every copy written out; each repeated group must have one way in and out (:func:`problems`)."""
    for group in network.groups:
        if group.repeat > 1:
            network = _with_copies(network, group)
    return network


def _with_copies(network: Network, group: Group) -> Network:
    inside, last = set(group.nodes), group.repeat
    leaving = block_boundary(network, inside).exits[0]

    def copy_id(node: str, number: int) -> str:
        return node if number == 1 or node not in inside else f"{node}{MARK}{number}"

    edges: list[Edge] = []
    for edge in network.edges:
        if edge.target not in inside:
            edges.append(edge.model_copy(update={"source": copy_id(edge.source, last)}))
            continue
        edges.append(edge)
        for number in range(2, last + 1):
            before = edge.source if edge.source in inside else leaving
            source = copy_id(before, number if edge.source in inside else number - 1)
            edges.append(edge.model_copy(update={"source": source, "target": copy_id(edge.target, number)}))
    copies = [
        node.model_copy(update={"id": copy_id(node.id, number)})
        for number in range(2, last + 1)
        for node in network.nodes
        if node.id in inside
    ]
    at = max(place for place, node in enumerate(network.nodes) if node.id in inside) + 1
    nodes = (*network.nodes[:at], *copies, *network.nodes[at:])
    return network.model_copy(update={"nodes": nodes, "edges": tuple(edges)})


def on_originals(experiment: Experiment, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """*problems* at the nodes that a person sees. A mistake is told once, in the first repetition that has it; repairs
    that would do something else than they say in a block that is repeated are left out."""
    blocks = {
        network.name: {node: group.id for group in network.groups if group.repeat > 1 for node in group.nodes}
        for network in experiment.networks
    }
    kept_problems: list[Problem] = []
    places = set[tuple[str | None, str | None]]()
    for problem in problems:
        original_problem = _on_original(problem, blocks.get(problem.network or "", {}))
        if problem.node == original_problem.node or (original_problem.network, original_problem.node) not in places:
            kept_problems.append(original_problem)
        places.add((original_problem.network, original_problem.node))
    return tuple(kept_problems)


def _on_original(problem: Problem, blocks: Mapping[str, str]) -> Problem:
    """*problem* with every copy called as its original; *blocks* are the repeated nodes with their groups."""
    if not blocks:
        return problem
    copy = problem.node is not None and problem.node != original_id(problem.node)
    text = _text_on_originals(problem.text, blocks)
    repairs = tuple(
        Repair(_text_on_originals(entry.label, blocks), tuple(_edit_on_originals(one) for one in entry.edits))
        for entry in problem.repairs
        if not copy or all(_is_same_at_every_copy(one) for one in entry.edits)
    )
    if not copy or problem.node is None:
        return replace(problem, text=text, repairs=repairs)
    node, values = original_id(problem.node), {"number": copy_number(problem.node), "said": text}
    repairs = (*repairs, repeat_once_repair(problem.network or "", blocks[node]))
    return replace(problem, text=Text(N_("In repetition {number}: {said}"), values), node=node, repairs=repairs)


def _is_same_at_every_copy(one: Mapping[str, object]) -> bool:
    """Whether an edit at a copy means the same in the document, which has no edge from one repetition to the next."""
    ends = [copy_number(str(one[name])) for name in ("source", "node", "target") if name in one]
    return one["do"] in _ANYWHERE or (len(ends) > 1 and len(set(ends)) == 1)


def _edit_on_originals(one: Mapping[str, object]) -> dict[str, object]:
    ids = ("node", "source", "target", "after")
    changed = {
        name: original_id(value) if name in ids and isinstance(value, str) else value for name, value in one.items()
    }
    if isinstance(names := one.get("nodes"), list):
        changed["nodes"] = [original_id(str(name)) for name in names]
    return changed


def _text_on_originals(text: Text, blocks: Mapping[str, str]) -> Text:
    """A sentence in which copies are called as their originals."""

    def plain(match: re.Match[str]) -> str:
        return match[1] if match[1] in blocks else match[0]

    return text.with_words(lambda words: _COPY.sub(plain, words))
