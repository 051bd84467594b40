"""The first page: what this is in one line, and ready experiments as pictures of what each does."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from playground import gallery
from playground.core.i18n import N_, _
from playground.evaluation import goals
from playground.gallery import Entry
from playground.ui.app import session
from playground.ui.app.forms import localized_key

PICTURES = Path(gallery.__file__).with_name("pictures")
BENCH = "pages/bench.py"
ALL = N_("All")
WIDE = 4
"""How many entries stand in the first row with a picture of their own size."""


def render() -> None:
    headline = _("Put a network together. Watch it learn.")
    st.html(f"<h1 class='headline'>{headline}</h1>")
    subline = _("Open one of these, press Train, change anything. Nothing can break that you cannot undo.")
    st.html(f"<p class='subline'>{subline}</p>")
    entries = gallery.all_entries()
    with st.container(horizontal=True, vertical_alignment="center", key="shelf_bar"):
        group = _groups(entries)
        st.space("stretch")
        if st.button(_("Start from an empty workbench"), type="primary", key="empty"):
            session.new_draft(gallery.empty())
            st.switch_page(BENCH)
    shown_entries = [entry for entry in entries if group in (ALL, entry.group)]
    with st.grid(WIDE, min_column_width=250, gap="medium"):
        for entry in shown_entries:
            _card(entry)


def _groups(entries: list[Entry]) -> str:
    names = [ALL, *dict.fromkeys(entry.group for entry in entries)]
    group = st.segmented_control(
        _("Shelf"),
        names,
        default=ALL,
        format_func=_,
        key=localized_key("shelf_group"),
        label_visibility="collapsed",
        required=True,
    )
    return group or ALL


def _card(entry: Entry) -> None:
    with st.container(key=f"card_{entry.name}", gap="xxsmall"):
        if (picture := PICTURES / f"{entry.name}.webp").exists():
            st.image(picture, alt=_(entry.help), width="stretch")
        else:
            waiting = _("Its image comes from its first training, and its files are not here yet.")
            st.html(f"<div class='to-come card-picture'><p>{waiting}</p></div>")
        if st.button(f"**{_(entry.title)}**", key=f"open_{entry.name}", type="tertiary"):
            session.new_draft(entry.experiment)
            st.switch_page(BENCH)
        foot = f"<p class='card-foot'><span>{_goal(entry)}</span>{_first(entry)}</p>"
        st.html(f"<p class='card-help'>{_(entry.help)}</p>{foot}")


def _first(entry: Entry) -> str:
    words = _("start here")
    return f"<span>{words}</span>" if entry.name == session.FIRST else ""


def _goal(entry: Entry) -> str:
    goal = entry.experiment.goal
    return goals.goal_text(goal) if goal is not None else ""
