"""What every hand in the latent space shares: what it is shown and what is heard of a browser. It asks for one thing at
a time (``web/src/shared/latent_control.ts``)."""

from __future__ import annotations

import base64
import math
from collections.abc import Mapping
from typing import Any, NamedTuple, NotRequired, TypedDict

import numpy as np
import numpy.typing as npt
import streamlit as st

FARTHEST = 1e6
"""Codes beyond are not asked for."""
Json = dict[str, Any]


class LatentRequest(NamedTuple):
    """A *code* that a browser asked for, the *turn* in which it did, and the *place* in it that it looks at."""

    code: tuple[float, ...]
    turn: int = 0
    place: int = 0


class Picture(TypedDict):
    """Rows, columns and channels (1 or 3), a byte each."""

    shape: list[int]
    bytes: str


class LatentControlData(TypedDict):
    """What every hand in the latent space is shown. ``picture``: ``None`` leaves the one that is there."""

    film: str
    turn: int
    is_pending: bool
    caption: str
    picture: Picture | None


class LatentControlRequest(TypedDict):
    """What a hand asks for; ``place`` is the one in the code that it looks at."""

    film: str
    turn: int
    code: list[float]
    place: NotRequired[int]


def last_request(key: str) -> object:
    """What the browser asked for last at the component *key*; ``None`` before it asked."""
    state = st.session_state.get(key)
    return state.get("at") if state is not None else None


def parse_request(at: object, film: str, length: int) -> LatentRequest | None:
    """*at*, as a browser says it, where it is a code of *length* numbers of *film*; ``None`` where it is none."""
    if not isinstance(at, Mapping) or at.get("film") != film:
        return None
    code, turn, place = at.get("code"), at.get("turn"), at.get("place", 0)
    if not isinstance(code, list) or len(code) != length:
        return None
    # A boolean is no number here.
    if type(turn) is not int or type(place) is not int:
        return None
    if not all(_is_number(one) for one in code):
        return None
    return LatentRequest(tuple(float(one) for one in code), turn, min(max(place, 0), length - 1))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and math.isfinite(value) and abs(value) <= FARTHEST


def encode_image(picture: npt.NDArray[np.uint8] | None) -> Picture | None:
    """*picture* ``(h, w, 1 or 3) uint8`` for ``LatentControl.paint``."""
    if picture is None:
        return None
    pixels = np.ascontiguousarray(picture)
    return {"shape": list(pixels.shape), "bytes": base64.b64encode(pixels.tobytes()).decode("ascii")}
