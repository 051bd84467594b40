"""One slider for each number of a code, those that are used most first, and what is drawn from them while they move."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypedDict

import numpy as np
import numpy.typing as npt

from playground.core.formatting import count, short
from playground.core.i18n import N_, Text, _
from playground.ui.components import latent_component
from playground.ui.components.bundles import component
from playground.ui.components.latent_component import LatentRequest

FIRST = 12
"""Sliders that are there without asking for more."""
_HTML = """
<div class="sliders" role="group">
  <div class="drawn">
    <canvas role="img" width="8" height="8"></canvas>
    <p class="caption"></p>
    <button type="button" class="reset"></button>
  </div>
  <div class="side">
    <div class="rows"></div>
    <button type="button" class="more"></button>
  </div>
</div>
"""


class SliderValues(NamedTuple):
    """The numbers of a code: in which *order* they stand, how much each is used (*use*, told beside it and drawn as a
    bar), the bounds of its slider (*low*, *high*), and where all of them begin (*start*); each ``(k,)``."""

    order: npt.NDArray[np.int64]
    use: npt.NDArray[np.float64]
    low: npt.NDArray[np.float64]
    high: npt.NDArray[np.float64]
    start: npt.NDArray[np.float64]


_mount = component("latent_sliders", html=_HTML)


class SlidersWords(TypedDict):
    """The words of sliders."""

    title: str
    picture: str
    slider: str
    reset: str
    more: str
    fewer: str


class SliderRow(TypedDict):
    """One number of the code: how much it is used in words, as a share of the most used, and its bounds."""

    number: int
    name: str
    use: str
    share: float
    low: float
    high: float


class SlidersData(latent_component.LatentControlData):
    """What sliders are shown; ``first`` of the rows are there without asking for more."""

    code: list[float]
    start: list[float]
    rows: list[SliderRow]
    first: int
    words: SlidersWords


def requested_code(key: str, film: str, length: int) -> LatentRequest | None:
    """The code that the browser asked for last, of *film*; ``None`` before it asked."""
    return latent_component.parse_request(latent_component.last_request(key), film, length)


def latent_sliders(
    wish: LatentRequest,
    numbers: SliderValues,
    picture: npt.NDArray[np.uint8] | None,
    *,
    key: str,
    film: str,
    caption: str,
    is_pending: bool,
) -> None:
    """Show *picture* ``(h, w, 1 or 3) uint8`` of *wish*, with *caption* below it; ``None`` leaves the one that is
    there.

    *film* changes with what is drawn and where the sliders begin; what was asked of another is not heard. *is_pending*:
    the picture was not ready, ask once more.
    """
    rows: list[SliderRow] = [
        {
            "number": int(number),
            "name": dimension_name(int(number)),
            "use": short(float(numbers.use[number])),
            "share": _share(numbers.use, int(number)),
            "low": float(numbers.low[number]),
            "high": float(numbers.high[number]),
        }
        for number in numbers.order
    ]
    data: SlidersData = {
        "code": list(wish.code),
        "start": [float(value) for value in numbers.start],
        "rows": rows,
        "first": FIRST,
        "turn": wish.turn,
        "picture": latent_component.encode_image(picture),
        "film": film,
        "caption": caption,
        "is_pending": is_pending,
        "words": _words(len(rows)),
    }
    _mount(key=key, data=data, on_at_change=lambda: None)


def dimension_name(number: int) -> str:
    """What the number at place *number* is called: ``z₁`` is the first."""
    return "z" + str(number + 1).translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))


def _share(use: Sequence[float] | npt.NDArray[np.float64], number: int) -> float:
    most = float(np.max(use))
    return float(use[number]) / most if most > 0 else 0.0


def _words(length: int) -> SlidersWords:
    return {
        "title": _("The numbers of a code, and its image"),
        "picture": _("What the network generates from these numbers"),
        "slider": _("{name}, use {use}"),
        "reset": _("Back to the start"),
        "more": str(Text(N_("Show all {count} numbers"), {"count": count(length)})),
        "fewer": str(Text(N_("Show the {count} most used"), {"count": count(FIRST)})),
    }
