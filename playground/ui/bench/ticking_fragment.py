"""A part of the bench that is redrawn alone, and by itself again and again while something happens in it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from playground.ui.app.fragments import fragment

RUN_FRAGMENTS = ("watching", "controls", "network", "rate", "outputs")
"""What a run that begins or goes on changes: named to ``redraw`` in a callback, the rest of the page stands."""


def reset_ticking() -> None:
    """Called at the top of each run of the whole page, which ends all ticking in the browser."""
    st.session_state["ticking"] = set()


def ticking_fragment(key: str, body: Callable[[], None], ticks: Callable[[], bool], seconds: float) -> None:
    """Draw *body* as the fragment *key*, every *seconds* while *ticks*; when that ends, the whole page is drawn.

    The ticking is a fragment inside, so that a rerun of *key* alone begins it. It is there while nothing ticks, too:
    one container more or less, and the browser would make every component in it anew. And it is there when the end is
    found, with all that *body* draws: Streamlit drops what a browser asks of a fragment that is not.
    """

    def outer() -> None:
        ticking: set[str] = st.session_state["ticking"]
        now = ticks()
        has_ended = key in ticking and not now
        if now:
            ticking.add(key)

        def inner() -> None:
            body()
            if has_ended or (now and not ticks()):
                st.rerun()  # Only a run of the whole page ends the ticking.

        fragment(inner, run_every=seconds if now else None)

    fragment(outer, key=key)
