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


def render(known: LatentView) -> None:
    use = space.usage(known.encoded.arrays["entries"], int(known.encoded.arrays["size"][0]))
    st.html(f"<p class='caption'>{_about(use)}</p>")

    items = [*_prior_items(known), *known.items()]
    item = chosen_item(STRIP, known.run.id, items, items[-1].name)
    example_strip(items, item, key=STRIP, film=known.run.id, title=_("Begin at"))

    def hand() -> None:
        _hand(known, use, item)

    fragment(hand, key="entries")


def _about(use: npt.NDArray[np.float64]) -> str:
    said = N_(
        "{used} of {size} entries are picked for the examples held out; the use comes to {perplexity} entries picked "
        "equally often. The one that is used most has {most} of all picks."
    )
    values: dict[str, object] = {
        "used": count(int((use > 0).sum())),
        "size": count(len(use)),
        "perplexity": short(space.perplexity(use)),
        "most": percent(float(use.max())),
    }
    return str(Text(said, values))


def _hand(known: LatentView, use: npt.NDArray[np.float64], item: str) -> None:
    film, size = f"{known.cache_key}/{item}", len(use)
    row = _row(known, item)
    asks = requested_code(KEY, film, len(row), size)
    start = anchor_code(_START, film, row, follows=asks is None)
    wish = asks or LatentRequest(tuple(float(one) for one in start))
    fit = int(np.clip(BYTES // prod(known.info.input_shape), FEWEST, SHOWN))
    shown = np.argsort(-use, kind="stable")[:fit]
    rows = np.tile(np.asarray(wish.code), (len(shown) + 1, 1))
    rows[1:, wish.place] = shown
    found = latent_requests.request_decode(known.run, rows, 0, "entries")
    pictures = found.values if found is not None else None
    book = [
        (int(number), float(use[number]), None if pictures is None else pictures[place + 1])
        for place, number in enumerate(shown)
    ]
    told, again = latent_requests.weights_caption(found), found is None
    code_grid(wish, start, latent_requests.first_image(found), book, size, key=KEY, film=film, told=told, again=again)


def _prior_items(known: LatentView) -> list[StripItem]:
    """What the prior drew, as pictures."""
    rows = known.encoded.arrays["drawn"]
    found = latent_requests.request_decode(known.run, rows, 0, "spelled")
    if found is None or found.values is None:
        return []
    return [
        StripItem(f"drawn {place}", str(Text(N_("Drawn by the prior, {number}"), {"number": place + 1})), picture)
        for place, picture in enumerate(found.values)
    ]


def _row(known: LatentView, item: str) -> npt.NDArray[np.float64]:
    """The entries of *item*."""
    kind, number = item.split()
    rows = known.encoded.arrays["drawn"] if kind == "drawn" else known.codes
    return np.asarray(rows[int(number)], np.float64)
