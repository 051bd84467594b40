"""A map of codes: what is drawn at each place of a plane among them, the examples as points, and a cross to move."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st

from playground.core.formatting import percent
from playground.core.i18n import N_, Text, _
from playground.evaluation import latent_geometry as space
from playground.evaluation.latent_geometry import Plane
from playground.families.autoencoders import latent_frames
from playground.figures.drawing import predictions
from playground.figures.generative import codes as figure
from playground.figures.generative import latent_map
from playground.figures.generative.latent_map import Codes, Extent
from playground.ui.app.fragments import alone
from playground.ui.bench.watch import theme_now
from playground.ui.components.figure import live_figure
from playground.ui.components.latent_pad import NAMES, Place, asked, latent_pad
from playground.ui.studio import asking
from playground.ui.studio.known import Known, class_name

FIGURE = "figure_plane"
KEY = "studio_pad"
HEIGHT = 620


def render(known: Known) -> None:
    plane = space.whole_plane() if known.length == 2 else space.principal(known.codes)
    at = plane.at(known.codes)
    extent = known.extent(at)
    side = latent_frames.side(known.info)
    found = asking.decoded(known.run, plane.codes(latent_frames.centres(extent, side)), known.label, "plane")
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
        predictions.class_names(known.info),
        None if known.length == 2 else plane.shares,
        extent,
        tiles,
        class_name(known.info, known.label),
        step,
        not known.is_noise,
    )


def _map(info: Codes) -> None:
    drawn = theme_now()
    plot = latent_map.plot(info, drawn)
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
