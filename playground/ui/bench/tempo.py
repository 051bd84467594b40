"""How fast a run goes: as fast as it can, so many epochs or steps a second, or one at a press of a key.

It is chosen for a draft and told to each of its runs; the experiment has no part in it, as nothing that is learned
follows from it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Literal

import streamlit as st

from playground.core.formatting import short
from playground.core.i18n import N_, Text, _
from playground.core.info import Info
from playground.core.problems import PlaygroundError
from playground.experiment.spec import Experiment
from playground.runs.commands import AS_FAST_AS_IT_GOES, BY_HAND, EPOCH, TEMPO, UNITS, Command, Tempo, read_tempo
from playground.runs.history import History
from playground.runs.store import Run
from playground.ui.app import session
from playground.ui.app.draft import Draft
from playground.ui.app.forms import localized_key, show_value
from playground.ui.app.fragments import redraw

Mode = Literal["fastest", "epochs", "steps", "one_epoch", "one_step"]
MODES: dict[Mode, str] = {
    "fastest": N_("as fast as it goes"),
    "epochs": N_("epochs a second"),
    "steps": N_("steps a second"),
    "one_epoch": N_("one epoch at a press (S)"),
    "one_step": N_("one step at a press (S)"),
}
RATES = (0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0)
WATCHED_SECONDS = 10.0
"""How long the training of a small network on a plane takes, so that it is seen."""


@dataclass(frozen=True, slots=True)
class Choice:
    """*rate* counts in the modes "epochs" and "steps" alone."""

    mode: Mode
    rate: float = 10.0

    @property
    def is_by_hand(self) -> bool:
        """Whether each step or epoch waits for a press."""
        return self.mode in BY_HAND

    @property
    def is_limit(self) -> bool:
        """Whether the run waits by itself."""
        return self.mode in UNITS

    @property
    def dial(self) -> str:
        """The value of the run's dial."""
        if self.mode == "epochs" or self.mode == "steps":
            return str(Tempo(self.rate, self.mode))
        return self.mode if self.is_by_hand else AS_FAST_AS_IT_GOES

    def in_words(self) -> str:
        """Short, for the button."""
        if self.mode == "epochs":
            return str(Text(N_("{rate} epochs/s"), {"rate": short(self.rate)}))
        if self.mode == "steps":
            return str(Text(N_("{rate} steps/s"), {"rate": short(self.rate)}))
        return _("by hand") if self.is_by_hand else _("fastest")


@dataclass(frozen=True, slots=True)
class _Made:
    """A *choice* that a person made here, for the run *run* (its id), whose dial stood at *before* then. *origin* is
    what the widgets showed at first: they stay the same ones while a hand is on them."""

    choice: Choice
    run: str | None
    before: str | None
    origin: str


def read_choice(dial: str) -> Choice:
    """The choice whose dial is *dial*. Raises ValueError where there is none."""
    tempo = read_tempo(dial)
    if tempo is not None:
        return Choice(tempo.unit, tempo.rate)
    for mode in BY_HAND:
        if mode == dial:
            return Choice(mode)
    return Choice("fastest")


def suggested(experiment: Experiment, info: Info | None) -> Choice:
    """Networks on a plane learn in a second or two, and nobody would have seen it."""
    if info is None or not info.is_plane:
        return Choice("fastest")
    wanted = experiment.training.epochs / WATCHED_SECONDS
    return Choice("epochs", min(RATES, key=lambda rate: abs(math.log(rate / wanted))))


def chosen(current: Draft) -> Choice:
    """The tempo of the draft: what a person chose here, what its run has, or what suits the experiment."""
    return _chosen(current)[0]


def _chosen(current: Draft) -> tuple[Choice, str]:
    """And where it comes from, by which the widgets are told apart: Streamlit sends what a closed popover showed last
    with every request, as if somebody had chosen it."""
    run = session.shown_run(current)
    history = session.history(run) if run is not None else None
    made: _Made | None = st.session_state.get(_key(current))
    if made is not None and not _was_changed_elsewhere(made, run, history):
        return made.choice, made.origin
    if run is not None and history is not None and _is_told_by(run, history, current):
        with suppress(ValueError):
            dial = history.tempo or AS_FAST_AS_IT_GOES
            return read_choice(dial), f"run {dial}"
    choice = suggested(current.experiment, _info(current))
    return choice, choice.dial


def _was_changed_elsewhere(made: _Made, run: Run | None, history: History | None) -> bool:
    """Whether the run has a tempo now that was chosen in another window."""
    if run is None or history is None or history.has_ended or run.id != made.run or history.tempo is None:
        return False
    return history.tempo not in (made.before, made.choice.dial)


def _is_told_by(run: Run, history: History, current: Draft) -> bool:
    """Whether the tempo of *run* is the one to show: it goes on, or its tempo suits the draft as well."""
    if not history.has_ended:
        return history.tempo is not None or history.step > 0  # Before its first step it has not heard yet.
    return history.tempo is not None and run.experiment().training.epochs == current.experiment.training.epochs


def _info(current: Draft) -> Info | None:
    with suppress(PlaygroundError):
        return session.info(current.experiment.data)
    return None


def send(current: Draft, run: Run) -> None:
    """Tell the tempo of the draft to *run*, which begins or goes on."""
    choice = chosen(current)
    made: _Made | None = st.session_state.get(_key(current))
    if made is not None:
        st.session_state[_key(current)] = replace(made, run=run.id, before=session.history(run).tempo)
    run.append_command(Command("turn", TEMPO, choice.dial))


def step_command(current: Draft) -> Command:
    """What one press does."""
    return Command("step", value=EPOCH if chosen(current).mode == "one_epoch" else None)


def render(current: Draft, run: Run | None, history: History | None) -> Choice:
    """The button that tells the tempo, and what may be chosen behind it; gives the tempo that it tells."""
    choice, origin = _chosen(current)
    title = _("Tempo")
    note = _("Tempo: without this limit the training may go faster.") if choice.is_limit else title
    with st.popover(choice.in_words(), icon=":material/speed:", key="tempo", help=note):
        st.html(f"<h3 class='figure-title'>{title}</h3>")

        def choose(new: Choice) -> None:
            if new != choice:
                _choose(current, _Made(new, run.id if run else None, history.tempo if history else None, origin))

        widget = f"{current.id}.{origin}"
        _mode(choice, widget, choose)
        _rate(choice, widget, choose)
        st.caption(_("A tempo lets you watch. What is learned is the same at every tempo."))
        if choice.is_limit:
            st.caption(_("Without this limit the training may go faster."))
    return choice


def _mode(choice: Choice, widget: str, choose: Callable[[Choice], None]) -> None:
    key = localized_key(f"tempo_mode.{widget}")
    shown = show_value(key, choice.mode)

    def changed() -> None:
        if (mode := st.session_state[key]) is not None:
            choose(replace(choice, mode=mode))

    st.radio(
        _("Tempo"),
        list(MODES),
        index=list(MODES).index(shown),
        format_func=lambda mode: _(MODES[mode]),
        key=key,
        on_change=changed,
        label_visibility="collapsed",
    )


def _rate(choice: Choice, widget: str, choose: Callable[[Choice], None]) -> None:
    key = localized_key(f"tempo_rate.{widget}")
    shown = show_value(key, choice.rate)

    def changed() -> None:
        choose(replace(choice, rate=st.session_state[key]))

    options = sorted({*RATES, choice.rate})
    st.select_slider(
        _("A second"),
        options,
        value=shown,
        format_func=short,
        key=key,
        on_change=changed,
        disabled=not choice.is_limit,
    )


def _choose(current: Draft, made: _Made) -> None:
    st.session_state[_key(current)] = made
    run = session.shown_run(current)
    if run is not None and not (history := session.history(run)).has_ended:
        if made.choice.is_by_hand and history.state != "paused":
            run.append_command(Command("pause"))
        run.append_command(Command("turn", TEMPO, made.choice.dial))
    redraw(("controls",))


def _key(current: Draft) -> str:
    return f"tempo_{current.id}"
