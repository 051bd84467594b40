"""Pictures in rows, as they stand on a page: unsmoothed, each with its words."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import streamlit as st

from playground.core.i18n import N_, Text
from playground.ui.components.example_strip import data_url


class SampleTile(NamedTuple):
    """A *picture* (h, w, 1 or 3), what it is (*label*), and a word below it; *is_example*: it is an example, nothing
    drawn."""

    picture: npt.NDArray[np.uint8] | None
    label: str
    caption: str = ""
    is_example: bool = False


def percent_text(place: int, steps: int) -> str:
    """How far *place* is on a way of *steps*: ``25 %``."""
    return f"{round(100 * place / (steps - 1))} %"


def caption(weights_caption: str, about: str) -> str:
    """Which weights drew it, and what is to be said of it, as sentences."""
    return str(Text(N_("{told}. {about}"), {"told": weights_caption, "about": about}))


def tile_row(title: str, shots: Sequence[SampleTile | str]) -> str:
    """One row as HTML; words between pictures stand as they are."""
    cells = "".join(_sign(one) if isinstance(one, str) else _shot(one) for one in shots)
    return f"<div class='shots'><h4>{html.escape(title)}</h4><div>{cells}</div></div>"


def show_rows(*rows: str) -> None:
    """Draw rows of :func:`tile_row` below each other."""
    st.html("".join(rows))


def _sign(words: str) -> str:
    return f"<span class='sign-between' aria-hidden='true'>{html.escape(words)}</span>"


def _shot(shot: SampleTile) -> str:
    below = f"<figcaption>{html.escape(shot.caption)}</figcaption>"
    kind = " class='rim'" if shot.is_example else ""
    if shot.picture is None:
        return f"<figure{kind}><span class='blank'>{html.escape(shot.label)}</span>{below}</figure>"
    picture = f"<img src='{data_url(shot.picture)}' alt='{html.escape(shot.label, quote=True)}'>"
    return f"<figure{kind}>{picture}{below}</figure>"
