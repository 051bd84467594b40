"""The run's controls: how far it is, and the buttons; redrawn twice a second while something trains."""

from __future__ import annotations

import time

import streamlit as st

from playground.core.formatting import count, duration, short
from playground.core.i18n import N_, Text, _
from playground.runs.commands import Command, Verb
from playground.runs.history import History
from playground.runs.store import Run
from playground.ui.app import session
from playground.ui.app.draft import Draft
from playground.ui.app.fragments import redraw
from playground.ui.bench import run_commands
from playground.ui.bench.run_actions import Action, RunActions, available_actions
from playground.ui.bench.ticking_fragment import RUN_FRAGMENTS, ticking_fragment

TICK = 0.5
"""Seconds between two looks at a run that trains."""
AT_ONCE = 0.3
"""Seconds that the answer to the button may wait for the first point."""


def render() -> None:
    ticking_fragment("controls", _controls, lambda: session.is_training(session.draft()), TICK)


def needs_redraw() -> bool:
    """Whether the buttons show something else than the draft at hand asks for."""
    current = session.draft()
    run = session.shown_run(current)
    facts = _facts(current, run, session.history(run) if run is not None else None)
    return bool(st.session_state.get("controls_show") != facts)


def _facts(current: Draft, run: Run | None, known: History | None) -> tuple[bool, bool, RunActions, int]:
    """(nothing can be trained, workers are getting ready, what is offered, epochs wanted)."""
    judged = session.check_state(current.experiment)
    same = run is not None and run_commands.is_same_training(run.experiment(), current.experiment)
    offered = available_actions(known.state if known else None, same=same, checkpoint=bool(known and known.checkpoint))
    return bool(judged.problems), judged.is_waiting, offered, current.experiment.training.epochs


def _controls() -> None:
    current = session.draft()
    run = session.shown_run(current)
    known = session.history(run) if run is not None else None
    facts = _facts(current, run, known)
    blocked, waiting, offered, epochs = facts
    st.session_state["controls_show"] = facts
    with st.container(horizontal=True, vertical_alignment="center", width="content", key="run_controls"):
        with st.container(width=230, gap="xxsmall", key="progress"):
            _progress(known, epochs, getting_ready=waiting)
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
            help=_("One batch, then hold"),
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
    if action == "train" or run is None:
        _show_started(run_commands.train(current))
    elif action == "continue":
        run_commands.resume(current, run, session.history(run))
        _show_started(run)
    else:
        _send("pause" if action == "pause" else "resume")


def _step() -> None:
    current = session.draft()
    run = session.shown_run(current)
    same = run is not None and run_commands.is_same_training(run.experiment(), current.experiment)
    _show_started(run_commands.step(current, run, session.history(run) if run is not None else None, same=same))


def _restart() -> None:
    _send("stop")
    _show_started(run_commands.train(session.draft()))


def _send(verb: Verb) -> None:
    run = session.shown_run(session.draft())
    if run is not None and not session.history(run).has_ended:
        run.append_command(Command(verb))


def _show_started(run: Run) -> None:
    """Draw the parts that show a run, with its first points where they come at once, as they do from a worker that
    stood ready."""
    until = time.monotonic() + AT_ONCE
    while not (known := session.history(run)).step and not known.has_ended and time.monotonic() < until:
        time.sleep(0.01)
    redraw(RUN_FRAGMENTS)


def _progress(known: History | None, epochs: int, *, getting_ready: bool) -> None:
    wanted = known.start_event.epochs if known and known.start_event else epochs
    done = known.epoch if known else 0
    left, right, below = _words(known, done, wanted)
    if getting_ready:
        below = _("TensorFlow is getting ready")
    share = _share(known, wanted)
    st.html(
        f"<div class='progress numbers' role='progressbar' aria-valuenow='{share * 100:.0f}' aria-valuemin='0' "
        f"aria-valuemax='100' aria-label='{left}'><div class='row'><span>{left}</span><span>{right}</span></div>"
        f"<div class='track'><div class='fill' style='width:{share * 100:.1f}%'></div></div>"
        f"<div class='row quiet'><span>{below}</span></div></div>"
    )


def _share(known: History | None, wanted: int) -> float:
    if known is None or known.start_event is None:
        return 0.0
    return min(1.0, known.step / max(1, wanted * known.start_event.steps_per_epoch))


_ENDS: dict[str, str] = {
    "waiting": N_("waiting for its turn"),
    "paused": N_("held"),
    "stopped": N_("stopped"),
    "failed": N_("failed"),
}


def _words(known: History | None, done: int, wanted: int) -> tuple[str, str, str]:
    """Left above, right above and below the bar."""
    left = str(Text(N_("{done} of {epochs} epochs"), {"done": count(done), "epochs": count(wanted)}))
    if known is None:
        return left, "", _("not trained yet")
    below = [known.start_event.device] if known.start_event else []
    if known.state == "running" and known.steps_per_second:
        below.append(str(Text(N_("{speed} steps/s"), {"speed": short(known.steps_per_second)})))
    if known.step:
        below.append(str(Text(N_("step {step}"), {"step": count(known.step)})))
    return left, _right(known), " · ".join(below)


def _right(known: History) -> str:
    if known.state == "complete":
        return str(Text(N_("done in {time}"), {"time": duration(known.seconds)}))
    if known.state == "running":
        if known.seconds_left is None:
            return _("starting")
        return str(Text(N_("{time} left"), {"time": duration(known.seconds_left)}))
    return _(_ENDS[known.state])
