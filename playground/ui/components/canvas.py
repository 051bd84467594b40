"""The canvas on a page: the network as a graph that is drawn by hand, the second view of the same document.

Its program is the bundle ``canvas/canvas.js`` (React Flow and the stack editor's own modules; ``scripts/canvas.py``
builds it), which the browser fetches as a file. Messages, words and data are those of :mod:`.editor`.
"""

from __future__ import annotations

import hashlib
from functools import cache, partial
from pathlib import Path

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from playground.core.i18n import N_, _, language
from playground.experiment import edits
from playground.ui.components import canvas_words, served
from playground.ui.components.editor import EditorView, loader, network_editor
from playground.ui.components.editor_data import Json, with_program

BUNDLE = Path(__file__).with_name("canvas") / "canvas.js"
_LOAD = "const load = (parts) => import(base() + parts.program);"


def _program_and_words() -> tuple[str, Json]:
    context = get_script_run_ctx()
    folder = Path(context.main_script_path).parent if context is not None else Path.cwd()
    return _parts(language(), folder)


graph_canvas = partial(
    network_editor,
    EditorView(st.components.v2.component("playground_canvas", js=served.BASE + loader(_LOAD)), _program_and_words),
)
"""The network as a graph."""


@cache
def _parts(code: str, app_folder: Path) -> tuple[str, Json]:  # noqa: ARG001 - the language, as the key of the cache
    program = {
        "program": ensure_static(app_folder),
        "most_pasted": edits.MOST_PASTED,
        "missing": _("The canvas did not load. Refresh the page to try again, or use the stack."),
    }
    return with_program(program, canvas_words.words())


def ensure_static(app_folder: Path) -> str:
    """Put the bundle beside the app's script and return its address. Raises :class:`PlaygroundError`."""
    content = BUNDLE.read_bytes()
    digest = hashlib.sha256(content).hexdigest()[:12]
    message = N_("The canvas needs its program in {folder}, and that folder cannot be written: {why}.")
    return served.publish_static(app_folder, "canvas", digest, "js", content, message)
