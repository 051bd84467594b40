"""What the stack editor and the canvas are shown, as plain JSON: a pure function of the document and of what is
known about it.

Two parts travel apart. :func:`parts` is what changes with the language only (layer table, words, the program itself);
it is sent until the browser says that it has it. :func:`editor_data` is everything else.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playground import colours, edits, numbers
from playground.datasets.base import Info
from playground.i18n import N_, Text, _, language
from playground.layers import LAYERS
from playground.problems import Problem
from playground.specs import Experiment, Network, Node
from playground.ui.components.editor_words import KINDS, kinds, words
from playground.ui.components.mathml import mathml

if TYPE_CHECKING:
    from playground.report import NodeReport, Report

Json = dict[str, Any]
FOLDER = Path(__file__).with_name("editor")
MODULES = ("dom", "document", "maps", "drag", "palette", "fields", "inspector", "keys", "stack", "main")
"""The modules of the program, each after those that it imports."""
MAP_UNITS = 8
_USUAL = {
    1: ("Dense", "Dropout", "BatchNormalization", "GaussianNoise", "Activation"),
    2: ("Conv1D", "MaxPooling1D", "Flatten", "Dense", "Dropout", "BatchNormalization"),
    3: ("Conv2D", "MaxPooling2D", "Flatten", "Dense", "Dropout", "BatchNormalization"),
    4: ("Conv3D", "MaxPooling3D", "Flatten", "Dense", "Dropout", "BatchNormalization"),
}


def parts() -> tuple[str, Json]:
    """(hash, everything that is the same for every document in this language). Cached by language."""
    return _parts(language())


@cache
def _parts(code: str) -> tuple[str, Json]:  # noqa: ARG001 - the language of this moment, as the key of the cache
    return with_program(
        {
            "modules": [[name, (FOLDER / f"{name}.js").read_text(encoding="utf-8")] for name in MODULES],
            "css": (FOLDER / "editor.css").read_text(encoding="utf-8"),
        },
        words(),
    )


def with_program(program: Json, spoken: Mapping[str, str]) -> tuple[str, Json]:
    """(hash, parts) of an editor: its *program*, the words *spoken* in it, and what all editors share."""
    fixed = program | {"colours": {"light": colours.as_json(colours.LIGHT), "dark": colours.as_json(colours.DARK)}}
    said = {"table": layer_table(), "words": dict(spoken)}
    return f"{digest(fixed)}-{digest(said)}", fixed | said


def digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:12]


def layer_table() -> Json:
    """``layers`` by name in the palette's order, and the ``params`` that they point into: most are shared by many."""
    pool: dict[str, int] = {}
    ranks = {kind: rank for rank, kind in enumerate(KINDS)}
    rows = sorted(LAYERS.values(), key=lambda row: ranks.get(row.kind, -1))
    layers = {
        row.name: {
            "kind": row.kind,
            "title": _(row.title),
            "help": _(row.help),
            "search": " ".join(row.search),
            "formula": mathml(row.formula) if row.formula else None,
            "inputs": list(row.inputs),
            "params": [pool.setdefault(json.dumps(param.schema()), len(pool)) for param in row.params],
        }
        for row in rows
    }
    return {"layers": layers, "params": [json.loads(text) for text in pool], "kinds": kinds()}


def editor_data(
    experiment: Experiment,
    report: Report | None,
    *,
    problems: Sequence[Problem] = (),
    info: Info | None = None,
    titles: Mapping[str, str] | None = None,
    maps: Mapping[str, Json] | None = None,
) -> Json:
    """The document with what is known about it, in words.

    *problems* are those of :func:`playground.graph.check`; those of *report* are joined, each told once. *titles* names
    networks for reading. *maps* are those of :func:`playground.maps.node_maps`; the first :data:`MAP_UNITS` are shown.
    """
    told = _once([*problems, *(report.problems if report else ())])
    at_nodes = {(network.name, node.id) for network in experiment.networks for node in network.nodes}
    first = experiment.networks[0].name if experiment.networks else None
    placed = [(problem.network or first, problem.node) for problem in told]
    networks = []
    for network in experiment.networks:
        known = report.networks.get(network.name, {}) if report else {}
        wrong: dict[str, list[Problem]] = {}
        for problem, (name, node_id) in zip(told, placed, strict=True):
            if name == network.name and node_id is not None:
                wrong.setdefault(node_id, []).append(problem)
        networks.append(_network(network, known, wrong, info, (titles or {}).get(network.name)))
    loose = [problem for problem, place in zip(told, placed, strict=True) if place not in at_nodes]
    return {
        "networks": networks,
        "totals": _totals(report, len(told)),
        "problems": [_problem(problem) for problem in loose],
        "usual": [name for name in _USUAL.get(len(info.input_shape) if info else 1, _USUAL[1]) if name in LAYERS],
        "maps": _first_units(maps or {}),
    }


def _once(problems: Iterable[Problem]) -> list[Problem]:
    found: dict[tuple[object, ...], Problem] = {}
    for problem in problems:
        found.setdefault((problem.network, problem.node, problem.field, str(problem)), problem)
    return list(found.values())


def _network(
    network: Network,
    known: Mapping[str, NodeReport],
    wrong: Mapping[str, Sequence[Problem]],
    info: Info | None,
    title: str | None,
) -> Json:
    by_id = {node.id: node for node in network.nodes}
    order = [by_id[node_id] for node_id in edits.stack_order(network)]
    output = _output(order, known, wrong, info)
    nodes = [_node(node, known.get(node.id), wrong.get(node.id, ()), info, last=node.id == output) for node in order]
    return {
        "name": network.name,
        "title": title or network.name,
        "output": output,
        "nodes": nodes,
        "edges": _edges(network, {entry["id"]: entry["shape"] for entry in nodes}),
    }


def _edges(network: Network, shapes: Mapping[str, str]) -> list[Json]:
    """The edges with the shape that travels on each: behind a layer that is off, what came into it."""
    by_id = {node.id: node for node in network.nodes}
    before = {edge.target: edge.source for edge in sorted(network.edges, key=lambda edge: -edge.port)}

    def travels(source: str) -> str:
        seen = set[str]()
        while source not in seen and source in by_id and not by_id[source].enabled:
            seen.add(source)
            source = before.get(source, source)
        return shapes.get(source, "")

    return [
        {"source": edge.source, "target": edge.target, "port": edge.port, "shape": travels(edge.source)}
        for edge in network.edges
    ]


def _output(
    order: Sequence[Node], known: Mapping[str, NodeReport], wrong: Mapping[str, Sequence[Problem]], info: Info | None
) -> str | None:
    """The last layer where it already gives what the task asks for: new layers then go before it."""
    active = [node for node in order if node.enabled and node.layer != "Input"]
    if not active or active[-1].id in wrong:
        return None
    last = active[-1]
    said = known.get(last.id)
    fits = info is None or said is None or said.shape is None or tuple(said.shape) == (info.outputs,)
    row = LAYERS.get(last.layer)
    return last.id if fits and row is not None and row.kind in ("dense", "activation") else None


def _node(node: Node, said: NodeReport | None, wrong: Sequence[Problem], info: Info | None, *, last: bool) -> Json:
    row = LAYERS.get(node.layer)
    shape = said.shape if said else None
    if node.layer == "Input" and shape is None and info is not None:
        shape = info.input_shape
    return {
        "id": node.id,
        "layer": node.layer,
        "params": dict(node.params),
        "enabled": node.enabled,
        "x": node.x,
        "y": node.y,
        "output": last,
        "telling": _input_words(info) if node.layer == "Input" else row.tell(node.params) if row else "",
        "shape": numbers.shape(tuple(shape)) if shape else "",
        **_costs(said),
        "problems": [_problem(problem) for problem in wrong],
    }


def _input_words(info: Info | None) -> str:
    if info is None:
        return ""
    if info.kind == "images":
        return str(Text(N_("{shape} picture"), {"shape": numbers.shape(info.input_shape)}))
    if len(info.input_shape) == 1:
        message = N_("{count} feature") if info.input_shape[0] == 1 else N_("{count} features")
        return str(Text(message, {"count": numbers.count(info.input_shape[0])}))
    return numbers.shape(info.input_shape)


def _costs(said: NodeReport | None) -> Json:
    """What a layer costs, in words; what costs nothing is not told."""
    if said is None:
        return {"count": "", "count_short": "", "multiplications": "", "memory": ""}
    count = numbers.count(said.parameters)
    return {
        "count": _counted(N_("{count} parameter"), N_("{count} parameters"), said.parameters),
        "count_short": str(Text(N_("{count} par."), {"count": count})) if said.parameters else "",
        "multiplications": _counted(N_("{count} multiplication"), N_("{count} multiplications"), said.macs),
        "memory": str(Text(N_("{size} memory"), {"size": numbers.size(said.bytes)})) if said.bytes else "",
    }


def _counted(one: str, many: str, value: int | None) -> str:
    return str(Text(one if value == 1 else many, {"count": numbers.count(value)})) if value else ""


def _totals(report: Report | None, wrong: int) -> Json:
    said = []
    if report is not None and report.parameters is not None:
        said.append(str(Text(N_("{count} parameters"), {"count": numbers.count(report.parameters)})))
    if report is not None and report.step_bytes:
        said.append(str(Text(N_("{size} for one step"), {"size": numbers.size(report.step_bytes)})))
    message = N_("{count} problem") if wrong == 1 else N_("{count} problems")
    return {"said": " · ".join(said), "problems": str(Text(message, {"count": wrong})), "wrong": wrong}


def _problem(problem: Problem) -> Json:
    repairs = [{"label": str(repair.label), "edits": list(repair.edits)} for repair in problem.repairs]
    return {"text": str(problem), "field": problem.field, "repairs": repairs}


def _first_units(made: Mapping[str, Json]) -> dict[str, Json]:
    """The units that a card has room for."""
    return {node: _cut(entry) for node, entry in made.items()}


def _cut(entry: Json) -> Json:
    units, rows, columns = entry["shape"]
    if units <= MAP_UNITS:
        return {"shape": entry["shape"], "data": entry["data"]}
    kept = base64.b64decode(entry["data"])[: MAP_UNITS * rows * columns]
    return {"shape": [MAP_UNITS, rows, columns], "data": base64.b64encode(kept).decode()}
