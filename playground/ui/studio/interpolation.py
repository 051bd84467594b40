"""From one example to another: along the line between their codes, and along the sphere."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import streamlit as st

from playground.core.formatting import short
from playground.core.i18n import N_, Text, _
from playground.evaluation import latent_geometry as space
from playground.ui.components.example_strip import chosen_item, example_strip
from playground.ui.studio import latent_requests, sample_row
from playground.ui.studio.latent_view import LatentView
from playground.ui.studio.sample_row import SampleTile

STEPS = 9
KEYS = "studio_from", "studio_to"


def render(view: LatentView) -> None:
    items, film = view.items(), view.run.id
    defaults = items[0].name, items[-1].name
    names = [chosen_item(key, film, items, default) for key, default in zip(KEYS, defaults, strict=True)]
    for key, name, title in zip(KEYS, names, (_("From"), _("To")), strict=True):
        example_strip(items, name, key=key, film=film, title=title)
    first, last = (view.code_of(name) for name in names)
    ways = space.lerp(first, last, STEPS), space.slerp(first, last, STEPS)
    reply = latent_requests.request_decode(view.run, np.concatenate(ways), view.label, "between")
    if reply is None or reply.values is None:
        st.html(f"<p class='caption'>{latent_requests.weights_caption(reply)}</p>")
        return
    weights_caption = latent_requests.weights_caption(reply, generator=view.is_noise)
    ends = [
        SampleTile(
            view.picture_of(name),
            view.example_label(int(name.split()[1])),
            _("generated") if view.is_noise else _("example"),
            True,
        )
        for name in names
    ]
    with st.container(key="studio_between"):
        sample_row.show_rows(
            _row(_("Along the line"), ways[0], reply.values[:STEPS], ends),
            _row(_("Along the sphere"), ways[1], reply.values[STEPS:], ends),
        )
        st.html(f"<p class='caption'>{sample_row.caption(weights_caption, _about(ways))}</p>")


def _row(title: str, way: npt.NDArray[np.float64], pictures: npt.NDArray[np.uint8], ends: list[SampleTile]) -> str:
    shots = [
        SampleTile(
            picture,
            str(Text(N_("{share} of the way"), {"share": sample_row.percent_text(place, STEPS)})),
            _length(code),
        )
        for place, (picture, code) in enumerate(zip(pictures, way, strict=True))
    ]
    return sample_row.tile_row(title, [ends[0], *shots, ends[1]])


def _length(code: npt.NDArray[np.float64]) -> str:
    return short(float(np.linalg.norm(code)))


def _about(ways: tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]) -> str:
    shortest = [short(float(np.linalg.norm(way, axis=1).min())) for way in ways]
    message = N_(
        "Below each image stands how far its code lies from zero. The line comes as near as {line}; the sphere, in "
        "equal angles (Shoemake 1985, White 2016), only as near as {sphere}. In many dimensions almost no noise lies "
        "near zero, so the middle of a line can be a place from which the network never learned to generate."
    )
    return str(Text(message, {"line": shortest[0], "sphere": shortest[1]}))
