"""A picture as entries of a codebook, which are changed one by one; and how much each entry is used."""

from __future__ import annotations

from math import prod

import numpy as np
import numpy.typing as npt
import streamlit as st

from playground.core.formatting import count, percent, short
from playground.core.i18n import N_, Text, _
from playground.evaluation import latent_geometry as space
from playground.ui.app.fragments import fragment
from playground.ui.components.code_grid import code_grid, requested_code
from playground.ui.components.example_strip import StripItem, chosen_item, example_strip
from playground.ui.components.latent_component import LatentRequest
from playground.ui.studio import latent_requests
from playground.ui.studio.latent_view import LatentView, anchor_code

KEY, STRIP = "code_grid", "studio_entries"
SHOWN, FEWEST = 64, 8
"""Entries that can be clicked, those that are used most: as many as go into :data:`BYTES`, between these."""
BYTES = 700_000
"""Of the pictures that are decoded for one look at the codebook."""
_START = "studio_entries_start"


def render(view: LatentView) -> None:
    use = space.usage(view.encoded.arrays["entries"], int(view.encoded.arrays["size"][0]))
    st.html(f"<p class='caption'>{_about(use)}</p>")

    items = [*_prior_items(view), *view.items()]
    item = chosen_item(STRIP, view.run.id, items, items[-1].name)
    example_strip(items, item, key=STRIP, film=view.run.id, title=_("Begin at"))

    def hand() -> None:
        _hand(view, use, item)

    fragment(hand, key="entries")


def _about(use: npt.NDArray[np.float64]) -> str:
    message = N_(
        "{used} of {size} entries are picked for the examples held out; the use comes to {perplexity} entries picked "
        "equally often. The one that is used most has {most} of all picks."
    )
    values: dict[str, object] = {
        "used": count(int((use > 0).sum())),
        "size": count(len(use)),
        "perplexity": short(space.perplexity(use)),
        "most": percent(float(use.max())),
    }
    return str(Text(message, values))


def _hand(view: LatentView, use: npt.NDArray[np.float64], item: str) -> None:
    film, size = f"{view.cache_key}/{item}", len(use)
    row = _row(view, item)
    asks = requested_code(KEY, film, len(row), size)
    start = anchor_code(_START, film, row, follows=asks is None)
    wish = asks or LatentRequest(tuple(float(one) for one in start))
    fit = int(np.clip(BYTES // prod(view.info.input_shape), FEWEST, SHOWN))
    shown_entries = np.argsort(-use, kind="stable")[:fit]
    rows = np.tile(np.asarray(wish.code), (len(shown_entries) + 1, 1))
    rows[1:, wish.place] = shown_entries
    reply = latent_requests.request_decode(view.run, rows, 0, "entries")
    pictures = reply.values if reply is not None else None
    book = [
        (int(number), float(use[number]), None if pictures is None else pictures[place + 1])
        for place, number in enumerate(shown_entries)
    ]
    caption, is_pending = latent_requests.weights_caption(reply), reply is None
    code_grid(
        wish,
        start,
        latent_requests.first_image(reply),
        book,
        size,
        key=KEY,
        film=film,
        caption=caption,
        is_pending=is_pending,
    )


def _prior_items(view: LatentView) -> list[StripItem]:
    """What the prior drew, as pictures."""
    rows = view.encoded.arrays["drawn"]
    reply = latent_requests.request_decode(view.run, rows, 0, "spelled")
    if reply is None or reply.values is None:
        return []
    return [
        StripItem(f"drawn {place}", str(Text(N_("Drawn by the prior, {number}"), {"number": place + 1})), picture)
        for place, picture in enumerate(reply.values)
    ]


def _row(view: LatentView, item: str) -> npt.NDArray[np.float64]:
    """The entries of *item*."""
    kind, number = item.split()
    rows = view.encoded.arrays["drawn"] if kind == "drawn" else view.codes
    return np.asarray(rows[int(number)], np.float64)
