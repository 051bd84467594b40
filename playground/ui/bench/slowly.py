"""The slow mode: one step of a game, part by part, each with its name and its numbers; by hand, or played."""

from __future__ import annotations

import html
import time
from dataclasses import dataclass, replace

import streamlit as st

from playground.core.i18n import _
from playground.figures.base import Context
from playground.figures.generative.gan_step import FIGURE, TITLES
from playground.ui.app import session
from playground.ui.app.fragments import redraw
from playground.ui.bench import runner, showing
from playground.ui.bench.section import SECTIONS

NAME = FIGURE.name
"""The picture that this is about."""
SECONDS = 1.25
"""How long a part is shown where it is played, as in GAN Lab."""
PARTS = tuple(TITLES)
_KEY = "slowly"


@dataclass(frozen=True)
class Slow:
    """*part* has been shown since *since*; *step* is the step that is taken apart, *asked* the one after which another
    was asked for."""

    part: int = 0
    playing: bool = False
    since: float = 0.0
    step: int | None = None
    asked: int | None = None


def after(slow: Slow, newest: int | None, now: float) -> Slow:
    """Where the play stands at *now*, when *newest* is the last step that was taken apart. Where ``asked`` becomes
    *newest*, another step is to be asked for."""
    if not slow.playing or newest is None:
        return slow
    if newest != slow.step:
        return replace(slow, part=0, since=now, step=newest)
    if now - slow.since < SECONDS:
        return slow
    if slow.part + 1 < len(PARTS):
        return replace(slow, part=slow.part + 1, since=now)
    return replace(slow, asked=newest)


def advance(context: Context) -> None:
    """Go on playing, where it is played, and ask the run for its next step when this one has been shown."""
    before = _slow()
    steps = context.steps("parts")
    now = after(before, steps[-1] if steps else None, time.monotonic())
    st.session_state[_KEY] = now
    showing.set_options(FIGURE.name, {"part": PARTS[now.part]})
    if now.asked != before.asked:
        _step()


def render(context: Context) -> None:
    """The parts by their names, what the one that is shown did, and the button that plays them."""
    slow, info = _slow(), FIGURE.info(context)
    with st.container(key="slow_parts", gap=None):
        # Buttons, not a radio: a page that redraws itself may be answered with the part that was shown before.
        for number, name in enumerate(PARTS):
            title = f"{number + 1}  {_(TITLES[name])}"
            here = number == slow.part and info is not None
            st.button(
                f"**{title}**" if here else title,
                key=f"slow_{name}",
                type="tertiary",
                disabled=info is None,
                on_click=_choose,
                args=(number,),
            )
    said = FIGURE.say(info) if info is not None else _(FIGURE.empty)
    st.html(f"<p class='caption slow-part'>{html.escape(said)}</p>")
    label, icon = (_("Hold"), ":material/pause:") if slow.playing else (_("Play slowly"), ":material/play_arrow:")
    st.button(label, icon=icon, key="slow_play", on_click=_play)


def _slow() -> Slow:
    found: Slow = st.session_state.get(_KEY, Slow())
    return found


def _choose(part: int) -> None:
    st.session_state[_KEY] = replace(_slow(), part=part, playing=False)


def _play() -> None:
    slow = _slow()
    if slow.playing:
        st.session_state[_KEY] = replace(slow, playing=False)
        return
    st.session_state[_KEY] = replace(slow, playing=True, since=time.monotonic(), asked=None)
    run = session.run_of(session.draft())
    if run is None or not session.history(run).frames.get("parts"):
        _step()


def _step() -> None:
    """One step of the run, which then holds; a run is begun where there is none."""
    current = session.draft()
    run = session.run_of(current)
    same = run is not None and runner.same_training(run.experiment(), current.experiment)
    runner.step(current, run, session.history(run) if run is not None else None, same=same)
    redraw(SECTIONS)
