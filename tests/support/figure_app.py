"""A small app for the browser tests of the live figure: what the address asks for, ``?show=name&case=...``."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import streamlit as st

from playground import figures
from playground.core import paths
from playground.figures.base import Figure, theme
from playground.figures.plane import field
from playground.figures.plane.field import Plane
from playground.runs.store import Store
from playground.ui.components.figure import live_figure
from tests.support.fields import ACROSS, turned
from tests.support.recorded import record

st.set_page_config(layout="wide")
asked = st.query_params
ticks = int(asked.get("ticks", "0"))


@st.fragment(run_every=0.2 if ticks else None)
def sine() -> None:
    """A curve that grows at every tick, and a counter of what was clicked."""
    count = st.session_state.get("tick", 0)
    st.session_state["tick"] = min(count + 1, ticks)
    x = np.arange(200 + count, dtype=np.float32)
    y = np.sin(x / 15, dtype=np.float32)
    layout = {"margin": {"l": 40, "r": 10, "t": 10, "b": 30}, "xaxis": {}, "yaxis": {}}
    trace = {
        "type": "scatter",
        "mode": "lines+markers",
        "x": x,
        "y": y,
        "customdata": [f"point {i}" for i in range(len(x))],
    }
    clicked = live_figure(
        {"data": [trace], "layout": layout},
        key="sine",
        height=300,
        alt=f"A sine of {len(x)} points.",
        name="sine",
        csv=lambda: __import__("pandas").DataFrame({"x": x, "y": y}),
        clicks=True,
    )
    if clicked is not None:
        st.session_state["clicked"] = clicked.customdata
    st.text(f"tick {count}")
    st.text(f"clicked {st.session_state.get('clicked')}")


@st.fragment(run_every=0.2)
def heat() -> None:
    """A field that turns at every tick once it is told to, and nothing else of the figure with it."""
    count = st.session_state.get("tick", 0)
    if st.session_state.get("turns"):
        st.session_state["tick"] = min(count + 1, 30)
    z = turned(count)
    where = Plane(ACROSS, ACROSS, "x", "y", count, 0.0)
    light = theme(dark=False)
    live_figure(
        {"data": [field.heatmap(where, z, -1, 1, light)], "layout": field.layout(where, light, None)},
        key="heat",
        height=400,
        alt="",
        name="heat",
    )
    st.text(f"tick {count}")
    st.button("turn", on_click=lambda: st.session_state.update(turns=True))


def one(figure: Figure, case: str) -> None:
    root = paths.home() / "recorded" / case
    recorded = st.session_state.get("recorded") or record(case, Store(Path(root)))
    st.session_state["recorded"] = recorded
    dark = st.context.theme.type == "dark" if "dark" not in asked else asked["dark"] == "1"
    look = theme(dark=dark, projector="projector" in asked)
    options = {name: value for name, value in asked.items() if name not in ("show", "case", "dark", "w", "h")}
    typed = {name: _typed(value) for name, value in options.items()}
    context = recorded.context(**typed)
    found = figure.compute(context)
    width, height = int(asked.get("w", 420 if figure.is_large else 320)), int(asked.get("h", figure.height))
    with st.container(width=width):
        live_figure(
            figure.plot(found, look) if found is not None else None,
            key=figure.name,
            height=height,
            alt=figure.alt_text(found) if found is not None else "",
            empty=figure.placeholder,
            name=figure.name,
            csv=lambda: figure.table(found),
            dark=dark if "dark" in asked else None,
        )
    st.caption(figure.help)
    st.write(figure.alt_text(found) if found is not None else "nothing")


def _typed(value: str) -> object:
    if value in ("true", "false"):
        return value == "true"
    try:
        return int(value) if value.lstrip("-").isdigit() else float(value)
    except ValueError:
        return value


if "heat" in asked:
    heat()
elif "show" in asked:
    one(figures.get(asked["show"]), asked["case"])
else:
    st.session_state["runs"] = st.session_state.get("runs", 0) + 1
    st.button("run the page again")
    sine()
    st.text(f"run {st.session_state['runs']} of the page")
