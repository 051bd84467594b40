"""The slow mode: one step of a game, part by part, each with its name and its numbers; by hand, or played."""

from __future__ import annotations

import html
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from playground.core.i18n import _
from playground.figures.generative.gan_step import FIGURE, TITLES, GanStep
from playground.ui.app import session
from playground.ui.app.fragments import redraw
from playground.ui.bench import figure_options, run_commands
from playground.ui.bench.ticking_fragment import RUN_FRAGMENTS

NAME = FIGURE.name
"""The picture that this is about."""
SECONDS = 1.25
"""How long a part is shown where it is played, as in GAN Lab."""
PHASES = tuple(TITLES)
_KEY = "slowly"


@dataclass(frozen=True)
class StepPlayback:
    """*phase* has been shown since *since*; *step* is the step that is taken apart, *requested_after* the one after
    which another was asked for."""

    phase: int = 0
    playing: bool = False
    since: float = 0.0
    step: int | None = None
    requested_after: int | None = None


def advance_playback(slow: StepPlayback, newest: int | None, now: float) -> StepPlayback:
    """Where the play stands at *now* (seconds of ``time.monotonic()``), when *newest* is the last step that was taken
    apart. Where ``requested_after`` becomes *newest*, another step is to be asked for."""
    if not slow.playing or newest is None:
        return slow
    if newest != slow.step:
        return replace(slow, phase=0, since=now, step=newest)
    if now - slow.since < SECONDS:
        return slow
    if slow.phase + 1 < len(PHASES):
        return replace(slow, phase=slow.phase + 1, since=now)
    return replace(slow, requested_after=newest)


def advance(steps: Sequence[int]) -> None:
    """Go on playing, where it is played, and ask the run for its next step when this one has been shown; *steps* are
    those that were taken apart, ascending."""
    before = _playback()
    now = advance_playback(before, steps[-1] if steps else None, time.monotonic())
    st.session_state[_KEY] = now
    figure_options.set_options(FIGURE.name, {"part": PHASES[now.phase]})
    if now.requested_after != before.requested_after:
        _step()  # What shows the run ticks: a part of a page that is being drawn may not ask for others.


def render(info: GanStep | None) -> None:
    """The parts by their names, what the one that is shown did, and the button that plays them."""
    slow = _playback()
    with st.container(key="slow_parts", gap=None):
        # Buttons, not a radio: a page that redraws itself may be answered with the part that was shown before.
        for number, name in enumerate(PHASES):
            title = f"{number + 1}  {_(TITLES[name])}"
            here = number == slow.phase and info is not None
            st.button(
                f"**{title}**" if here else title,
                key=f"slow_{name}",
                type="tertiary",
                disabled=info is None,
                on_click=_choose,
                args=(number,),
            )
    caption = FIGURE.alt_text(info) if info is not None else _(FIGURE.placeholder)
    st.html(f"<p class='caption slow-part'>{html.escape(caption)}</p>")
    label, icon = (_("Pause"), ":material/pause:") if slow.playing else (_("Play slowly"), ":material/play_arrow:")
    st.button(label, icon=icon, key="slow_play", on_click=_play)


def is_playing() -> bool:
    """Whether the parts follow one another by themselves."""
    return _playback().playing


def _playback() -> StepPlayback:
    playback: StepPlayback = st.session_state.get(_KEY, StepPlayback())
    return playback


def _choose(part: int) -> None:
    st.session_state[_KEY] = replace(_playback(), phase=part, playing=False)


def _play() -> None:
    slow = _playback()
    if slow.playing:
        st.session_state[_KEY] = replace(slow, playing=False)
        return
    st.session_state[_KEY] = replace(slow, playing=True, since=time.monotonic(), requested_after=None)
    run = session.shown_run(session.draft())
    if run is None or not session.history(run).frames.get(FIGURE.frame_name or ""):
        _step()
        redraw(RUN_FRAGMENTS)


def _step() -> None:
    """One step of the run, which then holds; a run is begun where there is none."""
    current = session.draft()
    run_commands.step(current, session.shown_run(current))
