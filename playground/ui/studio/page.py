"""The latent studio: a run that draws, and ways to choose what it draws."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from typing import Literal

import streamlit as st

from playground import gallery
from playground.core.i18n import N_, _
from playground.core.problems import PlaygroundError, Problem
from playground.ports import connections
from playground.runs import store
from playground.runs.store import Run
from playground.ui.app import session
from playground.ui.app.forms import localized_key
from playground.ui.bench import ticking_fragment
from playground.ui.studio import (
    arithmetic,
    codebook,
    generative_runs,
    interpolation,
    latent_requests,
    latent_view,
    plane,
    sliders,
)
from playground.ui.studio.latent_view import LatentView

BENCH = "pages/bench.py"
FIRST = "vae-digits"
"""The experiment that is offered where nothing draws yet."""
TICK = 0.7
"""Seconds until the next look while it trains, or while the decoder is getting ready."""
TITLES = {
    "sliders": N_("Sliders"),
    "plane": N_("Map"),
    "between": N_("Between two"),
    "arithmetic": N_("Arithmetic"),
    "entries": N_("Codebook"),
}
TOOLS: dict[str, Callable[[LatentView], None]] = {
    "sliders": sliders.render,
    "plane": plane.render,
    "between": interpolation.render,
    "arithmetic": arithmetic.render,
    "entries": codebook.render,
}


def render() -> None:
    ticking_fragment.reset_ticking()
    runs = generative_runs.generative_runs()
    if not runs:
        _nothing()
        return
    with st.container(horizontal=True, vertical_alignment="center", key="studio_head"):
        _title(width="content")
        with st.container(width=480):
            run = generative_runs.select_run(runs)
        experiment = run.experiment()
        label = latent_view.select_class(experiment, session.info(experiment.data))
        if st.button(_("Open on the workbench"), type="tertiary", key="studio_bench"):
            _to_bench(run)
    ticking_fragment.ticking_fragment("studio", lambda: _body(run, label), lambda: _ticks(run), TICK)


def _nothing() -> None:
    _title()
    message = _("Here one moves through what a generative model has learned; no run generates images yet.")
    st.html(f"<p>{message}</p>")
    if st.button(_("Open a VAE of digits and train it"), type="primary", key="studio_first"):
        session.new_draft(gallery.get(FIRST).experiment)
        st.switch_page(BENCH)


def _title(width: Literal["content", "stretch"] = "stretch") -> None:
    title = _("Latent space")
    st.html(f"<h2 class='page-title'>{title}</h2>", width=width)


def _to_bench(run: Run) -> None:
    if session.draft().run != run.id:
        session.open_run(run.id)
    st.switch_page(BENCH)


def _ticks(run: Run) -> bool:
    """While there may be something new: it trains, or nobody has answered yet."""
    return not session.history(run).has_ended or st.session_state.get("studio_answered") != run.id


def _body(run: Run, label: int) -> None:
    latent_requests.reset_pending()
    try:
        _tool(run, label)
    except PlaygroundError as error:
        _trouble(error.problems)
    st.session_state["studio_answered"] = "" if latent_requests.is_pending() else run.id


def _tool(run: Run, label: int) -> None:
    store.default().open(run.id)  # It may have been deleted meanwhile.
    if not session.launcher().ready():
        session.launcher().start()  # Where its workers are gone, they are made again.
    reply = latent_requests.request_encode(run, "encoded")
    if reply is not None and reply.problems:
        _trouble(reply.problems)
        return
    view = latent_view.load_view(run, label, reply) if reply is not None else None
    if view is None:
        none = _("There is nothing to show: what the networks of this run give are no numbers.")
        _quiet(_("The decoder is getting ready …") if latent_requests.is_pending() else none)
        return
    tool = _choose(run, view)
    with st.container(key=f"studio_{tool}_place"):
        TOOLS[tool](view)


def _trouble(problems: Sequence[Problem]) -> None:
    for problem in problems:
        st.html(f"<p class='trouble' role='alert'>{html.escape(str(problem))}</p>")


def _choose(run: Run, view: LatentView) -> str:
    names = _available_tools(run, view.length, noise=view.is_noise)
    key = localized_key("studio_tool")
    if st.session_state.get(key) not in names:
        last = st.session_state.get("studio_tool_chosen")
        st.session_state[key] = last if last in names else names[0]
    with st.container(key="studio_tools"):
        tool = st.segmented_control(
            _("Tool"),
            names,
            format_func=lambda name: _(TITLES[name]),
            key=key,
            label_visibility="collapsed",
            required=True,
        )
    st.session_state["studio_tool_chosen"] = tool
    return str(tool)


def _available_tools(run: Run, length: int, *, noise: bool) -> list[str]:
    """What can be done with a code of *length* numbers of *run*."""
    if connections.latent_source(run.experiment()) == "entries":
        return ["entries"]
    if length == 1:
        return ["sliders", "between"]
    if length == 2:
        return ["plane", "between", "arithmetic"]
    # Noise is spread alike in every direction: it has no principal plane.
    return ["sliders", "between", "arithmetic"] if noise else ["sliders", "plane", "between", "arithmetic"]


def _quiet(words: str) -> None:
    st.html(f"<p class='caption'>{html.escape(words)}</p>")
