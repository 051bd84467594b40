"""A slider for each number of a code, and what is drawn from it, live."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import streamlit as st

from playground.core.formatting import count
from playground.core.i18n import N_, Text, _
from playground.evaluation import latent_geometry as space
from playground.ui.app import session
from playground.ui.app.fragments import fragment
from playground.ui.components import latent_component
from playground.ui.components.example_strip import StripItem, chosen_item, example_strip
from playground.ui.components.latent_component import LatentRequest
from playground.ui.components.latent_sliders import SliderValues, latent_sliders, requested_code
from playground.ui.studio import latent_requests
from playground.ui.studio.latent_view import LatentView, anchor_code

KEY = "latent_sliders"
STRIP = "studio_begin"
_USE = "studio_use"
_START = "studio_start"
MIDDLE = "middle"


class DimensionUsage(NamedTuple):
    """How much each number is used, ``(k,)``, as it was at *step*; *is_final*: when training had ended."""

    values: npt.NDArray[np.float64]
    step: int
    is_final: bool


def render(view: LatentView) -> None:
    use = _dimension_usage(view)
    if use is None:
        st.html(f"<p class='caption'>{latent_requests.weights_caption(None)}</p>")
        return
    _about(view, use)
    middle = StripItem(MIDDLE, _("all zero") if _begins_at_zero(view) else _("middle of all codes"))
    items = [middle, *view.items()]
    item = chosen_item(STRIP, view.run.id, items, items[1].name)
    example_strip(items, item, key=STRIP, film=view.run.id, title=_("Begin at"))

    def hand() -> None:
        _hand(view, use, item)

    # A rerun of its own: moving a slider draws nothing else anew.
    fragment(hand, key="sliders")


def _hand(view: LatentView, use: DimensionUsage, item: str) -> None:
    film = f"{view.cache_key}/{item}"
    asks = requested_code(KEY, film, view.length)
    start = anchor_code(_START, film, _start(view, item), follows=asks is None)
    wish = asks or LatentRequest(tuple(float(one) for one in start))
    low, high = view.bounds()
    reply = latent_requests.request_decode(view.run, [wish.code], view.label, "sliders")
    order = np.argsort(-use.values, kind="stable")
    numbers = SliderValues(order, use.values, np.minimum(low, start), np.maximum(high, start), start)
    caption = latent_requests.weights_caption(reply, generator=view.is_noise)
    latent_sliders(
        wish, numbers, latent_requests.first_image(reply), key=KEY, film=film, caption=caption, is_pending=reply is None
    )


def _begins_at_zero(view: LatentView) -> bool:
    return view.is_noise or view.is_variational


def _start(view: LatentView, item: str) -> npt.NDArray[np.float64]:
    if item == MIDDLE:
        return np.zeros(view.length) if _begins_at_zero(view) else view.codes.mean(0)
    return view.code_of(item)


def _dimension_usage(view: LatentView) -> DimensionUsage | None:
    """Measured anew with newer weights until a hand moves a slider, and when training has ended: sliders do not change
    places under a hand."""
    usage_by_run: dict[str, DimensionUsage] = st.session_state.setdefault(_USE, {})
    over, last = session.history(view.run).has_ended, usage_by_run.get(view.run.id)
    is_touched = latent_component.last_request(KEY) is not None
    if last is not None and last.is_final == over and (is_touched or last.step == view.encoded.step):
        return last
    values = _measure_usage(view)
    if values is None:
        return last
    usage_by_run[view.run.id] = DimensionUsage(np.nan_to_num(values), view.encoded.step, over)
    return usage_by_run[view.run.id]


def _measure_usage(view: LatentView) -> npt.NDArray[np.float64] | None:
    arrays = view.encoded.arrays
    if view.is_variational:
        good = np.isfinite(arrays["codes"]).all(1) & np.isfinite(arrays["log_var"]).all(1)
        return space.kl_per_dimension(arrays["codes"][good], arrays["log_var"][good]) if good.any() else None
    if not view.is_noise:
        return space.variance_per_dimension(view.codes)
    reply = latent_requests.request_encode(view.run, "effect", effect=True)
    return np.asarray(reply.arrays["effect"]) if reply is not None and "effect" in reply.arrays else None


def _about(view: LatentView, use: DimensionUsage) -> None:
    if view.is_variational:
        message = N_(
            "Sorted by use: how many nats each number tells of an example on average (its KL divergence from noise). "
            "Near 0, the decoder has nothing to hear in it."
        )
    elif view.is_noise:
        message = N_(
            "Sorted by use: by how many of 255 levels a pixel changes on average when the number goes from −1 to 1."
        )
    else:
        message = N_("Sorted by use: the variance of each number over the encoded examples.")
    with st.container(horizontal=True, vertical_alignment="center", key="studio_about"):
        st.html(f"<p class='caption'>{_(message)}</p>")
        if use.step != view.encoded.step:
            label = str(Text(N_("Sort again (sorted at step {step})"), {"step": count(use.step)}))
            st.button(label, type="tertiary", key="sort_again", on_click=_drop_usage, args=(view.run.id,))


def _drop_usage(run_id: str) -> None:
    """What was measured of the run, so that it is measured anew."""
    st.session_state[_USE].pop(run_id, None)
