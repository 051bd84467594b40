"""What goes wrong in the run that is watched, and what to press: why it failed, or a sign of it while it learns."""

from __future__ import annotations

import html
from collections.abc import Iterable
from functools import partial
from typing import Any

import streamlit as st

from playground import diagnostics
from playground.core.i18n import _
from playground.core.info import Info
from playground.core.problems import PlaygroundError, Problem, Repair
from playground.experiment import edits
from playground.experiment.spec import Experiment
from playground.runs.history import History
from playground.ui.app import session


def run_failure(problem_json: dict[str, Any]) -> None:
    """Why the run ended, where, and what to press."""
    problem = Problem.from_json(problem_json)
    st.html(f"<p class='trouble' role='alert'>{html.escape(str(problem))}</p>")
    _buttons(problem.repairs, "repair")


def diagnostic_alert(trained: Experiment, info: Info, history: History) -> bool:
    """Tell the worst of what is going wrong in the run of *trained*; whether there was anything. The repairs change the
    document, for the next training; one that stands in it already is not offered again."""
    worst = next(iter(diagnostics.active_diagnostics(trained, info, history)), None)
    if worst is None:
        return False
    current = session.draft().experiment
    open_ = [repair for repair in worst.repairs if _would_change(current, trained, repair)]
    note = "" if open_ or not worst.repairs else " " + _("The experiment has changed since: train it again.")
    st.html(f"<p class='sign' role='status'>{html.escape(str(worst) + note)}</p>")
    if open_:
        with st.container(horizontal=True, gap="xxsmall", key="sign_repairs"):
            _buttons(open_[:1], "sign_repair")
            if len(open_) > 1:
                with st.popover(":material/more_horiz:", help=_("What else may help"), key="sign_others"):
                    _buttons(open_[1:], "sign_other")
    return True


def _would_change(current: Experiment, trained: Experiment, repair: Repair) -> bool:
    """Whether *repair*, which is for *trained*, fits the document and is not in it."""
    if current.family != trained.family:
        return False
    try:
        return _with_edits(current, repair.edits) != current
    except PlaygroundError:
        return False


def _buttons(repairs: Iterable[Repair], key: str) -> None:
    for place, repair in enumerate(repairs):
        name = f"{key}_{place}"
        st.button(str(repair.label), key=name, on_click=_take, args=(repair, name))
        if refusal := st.session_state.pop(f"{name}_refusal", None):
            st.caption(refusal)


def _take(repair: Repair, name: str) -> None:
    """In a callback, which a tick of the same fragment cannot overtake."""
    refusal = session.apply_edit(partial(_with_edits, repair_edits=repair.edits))
    if refusal is None:
        st.rerun()
    st.session_state[f"{name}_refusal"] = str(refusal)


def _with_edits(experiment: Experiment, repair_edits: tuple[dict[str, object], ...]) -> Experiment:
    return edits.apply(experiment, *repair_edits)
