"""A square to draw on with two colours, as a field of a form.

The browser draws at once and sends the whole drawing at the end of each stroke, with a number that Python gives back:
what it hears before that number is older than what is on its screen. So strokes that Python is still busy with are
never taken back, and a later message makes up for one that was overtaken.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from playground.core import colors, raster_codec
from playground.core.i18n import _

_FOLDER = Path(__file__).with_name("drawing")


@cache
def _component() -> Callable[..., Any]:
    html, css, *scripts = (
        (_FOLDER / name).read_text(encoding="utf-8")
        for name in ("drawing.html", "drawing.css", "raster.js", "paint.js", "drawing.js")
    )
    return st.components.v2.component("playground_drawing", html=html, css=css, js="\n".join(scripts))


def drawing_field(
    text: str, *, key: str, label: str, help: str, on_drawn: Callable[[], None], disabled: bool = False
) -> None:
    """Show the drawing *text* (:mod:`playground.core.raster_codec`; an empty sheet where it is none) to draw on.

    *on_drawn* is called after each stroke, when :func:`drawn_text` of the state under *key* has the drawing.
    """
    _component()(
        key=key,
        data={
            "id": key,
            "drawing": text if raster_codec.is_drawing(text) else f"{raster_codec.SIDE**2}a",
            "turn": _turn(st.session_state.get(key)),
            "side": raster_codec.SIDE,
            "most": raster_codec.MOST,
            "inks": [
                [palette.of_class(number).line for palette in (colors.LIGHT, colors.DARK)]
                for number in range(raster_codec.CLASSES)
            ],
            "disabled": disabled,
            "words": {"label": label, "help": help, **_words()},
        },
        on_drawn_change=on_drawn,
    )


def drawn_text(state: object) -> str | None:
    """The drawing that came with the state of a field; ``None`` where none did."""
    text = _drawn_state(state).get("text")
    return text if isinstance(text, str) else None


def _turn(state: object) -> int:
    turn = _drawn_state(state).get("turn")
    return turn if isinstance(turn, int) else 0


def _drawn_state(state: object) -> Mapping[str, Any]:
    drawn = state.get("drawn") if isinstance(state, Mapping) else None
    return drawn if isinstance(drawn, Mapping) else {}


def _words() -> dict[str, str]:
    return {
        "first": _("Blue"),
        "second": _("Orange"),
        "eraser": _("Eraser"),
        "fine": _("Fine brush"),
        "medium": _("Medium brush"),
        "broad": _("Broad brush"),
        "undo": _("Undo"),
        "clear": _("Clear"),
        "empty": _("Draw here"),
        "keys": _("By keyboard: arrows move the brush, Space sprays."),
    }
