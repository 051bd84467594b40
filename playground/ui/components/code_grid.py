"""A row of entries of a codebook, as a grid whose cells are changed by typing, keys or a click on what each entry would
make of the picture; and that picture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NotRequired, TypedDict

import numpy as np
import numpy.typing as npt

from playground.core.formatting import count, percent
from playground.core.i18n import N_, Text, _
from playground.ui.components import latent_component
from playground.ui.components.bundles import component
from playground.ui.components.example_strip import THUMBNAIL, data_url
from playground.ui.components.latent_component import LatentRequest

_HTML = """
<div class="codes" role="group">
  <div class="drawn">
    <canvas role="img" width="8" height="8"></canvas>
    <p class="caption"></p>
    <button type="button" class="reset"></button>
  </div>
  <div class="side">
    <p class="how"></p>
    <div class="grid" role="group"></div>
    <p class="which"></p>
    <div class="book" role="group"></div>
    <p class="rest"></p>
  </div>
</div>
"""


_mount = component("code_grid", html=_HTML)


class GridWords(TypedDict):
    """The words of a grid of entries."""

    title: str
    picture: str
    how: str
    cell: str
    which: str
    reset: str
    rest: str


class BookEntry(TypedDict):
    """An entry of the codebook; ``picture`` is the address of what it would make."""

    number: int
    share: float
    label: str
    picture: NotRequired[str]


class GridData(latent_component.LatentControlData):
    """What a grid of entries is shown; ``size`` is how many entries there are in all."""

    code: list[int]
    place: int
    start: list[int]
    columns: int
    size: int
    book: list[BookEntry]
    words: GridWords


def requested_code(key: str, film: str, length: int, size: int) -> LatentRequest | None:
    """The row of entries that the browser asked for last, of *film*, each one of *size*; ``None`` before it asked."""
    request = latent_component.parse_request(latent_component.last_request(key), film, length)
    if request is None or not all(one == int(one) and 0 <= one < size for one in request.code):
        return None
    return request


def columns(length: int) -> int:
    """Cells in a line: a square where *length* is one, else as near to it as divides it, else all in a line of 8."""
    side = int(np.sqrt(length))
    return next((length // high for high in range(side, 1, -1) if length % high == 0), min(length, 8))


def code_grid(
    wish: LatentRequest,
    start: Sequence[float] | npt.NDArray[np.float64],
    picture: npt.NDArray[np.uint8] | None,
    book: Sequence[tuple[int, float, npt.NDArray[np.uint8] | None]],
    size: int,
    *,
    key: str,
    film: str,
    caption: str,
    is_pending: bool,
) -> None:
    """Show *picture* ``(h, w, 1 or 3) uint8`` of the entries *wish*; ``None`` leaves the one that is there.

    *book*: entries that can be clicked, each with its share (0 to 1) of all picks and the picture with it, of that
    form, at the place that is looked at. *size*: how many there are in all. *start* ``(positions,)`` is what "back"
    goes to. *film* and *is_pending* as for the other hands.
    """
    data: GridData = {
        "code": [int(one) for one in wish.code],
        "place": wish.place,
        "start": [int(one) for one in start],
        "columns": columns(len(wish.code)),
        "size": size,
        "book": [_entry(*entry) for entry in book],
        "turn": wish.turn,
        "picture": latent_component.encode_image(picture),
        "film": film,
        "caption": caption,
        "is_pending": is_pending,
        "words": _words(len(book), size),
    }
    _mount(key=key, data=data, on_at_change=lambda: None)


def _entry(number: int, share: float, picture: npt.NDArray[np.uint8] | None) -> BookEntry:
    values: dict[str, object] = {"number": count(number), "share": percent(share)}
    label = Text(N_("Entry {number}: {share} of all picks"), values)
    entry: BookEntry = {"number": number, "share": share, "label": str(label)}
    if picture is not None:
        entry["picture"] = data_url(picture, THUMBNAIL)
    return entry


def _words(shown_count: int, size: int) -> GridWords:
    rest = Text(
        N_("The {shown} most used of {size} entries; any other one by its number."),
        {"shown": count(shown_count), "size": count(size)},
    )
    return {
        "title": _("The entries of an image"),
        "picture": _("What the decoder makes of these entries"),
        "how": _("Each cell holds the number of an entry of the codebook. Choose a cell, then an entry below."),
        "cell": _("Place {place} of {places}"),
        "which": _("The image with each entry at place {place}, the most used first"),
        "reset": _("Back to the start"),
        "rest": str(rest) if shown_count < size else "",
    }
