"""How fast a run goes: as fast as it can, so many epochs or steps a second, or one at a press of a key.

It is chosen for a draft and told to each of its runs; the experiment has no part in it, as nothing that is learned
follows from it.
"""

from __future__ import annotations

import math
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Literal

import streamlit as st

from playground.core.formatting import short
from playground.core.i18n import N_, Text, _
from playground.core.info import Info
from playground.core.problems import PlaygroundError
from playground.experiment.spec import Experiment
from playground.runs.commands import AS_FAST_AS_IT_GOES, EPOCH, TEMPO, Command, Tempo, read_tempo
from playground.runs.history import History
from playground.runs.store import Run
from playground.ui.app import session
from playground.ui.app.draft import Draft
from playground.ui.app.forms import localized_key
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
        return self.mode in ("one_epoch", "one_step")

    @property
    def dial(self) -> str:
        """The value of the run's dial."""
        if self.mode == "epochs" or self.mode == "steps":
            return str(Tempo(self.rate, self.mode))
        return AS_FAST_AS_IT_GOES

    def in_words(self) -> str:
        """Short, for the button."""
        if self.mode == "epochs":
            return str(Text(N_("{rate} epochs/s"), {"rate": short(self.rate)}))
        if self.mode == "steps":
            return str(Text(N_("{rate} steps/s"), {"rate": short(self.rate)}))
        return _("by hand") if self.is_by_hand else _("fastest")


def suggested(experiment: Experiment, info: Info | None) -> Choice:
    """Networks on a plane learn in a second or two, and nobody would have seen it."""
    if info is None or not info.is_plane:
        return Choice("fastest")
    wanted = experiment.training.epochs / WATCHED_SECONDS
    return Choice("epochs", min(RATES, key=lambda rate: abs(math.log(rate / wanted))))


def chosen(current: Draft) -> Choice:
    """The tempo of the draft: what a person chose here, what its run has, or what suits the experiment."""
    if (choice := st.session_state.get(_key(current))) is not None:
        return choice  # type: ignore[no-any-return]
    run = session.shown_run(current)
    history = session.history(run) if run is not None else None
    if history is not None and history.tempo is not None:
        with suppress(ValueError):
            tempo = read_tempo(history.tempo)
            return Choice("fastest") if tempo is None else Choice(tempo.unit, tempo.rate)
    return suggested(current.experiment, _info(current))


def _info(current: Draft) -> Info | None:
    with suppress(PlaygroundError):
        return session.info(current.experiment.data)
    return None


def send(current: Draft, run: Run) -> None:
    """Tell the tempo of the draft to *run*, which begins or goes on."""
    dial = chosen(current).dial
    if dial != (session.history(run).tempo or AS_FAST_AS_IT_GOES) or dial != AS_FAST_AS_IT_GOES:
        run.append_command(Command("turn", TEMPO, dial))


def step_command(current: Draft) -> Command:
    """What one press does."""
    return Command("step", value=EPOCH if chosen(current).mode == "one_epoch" else None)


def render(current: Draft, run: Run | None, history: History | None) -> None:
    """The button that tells the tempo, and what may be chosen behind it."""
    choice = chosen(current)
    is_limit = choice.dial != AS_FAST_AS_IT_GOES
    note = _("Tempo: without this limit the training may go faster.") if is_limit else _("Tempo")
    with st.popover(choice.in_words(), icon=":material/speed:", key="tempo", help=note):
        title = _("Tempo")
        st.html(f"<h4 class='figure-title'>{title}</h4>")
        _mode(current, choice, run, history)
        _rate(current, choice, run, history)
        st.caption(_("A tempo lets you watch. What is learned is the same at every tempo."))
        if is_limit:
            st.caption(_("Without this limit the training may go faster."))


def _mode(current: Draft, choice: Choice, run: Run | None, history: History | None) -> None:
    key = localized_key("tempo_mode")
    st.session_state[key] = choice.mode

    def changed() -> None:
        mode = st.session_state[key]
        if mode is not None and mode != choice.mode:
            _choose(current, replace(choice, mode=mode), run, history)

    st.radio(
        _("Tempo"),
        list(MODES),
        format_func=lambda mode: _(MODES[mode]),
        key=key,
        on_change=changed,
        label_visibility="collapsed",
    )


def _rate(current: Draft, choice: Choice, run: Run | None, history: History | None) -> None:
    key = localized_key("tempo_rate")
    st.session_state[key] = choice.rate

    def changed() -> None:
        rate = st.session_state[key]
        if rate != choice.rate:
            _choose(current, replace(choice, rate=rate), run, history)

    options = sorted({*RATES, choice.rate})
    st.select_slider(
        _("A second"),
        options,
        format_func=short,
        key=key,
        on_change=changed,
        disabled=choice.dial == AS_FAST_AS_IT_GOES,
    )


def _choose(current: Draft, choice: Choice, run: Run | None, history: History | None) -> None:
    st.session_state[_key(current)] = choice
    if run is not None and history is not None and not history.has_ended:
        if choice.is_by_hand and history.state != "paused":
            run.append_command(Command("pause"))
        run.append_command(Command("turn", TEMPO, choice.dial))
    redraw(("controls",))


def _key(current: Draft) -> str:
    return f"tempo_{current.id}"
