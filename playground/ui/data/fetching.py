"""Files that are not here: what to put where, and a download with its bar."""

from __future__ import annotations

import streamlit as st

from playground.core.formatting import byte_size
from playground.core.i18n import N_, Text, _
from playground.datasets.dataset import MissingFiles
from playground.launch.base import DownloadStatus
from playground.ui.app import session
from playground.ui.app.fragments import fragment

TICK = 0.5


def offer_download(lacking: MissingFiles) -> None:
    """The sentence that says what is missing, a button to download it, and how far that is."""
    job: DownloadStatus | None = st.session_state.get(_state(lacking))
    if job is not None and not job.is_done:
        fragment(lambda: _bar(lacking), run_every=TICK)
        return
    for problem in job.problems if job is not None else ():
        st.caption(f":red[{problem}]")
    if job is None:
        st.caption(str(lacking.message))
    st.button(
        str(Text(N_("Download ({size})"), {"size": byte_size(lacking.download_bytes)})),
        key=f"fetch.{lacking.name}",
        on_click=_start,
        args=(lacking,),
    )


def _state(lacking: MissingFiles) -> str:
    return f"fetching.{lacking.name}"


def _start(lacking: MissingFiles) -> None:
    st.session_state[_state(lacking)] = session.launcher().fetch(lacking.name)


def _bar(lacking: MissingFiles) -> None:
    job: DownloadStatus = st.session_state[_state(lacking)]
    if job.is_done:
        st.rerun()
    done_bytes, total = job.progress
    values: dict[str, object] = {"done": byte_size(done_bytes), "total": byte_size(total or lacking.download_bytes)}
    words = _("Connecting…") if not done_bytes else str(Text(N_("{done} of {total}"), values))
    st.progress(min(done_bytes / max(total or lacking.download_bytes, 1), 1.0), text=words)
