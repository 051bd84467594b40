"""Runs that draw pictures from something that somebody can choose, and which of them is looked at."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from playground import gallery
from playground.core.i18n import N_, Text, _
from playground.core.problems import PlaygroundError
from playground.experiment.spec import Experiment
from playground.ports import connections
from playground.runs import store
from playground.runs.store import Run
from playground.ui.app import session
from playground.ui.app.forms import localized_key

MOST = 200
"""Runs that are looked through, newest first."""
LOOKED = "look"
"""Names the run in the address, so that a refresh keeps it."""


def is_image_generator(experiment: Experiment) -> bool:
    """Whether it has a network that draws pictures from a code, from noise, or from entries of a codebook."""
    try:
        return connections.latent_source(experiment) is not None and session.info(experiment.data).is_image
    except PlaygroundError:
        return False


def _is_image_run(run: Run) -> bool:
    try:
        return is_image_generator(run.experiment())
    except (PlaygroundError, OSError):
        return False


def generative_runs() -> list[Run]:
    """Those that draw pictures: the one of the bench first, then the newest."""
    own = session.shown_run(session.draft())
    every = [own] if own is not None else []
    every += [run for run, _index in zip(store.default().runs(), range(MOST), strict=False) if run != own]
    return [run for run in every if _is_image_run(run)]


def select_run(runs: list[Run]) -> Run:
    """The run that is looked at, of *runs*; a person may choose another."""
    ids, key = [run.id for run in runs], localized_key("studio_run")
    requested_id = st.session_state.pop(LOOKED, None) or st.query_params.get(LOOKED)
    if requested_id in ids and (
        st.session_state.get(key) not in ids or requested_id != st.session_state.get("studio_shown")
    ):
        st.session_state[key] = requested_id
    selected_id = st.selectbox(
        _("Run"),
        ids,
        format_func=dict(zip(ids, _run_titles(runs), strict=True)).__getitem__,
        label_visibility="collapsed",
        key=key,
        on_change=_handle_choice,
        args=(key,),
    )
    _remember(str(selected_id))
    return runs[ids.index(str(selected_id))]


def _handle_choice(key: str) -> None:
    _remember(st.session_state[key])


def _remember(run_id: str) -> None:
    st.session_state["studio_shown"] = run_id
    if st.query_params.get(LOOKED) != run_id:
        st.query_params[LOOKED] = run_id


def show_in_studio(run: Run) -> None:
    """Have the studio show *run*."""
    st.session_state[LOOKED] = run.id


def _run_titles(runs: list[Run]) -> Iterator[str]:
    own = session.shown_run(session.draft())
    for run in runs:
        experiment = run.experiment()
        values: dict[str, object] = {
            "name": Text(gallery.called(experiment)),
            "begun": run.id[4:6] + "-" + run.id[6:8] + " " + run.id[9:11] + ":" + run.id[11:13],
        }
        on_bench = N_("{name} · on the workbench · started {begun}")
        yield str(Text(on_bench if run == own else N_("{name} · started {begun}"), values))
