"""A part of the bench that is redrawn alone, and by itself again and again while something happens in it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from playground.runs.store import Run
from playground.ui.app import session
from playground.ui.app.fragments import fragment
from playground.ui.app.requests_in_turn import draw_on_change

TICKING_FRAGMENTS = ("controls", "watching")
"""What changes while a run goes on."""
RUN_FRAGMENTS = (*TICKING_FRAGMENTS, "network", "rate", "outputs")
"""What a run that begins or goes on changes: named to ``redraw`` in a callback, the rest of the page stands."""


def reset_ticking() -> None:
    """Called at the top of each run of the whole page, which ends all ticking in the browser."""
    st.session_state["ticking"] = set()


def events_of(*runs: Run | None) -> Callable[[], object]:
    """What tells whether something has happened in *runs*."""
    there = [run for run in runs if run is not None]
    return lambda: [run.events_size() for run in there]


def events_of_shown_run() -> Callable[[], object]:
    """The same, of the run that the bench shows."""
    return events_of(session.shown_run(session.draft()))


def ticking_fragment(
    key: str,
    body: Callable[[], None],
    ticks: Callable[[], bool],
    seconds: float,
    *,
    facts: Callable[[], Callable[[], object] | None] = lambda: None,
) -> None:
    """Draw *body* as the fragment *key*, every *seconds* while *ticks*; when that changes, the whole page is drawn.

    It is not drawn for some seconds where what *facts* returns is the same (:func:`draw_on_change`).

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
            if now:
                draw_on_change(facts())
            body()
            if has_ended or ticks() != now:
                st.rerun()  # Only a run of the whole page ends the ticking, or begins it from within.

        fragment(inner, run_every=seconds if now else None)

    fragment(outer, key=key)
