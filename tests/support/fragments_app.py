"""An app whose fragments redraw one another without end: they tick, lie in one another, come and go, change pages."""

from __future__ import annotations

import time
from functools import partial

import streamlit as st

from playground.ui.app import requests_in_turn
from playground.ui.app.fragments import fragment, redraw

TICK = 0.05
PAUSE = 0.02

# What ticks is to be in the way of everything, much more often than it is in the app.
requests_in_turn.TOGETHER = 0.02


def counted(name: str) -> int:
    """How often *name* has been drawn; the sum of all is what the test waits for."""
    known: dict[str, int] = st.session_state.setdefault("drawn", {})
    known[name] = known.get(name, 0) + 1
    return known[name]


def shifting(count: int) -> None:
    """More or less stands before what follows, of another kind each time."""
    for place in range(count % 4):
        st.write(f"shifts {place}")
    if count % 3 == 0:
        with st.container():
            st.write("a place that comes and goes")
    if count % 5 == 0:
        st.columns(2)[1].write("beside")


def innermost(name: str) -> None:
    count = counted(f"{name} innermost")
    shifting(count)
    st.write(f"{name} innermost {count}")


def inner(name: str, other: str) -> None:
    count = counted(f"{name} inner")
    shifting(count)
    left, right = st.columns(2)
    with left:
        fragment(partial(innermost, name), key=f"{name}_innermost")
    with right:
        st.write(f"{name} inner {count}")
        if count % 2:
            fragment(partial(innermost, f"{name} ticking"), run_every=TICK)
    if count % 11 == 0:
        st.rerun()
    if count % 5 == 0:
        st.switch_page(PAGES[other])


def outer(name: str, other: str) -> None:
    shifting(counted(f"{name} outer"))
    fragment(partial(inner, name, other), run_every=TICK)
    st.button("Again", key=f"{name}_again", on_click=lambda: redraw([f"{name}_outer"]))


def page(name: str, other: str) -> None:
    st.write(f"This is {name}")
    shifting(counted(name))
    if name == "second" and counted("visits of second") % 2:
        st.switch_page(PAGES[other])  # It is left before the browser can have shown it.
    time.sleep(PAUSE)
    fragment(partial(outer, name, other), key=f"{name}_outer")
    for place, tab in enumerate(st.tabs(["one", "two"])):
        with tab:
            fragment(partial(innermost, f"{name} {place}"), run_every=TICK * (place + 1))
    time.sleep(PAUSE)
    st.write(f"{name} ends")


def strip() -> None:
    st.write(f"strip {counted('strip')}")


PAGES = {
    "first": st.Page(lambda: page("first", "second"), title="first", url_path="first", default=True),
    "second": st.Page(lambda: page("second", "first"), title="second", url_path="second"),
}
chosen = st.navigation(list(PAGES.values()), position="top")
st.write("head")
if st.session_state.get("calm"):
    st.html(f"<p class='calm'>{chosen.title} is calm</p>")
else:
    if chosen.title == "second":
        with st.container():
            fragment(strip, run_every=TICK)
    st.button("Calm", on_click=lambda: st.session_state.update(calm=True))
    chosen.run()
    st.html(f"<p class='drawn'>{sum(st.session_state['drawn'].values())}</p>")
