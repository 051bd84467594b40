"""The example whose way through the network is shown, and what each layer makes of it: by the weights of the run that
is shown, or, where the document is no longer what was trained, by those with which a training would begin."""

from __future__ import annotations

import zlib
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import streamlit as st

from playground.core import pixels
from playground.core.formatting import count, short
from playground.core.i18n import N_, Text, _
from playground.core.info import Info
from playground.core.problems import PlaygroundError
from playground.datasets.dataset import Prepared
from playground.experiment.report import Report
from playground.experiment.spec import Experiment
from playground.ports import connections, layer_keys
from playground.runs import activation_previews, history
from playground.runs.store import Run
from playground.ui.app import session
from playground.ui.app.draft import Draft
from playground.ui.app.fragments import fragment
from playground.ui.components.examples import Json, example_row

SOON, LIVE, WAITING = 0.3, 1.0, 1.0
"""Seconds until the next look: at outputs that are being computed, at a run that trains, at workers that are getting
ready. The first takes its time, because it takes it from the answer to an edit (``tests.bench screen``)."""
LARGEST = 50_000_000
"""Parameters of a layer, at most, that is built only to be looked at."""
Networks = dict[str, dict[str, Json]]


def render() -> None:
    with st.container(key="examples"):
        fragment(_examples, key="outputs")


def _examples() -> None:
    current = session.draft()
    check_state = session.check_state(current.experiment)
    prepared = _prepared_data(current.experiment, check_state.info)
    picks = _picks(prepared) if prepared is not None else []
    example_index = min(_chosen_number(), max(len(picks) - 1, 0))
    outputs = _outputs(current, check_state, example_index)
    example_row(
        picks,
        example_index,
        key="example_row",
        caption=_caption(outputs.step, picks[example_index].get("target") if picks else None),
        networks=_with_keys(outputs.networks, current.experiment) if outputs.networks is not None else None,
        look_again_after=outputs.look_again_after,
        on_choose=_choose,
    )


def _chosen_number() -> int:
    """The choice is in the address, so that a refresh keeps it."""
    number_text = st.query_params.get("example", "1")
    return max(int(number_text) - 1, 0) if number_text.isdigit() and len(number_text) < 3 else 0


def _choose(number: int) -> None:
    st.query_params["example"] = str(number + 1)


def _caption(step: int | None, target: str | None) -> str:
    """What is true of the example, where no picture says it, and whose outputs are shown."""
    return " · ".join(part for part in (target, _step_caption(step)) if part)


def _step_caption(step: int | None) -> str:
    if step is None:
        return ""
    if step == 0:
        return _("Outputs before training")
    message = N_("Outputs after {count} steps") if step > 1 else N_("Outputs after {count} step")
    return str(Text(message, {"count": count(step)}))


def _prepared_data(experiment: Experiment, info: Info | None) -> Prepared | None:
    """Where there are single examples to choose from."""
    if info is None or info.is_plane:
        return None
    try:
        return session.prepared_data(experiment.data)
    except PlaygroundError:
        return None


def _picks(prepared: Prepared) -> list[Json]:
    part = activation_previews.preview_examples(prepared)
    input_images = activation_previews.input_arrays("", part.x) if prepared.info.is_image else {}
    picks = []
    for number, target in enumerate(_targets(prepared)):
        label = str(Text(N_("Example {number}: {target}"), {"number": number + 1, "target": target}))
        picture = activation_previews.for_example(input_images, number).get("")
        picks.append({"label": label, "picture": picture} if picture else {"label": label, "target": target})
    return picks


def _targets(prepared: Prepared) -> list[str]:
    """What is true of each example, as a person says it."""
    y, info = activation_previews.preview_examples(prepared).y, prepared.info
    if info.task == "regression":
        rows = prepared.unscale_targets(y).reshape(len(y), -1)
        return [", ".join(short(float(value)) for value in row) for row in rows]
    return [info.class_names[int(number)] if int(number) < len(info.class_names) else str(number) for number in y]


class ExampleOutputs(NamedTuple):
    """*networks* is what layers put out, ``None`` while it is being computed; *step* that of their weights, 0 before
    training; *look_again_after* when to look again, in seconds."""

    networks: Networks | None = None
    step: int | None = None
    look_again_after: float | None = None


def _outputs(current: Draft, check_state: session.CheckState, example_index: int) -> ExampleOutputs:
    info, experiment = check_state.info, current.experiment
    if check_state.is_waiting:
        return ExampleOutputs(look_again_after=WAITING)
    if info is None:
        return ExampleOutputs()
    run = session.shown_run(current)
    look_again_after = LIVE if session.is_training(current) else None
    newest = _newest(run, experiment, info) if run is not None else None
    if run is not None and newest is not None:
        step, file = newest
        return ExampleOutputs(
            _network_previews(run.folder / file, experiment, info, example_index), step, look_again_after
        )
    nodes = _buildable(check_state.report)
    if not any(nodes.values()):
        return ExampleOutputs({}, look_again_after=look_again_after)
    outputs_file = session.launcher().request_outputs(experiment, nodes, current.id)
    if outputs_file is None:
        return ExampleOutputs(look_again_after=SOON)
    return ExampleOutputs(_network_previews(outputs_file, experiment, info, example_index), 0, look_again_after)


def _newest(run: Run, experiment: Experiment, info: Info) -> tuple[int, str] | None:
    """Step and file of the run's newest outputs, where they are outputs of the very networks of *experiment*: a part
    that was trained before a part that was not would show a network that never was."""
    trained = run.experiment()
    if not all(layer_keys.same_weights(trained, experiment, network.name) for network in experiment.networks):
        return None
    return session.history(run).newest_frame("field" if info.is_plane else "outputs")


def _buildable(report: Report | None) -> dict[str, list[str]]:
    """The layers that hold and are not too large to be built only to be looked at."""
    networks = report.networks if report is not None else {}
    return {
        name: [node for node, node_report in node_reports.items() if node_report.parameters <= LARGEST]
        for name, node_reports in networks.items()
    }


def _network_previews(file: Path, experiment: Experiment, info: Info, example_index: int) -> Networks:
    arrays = _arrays(file.parent, file.name, file.stat().st_mtime_ns if file.exists() else 0)
    if info.is_plane:
        units = pixels.node_maps(arrays, activation_previews.UNITS)
        return {_over_plane(experiment): {node: {"kind": "units", **entry} for node, entry in units.items()}}
    previews: Networks = {}
    for name, entry in activation_previews.for_example(arrays, example_index, _labels(experiment, info)).items():
        network, _colon, node = name.partition(":")
        previews.setdefault(network, {})[node] = entry
    return previews


def _over_plane(experiment: Experiment) -> str:
    """The network that the points enter, whose units have maps."""
    names = [network.name for network in experiment.networks]
    return next((name for name in names if connections.takes_data(experiment, name)), names[0])


@lru_cache(maxsize=8)
def _arrays(folder: Path, file: str, mtime_ns: int) -> dict[str, Any]:  # noqa: ARG001 - part of the cache's key
    return history.load_frame(folder, file)


def _labels(experiment: Experiment, info: Info) -> dict[str, tuple[str, ...]]:
    """Names of features where examples go in, and of classes at the layer that answers."""
    answers = info.class_names if info.task == "multiclass" else info.target_names
    labels: dict[str, tuple[str, ...]] = {}
    for network in experiment.networks:
        fed = {edge.source for edge in network.edges}
        for node in network.nodes:
            name = f"{network.name}:{node.id}"
            if node.layer == "Input" and connections.takes_data(experiment, network.name):
                labels[name] = info.feature_names
            elif node.id not in fed and connections.predicts_targets(experiment, network.name):
                labels[name] = answers
    return labels


def _with_keys(previews: Networks, experiment: Experiment) -> Networks:
    """Each entry with the key of its layer, by which an editor knows whether it belongs to what it shows, and a mark
    that differs where the picture does."""
    keys = layer_keys.keys_by_network(experiment)
    return {
        network: {
            node: {**nodes[layer], "key": keys[network][layer], "mark": _mark(nodes[layer])}
            for node, layer in layer_keys.output_layer_by_node(keys.get(network, {})).items()
            if layer in nodes
        }
        for network, nodes in previews.items()
    }


def _mark(entry: Json) -> int:
    return zlib.crc32(repr([entry.get("data"), entry.get("value_texts"), entry.get("caption")]).encode())
