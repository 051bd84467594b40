"""What may be changed while a run trains: who learns, the loss, weights of its parts, learning rates.

It changes the run from its next step on; the experiment keeps its own.
"""

from __future__ import annotations

import time
from collections.abc import Mapping

import streamlit as st

from playground.checks import autofix
from playground.core.formatting import short
from playground.core.i18n import N_, Text, _
from playground.core.params import Choice, Param
from playground.experiment.spec import Experiment
from playground.families.base import Family
from playground.ports import connections
from playground.runs.commands import RATE, Command
from playground.runs.history import History
from playground.runs.store import Run
from playground.ui.app import session
from playground.ui.app.draft import Draft
from playground.ui.app.forms import localized_key, param_form, show_value
from playground.ui.bench.ticking_fragment import events_of_shown_run, ticking_fragment

LEARNS = "learns"
"""The dial that stands beside the formula, so that a step of one side alone is two presses away."""
TICK = 1.0
AT_ONCE = 1.0
"""Seconds to wait until a change is in the run's events, so that the page shows what the run has."""
ECHO = 2 * TICK
"""Seconds for which the browser may still answer with a value that the page has replaced."""
EXPONENTS = tuple(round(-6 + step / 4, 2) for step in range(29))


def active_run(current: Draft) -> tuple[Run, History] | None:
    """The run of *current* that can be changed now."""
    run = session.shown_run(current)
    history = session.history(run) if run is not None else None
    return (
        (run, history) if run is not None and history is not None and history.state in ("running", "paused") else None
    )


def effective_experiment(current: Draft) -> Experiment:
    """The experiment as the run has it that trains, with what was changed meanwhile; else the document."""
    going = active_run(current)
    if going is None:
        return current.experiment
    run, history = going
    experiment = run.experiment()
    family = connections.family_of(experiment)
    live_values = {
        name: value
        for name, value in history.live_params.items()
        if family is not None and name in family.live_param_names
    }
    return experiment.model_copy(update={"family_params": {**experiment.family_params, **live_values}})


def render() -> None:
    """The dials of a family beside its formula; nothing where it has none. They follow the run by themselves, as its
    learning rates move and a dial may be turned elsewhere."""
    ticking_fragment("dials", _dials, _are_live, TICK, facts=events_of_shown_run)


def _are_live() -> bool:
    current = session.draft()
    family = connections.family_of(effective_experiment(current))
    return family is not None and bool(family.live_param_names) and session.is_training(current)


def _dials() -> None:
    current = session.draft()
    experiment = effective_experiment(current)
    family = connections.family_of(experiment)
    if family is None or not family.live_param_names:
        return
    going = active_run(current)
    values = connections.family_values(experiment)
    with st.container(horizontal=True, vertical_alignment="center", width="content", key="dials"):
        if LEARNS in family.live_param_names:
            label = _("networks that learn")
            st.html(f"<span class='quiet'>{label}</span>", width="content")
            _who_learns(family, values, going)
        with st.popover(_("While it trains"), key="dials_more", type="tertiary"):
            if going is None:
                st.caption(_("Press Train: here you then change the losses and the learning rates of the run."))
            else:
                _form(family, values, experiment, going)


def _who_learns(family: Family, values: Mapping[str, object], going: tuple[Run, History] | None) -> None:
    param = next(param for param in family.params if param.name == LEARNS)
    assert isinstance(param, Choice)
    titles, key = dict(zip(param.options, param.labels, strict=True)), localized_key("who_learns")
    shown = show_value(key, values[LEARNS])

    def changed() -> None:
        selection = st.session_state[key]
        if selection is not None and going is not None:
            send_changes(going[0], {LEARNS: selection})

    st.segmented_control(
        _(param.label),
        param.options,
        default=shown,
        format_func=lambda name: _(titles[name]),
        key=key,
        on_change=changed,
        label_visibility="collapsed",
        disabled=going is None,
        help=_(param.help),
        required=True,
    )


def _form(family: Family, values: Mapping[str, object], experiment: Experiment, going: tuple[Run, History]) -> None:
    run, history = going
    params: list[Param] = [
        param for param in family.params if param.name in family.live_param_names and param.name != LEARNS
    ]

    def changed(new_values: Mapping[str, object]) -> None:
        send_changes(run, {name: value for name, value in new_values.items() if value != values[name]})

    st.caption(_("Changes the run from its next step on; the experiment keeps its own."))
    live_values = {param.name: values[param.name] for param in params}
    param_form(params, live_values, key=f"dial.{run.id}", on_change=changed)
    rate_sliders(run, history, experiment, key="dial_rate")
    help_text = _("The next training begins with what was changed in this one.")
    st.button(
        _("Keep in the experiment"),
        key="keep_dials",
        disabled=not history.live_params,
        help=help_text,
        on_click=_keep,
        args=(run,),
    )


def _keep(run: Run) -> None:
    session.apply_edit(lambda document: autofix.with_live_params(document, session.history(run).live_params))
    st.rerun()


def rate_sliders(run: Run, history: History, experiment: Experiment, *, key: str) -> None:
    """A slider for each learning rate of *run*, as it stands now."""
    titles = connections.titles(experiment)
    if not history.learning_rates and history.learning_rate is not None:
        _rate_slider(run, RATE, _("Learning rate now"), history.learning_rate, key)
    for name, rate in history.learning_rates.items():
        label = Text(N_("Learning rate now, the others"))
        if name in titles:
            label = Text(N_("Learning rate now, {network}"), {"network": Text(titles[name])})
        _rate_slider(run, f"{RATE}.{name}", str(label), rate, key)


def _rate_slider(run: Run, dial: str, label: str, rate: float, key: str) -> None:
    widget, now = f"{key}.{run.id}.{dial}", time.monotonic()
    current_exponent = min(EXPONENTS, key=lambda exponent: abs(10**exponent - rate))
    before = st.session_state.get(f"{widget}.shown", current_exponent)
    if current_exponent != before:
        st.session_state[f"{widget}.gone"] = before, now
    st.session_state[f"{widget}.shown"] = current_exponent
    # Streamlit gives a slider's first value only once: later the state of the run is laid into it.
    st.session_state[widget] = current_exponent

    def changed() -> None:
        """A page that redraws itself may be answered with what stood there a moment before, which nobody chose."""
        chosen_exponent = st.session_state[widget]
        previous_exponent, at = st.session_state.get(f"{widget}.gone", (None, 0.0))
        if chosen_exponent != previous_exponent or time.monotonic() - at > ECHO:
            send_changes(run, {dial: float(f"{10**chosen_exponent:.3g}")})

    st.select_slider(
        label,
        EXPONENTS,
        format_func=lambda exponent: short(10**exponent),
        key=widget,
        on_change=changed,
        help=_("Changes the run that trains, at its next step; the experiment keeps its own."),
    )


def send_changes(run: Run, changes: Mapping[str, object]) -> None:
    """Send *changes* to *run*, and wait a moment until it has taken them."""
    before = len(session.history(run).live_param_changes)
    commands = [Command("turn", dial, value) for dial, value in changes.items() if isinstance(value, int | float | str)]
    for command in commands:
        run.append_command(command)
    until = time.monotonic() + AT_ONCE
    while len(session.history(run).live_param_changes) < before + len(commands) and time.monotonic() < until:
        time.sleep(0.02)
