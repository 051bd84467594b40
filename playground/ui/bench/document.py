"""The experiment as a document: its name, save it, open one, undo, and how large the figures are drawn."""

from __future__ import annotations

import streamlit as st

from playground import gallery
from playground.core.i18n import _
from playground.core.problems import PlaygroundError
from playground.experiment import spec
from playground.experiment.spec import Experiment
from playground.ui.app import session

LARGEST_MB = 2


def render() -> None:
    current = session.draft()
    experiment = current.experiment
    with st.popover(":material/more_horiz:", key="document", help=_("Name, save, open, projector")):
        _name(experiment)
        with st.container(horizontal=True):
            if st.button(_("Undo"), disabled=not current.past, key="document_undo"):
                session.save_draft(current.with_undo())
                st.rerun()
            if st.button(_("Redo"), disabled=not current.future, key="document_redo"):
                session.save_draft(current.with_redo())
                st.rerun()
            if st.button(
                _("New"), key="document_new", help=_("An empty workbench; this one stays under its own address")
            ):
                session.new_draft(gallery.empty())
                st.rerun()
        st.download_button(
            _("Save as a file"),
            experiment.to_json(),
            file_name=f"{experiment.name}.json",
            mime="application/json",
            on_click="ignore",
            width="stretch",
        )
        _open()
        st.toggle(_("Projector: larger figures"), key="projector")


def _name(experiment: Experiment) -> None:
    key = f"document_name_{session.draft().id}"
    st.session_state[key] = _(gallery.called(experiment))

    def changed() -> None:
        title = st.session_state[key].strip()
        session.apply_edit(lambda document: spec.with_value(document, "title", title))

    st.text_input(_("Name"), key=key, on_change=changed, max_chars=200)


def _open() -> None:
    """A file opens as a draft of its own; one that cannot be read is told, and nothing changes."""
    file = st.file_uploader(
        _("Open an experiment file"), type=["json"], key="document_file", max_upload_size=LARGEST_MB
    )
    if file is None or st.session_state.get("document_opened") == file.file_id:
        return
    try:
        experiment = spec.load(file.getvalue())
    except PlaygroundError as error:
        for problem in error.problems:
            st.caption(f":red[{problem}]")
        return
    st.session_state["document_opened"] = file.file_id
    session.new_draft(experiment)
    st.rerun()
