"""What the stack editor and the canvas are shown, as plain JSON: a pure function of the document and of what is known
about it.

Two parts travel apart. :func:`language_parts` is what changes with the language only (layer table, words, colours); it
is sent until the browser says that it has it. :func:`editor_data` is everything else.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from playground import lessons
from playground.catalog.layers import LAYERS
from playground.core import colors, formatting
from playground.core.i18n import N_, Text, _, language
from playground.core.info import Info
from playground.core.kinds import KINDS as DATA_KINDS
from playground.core.params import Int, Name
from playground.core.problems import Problem
from playground.experiment import block_palette, block_repeats, edits
from playground.experiment.report import NodeReport
from playground.experiment.spec import MOST_REPEATS, Experiment, Group, Network, Node
from playground.ports import connections, layer_keys
from playground.runs import activation_previews
from playground.ui.components.bundles import load
from playground.ui.components.editor_messages import (
    Colours,
    Costs,
    Document,
    EditorParts,
    LayerRow,
    LayerTable,
    NetworkLink,
    Options,
    PaletteBlock,
    ShownBlock,
    ShownEdge,
    ShownLayer,
    ShownNetwork,
    ShownProblem,
    ShownRepair,
    Slot,
    Totals,
)
from playground.ui.components.editor_words import INPUT_WORDS, KINDS, kinds, words
from playground.ui.components.layer_names import layer_names, with_layer_names
from playground.ui.components.mathml import mathml
from playground.ui.pages.lessons import lesson_url

if TYPE_CHECKING:
    from playground.experiment.report import Report

Json = dict[str, Any]
BLOCK = (
    Name(
        name="title",
        label=N_("Name"),
        help=N_("What the block is called, also when it is saved."),
        default="",
        longest=60,
    ),
    Int(
        name="repeat",
        label=N_("Repeat"),
        help=N_("How many copies follow one another; each learns weights of its own."),
        default=1,
        low=1,
        high=MOST_REPEATS,
    ),
)
"""What a person sets of a block."""
_USUAL = {
    1: ("Dense", "Dropout", "BatchNormalization", "GaussianNoise", "Activation"),
    2: ("Conv1D", "MaxPooling1D", "Flatten", "Dense", "Dropout", "BatchNormalization"),
    3: ("Conv2D", "MaxPooling2D", "Flatten", "Dense", "Dropout", "BatchNormalization"),
    4: ("Conv3D", "MaxPooling3D", "Flatten", "Dense", "Dropout", "BatchNormalization"),
}
_PICTURE = ("Dense", "Reshape", "Conv2DTranspose", "UpSampling2D", "Conv2D", "BatchNormalization")
_PICTURE_TO_PICTURE = ("Conv2D", "MaxPooling2D", "UpSampling2D", "Conv2DTranspose", "Concatenate", "BatchNormalization")
"""The usual layers of networks that give pictures."""


def language_parts() -> tuple[str, EditorParts]:
    """(hash, everything that is the same for every document in this language). Cached by language."""
    return _parts(language())


@functools.cache
def _parts(code: str) -> tuple[str, EditorParts]:  # noqa: ARG001 - the language of this moment, as the key of the cache
    return with_words("stack_editor", words())


def with_words(name: str, ui_words: Mapping[str, str], *, most_pasted: int | None = None) -> tuple[str, EditorParts]:
    """(hash, parts) of the editor *name* with the words *ui_words* in it; the hash changes with its program, too."""
    parts: EditorParts = {
        "colours": {"light": _colours(colors.LIGHT), "dark": _colours(colors.DARK)},
        "table": layer_table(),
        "words": dict(ui_words),
    }
    if most_pasted is not None:
        parts["most_pasted"] = most_pasted
    return digest([load(name).digest, parts]), parts


def _colours(palette: colors.Palette) -> Colours:
    return cast(Colours, colors.as_json(palette))


def digest(value: object) -> str:
    """Twelve digits that change with *value*, which JSON can hold."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:12]


def layer_table() -> LayerTable:
    """``layers`` by name in the palette's order, the ``params`` that they point into (most are shared by many), and
    where the lesson about each kind is read."""
    pool: dict[str, int] = {}
    ranks = {kind: rank for rank, kind in enumerate(KINDS)}
    rows = sorted(LAYERS.values(), key=lambda row: ranks.get(row.kind, -1))
    layers: dict[str, LayerRow] = {
        row.name: {
            "kind": row.kind,
            "title": _(row.title),
            "help": _(row.help),
            "search": " ".join(row.search_terms),
            "formula": mathml(row.formula) if row.formula else None,
            "inputs": list(row.input_count_range),
            "params": [pool.setdefault(json.dumps(param.schema()), len(pool)) for param in row.params],
        }
        for row in rows
    }
    return {
        "layers": layers,
        "params": [json.loads(text) for text in pool],
        "kinds": kinds(),
        "block": [cast(Any, param.schema()) for param in BLOCK],
        "blocks": [cast(PaletteBlock, block) for block in block_palette.shipped_entries()],
        "lessons": {name: lesson_url(name) for name in lessons.all_lessons()},
    }


def editor_data(
    experiment: Experiment,
    report: Report | None,
    *,
    problems: Sequence[Problem] = (),
    info: Info | None = None,
    titles: Mapping[str, str] | None = None,
    pictures: bool = False,
) -> Document:
    """The document with what is known about it, in words.

    *problems* are told beside those of *report*: why an edit was refused, and what is found while there is no report.
    *titles* names networks for reading. *pictures*: cards keep a place for what their layers put out.
    """
    first = experiment.networks[0].name if experiment.networks else ""
    names = {network.name: layer_names(network) for network in experiment.networks}
    all_problems = [
        with_layer_names(problem, names.get(problem.network or first, {}))
        for problem in _deduplicate([*problems, *(report.problems if report else ())])
    ]
    at_nodes = {(network.name, node.id) for network in experiment.networks for node in network.nodes}
    places = [(problem.network or first, problem.node) for problem in all_problems]
    keys = layer_keys.keys_by_network(experiment) if pictures else {}
    networks = []
    for network in experiment.networks:
        node_reports = report.by_document_node(network.name) if report else {}
        wrong: dict[str, list[Problem]] = {}
        for problem, (name, node_id) in zip(all_problems, places, strict=True):
            if name == network.name and node_id is not None:
                wrong.setdefault(node_id, []).append(problem)
        place = _place(experiment, network.name, info, titles or {})
        shown_network = _network(network, node_reports, wrong, place, names[network.name])
        own = keys.get(network.name, {})
        layer_by_node = layer_keys.output_layer_by_node(own)
        for node in shown_network["nodes"] if pictures else ():
            node_report = node_reports.get(node["id"])
            node["key"] = own.get(layer_by_node.get(node["id"], ""), "")
            # Over a plane each unit has a map of it, which only the network has that takes the points.
            preview_info = None if place.sources and info is not None and info.is_plane else place.info
            entry = node["layer"] == "Input" and (preview_info is None or preview_info.input_index(node["params"]) == 0)
            node["slot"] = preview_slot(
                node_report.shape if node_report else None,
                preview_info,
                last=node["output"] and place.predicts_targets,
                entry=entry,
            )
        for block in shown_network["groups"] if pictures else ():
            # A folded block shows the output of the layer that leaves it.
            exit_ = next((node for node in shown_network["nodes"] if node["id"] == block["exit"]), None)
            block["key"], block["slot"] = (exit_["key"], exit_["slot"]) if exit_ is not None else ("", None)
        networks.append(shown_network)
    loose = [problem for problem, place in zip(all_problems, places, strict=True) if place not in at_nodes]
    return {
        "name": experiment.name,
        "networks": networks,
        "totals": _totals(report, len(all_problems)),
        "problems": [_problem(problem) for problem in loose],
        "blocks": [cast(PaletteBlock, block) for block in block_palette.saved_entries()],
        "several_inputs": info is not None and bool(connections.task_info(experiment, info).extra_inputs),
    }


def _deduplicate(problems: Iterable[Problem]) -> list[Problem]:
    unique_problems: dict[tuple[object, ...], Problem] = {}
    for problem in problems:
        unique_problems.setdefault((problem.network, problem.node, problem.field, str(problem)), problem)
    return list(unique_problems.values())


class _Place(NamedTuple):
    """Where a network stands: what enters it (*info*), the shape that must leave it, what feeds it and whom it feeds,
    by name and title; *predicts_targets*: whether what leaves it is what the data set asks for."""

    info: Info | None
    output_shape: tuple[int, ...] | None
    title: str
    sources: tuple[tuple[str, str], ...]
    targets: tuple[tuple[str, str], ...]
    predicts_targets: bool


def _place(experiment: Experiment, name: str, info: Info | None, titles: Mapping[str, str]) -> _Place:
    network_info = None if info is None else connections.network_info(experiment, name, info)
    form = None if info is None else connections.output_spec(experiment, name, info)
    joined = connections.network_connections(experiment)

    def with_titles(names: Iterable[str]) -> tuple[tuple[str, str], ...]:
        return tuple((other, titles.get(other, other)) for other in names)

    sources = with_titles(link.source for link in joined if link.target == name)
    targets = with_titles(link.target for link in joined if link.source == name)
    leaves = form.shape if form else None
    return _Place(
        network_info, leaves, titles.get(name, name), sources, targets, connections.predicts_targets(experiment, name)
    )


def _network(
    network: Network,
    node_reports: Mapping[str, NodeReport],
    wrong: Mapping[str, Sequence[Problem]],
    place: _Place,
    names: Mapping[str, str],
) -> ShownNetwork:
    by_id = {node.id: node for node in network.nodes}
    order = [by_id[node_id] for node_id in edits.stack_order(network)]
    output = _output(order, node_reports, wrong, place.output_shape)
    end = next((node.id for node in reversed(order) if node.enabled), None)
    nodes = [
        _node(
            node,
            names[node.id],
            node_reports.get(node.id),
            wrong.get(node.id, ()),
            place,
            last=node.id == output,
            end=node.id == end,
        )
        for node in order
    ]
    axes = len(place.info.input_shape) if place.info else 1
    return {
        "name": network.name,
        "title": place.title,
        "output": output,
        "usual": [name for name in _usual_layers(axes, place.output_shape) if name in LAYERS],
        "nodes": nodes,
        "edges": _edges(network, {entry["id"]: entry["shape"] for entry in nodes}),
        "groups": [_group(network, group, node_reports, wrong, nodes) for group in network.groups],
    }


def _group(
    network: Network,
    group: Group,
    node_reports: Mapping[str, NodeReport],
    wrong: Mapping[str, Sequence[Problem]],
    nodes: Sequence[ShownLayer],
) -> ShownBlock:
    """A block: what leaves it, what it costs with all its repetitions, and the first thing that is wrong inside."""
    inside = [entry for entry in nodes if entry["id"] in group.nodes]
    group_reports = [node_reports[entry["id"]] for entry in inside if entry["id"] in node_reports]
    exits = block_repeats.block_boundary(network, group.nodes).exits
    shapes = {entry["id"]: entry["shape"] for entry in inside}
    costs = functools.reduce(NodeReport.combined_with, group_reports) if group_reports else None
    problems = [problem for entry in inside for problem in wrong.get(entry["id"], ())]
    count = len(inside)
    return {
        "id": group.id,
        "title": _(group.title),
        "name": str(block_repeats.block_title(group)),
        "nodes": list(group.nodes),
        "folded": group.folded,
        "repeat": group.repeat,
        "summary": str(Text(N_("{count} layer") if count == 1 else N_("{count} layers"), {"count": count})),
        "shape": shapes.get(exits[-1], "") if exits else "",
        "exit": exits[-1] if exits else None,
        "key": "",
        "slot": None,
        **_costs(costs),
        "problems": [_problem(problem) for problem in problems[:1]],
    }


def _usual_layers(axes: int, leaves: tuple[int, ...] | None) -> tuple[str, ...]:
    """The layers to offer first, by the axes of what enters; those who give pictures need others."""
    if leaves is not None and len(leaves) == 3:
        return _PICTURE_TO_PICTURE if axes == 3 else _PICTURE
    return _USUAL.get(axes, _USUAL[1])


def _edges(network: Network, shapes: Mapping[str, str]) -> list[ShownEdge]:
    """The edges with the shape that travels on each: behind a layer that is off, what came into it."""
    by_id = {node.id: node for node in network.nodes}
    before = {edge.target: edge.source for edge in sorted(network.edges, key=lambda edge: -edge.port)}

    def travels(source: str) -> str:
        visited_ids = set[str]()
        while source not in visited_ids and source in by_id and not by_id[source].enabled:
            visited_ids.add(source)
            source = before.get(source, source)
        return shapes.get(source, "")

    return [
        {"source": edge.source, "target": edge.target, "port": edge.port, "shape": travels(edge.source)}
        for edge in network.edges
    ]


def _output(
    order: Sequence[Node],
    node_reports: Mapping[str, NodeReport],
    wrong: Mapping[str, Sequence[Problem]],
    leaves: tuple[int, ...] | None,
) -> str | None:
    """The last layer where it already gives what must leave the network: new layers then go before it."""
    active = [node for node in order if node.enabled and node.layer != "Input"]
    if not active or active[-1].id in wrong:
        return None
    last = active[-1]
    last_report = node_reports.get(last.id)
    fits = leaves is None or last_report is None or last_report.shape is None or tuple(last_report.shape) == leaves
    row = LAYERS.get(last.layer)
    kinds = ("dense", "activation") if leaves is None or len(leaves) == 1 else ("convolution", "shape", "activation")
    return last.id if fits and row is not None and row.kind in kinds else None


def _node(
    node: Node,
    name: str,
    node_report: NodeReport | None,
    wrong: Sequence[Problem],
    place: _Place,
    *,
    last: bool,
    end: bool,
) -> ShownLayer:
    row, info = LAYERS.get(node.layer), place.info
    shape = node_report.shape if node_report else None
    if node.layer == "Input" and shape is None and info is not None:
        shape = info.input_for(node.params).shape
    if node.layer == "Input":
        summary = _input_words(node, info, fed=bool(place.sources))
    else:
        summary = row.summary(node.params) if row else ""
    shape_text = formatting.shape_text(tuple(shape)) if shape else ""
    return {
        "id": node.id,
        "name": name,
        "layer": node.layer,
        "params": dict(node.params),
        "enabled": node.enabled,
        "x": node.x,
        "y": node.y,
        "output": last,
        "summary": summary,
        "choices": _choices(node, info),
        "key": "",
        "slot": None,
        "shape": shape_text,
        "links": [
            *(_source_link(source) for source in place.sources if node.layer == "Input"),
            *(_target_link(target, shape_text) for target in place.targets if end),
        ],
        **_costs(node_report),
        "problems": [_problem(problem) for problem in wrong],
    }


def _source_link(source: tuple[str, str]) -> NetworkLink:
    name, title = source
    label = str(Text(N_("comes from {network}: go there"), {"network": title}))
    return {"network": name, "side": "from", "text": f"{title} →", "label": label}


def _target_link(target: tuple[str, str], shape: str) -> NetworkLink:
    name, title = target
    label = str(Text(N_("goes to {network}: go there"), {"network": title}))
    return {"network": name, "side": "to", "text": f"→ {title}  {shape}".rstrip(), "label": label}


def _choices(node: Node, info: Info | None) -> dict[str, Options]:
    """What stands to choose for fields whose options the data set gives: which input an ``Input`` takes."""
    if node.layer != "Input" or info is None or not info.extra_inputs:
        return {}
    words = [
        _(INPUT_WORDS[network_input.name]) if network_input.name in INPUT_WORDS else network_input.name
        for network_input in info.inputs
    ]
    return {"takes": {"options": [given.name for given in info.inputs], "labels": words}}


def _input_words(node: Node, info: Info | None, *, fed: bool = False) -> str:
    if info is None:
        return ""
    network_input = info.input_for(node.params)
    if fed and len(network_input.shape) == 1:
        return _count_text(N_("{count} number"), N_("{count} numbers"), network_input.shape[0])
    if DATA_KINDS[network_input.kind].is_image:
        return str(Text(N_("{shape} image"), {"shape": formatting.shape_text(network_input.shape)}))
    if info.extra_inputs and network_input.feature_names:
        return ", ".join(_(name) for name in network_input.feature_names)
    if len(network_input.shape) == 1:
        message = N_("{count} feature") if network_input.shape[0] == 1 else N_("{count} features")
        return str(Text(message, {"count": formatting.count(network_input.shape[0])}))
    return formatting.shape_text(network_input.shape)


def _costs(node_report: NodeReport | None) -> Costs:
    """What a layer costs, in words; what costs nothing is not told."""
    if node_report is None:
        return {"count": "", "count_short": "", "multiplications": "", "memory": ""}
    count = formatting.count(node_report.parameters)
    return {
        "count": _count_text(N_("{count} parameter"), N_("{count} parameters"), node_report.parameters),
        "count_short": str(Text(N_("{count} par."), {"count": count})) if node_report.parameters else "",
        "multiplications": _count_text(N_("{count} multiplication"), N_("{count} multiplications"), node_report.macs),
        "memory": str(Text(N_("{size} memory"), {"size": formatting.byte_size(node_report.bytes)}))
        if node_report.bytes
        else "",
    }


def _count_text(one: str, many: str, value: int | None) -> str:
    return str(Text(one if value == 1 else many, {"count": formatting.count(value)})) if value else ""


def _totals(report: Report | None, problem_count: int) -> Totals:
    parts = []
    if report is not None and any(report.nodes()):
        parts.append(str(Text(N_("{count} parameters"), {"count": formatting.count(report.parameters)})))
    if report is not None and any(report.nodes()) and report.step_bytes:
        parts.append(str(Text(N_("{size} for one step"), {"size": formatting.byte_size(report.step_bytes)})))
    message = N_("{count} problem") if problem_count == 1 else N_("{count} problems")
    problem_text = str(Text(message, {"count": problem_count}))
    return {"cost_text": " · ".join(parts), "problem_text": problem_text, "problem_count": problem_count}


def _problem(problem: Problem) -> ShownProblem:
    repairs = [ShownRepair(label=str(repair.label), edits=list(repair.edits)) for repair in problem.repairs]
    return {"text": str(problem), "field": problem.field, "repairs": repairs}


def preview_slot(shape: Sequence[int] | None, info: Info | None, *, last: bool, entry: bool) -> Slot | None:
    """The place that a card keeps for what its layer puts out, of *shape* (without the batch): ``kind`` and how many
    ``count`` pictures or values; ``None`` where there is nothing to show."""
    if not shape or info is None:
        return None
    if info.is_plane:
        return {"kind": "units", "count": min(shape[0], activation_previews.UNITS)} if len(shape) == 1 else None
    if entry and info.is_image:
        return {"kind": "picture", "count": 1}
    if len(shape) == 1:
        is_answer = last and info.task == "multiclass"
        return {"kind": "bars", "count": min(shape[0], activation_previews.VALUES), "answer": is_answer}
    channels = min(shape[-1], activation_previews.CHANNELS) if len(shape) > 2 else 1
    return {"kind": "strip" if len(shape) == 2 else "maps", "count": channels}
