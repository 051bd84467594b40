"""Under the map of codes: a place on it that a hand moves, and what the decoder makes of it, by the newest weights that
the run has written."""

from __future__ import annotations

from typing import NamedTuple

import streamlit as st

from playground.decoded import Decoded
from playground.figures.base import Context
from playground.figures.codes import asked_class
from playground.i18n import N_, Text, _
from playground.numbers import count
from playground.store import Run
from playground.ui import session
from playground.ui.components.latent_pad import Place, asked, latent_pad

FIGURE = "figure_codes"
"""The key of the live figure that the map is drawn in."""
KEY = "latent_pad"
_SHOWN = "latent_shown"
PATIENCE, GLANCE = 5.0, 0.25
"""Seconds to wait for a picture: once the networks are ready, and before, when the browser asks again."""


class _Question(NamedTuple):
    """What a picture is of: while nothing of it changes, it is not asked for again."""

    run: str
    code: tuple[float, float]
    label: int
    weights: tuple[int | None, bool]


def render(run: Run, context: Context) -> None:
    """The pad, where there is a map of pictures that somebody can point at."""
    found = context.snapshot("codes")
    if found is None or "extent" not in found.arrays:
        return
    x0, x1, y0, y1 = (float(edge) for edge in found.arrays["extent"])
    label = asked_class(context)

    def pad() -> None:
        _pad(run, label, (x0, x1, y0, y1))

    # A rerun of its own: moving a point draws nothing else anew.
    st.fragment(pad, key="latent")()


def _pad(run: Run, label: int, extent: tuple[float, float, float, float]) -> None:
    film = f"{run.id}/{label}"
    x0, x1, y0, y1 = extent
    place = asked(KEY, film) or Place(((x0 + x1) / 2, (y0 + y1) / 2))
    found = _decoded(run, place, label)
    latent_pad(
        place,
        found.values[0] if found is not None and found.values is not None else None,
        key=KEY,
        film=film,
        figure=FIGURE,
        extent=extent,
        told=_told(found),
        again=found is None,
    )


def _decoded(run: Run, place: Place, label: int) -> Decoded | None:
    known = session.history(run)
    weights = known.checkpoint.step if known.checkpoint is not None else None, known.ended
    question = _Question(run.id, place.code, label, weights)
    last: tuple[_Question, Decoded] | None = st.session_state.get(_SHOWN)
    if last is not None and last[0] == question:
        return last[1]
    patience = PATIENCE if last is not None and last[0].run == run.id else GLANCE
    owner = session.draft().id
    found = session.launcher().decode(run, [place.code], [label], owner, timeout=patience)
    if found is not None and found.values is not None:
        st.session_state[_SHOWN] = question, found
    return found


def _told(found: Decoded | None) -> str:
    if found is None:
        return _("The decoder is getting ready …")
    if found.values is None:
        return _("This code could not be drawn.")
    if found.step == 0:
        return _("Drawn by the decoder before training")
    one, many = N_("Drawn by the decoder after {count} step"), N_("Drawn by the decoder after {count} steps")
    message = one if found.step == 1 else many
    return str(Text(message, {"count": count(found.step)}))
