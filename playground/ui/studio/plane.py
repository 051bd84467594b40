"""A map of codes: what is drawn at each place of a plane among them, the examples as points, and a cross to move."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st

from playground import codes as space
from playground.codes import Plane
from playground.families import _codes
from playground.figures import _outputs, _plane_of_codes
from playground.figures import codes as figure
from playground.figures._plane_of_codes import Codes, Extent
from playground.i18n import N_, Text, _
from playground.numbers import percent
from playground.ui.bench.watch import theme_now
from playground.ui.components.figure import live_figure
from playground.ui.components.latent_pad import NAMES, Place, asked, latent_pad
from playground.ui.fragments import alone
from playground.ui.studio import asking
from playground.ui.studio.known import Known, class_name

FIGURE = "figure_plane"
KEY = "studio_pad"
HEIGHT = 620


def render(known: Known) -> None:
    plane = space.whole_plane() if known.length == 2 else space.principal(known.codes)
    at = plane.at(known.codes)
    extent = known.extent(at)
    side = _codes.side(known.info)
    found = asking.decoded(known.run, plane.codes(_codes.centres(extent, side)), known.label, "plane")
    if found is None or found.values is None:
        st.html(f"<p class='caption'>{asking.told(found)}</p>")
        return
    tiles = found.values.reshape(side, side, *found.values.shape[1:])
    left, right = st.columns([0.62, 0.38], gap="medium")
    with left:
        _map(_info(known, plane, extent, tiles, found.step))

    def pad() -> None:
        _pad(known, plane, extent)

    with right:
        alone(pad, key="plane")
        st.html(f"<p class='caption'>{_about(known, plane)}</p>")


def _info(known: Known, plane: Plane, extent: Extent, tiles: Any, step: int) -> Codes:
    return Codes(
        known.codes,
        plane.at(known.codes),
        known.rows,
        known.labels,
        _outputs.class_names(known.info),
        None if known.length == 2 else plane.shares,
        extent,
        tiles,
        class_name(known.info, known.label),
        step,
        not known.is_noise,
    )


def _map(info: Codes) -> None:
    drawn = theme_now()
    plot = _plane_of_codes.plot(info, drawn)
    # A hand moves the cross; it does not zoom.
    plot["layout"]["dragmode"] = False
    live_figure(
        plot,
        key=FIGURE,
        height=HEIGHT,
        alt=figure.say(info),
        csv=lambda: figure.table(info),
        name="plane",
        dark=drawn.palette.name == "dark",
    )


def _pad(known: Known, plane: Plane, extent: Extent) -> None:
    x0, x1, y0, y1 = extent
    place = asked(KEY, known.film) or Place(((x0 + x1) / 2, (y0 + y1) / 2))
    found = asking.decoded(known.run, plane.codes([place.code]), known.label, "place")
    latent_pad(
        place,
        asking.drawn(found),
        key=KEY,
        film=known.film,
        figure=FIGURE,
        extent=extent,
        told=asking.told(found, generator=known.is_noise),
        again=found is None,
        names=NAMES if known.length == 2 else (_("first"), _("second")),
        large=True,
    )


def _about(known: Known, plane: Plane) -> str:
    if known.length == 2:
        if known.is_noise:
            return _("The noise has two numbers, so the map shows all of it.")
        return _("The code has two numbers, so the map shows all of it. Each point is an encoded example.")
    said = N_(
        "The plane in which the codes of the examples are spread most (their first two principal components, "
        "{share} of the spread). Each point is an example seen from above; behind it stands what the decoder makes of "
        "the place in the plane."
    )
    return str(Text(said, {"share": percent(float(np.sum(plane.shares)))}))
