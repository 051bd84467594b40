"""The run's controls: how far it is, and the buttons; redrawn twice a second while something trains."""

from __future__ import annotations

import streamlit as st

from playground.commands import Command
from playground.history import History
from playground.i18n import N_, Text, _
from playground.numbers import count, duration, short
from playground.ui import session
from playground.ui.bench import runner
from playground.ui.bench.offer import Action, offer

TICK = 0.5
"""Seconds between two looks at a run that trains."""


def render() -> None:
    run = session.run_of(session.draft())
    live = run is not None and not session.history(run).ended
    st.fragment(_controls, run_every=TICK if live else None, key="controls")(live)


def _controls(was_live: bool) -> None:
    current = session.draft()
    judged = session.judged(current.experiment)
    blocked = bool(judged.problems)
    run = session.run_of(current)
    known = session.history(run) if run is not None else None
    if was_live and (known is None or known.ended):
        st.rerun()  # The page stops ticking, and every part shows the end.
    same = run is not None and runner.same_training(run.experiment(), current.experiment)
    offered = offer(known.state if known else None, same=same, checkpoint=bool(known and known.checkpoint))
    with st.container(horizontal=True, vertical_alignment="center", width="content", key="run_controls"):
        with st.container(width=230, gap="xxsmall", key="progress"):
            _progress(known, current.experiment.training.epochs, getting_ready=judged.waiting)
        starts = offered.primary in ("train", "continue")
        if st.button(
            _(offered.label),
            type="primary",
            help=_(offered.help),
            shortcut="Space",
            disabled=blocked and starts,
            key="primary",
        ):
            _do(offered.primary)
        if st.button(
            _("Step"), shortcut="S", help=_("One batch, then hold"), key="step", disabled=not offered.step or blocked
        ):
            runner.step(current, run, known, same=same)
            st.rerun()
        if st.button(_("Stop"), key="stop", disabled=not offered.stop, help=_("End here; it can go on later")) and run:
            run.send(Command("stop"))
        if st.button(
            _("Restart"), key="restart", disabled=not offered.restart or blocked, help=_("A new run from fresh weights")
        ):
            if run is not None and offered.stop:
                run.send(Command("stop"))
            runner.train(current)
            st.rerun()


def _do(action: Action) -> None:
    current = session.draft()
    run = session.run_of(current)
    if action == "train" or run is None:
        runner.train(current)
        st.rerun()
    elif action == "continue":
        runner.go_on(current, run, session.history(run))
        st.rerun()
    else:
        run.send(Command("pause" if action == "pause" else "resume"))


def _progress(known: History | None, epochs: int, *, getting_ready: bool) -> None:
    wanted = known.started.epochs if known and known.started else epochs
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
    if known is None or known.started is None:
        return 0.0
    return min(1.0, known.step / max(1, wanted * known.started.steps_per_epoch))


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
    below = [known.started.device] if known.started else []
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
