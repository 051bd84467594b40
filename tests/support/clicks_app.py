"""Buttons outside of fragments and within them, beside others that tick: each tells how often its click was found."""

from __future__ import annotations

import time
from functools import partial

import streamlit as st

from playground.ui.app import requests_in_turn
from playground.ui.app.fragments import fragment

TICK = 0.05
PAUSE = 0.004
KINDS = ("called", "ended", "found")

# What ticks is to be in the way of everything, much more often than it is in the app.
requests_in_turn.TOGETHER = 0.02


def add(count: str) -> None:
    counts: dict[str, int] = st.session_state.setdefault("counts", {})
    counts[count] = counts.get(count, 0) + 1


def call_back(name: str) -> None:
    """It reads the state of the session, where Streamlit may break off, before and after it counts."""
    time.sleep(PAUSE)
    add(f"called_{name}")
    time.sleep(PAUSE)
    st.session_state.setdefault("counts", {})
    add(f"ended_{name}")


def count_clicks(name: str) -> None:
    for line in range(5):
        st.write(line)
        time.sleep(PAUSE)
    if st.button(name, key=name, on_click=call_back, args=(name,)):
        add(f"found_{name}")
    counts = st.session_state.setdefault("counts", {})
    st.html("".join(f"<i class='{key}'>{counts.get(key, 0)} </i>" for key in (f"{kind}_{name}" for kind in KINDS)))


for place, name in enumerate(("ticking", "also_ticking")):
    with st.container():
        fragment(partial(count_clicks, name), key=f"{name}_fragment", run_every=TICK * (1 + place))
with st.container():
    fragment(partial(count_clicks, "calm"), key="calm_fragment")
for name in ("outside", "below"):
    count_clicks(name)
