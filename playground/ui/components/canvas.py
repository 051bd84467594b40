"""The canvas on a page: the network as a graph that is drawn by hand, the second view of the same document.

Its program is made of React Flow and of what it shares with the stack editor (``web/src/editor``). Messages, words and
data are those of :mod:`.editor`.
"""

from __future__ import annotations

from functools import cache, partial

from playground.core.i18n import N_, language
from playground.experiment import edits
from playground.ui.components import canvas_words
from playground.ui.components.bundles import component
from playground.ui.components.editor import EditorView, network_editor
from playground.ui.components.editor_data import with_words
from playground.ui.components.editor_messages import EditorParts


def language_parts() -> tuple[str, EditorParts]:
    """(hash, everything that is the same for every document in this language). Cached by language."""
    return _parts(language())


@cache
def _parts(code: str) -> tuple[str, EditorParts]:  # noqa: ARG001 - the language, as the key of the cache
    return with_words("canvas", canvas_words.words(), most_pasted=edits.MOST_PASTED)


_MISSING = N_("The canvas did not load. Refresh the page to try again, or use the stack.")
graph_canvas = partial(network_editor, EditorView(component("canvas"), language_parts, _MISSING))
"""The network as a graph."""
