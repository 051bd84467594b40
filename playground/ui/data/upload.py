"""Uploading an own table: kept under its hash at once, refused in a sentence where it is none."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from playground import datasets, specs
from playground.datasets import LARGEST_UPLOAD
from playground.i18n import N_, Text, _
from playground.problems import PlaygroundError
from playground.ui.data import changes

NAMES = "upload_names"
"""In the session: what a person called the file that has this hash."""


def uploader(data: specs.Data, on_change: Callable[[specs.Data], None], *, key: str) -> None:
    """The upload; what came before stays where the new file is refused."""
    state, wrong = f"{key}.upload", f"{key}.upload!wrong"

    def came() -> None:
        file = st.session_state[state]
        st.session_state[wrong] = None
        if file is None:
            return
        try:
            file_id = datasets.keep_upload(file.getbuffer())
        except PlaygroundError as error:
            st.session_state[wrong] = error.problems[0].text
            return
        st.session_state.setdefault(NAMES, {})[file_id] = file.name
        on_change(changes.with_params(data, {"file": file_id}))

    st.file_uploader(
        _("CSV file"),
        type=["csv", "tsv", "txt", "data"],
        key=state,
        max_upload_size=LARGEST_UPLOAD // 1_000_000,
        help=_("A table with a header and one row for each example. It stays on this server."),
        on_change=came,
    )
    if problem := st.session_state.get(wrong):
        st.caption(f":red[{problem}]")
    file_id = str(data.params.get("file") or "")
    name = st.session_state.get(NAMES, {}).get(file_id)
    if file_id:
        shown = name or f"{file_id[:12]}…"
        st.caption(str(Text(N_("Table at hand: {name}"), {"name": shown})))
