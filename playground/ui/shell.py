"""What stands around every page: name, language, what is training, keys, style."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from playground.i18n import LANGUAGES, _
from playground.ui import session

STYLE = Path(__file__).with_name("style.css")


def style() -> None:
    st.html(f"<style>{STYLE.read_text(encoding='utf-8')}</style>")


def _chosen_language() -> None:
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
            on_change=_chosen_language,
            label_visibility="collapsed",
            required=True,
        )
