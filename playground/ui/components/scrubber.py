"""The slider under a picture that travels in time: from the first frame that is kept to the newest, which moves on.

The browser asks for one step at a time and waits until the picture of the last one was sent (*turn* comes back), so
playing is as fast as the server draws, and never faster than people look.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypedDict

import streamlit as st

from playground.core.i18n import _
from playground.ui.components.bundles import component

_HTML = """
<div class="scrubber" role="group">
  <input type="range" min="0" max="1" step="any">
  <div>
    <button type="button" class="first"></button>
    <button type="button" class="play"></button>
    <span></span>
    <button type="button" class="now"></button>
  </div>
</div>
"""
HEIGHT = 42
_mount = component("scrubber", html=_HTML)


class ScrubberWords(TypedDict):
    """The words of a slider in time."""

    title: str
    step: str
    play: str
    pause: str
    now: str
    first: str
    newest: str


class ScrubberData(TypedDict):
    """What a slider in time is shown; ``shown_step`` is ``None`` for the newest."""

    steps: list[int]
    shown_step: int | None
    film: str
    turn: int
    words: ScrubberWords


class Seek(TypedDict):
    """The step that a person asks for; ``None`` for the newest."""

    film: str
    step: int | None
    turn: int


def _words(newest: str) -> ScrubberWords:
    return {
        "title": _("Time"),
        "step": _("step {step}"),
        "play": _("play"),
        "pause": _("pause"),
        "now": newest or _("now"),
        "first": _("Show the first moment"),
        "newest": _("Follow the newest moment"),
    }


def scrubber(
    steps: Sequence[int],
    shown_step: int | None,
    *,
    key: str,
    film: str,
    on_seek: Callable[[int | None], None],
    newest: str = "",
) -> None:
    """Show *steps*, ascending, with *shown_step* marked; ``None`` is the newest, whichever that is, and fewer than two
    leave the place empty. *film* changes with the run or the picture; what was asked of another is not heard.
    *on_seek* is called with the step that a person asks for, or ``None`` for the newest, which is called *newest*, or
    "now"."""
    data: ScrubberData = {
        "steps": list(steps) if len(steps) > 1 else [],
        "shown_step": shown_step,
        "film": film,
        "turn": _last_request(key).get("turn", 0),
        "words": _words(newest),
    }
    _mount(
        key=key,
        height=HEIGHT,
        data=data,
        on_seek_change=lambda: _handle_seek(key, film, on_seek),
    )


def _last_request(key: str) -> Mapping[str, Any]:
    state = st.session_state.get(key)
    request = state.get("seek") if state is not None else None
    return request if isinstance(request, Mapping) else {}


def _handle_seek(key: str, film: str, on_seek: Callable[[int | None], None]) -> None:
    request = _last_request(key)
    step = request.get("step")
    if request.get("film") == film and (step is None or (isinstance(step, int) and not isinstance(step, bool))):
        on_seek(step)
