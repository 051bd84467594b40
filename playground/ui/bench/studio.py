"""Under the map of codes: a place on it that a hand moves, and what the decoder makes of it, by the newest weights that
the run has written."""

from __future__ import annotations

from playground.figures.base import RunView
from playground.figures.generative.codes import asked_class
from playground.runs.store import Run
from playground.ui.app.fragments import fragment
from playground.ui.components.latent_pad import PadRequest, latent_pad, requested_place
from playground.ui.studio import latent_requests

FIGURE = "figure_codes"
"""The key of the live figure that the map is drawn in."""
KEY = "latent_pad"


def render(run: Run, context: RunView) -> None:
    """The pad, where there is a map of pictures that somebody can point at."""
    frame = context.frame_at("codes")
    if frame is None or "extent" not in frame.arrays:
        return
    x0, x1, y0, y1 = (float(edge) for edge in frame.arrays["extent"])
    label = asked_class(context)

    def pad() -> None:
        _pad(run, label, (x0, x1, y0, y1))

    # A rerun of its own: moving a point draws nothing else anew.
    fragment(pad, key="latent")


def _pad(run: Run, label: int, extent: tuple[float, float, float, float]) -> None:
    film = f"{run.id}/{label}"
    x0, x1, y0, y1 = extent
    place = requested_place(KEY, film) or PadRequest(((x0 + x1) / 2, (y0 + y1) / 2))
    reply = latent_requests.request_decode(run, [place.code], [label], KEY)
    latent_pad(
        place,
        latent_requests.first_image(reply),
        key=KEY,
        film=film,
        figure=FIGURE,
        extent=extent,
        caption=latent_requests.weights_caption(reply),
        is_pending=reply is None,
    )
