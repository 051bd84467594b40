"""Which moment of the run the large picture shows: the newest, or the one that a person went back to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from playground.figures.base import Figure, RunView
from playground.ui.components import scrubber

HEIGHT = scrubber.HEIGHT
"""Pixels under a picture that are kept for the slider."""
_KEY = "film"


@dataclass(frozen=True)
class FrameCursor:
    """One picture of one run, as long as it is looked at. *visit* tells it from the times before; *step* is ``None``
    where it follows the run."""

    run: str
    figure_name: str
    visit: int = 0
    step: int | None = None


def cursor_for(run: str, picture: str) -> FrameCursor:
    """The film that is on; another run or another picture begins at its newest frame."""
    last: FrameCursor | None = st.session_state.get(_KEY)
    if last is not None and (last.run, last.figure_name) == (run, picture):
        return last
    film = FrameCursor(run, picture, last.visit + 1 if last is not None else 0)
    st.session_state[_KEY] = film
    return film


def options(film: FrameCursor) -> Mapping[str, object]:
    """What the picture must know to be that of the moment."""
    return {} if film.step is None else {"step": film.step}


def render(film: FrameCursor, figure: Figure[Any], context: RunView, newest: str) -> None:
    """The slider over the frames of *figure*, or its place; the newest is called *newest* where that is not ""."""
    steps = context.frame_steps(figure.frame_name) if figure.frame_name is not None else []
    scrubber.scrubber(steps, film.step, key="scrubber", film=str(film.visit), on_seek=seek, newest=newest)


def seek(step: int | None) -> None:
    """Show the moment after *step*, or the newest."""
    last: FrameCursor | None = st.session_state.get(_KEY)
    if last is not None:
        st.session_state[_KEY] = replace(last, step=step)
