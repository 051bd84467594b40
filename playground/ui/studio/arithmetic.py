"""A − B + C: what one example has more than another, added to a third (Radford and others 2016, section 6.3.2)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import streamlit as st

from playground.core.formatting import short
from playground.core.i18n import N_, Text, _
from playground.evaluation import latent_geometry as space
from playground.ui.components.example_strip import StripItem, chosen_item, example_strip
from playground.ui.components.latent_sliders import dimension_name as called
from playground.ui.studio import latent_requests, sample_row
from playground.ui.studio.latent_view import LatentView
from playground.ui.studio.sample_row import SampleTile

KEYS = "studio_a", "studio_b", "studio_c"
SIGNS = "A", "− B", "+ C"
STEPS = 5
TOP_DIMENSIONS = 4
"""Numbers of the code that are told of what was added."""


def render(view: LatentView) -> None:
    items, film = view.items(classes=True), view.run.id
    names = [chosen_item(key, film, items, default) for key, default in zip(KEYS, _defaults(items), strict=True)]
    for key, name, title in zip(KEYS, names, SIGNS, strict=True):
        example_strip(items, name, key=key, film=film, title=title)
    first, less, more = (view.code_of(name) for name in names)
    difference = more - less
    way = first + np.linspace(0.0, 1.0, STEPS)[:, None] * difference
    reply = latent_requests.request_decode(
        view.run, np.concatenate([[first, less, more], way]), view.label, "arithmetic"
    )
    if reply is None or reply.values is None:
        st.html(f"<p class='caption'>{latent_requests.weights_caption(reply)}</p>")
        return
    weights_caption = latent_requests.weights_caption(reply, generator=view.is_noise)
    words = {item.name: item.label for item in items}
    with st.container(key="studio_arithmetic"):
        sample_row.show_rows(_sum(reply.values, [words[name] for name in names]), _added_row(reply.values[3:]))
        st.html(f"<p class='caption'>{sample_row.caption(weights_caption, _about(difference))}</p>")


def _defaults(items: list[StripItem]) -> tuple[str, str, str]:
    """The middles of three classes where there are as many, else three examples."""
    means = [item.name for item in items if item.picture is None]
    names = means if len(means) > 2 else [item.name for item in items]
    return names[0], names[len(names) // 3], names[-1]


def _sum(pictures: npt.NDArray[np.uint8], words: list[str]) -> str:
    parts = [SampleTile(picture, word, word) for picture, word in zip(pictures, words, strict=False)]
    result = SampleTile(pictures[-1], _("A − B + C"), _("A − B + C"), True)
    return sample_row.tile_row(_("Generated from the codes"), [parts[0], "−", parts[1], "+", parts[2], "=", result])


def _added_row(pictures: npt.NDArray[np.uint8]) -> str:
    shots: list[SampleTile | str] = []
    for place, picture in enumerate(pictures):
        share = sample_row.percent_text(place, STEPS)
        shots.append(SampleTile(picture, str(Text(N_("{share} of C − B added to A"), {"share": share})), share))
    return sample_row.tile_row(_("C − B added to A, little by little"), shots)


def _about(difference: npt.NDArray[np.float64]) -> str:
    largest = space.top_k(difference, TOP_DIMENSIONS)
    if not largest:
        return _("B and C have the same code: nothing was added.")
    parts = ", ".join(f"{called(place)} {'+' if value > 0 else ''}{short(value)}" for place, value in largest)
    message = N_("What was added is C − B, a step of length {length}; most of it in {parts}.")
    return str(Text(message, {"length": short(float(np.linalg.norm(difference))), "parts": parts}))
