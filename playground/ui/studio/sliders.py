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


def render(known: LatentView) -> None:
    use = _dimension_usage(known)
    if use is None:
        st.html(f"<p class='caption'>{latent_requests.weights_caption(None)}</p>")
        return
    _about(known, use)
    middle = StripItem(MIDDLE, _("all zero") if _begins_at_zero(known) else _("middle of all codes"))
    items = [middle, *known.items()]
    item = chosen_item(STRIP, known.run.id, items, items[1].name)
    example_strip(items, item, key=STRIP, film=known.run.id, title=_("Begin at"))

    def hand() -> None:
        _hand(known, use, item)

    # A rerun of its own: moving a slider draws nothing else anew.
    fragment(hand, key="sliders")


def _hand(known: LatentView, use: DimensionUsage, item: str) -> None:
    film = f"{known.cache_key}/{item}"
    asks = requested_code(KEY, film, known.length)
    start = anchor_code(_START, film, _start(known, item), follows=asks is None)
    wish = asks or LatentRequest(tuple(float(one) for one in start))
    low, high = known.bounds()
    found = latent_requests.request_decode(known.run, [wish.code], known.label, "sliders")
    order = np.argsort(-use.values, kind="stable")
    numbers = SliderValues(order, use.values, np.minimum(low, start), np.maximum(high, start), start)
    told = latent_requests.weights_caption(found, generator=known.is_noise)
    latent_sliders(
        wish, numbers, latent_requests.first_image(found), key=KEY, film=film, told=told, again=found is None
    )


def _begins_at_zero(known: LatentView) -> bool:
    return known.is_noise or known.is_variational


def _start(known: LatentView, item: str) -> npt.NDArray[np.float64]:
    if item == MIDDLE:
        return np.zeros(known.length) if _begins_at_zero(known) else known.codes.mean(0)
    return known.code_of(item)


def _dimension_usage(known: LatentView) -> DimensionUsage | None:
    """Measured anew with newer weights until a hand moves a slider, and when training has ended: sliders do not change
    places under a hand."""
    kept: dict[str, DimensionUsage] = st.session_state.setdefault(_USE, {})
    over, last = session.history(known.run).has_ended, kept.get(known.run.id)
    is_touched = latent_component.last_request(KEY) is not None
    if last is not None and last.is_final == over and (is_touched or last.step == known.encoded.step):
        return last
    values = _measure_usage(known)
    if values is None:
        return last
    kept[known.run.id] = DimensionUsage(np.nan_to_num(values), known.encoded.step, over)
    return kept[known.run.id]


def _measure_usage(known: LatentView) -> npt.NDArray[np.float64] | None:
    arrays = known.encoded.arrays
    if known.is_variational:
        good = np.isfinite(arrays["codes"]).all(1) & np.isfinite(arrays["log_var"]).all(1)
        return space.kl_per_dimension(arrays["codes"][good], arrays["log_var"][good]) if good.any() else None
    if not known.is_noise:
        return space.variance_per_dimension(known.codes)
    found = latent_requests.request_encode(known.run, "effect", effect=True)
    return np.asarray(found.arrays["effect"]) if found is not None and "effect" in found.arrays else None


def _about(known: LatentView, use: DimensionUsage) -> None:
    if known.is_variational:
        said = N_(
            "Sorted by use: how many nats each number tells of an example on average (its KL divergence from noise). "
            "Near 0, the decoder has nothing to hear in it."
        )
    elif known.is_noise:
        said = N_(
            "Sorted by use: by how many of 255 levels a pixel changes on average when the number goes from −1 to 1."
        )
    else:
        said = N_("Sorted by use: the variance of each number over the encoded examples.")
    with st.container(horizontal=True, vertical_alignment="center", key="studio_about"):
        st.html(f"<p class='caption'>{_(said)}</p>")
        if use.step != known.encoded.step:
            label = str(Text(N_("Sort again (sorted at step {step})"), {"step": count(use.step)}))
            st.button(label, type="tertiary", key="sort_again", on_click=_drop_usage, args=(known.run.id,))


def _drop_usage(run_id: str) -> None:
    """What was measured of the run, so that it is measured anew."""
    st.session_state[_USE].pop(run_id, None)
