"""The stack editor alone, over real edits and the real check; what browser tests and people look at.

``?n=3|8|20`` chooses the network, ``?maps=1`` gives unit maps, ``?wrong=1`` a network that does not fit, ``?two=1`` two
networks, ``?block=a,b`` a block of those layers, three times, ``?width=660`` the room.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
import streamlit as st

from playground.checks.check import check_experiment
from playground.core import pixels
from playground.core.info import Info
from playground.experiment import block_palette, edits
from playground.experiment.spec import Data, Experiment, NamedParams, stack
from playground.ports import layer_keys
from playground.ui.components.editor import stack_editor
from playground.ui.components.examples import example_row
from tests.support.editor_networks import INFOS, NETWORKS, report_of

st.set_page_config(layout="wide")
asked = st.query_params
name = asked.get("n", "3")
info: Info = INFOS[name]
state = st.session_state


@dataclass
class Draft:
    experiment: Experiment
    past: list[Experiment]
    future: list[Experiment]


def first() -> Draft:
    networks = [stack(*NETWORKS["wrong" if "wrong" in asked else name])]
    if "two" in asked:
        networks = [stack(*NETWORKS["8"], name="generator"), stack(*NETWORKS["3"], name="discriminator")]
    loss = NamedParams(name="BinaryCrossentropy" if info.task == "binary" else "SparseCategoricalCrossentropy")
    made = Experiment(data=Data(name="spirals"), networks=tuple(networks), loss=loss)
    if "block" in asked:
        group = {"do": "group", "nodes": asked["block"].split(","), "title": "Convolutions"}
        made = edits.apply(made, group, {"do": "repeat", "group": "block_1", "times": 3})
    return Draft(made, [], [])


def apply(made: list[dict[str, object]]) -> None:
    draft: Draft = state.draft
    state.steps = [*state.get("steps", []), made]
    if made[0]["do"] == "undo":
        if draft.past:
            draft.future.append(draft.experiment)
            draft.experiment = draft.past.pop()
    elif made[0]["do"] == "redo":
        if draft.future:
            draft.past.append(draft.experiment)
            draft.experiment = draft.future.pop()
    else:
        known = block_palette.resolve_block_edits(draft.experiment, made, report_of(draft.experiment, info))
        after = edits.apply(draft.experiment, *known)
        draft.past.append(draft.experiment)
        draft.future.clear()
        draft.experiment = after


def unit(node: str | None, number: int | None) -> None:
    state.unit = (node, number)


def pictures(experiment: Experiment) -> dict[str, dict[str, dict[str, object]]]:
    """Of the network that the page began with, each with the key of its layer."""
    grid = np.linspace(-1, 1, 40)
    x, y = np.meshgrid(grid, grid)
    random = np.random.default_rng(3)
    made = {"node_input": np.stack([x, y])}
    for depth, node in enumerate(experiment.networks[0].nodes[1:]):
        units = 1 if node is experiment.networks[0].nodes[-1] else 8
        a, b, c = random.normal(size=(3, units, 1, 1)) * 2
        made[f"node_{node.id}"] = np.tanh(3 * np.sin(a * x + b * y + c * (depth + 1) * x * y) + c / 2)
    keys = layer_keys.keys_by_network(experiment)[experiment.networks[0].name]
    made_maps = pixels.node_maps(made).items()
    return {experiment.networks[0].name: {n: {"kind": "units", "key": keys[n], "mark": 1, **m} for n, m in made_maps}}


if "draft" not in state:
    state.draft = first()

width = int(asked.get("width", "660"))


@st.fragment
def bench() -> None:
    draft: Draft = state.draft
    started = time.perf_counter()
    report, problems = report_of(draft.experiment, info), check_experiment(draft.experiment, info).problems
    with st.container(width=width):
        stack_editor(
            draft.experiment,
            report,
            key="editor",
            on_edits=apply,
            on_unit=unit,
            problems=problems,
            info=info,
            titles={"generator": "Generator", "discriminator": "Discriminator"},
            pictures="maps" in asked,
            can_undo=bool(draft.past),
            can_redo=bool(draft.future),
            height=int(asked.get("height", "640")),
        )
    if "maps" in asked:
        example_row(
            [], 0, key="row", caption="", networks=pictures(first().experiment), look_again_after=None, on_choose=print
        )
    state.runs = state.get("runs", 0) + 1
    spent = 1000 * (time.perf_counter() - started)
    document = [f"{node.id}{'' if node.enabled else '-'}{node.params}" for node in draft.experiment.networks[0].nodes]
    st.text(f"run {state.runs}, {spent:.0f} ms, unit {state.get('unit')}, steps {len(state.get('steps', []))}")
    st.text(" | ".join(document))


bench()
