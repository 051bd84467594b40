"""A square to draw on with two colours, as a field of a form.

The browser draws at once and sends the whole drawing at the end of each stroke, with a number that Python gives back:
what it hears before that number is older than what is on its screen. So strokes that Python is still busy with are
never taken back, and a later message makes up for one that was overtaken.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypedDict

import streamlit as st

from playground.core import colors, raster_codec
from playground.core.i18n import _
from playground.ui.components.bundles import component

_HTML = """
<div class="drawing">
  <span class="label"></span>
  <div class="parts">
    <div class="bar pens" role="group">
      <button type="button" data-pen="first"><i></i><span></span></button>
      <button type="button" data-pen="second"><i></i><span></span></button>
      <button type="button" data-pen="eraser"><i></i><span></span></button>
    </div>
    <div class="sheet">
      <canvas tabindex="0" role="application"></canvas>
      <span class="empty"></span>
    </div>
    <div class="bar tools">
      <button type="button" data-brush="fine"><i></i></button>
      <button type="button" data-brush="medium"><i></i></button>
      <button type="button" data-brush="broad"><i></i></button>
      <span class="room"></span>
      <button type="button" data-do="undo"></button>
      <button type="button" data-do="clear"></button>
    </div>
    <p class="help"></p>
  </div>
</div>
"""
_mount = component("drawing", html=_HTML)


class DrawingWords(TypedDict):
    """The words of a field to draw on."""

    label: str
    help: str
    first: str
    second: str
    eraser: str
    fine: str
    medium: str
    broad: str
    undo: str
    clear: str
    empty: str
    keys: str


class DrawingData(TypedDict):
    """What a field to draw on is shown; ``inks`` are the colours of each class on a light and on a dark page."""

    id: str
    drawing: str
    turn: int
    side: int
    most: int
    inks: list[list[str]]
    disabled: bool
    words: DrawingWords


class DrawingUpdate(TypedDict):
    """The whole drawing at the end of a stroke."""

    turn: int
    text: str


def drawing_field(
    text: str, *, key: str, label: str, help: str, on_drawn: Callable[[], None], disabled: bool = False
) -> None:
    """Show the drawing *text* (:mod:`playground.core.raster_codec`; an empty sheet where it is none) to draw on.

    *on_drawn* is called after each stroke, when :func:`drawn_text` of the state under *key* has the drawing.
    """
    data: DrawingData = {
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
        "words": _words(label, help),
    }
    _mount(key=key, data=data, on_drawing_change=on_drawn)


def drawn_text(state: object) -> str | None:
    """The drawing that came with the state of a field; ``None`` where none did."""
    text = _drawn_state(state).get("text")
    return text if isinstance(text, str) else None


def _turn(state: object) -> int:
    turn = _drawn_state(state).get("turn")
    return turn if isinstance(turn, int) else 0


def _drawn_state(state: object) -> Mapping[str, Any]:
    drawing = state.get("drawing") if isinstance(state, Mapping) else None
    return drawing if isinstance(drawing, Mapping) else {}


def _words(label: str, help: str) -> DrawingWords:
    return {
        "label": label,
        "help": help,
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
