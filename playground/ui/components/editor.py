"""The stack editor on a page: the left half of the bench.

The browser edits at once and sends what it did; Python owns the document and answers with shapes, counts and problems.
Messages carry numbers and are repeated until answered, so that reruns which overtake each other lose nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import streamlit as st
from streamlit.runtime.scriptrunner import RerunException

from playground.datasets.base import Info
from playground.problems import PlaygroundError, Problem
from playground.specs import Experiment
from playground.ui.components.editor_data import Json, editor_data, parts

if TYPE_CHECKING:
    from playground.report import Report

Edits = list[dict[str, Any]]
_LOADER = """
// The program comes in the data, once: what is registered here is sent again with each change.
const modules = (globalThis.playgroundEditorModules ??= new Map());
const kept = (globalThis.playgroundEditorParts ??= new Map());

function load(parts) {
  const urls = {};
  for (const [name, source] of parts.modules) {
    const linked = source.replace(/from "\\.\\/(\\w+)\\.js"/g, (whole, other) => `from "${urls[other]}"`);
    const text = `${linked}\\n//# sourceURL=editor/${name}.js`;
    urls[name] = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  }
  return import(urls.main);
}

export default async function (component) {
  const { data, setStateValue } = component;
  const program = data.hash.split("-")[0];
  if (data.parts && !kept.has(data.hash)) kept.set(data.hash, data.parts);
  const parts = kept.get(data.hash);
  if (!parts) return setStateValue("outbox", { client: null, has: null, messages: [] });
  if (!modules.has(program)) modules.set(program, load(parts));
  return (await modules.get(program)).default(component, parts);
}
"""
_COMPONENT = st.components.v2.component("playground_stack_editor", js=_LOADER)


def stack_editor(
    experiment: Experiment,
    report: Report | None,
    *,
    key: str,
    on_edits: Callable[[Edits], None],
    problems: Sequence[Problem] = (),
    info: Info | None = None,
    titles: Mapping[str, str] | None = None,
    maps: Mapping[str, Json] | None = None,
    on_unit: Callable[[str | None, int | None], None] | None = None,
    can_undo: bool = False,
    can_redo: bool = False,
    height: int = 640,
) -> None:
    """Show the networks of *experiment* and call *on_edits* for each step that a person makes.

    *on_edits* gets the edits of one step (:mod:`playground.edits`), or ``[{"do": "undo"}]``, or ``[{"do": "redo"}]``,
    in a callback before the page runs; a :class:`PlaygroundError` from it is told in the editor. *on_unit* gets the
    node and unit whose picture should be large, or ``(None, None)``. The rest as :func:`editor_data`; *height* in
    pixels.
    """
    data = editor_data(experiment, report, problems=(*problems, *refused(key)), info=info, titles=titles, maps=maps)
    data |= {"can_undo": can_undo, "can_redo": can_redo, "height": height}
    mount(_COMPONENT, parts(), data, key=key, on_edits=on_edits, on_unit=on_unit)


def refused(key: str) -> tuple[Problem, ...]:
    """Why the last step in the editor *key* was refused."""
    told: tuple[Problem, ...] = _state(key)["refused"]
    return told


def mount(
    component: Callable[..., Any],
    static: tuple[str, Json],
    data: Json,
    *,
    key: str,
    on_edits: Callable[[Edits], None],
    on_unit: Callable[[str | None, int | None], None] | None = None,
) -> None:
    """Show *component* with *data*, and with its (hash, parts) *static* as long as the browser lacks them."""
    data_hash, fixed = static
    data |= {"hash": data_hash, "echo": _state(key)["echo"]}
    if _browser_has(key) != data_hash:
        data["parts"] = fixed
    component(
        key=key,
        data=data,
        height=data["height"],
        on_outbox_change=lambda: _receive(key, on_edits),
        on_unit_change=lambda: _focus(key, on_unit),
    )


def _state(key: str) -> Json:
    """What this session remembers of one editor: the last message applied, and what was refused at it."""
    state: Json = st.session_state.setdefault(f"{key}:editor", {"echo": {"client": None, "seq": 0}, "refused": ()})
    return state


def _said(key: str, name: str) -> object:
    state = st.session_state.get(key)
    return state.get(name) if state is not None else None


def _browser_has(key: str) -> object:
    box = _said(key, "outbox")
    return box.get("has") if isinstance(box, Mapping) else None


def _receive(key: str, on_edits: Callable[[Edits], None]) -> None:
    """Apply the messages that are new, in order. A refused one counts as answered, or it would come for ever."""
    box, held = _said(key, "outbox"), _state(key)
    if not isinstance(box, Mapping) or not isinstance(box.get("messages"), list):
        return
    echo = held["echo"]
    last = echo["seq"] if echo["client"] == box.get("client") else 0
    rerun: RerunException | None = None
    for message in box["messages"]:
        seq, made = _message(message)
        if seq <= last:
            continue
        held["echo"] = {"client": box.get("client"), "seq": seq}
        held["refused"] = ()
        last = seq
        try:
            on_edits(made)
        except PlaygroundError as error:
            held["refused"] = error.problems
        except RerunException as asked:
            # st.rerun in a callback leaves it at once; what else has come must be done first.
            rerun = asked
    if rerun is not None:
        raise rerun


def _message(message: object) -> tuple[int, Edits]:
    """Number and edits; number 0, which is never new, for what is no message."""
    if not isinstance(message, Mapping):
        return 0, []
    seq, made = message.get("seq"), message.get("edits")
    if isinstance(seq, int) and isinstance(made, list) and made and all(isinstance(edit, dict) for edit in made):
        return seq, made
    return 0, []


def _focus(key: str, on_unit: Callable[[str | None, int | None], None] | None) -> None:
    if on_unit is None:
        return
    unit = _said(key, "unit")
    if isinstance(unit, Mapping) and isinstance(unit.get("unit"), int):
        on_unit(str(unit.get("node")), unit["unit"])
    else:
        on_unit(None, None)
