"""The run's controls: how far it is, and the buttons; redrawn twice a second while something trains."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import streamlit as st

from playground.core.formatting import count, duration, short
from playground.core.i18n import N_, Text, _
from playground.runs.commands import Command, Verb
from playground.runs.history import History
from playground.runs.store import Run
from playground.ui.app import session
from playground.ui.app.draft import Draft
from playground.ui.app.fragments import redraw
from playground.ui.bench import run_commands, tempo
from playground.ui.bench.run_actions import Action, RunActions, available_actions
from playground.ui.bench.ticking_fragment import (
    RUN_FRAGMENTS,
    TICKING_FRAGMENTS,
    events_of_shown_run,
    ticking_fragment,
)

TICK = 0.5
"""Seconds between two looks at a run that trains."""
AT_ONCE, STEP_AT_ONCE, RESTART_AT_ONCE = 0.3, 1.0, 0.8
"""Seconds that the answer to the button may wait for the first point of a run, for one step by hand, and for the first
point of a run in the place of one that must stop before."""


def render() -> None:
    ticking_fragment(
        "controls", _controls, lambda: session.is_training(session.draft()), TICK, facts=events_of_shown_run
    )


def needs_redraw() -> bool:
    """Whether the buttons, or the numbers of the run, show something else than the draft at hand asks for."""
    current = session.draft()
    run = session.shown_run(current)
    facts = _facts(current, run, session.history(run) if run is not None else None)
    return bool(st.session_state.get("controls_show") != facts)


def _facts(current: Draft, run: Run | None, history: History | None) -> tuple[bool, bool, RunActions, int, bool]:
    """(nothing can be trained, workers are getting ready, what is offered, epochs wanted, the run is still that of the
    document)."""
    check_state = session.check_state(current.experiment)
    same = run is not None and run_commands.is_same_training(run.experiment(), current.experiment)
    offered = available_actions(
        history.state if history else None, same=same, checkpoint=bool(history and history.checkpoint)
    )
    return bool(check_state.problems), check_state.is_waiting, offered, current.experiment.training.epochs, same


def _controls() -> None:
    current = session.draft()
    run = session.shown_run(current)
    history = session.history(run) if run is not None else None
    facts = _facts(current, run, history)
    blocked, waiting, offered, epochs, _same = facts
    st.session_state["controls_show"] = facts
    with st.container(horizontal=True, vertical_alignment="center", width="content", key="run_controls"):
        with st.container(width=190, gap="xxsmall", key="progress"):
            _progress(run, history, epochs, getting_ready=waiting)
        choice = tempo.render(current, run, history)
        st.button(
            _(offered.label),
            type="primary",
            help=_(offered.help),
            shortcut="Space",
            disabled=blocked and offered.primary in ("train", "continue"),
            key="primary",
            on_click=_primary,
            args=(offered.primary,),
        )
        st.button(
            _("Step"),
            shortcut="S",
            help=_("One epoch, then pause") if choice.mode == "one_epoch" else _("One batch, then pause"),
            key="step",
            disabled=not offered.can_step or blocked,
            on_click=_step,
        )
        st.button(
            _("Stop"),
            key="stop",
            disabled=not offered.can_stop,
            help=_("End here; it can go on later"),
            on_click=_send,
            args=("stop",),
        )
        st.button(
            _("Restart"),
            key="restart",
            disabled=not offered.can_restart or blocked,
            help=_("A new run from fresh weights"),
            on_click=_restart,
        )


def _primary(action: Action) -> None:
    current = session.draft()
    run = session.shown_run(current)
    if action != "pause" and tempo.chosen(current).is_by_hand:
        _step(anew=action == "train")
    elif action == "train" or run is None:
        _show_started(run_commands.train(current))
    elif action == "continue":
        run_commands.resume(current, run, session.history(run))
        _show_started(run)
    elif action == "resume":
        tempo.send(current, run)
        _send("resume")
    else:
        _send("pause")


def _step(*, anew: bool = False) -> None:
    current = session.draft()
    run = None if anew else session.shown_run(current)
    before = session.history(run) if run is not None else History()
    step, was_live = before.step, run is not None and not before.has_ended
    stepped = run_commands.step(current, run, tempo.step_command(current))
    begun_at = step if stepped == run else 0
    keys = TICKING_FRAGMENTS if was_live else RUN_FRAGMENTS
    _show_when(stepped, STEP_AT_ONCE, lambda history: _rests_after(history, begun_at), keys)


def _rests_after(history: History, step: int) -> bool:
    """Whether a run has gone on from *step* and stands again: the last that it does is to save where it stands."""
    saved = history.checkpoint
    return saved is not None and saved.step == history.step > step


def _restart() -> None:
    _send("stop")
    if tempo.chosen(session.draft()).is_by_hand:
        _step(anew=True)
    else:
        _show_started(run_commands.train(session.draft()), RESTART_AT_ONCE)


def _send(verb: Verb) -> None:
    run = session.shown_run(session.draft())
    if run is not None and not session.history(run).has_ended:
        run.append_command(Command(verb))


def _show_started(run: Run, seconds: float = AT_ONCE) -> None:
    """Draw the parts that show a run, with its first points where they come at once, as they do from a worker that
    stood ready."""
    _show_when(run, seconds, lambda history: history.step > 0)


def _show_when(
    run: Run, seconds: float, is_there: Callable[[History], bool], keys: Sequence[str] = RUN_FRAGMENTS
) -> None:
    """Draw the parts *keys*, which show a run, when what is waited for *is_there*, or after *seconds*: what comes later
    comes with a tick."""
    until = time.monotonic() + seconds
    while not is_there(history := session.history(run)) and not history.has_ended and time.monotonic() < until:
        time.sleep(0.01)
    redraw(keys)


def _progress(run: Run | None, history: History | None, epochs: int, *, getting_ready: bool) -> None:
    total_epochs = history.start_event.epochs if history and history.start_event else epochs
    epochs_done = history.epoch if history else 0
    left, right, below = _words(run, history, epochs_done, total_epochs)
    if getting_ready:
        below = _("TensorFlow is getting ready")
    share = _share(history, total_epochs)
    st.html(
        f"<div class='progress numbers' role='progressbar' aria-valuenow='{share * 100:.0f}' aria-valuemin='0' "
        f"aria-valuemax='100' aria-label='{left}'><div class='row'><span>{left}</span><span>{right}</span></div>"
        f"<div class='track'><div class='fill' style='width:{share * 100:.1f}%'></div></div>"
        f"<div class='row quiet'><span>{below}</span></div></div>"
    )


def _share(history: History | None, total_epochs: int) -> float:
    if history is None or history.start_event is None:
        return 0.0
    return min(1.0, history.step / max(1, total_epochs * history.start_event.steps_per_epoch))


_ENDS: dict[str, str] = {
    "paused": N_("paused"),
    "stopped": N_("stopped"),
    "failed": N_("failed"),
}


def _words(run: Run | None, history: History | None, epochs_done: int, total_epochs: int) -> tuple[str, str, str]:
    """Left above, right above and below the bar."""
    left = str(Text(N_("{done} of {epochs} epochs"), {"done": count(epochs_done), "epochs": count(total_epochs)}))
    if run is None or history is None:
        return left, "", _("not trained yet")
    below = [history.start_event.device] if history.start_event else []
    if history.state == "running" and history.steps_per_second:
        below.append(str(Text(N_("{speed} steps/s"), {"speed": short(history.steps_per_second)})))
    if history.step:
        below.append(str(Text(N_("step {step}"), {"step": count(history.step)})))
    return left, _right(run, history), " · ".join(below)


def _right(run: Run, history: History) -> str:
    if history.state == "complete":
        return str(Text(N_("done in {time}"), {"time": duration(history.seconds)}))
    if history.state == "waiting":
        queue = session.launcher().queue()
        if run.id not in queue:
            return _("getting ready")
        return str(Text(N_("no. {place} in the queue"), {"place": count(queue.index(run.id) + 1)}))
    if history.state == "running":
        if history.is_compiling:
            return _("compiling")
        if history.seconds_left is None:
            return _("starting")
        return str(Text(N_("{time} left"), {"time": duration(history.seconds_left)}))
    return _(_ENDS[history.state])
