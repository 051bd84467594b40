"""A place on the map of codes that a hand moves, by mouse, touch, keys or in two fields, and what is drawn there.

The cross lies over a live figure (:mod:`playground.ui.components.figure`). The browser asks for one place at a time and
waits for its answer (*turn* comes back); of the places that the hand went over meanwhile it asks for the last.
"""

from __future__ import annotations

from typing import NamedTuple, TypedDict

import numpy as np
import numpy.typing as npt

from playground.core.i18n import _
from playground.ui.components import latent_component
from playground.ui.components.bundles import component

_HTML = """
<div class="latent" role="group">
  <canvas role="img" width="8" height="8"></canvas>
  <div class="side">
    <div class="fields">
      <label><span>z₁</span><input type="number" step="0.1"></label>
      <label><span>z₂</span><input type="number" step="0.1"></label>
    </div>
    <p class="caption"></p>
    <p class="how"></p>
  </div>
</div>
"""
HEIGHT, LARGE = 136, 400
NAMES = "z₁", "z₂"
"""What the two numbers are called where they are the code itself."""
Code = tuple[float, float]
_mount = component("latent_pad", html=_HTML)


class PadWords(TypedDict):
    """The words of a pad."""

    title: str
    picture: str
    cross: str
    axes: list[str]
    how: str


class PadData(latent_component.LatentControlData):
    """What a pad is shown: ``figure`` is the key of the live figure, ``extent`` is x0, x1, y0, y1."""

    at: list[float]
    figure: str
    extent: list[float]
    names: list[str]
    large: bool
    words: PadWords


class PadRequest(NamedTuple):
    """A *code* that was asked for, and the *turn* in which it was."""

    code: Code
    turn: int = 0


def requested_place(key: str, film: str) -> PadRequest | None:
    """What the browser asked for last, of *film*; ``None`` before it asked."""
    return parse_place(latent_component.last_request(key), film)


def parse_place(raw_request: object, film: str) -> PadRequest | None:
    """*raw_request* by a browser, where it is a code of two numbers of *film*; ``None`` where it is none."""
    request = latent_component.parse_request(raw_request, film, 2)
    return PadRequest((request.code[0], request.code[1]), request.turn) if request is not None else None


def latent_pad(
    place: PadRequest,
    picture: npt.NDArray[np.uint8] | None,
    *,
    key: str,
    film: str,
    figure: str,
    extent: tuple[float, float, float, float],
    caption: str,
    is_pending: bool,
    names: tuple[str, str] = NAMES,
    large: bool = False,
) -> None:
    """Show *picture* ``(h, w, 1 or 3) uint8`` of *place*, with *caption* beside it; ``None`` leaves the one that is
    there.

    *figure* is the key of the live figure that the map is drawn in, *extent* (x0, x1, y0, y1) its axes. *film* changes
    with what is decoded; what was asked of another is not heard. *is_pending*: the picture was not ready, ask once
    more. *names* are those of the two numbers; *large*: the picture has a column of its own.
    """
    data: PadData = {
        "at": list(place.code),
        "turn": place.turn,
        "picture": latent_component.encode_image(picture),
        "film": film,
        "figure": figure,
        "extent": list(extent),
        "caption": caption,
        "is_pending": is_pending,
        "names": list(names),
        "large": large,
        "words": _words(),
    }
    _mount(key=key, height=LARGE if large else HEIGHT, data=data, on_at_change=lambda: None)


def _words() -> PadWords:
    return {
        "title": _("A place among the codes, and its image"),
        "picture": _("What the decoder makes of this code"),
        "cross": _("Code (arrow keys move it):"),
        "axes": [_("First number of the code"), _("Second number of the code")],
        "how": _("Drag on the map, or use the arrow keys."),
    }
