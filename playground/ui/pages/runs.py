"""All runs, newest first: what became of each, open it on the bench, take it away."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import Any

import pandas as pd
import streamlit as st

from playground import datasets, gallery
from playground.catalog.optimizers import OPTIMIZERS
from playground.core.formatting import count, duration
from playground.core.i18n import N_, Text, _
from playground.core.problems import PlaygroundError
from playground.evaluation import goals
from playground.experiment.spec import Experiment
from playground.runs import live_history, store
from playground.runs.history import History
from playground.runs.store import Run
from playground.ui.app import session
from playground.ui.app.fragments import fragment

BENCH = "pages/bench.py"
MOST = 200
_ASKED_TO_DELETE = "asked_to_delete"
STATES = {
    "waiting": N_("waiting"),
    "running": N_("running"),
    "paused": N_("paused"),
    "stopped": N_("stopped"),
    "complete": N_("complete"),
    "failed": N_("failed"),
}


def render() -> None:
    title = _("Runs")
    st.html(f"<h2 class='page-title'>{title}</h2>")
    runs = [run for _index, run in zip(range(MOST), store.default().runs(), strict=False)]
    if not runs:
        st.write(_("Every training is kept here, with its curves and its weights."))
        if st.button(_("Open the workbench and train"), type="primary"):
            st.switch_page(BENCH)
        return
    fragment(lambda: _table(runs), run_every=2.0)


def _row(run: Run) -> dict[str, Any] | None:
    try:
        experiment = run.experiment()
    except (PlaygroundError, OSError):
        return None
    history = session.history(run)
    return {
        "name": _(gallery.called(experiment)),
        "state": _(STATES[history.state]),
        "test": _test_scores_text(history),
        "epochs": f"{count(history.epoch)} / {count(experiment.training.epochs)}",
        "time": str(duration(history.seconds)),
        "begun": time.strftime("%Y-%m-%d %H:%M", time.localtime(history.created_at or 0)),
        "data": _data_title(experiment),
        "optimizer": _optimizer_title(experiment),
    }


def _test_scores_text(history: History) -> str:
    if history.test_event is None:
        return "–"
    scores = history.test_event.metrics
    names = [name for name in scores if name != "loss"] or ["loss"]
    return ", ".join(f"{goals.metric_title(name)} {goals.score_text(name, scores.get(name))}" for name in names)


def _data_title(experiment: Experiment) -> str:
    """As the pages call it; a run may name a data set that this app does not have."""
    try:
        return _(datasets.get(experiment.data.name).card.title)
    except PlaygroundError:
        return experiment.data.name


def _optimizer_title(experiment: Experiment) -> str:
    row = OPTIMIZERS.get(experiment.optimizer.name)
    return _(row.title) if row is not None else experiment.optimizer.name


def _table(runs: list[Run]) -> None:
    run_rows = [(run, row) for run in runs if (row := _row(run)) is not None]
    frame = pd.DataFrame([row for _run, row in run_rows])
    titles = {
        "name": _("Experiment"),
        "state": _("State"),
        "test": _("On the test set"),
        "epochs": _("Epochs"),
        "time": _("Training time"),
        "begun": _("Started"),
        "data": _("Data"),
        "optimizer": _("Optimizer"),
    }
    event = st.dataframe(
        frame,
        column_config={name: st.column_config.TextColumn(title) for name, title in titles.items()},
        hide_index=True,
        selection_mode="multi-row",
        on_select="rerun",
        key="runs_table",
        height=min(36 * (len(frame) + 1) + 3, 620),
    )
    selected_runs = [run_rows[index][0] for index in event["selection"]["rows"] if index < len(run_rows)]
    _actions(selected_runs)


def _actions(runs: list[Run]) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(_("Open on the workbench"), type="primary", disabled=len(runs) != 1):
            session.open_run(runs[0].id)
            st.switch_page(BENCH)
        st.button(_("Delete"), disabled=not runs, on_click=_ask_to_delete, args=(runs,))
        if not runs:
            st.caption(_("Tick a row to open or delete it."))
    if asked_runs := st.session_state.pop(_ASKED_TO_DELETE, None):
        st.dialog(_("Delete runs"))(_confirm)(asked_runs)


def _ask_to_delete(runs: list[Run]) -> None:
    st.session_state[_ASKED_TO_DELETE] = runs


def _confirm(runs: list[Run]) -> None:
    live = [run for run in runs if not session.history(run).has_ended]
    if live:
        st.write(_("A run that is still going is stopped first; stop it on the workbench, then delete it."))
        return
    st.write(str(Text(N_("{runs} runs go for good, with their curves and weights."), {"runs": count(len(runs))})))
    st.button(_("Delete for good"), type="primary", on_click=_delete, args=(runs,))


def _delete(runs: list[Run]) -> None:
    for run in runs:
        with suppress(PlaygroundError):  # Somebody else has deleted it.
            store.default().delete(run.id)
        live_history.drop(run)
    st.rerun()
