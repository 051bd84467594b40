"""The canvas alone, over real edits and the real check; what browser tests and people look at.

``?n=empty|branches|30|100|inception|unet|dense`` chooses the network, ``?wrong=1`` gives it a mistake (``?wrong=NODE``
at that layer), ``?data=pictures`` another task than points, ``?width=710`` and ``?height=715`` the room. ``?draft=``
names a draft that is kept, so that a reload finds it. ``?file=`` opens an experiment of one's own, ``?slow=0.8`` lets
Python take so many seconds for each edit.
"""

from __future__ import annotations

import time
from pathlib import Path

import streamlit as st

from playground.checks.check import check_experiment
from playground.core.info import Info
from playground.experiment import block_palette, edits, spec
from playground.experiment.spec import Data, Experiment, NamedParams
from playground.ui.app import draft as drafts
from playground.ui.app.draft import Draft
from playground.ui.components.canvas import graph_canvas
from playground.ui.components.editor import Edits
from tests.support import canvas_networks
from tests.support.editor_networks import report_of

st.set_page_config(layout="wide")
asked = st.query_params
name = asked.get("n", "branches")
pictures = name.isdigit() or name in canvas_networks.PICTURES or asked.get("data") == "pictures"
POINTS, IMAGES = Info("points", "binary", (2,), 1), Info("images", "multiclass", (28, 28, 1), 10)
info = IMAGES if pictures else POINTS
state = st.session_state


def first() -> Draft:
    kept = drafts.load(asked["draft"]) if "draft" in asked else None
    if kept is not None:
        return kept
    if "file" in asked:
        return Draft("test", spec.load(Path(asked["file"]).read_bytes()))
    made = {"empty": canvas_networks.empty, "branches": canvas_networks.branches, **canvas_networks.PICTURES}
    network = canvas_networks.residual(int(name)) if name.isdigit() else made[name]()
    if "wrong" in asked:
        wrong = network.nodes[1].id if asked["wrong"] == "1" else asked["wrong"]
        bad = {"params": {"units": 0}}
        nodes = tuple(node.model_copy(update=bad) if node.id == wrong else node for node in network.nodes)
        network = network.model_copy(update={"nodes": nodes})
    loss = NamedParams(name="SparseCategoricalCrossentropy" if pictures else "BinaryCrossentropy")
    return Draft(asked.get("draft", "test"), Experiment(data=Data(name="spirals"), networks=(network,), loss=loss))


def apply(made: Edits) -> None:
    draft: Draft = state.draft
    state.steps = state.get("steps", 0) + 1
    time.sleep(float(asked.get("slow", "0")))
    verb = made[0]["do"]
    if verb in ("undo", "redo"):
        state.draft = draft.with_undo() if verb == "undo" else draft.with_redo()
    else:
        known = block_palette.resolve_block_edits(draft.experiment, made, report_of(draft.experiment, info))
        state.draft = draft.with_edit(edits.apply(draft.experiment, *known))
    if "draft" in asked:
        drafts.save(state.draft)


if "draft" not in state:
    state.draft = first()


@st.fragment
def bench() -> None:
    draft: Draft = state.draft
    problems = check_experiment(draft.experiment, info).problems
    report = report_of(draft.experiment, info)
    with st.container(width=int(asked.get("width", "710"))):
        graph_canvas(
            draft.experiment,
            report,
            key="canvas",
            on_edits=apply,
            problems=problems,
            info=info,
            can_undo=bool(draft.past),
            can_redo=bool(draft.future),
            height=int(asked.get("height", "715")),
        )
    network = draft.experiment.networks[0]
    state.runs = state.get("runs", 0) + 1
    st.text(f"steps {state.get('steps', 0)}, problems {len(problems)}, run {state.runs}")
    st.text(" | ".join(f"{node.id}{'' if node.enabled else '-'}{node.params}" for node in network.nodes))
    st.text(" | ".join(sorted(f"{edge.source}>{edge.target}:{edge.port}" for edge in network.edges)))
    st.text(" | ".join(f"{node.id}@{node.x},{node.y}" for node in network.nodes))
    st.text(
        " | ".join(f"{g.id} {g.title!r} ×{g.repeat}{' folded' * g.folded} {','.join(g.nodes)}" for g in network.groups)
    )


bench()
