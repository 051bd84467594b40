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
from playground.ui.app.fragments import alone
from playground.ui.components import latent_shared
from playground.ui.components.example_strip import Item, chosen, example_strip
from playground.ui.components.latent_shared import Wish
from playground.ui.components.latent_sliders import Numbers, asked, latent_sliders
from playground.ui.studio import asking
from playground.ui.studio.known import Known, begun

KEY = "latent_sliders"
STRIP = "studio_begin"
_USE = "studio_use"
_START = "studio_start"
MIDDLE = "middle"


class Use(NamedTuple):
    """How much each number is used, ``(k,)``, as it was at *step*; *over*: when training had ended."""

    values: npt.NDArray[np.float64]
    step: int
    over: bool


def render(known: Known) -> None:
    use = _use(known)
    if use is None:
        st.html(f"<p class='caption'>{asking.told(None)}</p>")
        return
    _about(known, use)
    middle = Item(MIDDLE, _("all zero") if _begins_at_zero(known) else _("middle of all codes"))
    items = [middle, *known.items()]
    item = chosen(STRIP, known.run.id, items, items[1].name)
    example_strip(items, item, key=STRIP, film=known.run.id, title=_("Begin at"))

    def hand() -> None:
        _hand(known, use, item)

    # A rerun of its own: moving a slider draws nothing else anew.
    alone(hand, key="sliders")


def _hand(known: Known, use: Use, item: str) -> None:
    film = f"{known.film}/{item}"
    asks = asked(KEY, film, known.length)
    start = begun(_START, film, _start(known, item), follows=asks is None)
    wish = asks or Wish(tuple(float(one) for one in start))
    low, high = known.bounds()
    found = asking.decoded(known.run, [wish.code], known.label, "sliders")
    order = np.argsort(-use.values, kind="stable")
    numbers = Numbers(order, use.values, np.minimum(low, start), np.maximum(high, start), start)
    told = asking.told(found, generator=known.is_noise)
    latent_sliders(wish, numbers, asking.drawn(found), key=KEY, film=film, told=told, again=found is None)


def _begins_at_zero(known: Known) -> bool:
    return known.is_noise or known.is_variational


def _start(known: Known, item: str) -> npt.NDArray[np.float64]:
    if item == MIDDLE:
        return np.zeros(known.length) if _begins_at_zero(known) else known.codes.mean(0)
    return known.code_of(item)


def _use(known: Known) -> Use | None:
    """Measured anew with newer weights until a hand moves a slider, and when training has ended: sliders do not change
    places under a hand."""
    kept: dict[str, Use] = st.session_state.setdefault(_USE, {})
    over, last = session.history(known.run).ended, kept.get(known.run.id)
    is_touched = latent_shared.said(KEY) is not None
    if last is not None and last.over == over and (is_touched or last.step == known.encoded.step):
        return last
    values = _measured(known)
    if values is None:
        return last
    kept[known.run.id] = Use(np.nan_to_num(values), known.encoded.step, over)
    return kept[known.run.id]


def _measured(known: Known) -> npt.NDArray[np.float64] | None:
    arrays = known.encoded.arrays
    if known.is_variational:
        good = np.isfinite(arrays["codes"]).all(1) & np.isfinite(arrays["log_var"]).all(1)
        return space.divergence(arrays["codes"][good], arrays["log_var"][good]) if good.any() else None
    if not known.is_noise:
        return space.variance(known.codes)
    found = asking.encoded(known.run, "effect", effect=True)
    return np.asarray(found.arrays["effect"]) if found is not None and "effect" in found.arrays else None


def _about(known: Known, use: Use) -> None:
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
            st.button(label, type="tertiary", key="sort_again", on_click=_forget, args=(known.run.id,))


def _forget(run_id: str) -> None:
    """What was measured of the run, so that it is measured anew."""
    st.session_state[_USE].pop(run_id, None)
