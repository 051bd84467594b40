"""A − B + C: what one example has more than another, added to a third (Radford and others 2016, section 6.3.2)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import streamlit as st

from playground.core.formatting import short
from playground.core.i18n import N_, Text, _
from playground.evaluation import latent_geometry as space
from playground.ui.components.example_strip import Item, chosen, example_strip
from playground.ui.components.latent_sliders import name as called
from playground.ui.studio import asking, drawn
from playground.ui.studio.drawn import Shot
from playground.ui.studio.known import Known

KEYS = "studio_a", "studio_b", "studio_c"
SIGNS = "A", "− B", "+ C"
STEPS = 5
TOLD = 4
"""Numbers of the code that are told of what was added."""


def render(known: Known) -> None:
    items, film = known.items(classes=True), known.run.id
    names = [chosen(key, film, items, default) for key, default in zip(KEYS, _defaults(items), strict=True)]
    for key, name, title in zip(KEYS, names, SIGNS, strict=True):
        example_strip(items, name, key=key, film=film, title=title)
    first, less, more = (known.code_of(name) for name in names)
    added = more - less
    way = first + np.linspace(0.0, 1.0, STEPS)[:, None] * added
    found = asking.decoded(known.run, np.concatenate([[first, less, more], way]), known.label, "arithmetic")
    if found is None or found.values is None:
        st.html(f"<p class='caption'>{asking.told(found)}</p>")
        return
    told = asking.told(found, generator=known.is_noise)
    words = {item.name: item.label for item in items}
    with st.container(key="studio_arithmetic"):
        drawn.show(_sum(found.values, [words[name] for name in names]), _added(found.values[3:]))
        st.html(f"<p class='caption'>{drawn.said(told, _about(added))}</p>")


def _defaults(items: list[Item]) -> tuple[str, str, str]:
    """The middles of three classes where there are as many, else three examples."""
    means = [item.name for item in items if item.picture is None]
    names = means if len(means) > 2 else [item.name for item in items]
    return names[0], names[len(names) // 3], names[-1]


def _sum(pictures: npt.NDArray[np.uint8], words: list[str]) -> str:
    parts = [Shot(picture, word, word) for picture, word in zip(pictures, words, strict=False)]
    result = Shot(pictures[-1], _("A − B + C"), _("A − B + C"), True)
    return drawn.row(_("Drawn from the codes"), [parts[0], "−", parts[1], "+", parts[2], "=", result])


def _added(pictures: npt.NDArray[np.uint8]) -> str:
    shots: list[Shot | str] = []
    for place, picture in enumerate(pictures):
        share = drawn.part(place, STEPS)
        shots.append(Shot(picture, str(Text(N_("{share} of C − B added to A"), {"share": share})), share))
    return drawn.row(_("C − B added to A, little by little"), shots)


def _about(added: npt.NDArray[np.float64]) -> str:
    largest = space.largest(added, TOLD)
    if not largest:
        return _("B and C have the same code: nothing was added.")
    parts = ", ".join(f"{called(place)} {'+' if value > 0 else ''}{short(value)}" for place, value in largest)
    said = N_("What was added is C − B, a step of length {length}; most of it in {parts}.")
    return str(Text(said, {"length": short(float(np.linalg.norm(added))), "parts": parts}))
