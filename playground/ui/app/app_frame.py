"""What stands around every page: name, language, what is training, keys, style."""

from __future__ import annotations

import html
from pathlib import Path

import streamlit as st

from playground.core.formatting import count, duration
from playground.core.i18n import LANGUAGES, N_, Text, _
from playground.runs.store import Run
from playground.ui.app import session
from playground.ui.app.fragments import fragment

BENCH = "bench"
STYLE = Path(__file__).with_name("style.css")


def inject_style() -> None:
    st.html(f"<style>{STYLE.read_text(encoding='utf-8')}</style>")


def _set_language() -> None:
    st.session_state["language"] = st.session_state["language_switch"]
    st.query_params["lang"] = st.session_state["language"]


def language_switch() -> None:
    """English and Chinese, at the right of the header, each in its own words."""
    with st.container(key="language", horizontal=True, width="content"):
        st.segmented_control(
            _("Language"),
            list(LANGUAGES),
            default=session.language(),
            format_func=LANGUAGES.__getitem__,
            key="language_switch",
            on_change=_set_language,
            label_visibility="collapsed",
            required=True,
        )


def training_banner(page: str) -> None:
    """On every page but the bench: what is training and how it goes."""
    run = None if page == BENCH else session.shown_run(session.draft())
    if run is None or session.history(run).has_ended:
        return
    with st.container(key="strip"):
        fragment(lambda: _banner(run), run_every=1.0, key="strip_words")


def _banner(run: Run) -> None:
    known = session.history(run)
    if known.has_ended:
        st.rerun()
    experiment = run.experiment()
    values: dict[str, object] = {
        "name": Text(experiment.title or experiment.name),
        "done": count(known.epoch),
        "epochs": count(known.start_event.epochs if known.start_event else experiment.training.epochs),
    }
    said = str(Text(N_("{name}: {done} of {epochs} epochs"), values))
    if known.seconds_left is not None and known.state == "running":
        left = Text(N_("{time} left"), {"time": duration(known.seconds_left)})
        said = f"{said} · {left}"
    st.html(f"<div class='strip numbers' role='status'><span class='pulse'></span>{html.escape(said)}</div>")
