"""The row of examples above the network, and the way by which what layers put out for one comes to the editors.

Pictures do not travel with the answer to an edit: shapes come first. The browser asks for them by itself, as often as
*again* says, and hands them to the editors on the page (``editor/outputs.js``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from playground.core.i18n import _

_FOLDER = Path(__file__).with_name("examples")
_HTML = "<div class='examples'><span></span><div role='radiogroup'></div><span class='told'></span></div>"
HEIGHT = 28
Json = dict[str, Any]


@cache
def _component() -> Callable[..., Any]:
    js, css = ((_FOLDER / f"examples.{suffix}").read_text(encoding="utf-8") for suffix in ("js", "css"))
    return st.components.v2.component("playground_examples", html=_HTML, css=css, js=js)


def example_row(
    picks: Sequence[Json],
    chosen: int,
    *,
    key: str,
    told: str,
    networks: Mapping[str, Mapping[str, Json]] | None,
    again: float | None,
    on_choose: Callable[[int], None],
) -> None:
    """Show *picks*, each a ``label`` and perhaps a ``picture``, with *chosen* marked and *told* behind them, and give
    the editors *networks*: by network and node, entries of :func:`playground.runs.activation_previews.for_example` (or
    ``units``), each with the layer's ``key``. ``None`` leaves them what they have. Look again after *again* seconds."""
    state = st.session_state.get(key)
    turn = state.get("look") if state is not None else None
    _component()(
        key=key,
        height=HEIGHT,
        data={
            "picks": list(picks),
            "chosen": chosen,
            "title": _("Example"),
            "told": told,
            "networks": networks,
            "again": again and round(1000 * again),
            "turn": turn if isinstance(turn, int) else 0,
        },
        on_look_change=lambda: None,
        on_example_change=lambda: _handle_choice(key, len(picks), on_choose),
    )


def _handle_choice(key: str, count: int, on_choose: Callable[[int], None]) -> None:
    state = st.session_state.get(key)
    number = state.get("example") if state is not None else None
    if isinstance(number, int) and 0 <= number < count:
        on_choose(number)
