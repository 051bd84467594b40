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
from playground.figures.generative.latent_map import Extent, LatentMap
from playground.ui.app import session
from playground.ui.app.fragments import fragment
from playground.ui.components.figure import live_figure
from playground.ui.components.latent_pad import NAMES, PadRequest, latent_pad, requested_place
from playground.ui.studio import latent_requests
from playground.ui.studio.latent_view import LatentView, class_name

FIGURE = "figure_plane"
KEY = "studio_pad"
HEIGHT = 620


def render(view: LatentView) -> None:
    plane = space.identity_plane() if view.length == 2 else space.pca_plane(view.codes)
    at = plane.project(view.codes)
    extent = view.extent(at)
    side = latent_frames.tiles_per_side(view.info)
    reply = latent_requests.request_decode(
        view.run, plane.unproject(latent_frames.tile_centers(extent, side)), view.label, "plane"
    )
    if reply is None or reply.values is None:
        st.html(f"<p class='caption'>{latent_requests.weights_caption(reply)}</p>")
        return
    tiles = reply.values.reshape(side, side, *reply.values.shape[1:])
    left, right = st.columns([0.62, 0.38], gap="medium")
    with left:
        _map(_info(view, plane, extent, tiles, reply.step))

    def pad() -> None:
        _pad(view, plane, extent)

    with right:
        fragment(pad, key="plane")
        st.html(f"<p class='caption'>{_about(view, plane)}</p>")


def _info(view: LatentView, plane: Plane, extent: Extent, tiles: Any, step: int) -> LatentMap:
    return LatentMap(
        view.codes,
        plane.project(view.codes),
        view.rows,
        view.labels,
        predictions.class_names(view.info),
        None if view.length == 2 else plane.explained_variance_ratio,
        extent,
        tiles,
        class_name(view.info, view.label),
        step,
        not view.is_noise,
    )


def _map(info: LatentMap) -> None:
    figure_theme = session.current_theme()
    plot = latent_map.plot(info, figure_theme)
    # A hand moves the cross; it does not zoom.
    plot["layout"]["dragmode"] = False
    live_figure(
        plot,
        key=FIGURE,
        height=HEIGHT,
        alt=figure.alt_text(info),
        csv=lambda: figure.table(info),
        name="plane",
        dark=figure_theme.palette.name == "dark",
    )


def _pad(view: LatentView, plane: Plane, extent: Extent) -> None:
    x0, x1, y0, y1 = extent
    place = requested_place(KEY, view.cache_key) or PadRequest(((x0 + x1) / 2, (y0 + y1) / 2))
    reply = latent_requests.request_decode(view.run, plane.unproject([place.code]), view.label, "place")
    latent_pad(
        place,
        latent_requests.first_image(reply),
        key=KEY,
        film=view.cache_key,
        figure=FIGURE,
        extent=extent,
        caption=latent_requests.weights_caption(reply, generator=view.is_noise),
        is_pending=reply is None,
        names=NAMES if view.length == 2 else (_("first"), _("second")),
        large=True,
    )


def _about(view: LatentView, plane: Plane) -> str:
    if view.length == 2:
        if view.is_noise:
            return _("The noise has two numbers, so the map shows all of it.")
        return _("The code has two numbers, so the map shows all of it. Each point is an encoded example.")
    message = N_(
        "The plane in which the codes of the examples vary most (their first two principal components, {share} of "
        "the variance). Each point is an example seen from above; behind it stands what the decoder makes of the "
        "place in the plane."
    )
    return str(Text(message, {"share": percent(float(np.sum(plane.explained_variance_ratio)))}))
