"""Uploading an own file: kept under its hash at once, refused in a sentence where it is not of the kind."""

from __future__ import annotations

import html
from collections.abc import Callable

import streamlit as st

from playground import datasets
from playground.core.i18n import Text, _
from playground.core.problems import PlaygroundError
from playground.datasets import LARGEST_UPLOAD, UploadType
from playground.experiment import spec
from playground.ui.data import changes

NAMES = "upload_names"
"""In the session: what a person called the file that has this hash."""


def uploader(data: spec.Data, kind: UploadType, on_change: Callable[[spec.Data], None], *, key: str) -> None:
    """The upload of *data*'s own file; what came before stays where the new file is refused."""
    state = f"{key}.{data.name}.upload"
    wrong = f"{state}!wrong"

    def handle_upload() -> None:
        file = st.session_state[state]
        st.session_state[wrong] = None
        if file is None:
            return
        try:
            file_id = datasets.store_upload(file.getbuffer(), data.name)
        except PlaygroundError as error:
            st.session_state[wrong] = error.problems[0].text
            return
        st.session_state.setdefault(NAMES, {})[file_id] = file.name
        on_change(changes.with_file(data, file_id))

    st.file_uploader(
        _(kind.label),
        type=list(kind.types),
        key=state,
        max_upload_size=LARGEST_UPLOAD // 1_000_000,
        help=_(kind.help),
        on_change=handle_upload,
    )
    if problem := st.session_state.get(wrong):
        # Not Markdown: the sentence may hold a name out of the file.
        st.html(f"<p class='trouble' role='alert'>{html.escape(str(problem))}</p>")
    file_id = str(data.params.get("file") or "")
    name = st.session_state.get(NAMES, {}).get(file_id)
    if file_id:
        shown_name = name or f"{file_id[:12]}…"
        st.caption(str(Text(kind.current_message, {"name": shown_name})))
