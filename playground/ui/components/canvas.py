"""The canvas on a page: the network as a graph that is drawn by hand, the second view of the same document.

Its program is the bundle ``canvas/canvas.js`` (React Flow and the stack editor's own modules; ``scripts/canvas.py``
builds it), which the browser fetches as a file. Messages, words and data are those of :mod:`.editor`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from playground.datasets.base import Info
from playground.i18n import N_, Text, _, language
from playground.problems import PlaygroundError, Problem
from playground.specs import Experiment
from playground.ui.components import canvas_words, served
from playground.ui.components.editor import Edits, mount, refused
from playground.ui.components.editor_data import Json, editor_data, with_program

if TYPE_CHECKING:
    from playground.report import Report

BUNDLE = Path(__file__).with_name("canvas") / "canvas.js"
_LOADER = """
// The program is a file of its own; words and the layer table come in the data once, as in the stack editor.
const modules = (globalThis.playgroundCanvasModules ??= new Map());
const kept = (globalThis.playgroundCanvasParts ??= new Map());

/** Where the app is served from: its own script's address knows every prefix that a proxy adds. */
function base() {
  const own = document.querySelector('script[src*="static/js/"]');
  return own ? own.src.split("static/js/")[0] : new URL("/", document.baseURI).href;
}

export default async function (component) {
  const { data, setStateValue, parentElement } = component;
  if (data.parts && !kept.has(data.hash)) kept.set(data.hash, data.parts);
  const parts = kept.get(data.hash);
  if (!parts) return setStateValue("outbox", { client: null, has: null, messages: [] });
  if (!modules.has(parts.program)) modules.set(parts.program, import(base() + parts.program));
  try {
    return (await modules.get(parts.program)).default(component, parts);
  } catch (error) {
    modules.delete(parts.program);
    if (!parentElement.querySelector(".editor")) parentElement.textContent = parts.missing;
    console.error(error);
  }
}
"""
_COMPONENT = st.components.v2.component("playground_canvas", js=_LOADER)


def graph_canvas(
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
    """Show the networks of *experiment* as graphs. All that it takes is what :func:`.editor.stack_editor` takes."""
    context = get_script_run_ctx()
    folder = Path(context.main_script_path).parent if context is not None else Path.cwd()
    data = editor_data(experiment, report, problems=(*problems, *refused(key)), info=info, titles=titles, maps=maps)
    data |= {"can_undo": can_undo, "can_redo": can_redo, "height": height}
    mount(_COMPONENT, _parts(language(), folder), data, key=key, on_edits=on_edits, on_unit=on_unit)


@cache
def _parts(code: str, app_folder: Path) -> tuple[str, Json]:  # noqa: ARG001 - the language, as the key of the cache
    program = {
        "program": ensure_static(app_folder),
        "missing": _("The canvas did not load. Refresh the page to try again, or use the stack."),
    }
    return with_program(program, canvas_words.words())


def ensure_static(app_folder: Path) -> str:
    """Put the bundle beside the app's script and return its address. Raises :class:`PlaygroundError`."""
    content = BUNDLE.read_bytes()
    try:
        return served.put(app_folder, "canvas", hashlib.sha256(content).hexdigest()[:12], "js", content)
    except OSError as error:
        said = Text(
            N_("The canvas needs its program in {folder}, and that folder cannot be written: {why}."),
            {"folder": str(app_folder / "static" / "vendor"), "why": error.strerror or str(error)},
        )
        raise PlaygroundError(Problem("static_not_writable", said)) from error
