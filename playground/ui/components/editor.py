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

from playground.core.info import Info
from playground.core.problems import PlaygroundError, Problem
from playground.experiment.spec import Experiment
from playground.ui.components.editor_data import Json, editor_data, program_and_words

if TYPE_CHECKING:
    from playground.experiment.report import Report

Edits = list[dict[str, Any]]
_LOAD = """
function load(parts) {
  const urls = {};
  for (const [name, source] of parts.modules) {
    const linked = source.replace(/from "\\.\\/(\\w+)\\.js"/g, (whole, other) => `from "${urls[other]}"`);
    const text = `${linked}\\n//# sourceURL=editor/${name}.js`;
    urls[name] = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  }
  return import(urls.main);
}
"""
_LOADER = """
// Programs come in the data, or are named there, once: what is registered here is sent again with each change.
const modules = (globalThis.playgroundPrograms ??= new Map());
const kept = (globalThis.playgroundParts ??= new Map());
// What stands in each place: in another language it is made anew.
const standing = (globalThis.playgroundStanding ??= new WeakMap());

export default async function (component) {
  const { data, setStateValue, parentElement } = component;
  const program = data.hash.split("-")[0];
  if (data.parts && !kept.has(data.hash)) kept.set(data.hash, data.parts);
  const parts = kept.get(data.hash);
  if (!parts) return setStateValue("outbox", { client: null, has: null, messages: [] });
  if (!modules.has(program)) modules.set(program, load(parts));
  try {
    const show = (await modules.get(program)).default;
    if (standing.get(parentElement)?.hash !== data.hash) standing.get(parentElement)?.close();
    const close = show(component, parts);
    standing.set(parentElement, { hash: data.hash, close });
    return close;
  } catch (error) {
    modules.delete(program);
    if (!parentElement.querySelector(".editor")) parentElement.textContent = parts.missing;
    console.error(error);
  }
}
"""


def loader(load: str) -> str:
    """The script of a component whose program the JavaScript function ``load(parts)`` of *load* imports."""
    return load + _LOADER


class EditorView(NamedTuple):
    """One way to show networks and to edit them: its component, and (hash, parts) of its program in the language of
    this run."""

    component: Callable[..., Any]
    program_and_words: Callable[[], tuple[str, Json]]


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
    told = (*problems, *_state(key)["refused"])
    data = editor_data(experiment, report, problems=told, info=info, titles=titles, pictures=pictures)
    data |= {"can_undo": can_undo, "can_redo": can_redo, "height": height}
    data_hash, fixed = view.program_and_words()
    data |= {"hash": data_hash, "echo": _state(key)["echo"]}
    if _browser_has(key) != data_hash:
        data["parts"] = fixed
    view.component(
        key=key,
        data=data,
        height=data["height"],
        on_outbox_change=lambda: _receive(key, on_edits),
        on_unit_change=lambda: _focus(key, on_unit),
    )


stack_editor = partial(
    network_editor,
    EditorView(st.components.v2.component("playground_stack_editor", js=loader(_LOAD)), program_and_words),
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
    return box.get("has") if isinstance(box, Mapping) else None


def _receive(key: str, on_edits: Callable[[Edits], None]) -> None:
    """Apply the messages that are new, in order. A refused one counts as answered, or it would come for ever."""
    box, held = _component_value(key, "outbox"), _state(key)
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
    unit = _component_value(key, "unit")
    if isinstance(unit, Mapping) and isinstance(unit.get("unit"), int):
        on_unit(str(unit.get("node")), unit["unit"])
    else:
        on_unit(None, None)
