"""The stack editor on a page: the left half of the bench.

The browser edits at once and sends what it did; Python owns the document and answers with shapes, counts and problems.
Messages carry numbers and are repeated until answered, so that reruns which overtake each other lose nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import streamlit as st
from streamlit.runtime.scriptrunner import RerunException

from playground.core.i18n import N_, _
from playground.core.info import Info
from playground.core.problems import PlaygroundError, Problem
from playground.experiment.spec import Experiment
from playground.ui.components.bundles import component
from playground.ui.components.editor_data import Json, editor_data, language_parts
from playground.ui.components.editor_messages import EditorData, EditorParts

if TYPE_CHECKING:
    from playground.experiment.report import Report

Edits = list[dict[str, Any]]


class EditorView(NamedTuple):
    """One way to show networks and to edit them: its component, (hash, parts) in the language of this run, and what is
    said where its program does not come."""

    component: Callable[..., Any]
    language_parts: Callable[[], tuple[str, EditorParts]]
    load_error_text: str


def network_editor(
    view: EditorView,
    experiment: Experiment,
    report: Report | None,
    *,
    key: str,
    on_edits: Callable[[Edits], None],
    problems: Sequence[Problem] = (),
    info: Info | None = None,
    titles: Mapping[str, str] | None = None,
    pictures: bool = False,
    on_unit: Callable[[str | None, int | None], None] | None = None,
    can_undo: bool = False,
    can_redo: bool = False,
    height: int = 640,
) -> None:
    """Show the networks of *experiment* in *view* and call *on_edits* for each step that a person makes.

    *on_edits* gets the edits of one step (:mod:`playground.experiment.edits`), or ``[{"do": "undo"}]``, or ``[{"do":
    "redo"}]``, in a callback before the page runs; a :class:`PlaygroundError` from it is told in the editor. *on_unit*
    gets the node and unit whose picture should be large, or ``(None, None)``. The rest as :func:`editor_data`; *height*
    in pixels.
    """
    all_problems = (*problems, *_state(key)["refused"])
    data_hash, fixed = view.language_parts()
    data: EditorData = {
        **editor_data(experiment, report, problems=all_problems, info=info, titles=titles, pictures=pictures),
        "can_undo": can_undo,
        "can_redo": can_redo,
        "height": height,
        "hash": data_hash,
        "echo": _state(key)["echo"],
        "load_error_text": _(view.load_error_text),
        "parts": fixed if _browser_has(key) != data_hash else None,
    }
    view.component(
        key=key,
        data=data,
        height=data["height"],
        on_outbox_change=lambda: _receive(key, on_edits),
        on_unit_change=lambda: _focus(key, on_unit),
    )


stack_editor = partial(
    network_editor,
    EditorView(
        component("stack_editor"), language_parts, N_("The network could not be shown. Refresh the page to try again.")
    ),
)
"""The network as a line of cards."""


def _state(key: str) -> Json:
    """What this session remembers of one editor: the last message applied, and what was refused at it."""
    state: Json = st.session_state.setdefault(f"{key}:editor", {"echo": {"client": None, "seq": 0}, "refused": ()})
    return state


def _component_value(key: str, name: str) -> object:
    state = st.session_state.get(key)
    return state.get(name) if state is not None else None


def _browser_has(key: str) -> object:
    box = _component_value(key, "outbox")
    return box.get("parts_hash") if isinstance(box, Mapping) else None


def _receive(key: str, on_edits: Callable[[Edits], None]) -> None:
    """Apply the messages that are new, in order. A refused one counts as answered, or it would come for ever."""
    box, state = _component_value(key, "outbox"), _state(key)
    if not isinstance(box, Mapping) or not isinstance(box.get("messages"), list):
        return
    echo = state["echo"]
    last = echo["seq"] if echo["client"] == box.get("client") else 0
    rerun: RerunException | None = None
    for message in box["messages"]:
        seq, edits = _message(message)
        if seq <= last:
            continue
        state["echo"] = {"client": box.get("client"), "seq": seq}
        state["refused"] = ()
        last = seq
        try:
            on_edits(edits)
        except PlaygroundError as error:
            state["refused"] = error.problems
        except RerunException as exception:
            # st.rerun in a callback leaves it at once; what else has come must be done first.
            rerun = exception
    if rerun is not None:
        raise rerun


def _message(message: object) -> tuple[int, Edits]:
    """Number and edits; number 0, which is never new, for what is no message."""
    if not isinstance(message, Mapping):
        return 0, []
    seq, edits = message.get("seq"), message.get("edits")
    if isinstance(seq, int) and isinstance(edits, list) and edits and all(isinstance(edit, dict) for edit in edits):
        return seq, edits
    return 0, []


def _focus(key: str, on_unit: Callable[[str | None, int | None], None] | None) -> None:
    if on_unit is None:
        return
    unit = _component_value(key, "unit")
    if isinstance(unit, Mapping) and isinstance(unit.get("unit"), int):
        on_unit(str(unit.get("node")), unit["unit"])
    else:
        on_unit(None, None)
