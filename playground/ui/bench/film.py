"""Which moment of the run the large picture shows: the newest, or the one that a person went back to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from playground.figures.base import Context, Figure
from playground.ui.components import scrubber

HEIGHT = scrubber.HEIGHT
"""Pixels under a picture that are kept for the slider."""
_KEY = "film"


@dataclass(frozen=True)
class Film:
    """One picture of one run, as long as it is looked at. *visit* tells it from the times before; *step* is ``None``
    where it follows the run."""

    run: str
    picture: str
    visit: int = 0
    step: int | None = None


def opened(run: str, picture: str) -> Film:
    """The film that is on; another run or another picture begins at its newest frame."""
    last: Film | None = st.session_state.get(_KEY)
    if last is not None and (last.run, last.picture) == (run, picture):
        return last
    film = Film(run, picture, last.visit + 1 if last is not None else 0)
    st.session_state[_KEY] = film
    return film


def options(film: Film) -> Mapping[str, object]:
    """What the picture must know to be that of the moment."""
    return {} if film.step is None else {"step": film.step}


def render(film: Film, figure: Figure[Any], context: Context) -> None:
    """The slider over the frames of *figure*, or its place."""
    steps = context.steps(figure.frames) if figure.frames is not None else []
    scrubber.scrubber(steps, film.step, key="scrubber", film=str(film.visit), on_seek=seek)


def seek(step: int | None) -> None:
    """Show the moment after *step*, or the newest."""
    last: Film | None = st.session_state.get(_KEY)
    if last is not None:
        st.session_state[_KEY] = replace(last, step=step)
