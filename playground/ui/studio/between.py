"""From one example to another: along the line between their codes, and along the sphere."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import streamlit as st

from playground.core.formatting import short
from playground.core.i18n import N_, Text, _
from playground.evaluation import latent_geometry as space
from playground.ui.components.example_strip import chosen, example_strip
from playground.ui.studio import asking, drawn
from playground.ui.studio.drawn import Shot
from playground.ui.studio.known import Known

STEPS = 9
KEYS = "studio_from", "studio_to"


def render(known: Known) -> None:
    items, film = known.items(), known.run.id
    defaults = items[0].name, items[-1].name
    names = [chosen(key, film, items, default) for key, default in zip(KEYS, defaults, strict=True)]
    for key, name, title in zip(KEYS, names, (_("From"), _("To")), strict=True):
        example_strip(items, name, key=key, film=film, title=title)
    first, last = (known.code_of(name) for name in names)
    ways = space.line(first, last, STEPS), space.sphere(first, last, STEPS)
    found = asking.decoded(known.run, np.concatenate(ways), known.label, "between")
    if found is None or found.values is None:
        st.html(f"<p class='caption'>{asking.told(found)}</p>")
        return
    told = asking.told(found, generator=known.is_noise)
    ends = [
        Shot(
            known.picture_of(name),
            known.called(int(name.split()[1])),
            _("drawn") if known.is_noise else _("example"),
            True,
        )
        for name in names
    ]
    with st.container(key="studio_between"):
        drawn.show(
            _row(_("Along the line"), ways[0], found.values[:STEPS], ends),
            _row(_("Along the sphere"), ways[1], found.values[STEPS:], ends),
        )
        st.html(f"<p class='caption'>{drawn.said(told, _about(ways))}</p>")


def _row(title: str, way: npt.NDArray[np.float64], pictures: npt.NDArray[np.uint8], ends: list[Shot]) -> str:
    shots = [
        Shot(picture, str(Text(N_("{share} of the way"), {"share": drawn.part(place, STEPS)})), _length(code))
        for place, (picture, code) in enumerate(zip(pictures, way, strict=True))
    ]
    return drawn.row(title, [ends[0], *shots, ends[1]])


def _length(code: npt.NDArray[np.float64]) -> str:
    return short(float(np.linalg.norm(code)))


def _about(ways: tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]) -> str:
    shortest = [short(float(np.linalg.norm(way, axis=1).min())) for way in ways]
    said = N_(
        "Below each picture stands how far its code lies from zero. The line comes as near as {line}; the sphere, in "
        "equal angles (Shoemake 1985, White 2016), only as near as {sphere}. In many dimensions almost no noise lies "
        "near zero, so the middle of a line can be a place where the network never learned to draw."
    )
    return str(Text(said, {"line": shortest[0], "sphere": shortest[1]}))
