"""What every hand in the latent space shares: a component that asks for one thing at a time (``latent_shared/``), and
what is heard of a browser."""

from __future__ import annotations

import base64
import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import streamlit as st

_HERE = Path(__file__).parent
FARTHEST = 1e6
"""Codes beyond are not asked for."""
Json = dict[str, Any]


class LatentRequest(NamedTuple):
    """A *code* that a browser asked for, the *turn* in which it did, and the *place* in it that it looks at."""

    code: tuple[float, ...]
    turn: int = 0
    place: int = 0


def component(name: str, html: str) -> Callable[..., Any]:
    """The component *name*, whose program and look are in the folder of that name. Keep what this gives."""
    js, css = ((_HERE / name / f"{name}.{suffix}").read_text(encoding="utf-8") for suffix in ("js", "css"))
    asking = (_HERE / "latent_shared" / "asking.js").read_text(encoding="utf-8")
    made: Callable[..., Any] = st.components.v2.component(
        f"playground_{name}", html=html, css=css, js=f"{asking}\n{js}"
    )
    return made


def last_request(key: str) -> object:
    """What the browser asked for last at the component *key*; ``None`` before it asked."""
    state = st.session_state.get(key)
    return state.get("at") if state is not None else None


def parse_request(at: object, film: str, length: int) -> LatentRequest | None:
    """*at*, as a browser says it, where it is a code of *length* numbers of *film*."""
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


def encode_image(picture: npt.NDArray[np.uint8] | None) -> Json | None:
    """*picture* (h, w, 1 or 3) for ``Asking.paint``."""
    if picture is None:
        return None
    pixels = np.ascontiguousarray(picture)
    return {"shape": list(pixels.shape), "bytes": base64.b64encode(pixels.tobytes()).decode("ascii")}
