"""A part of a page that is redrawn alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_run_context import ThreadState

from playground.core.i18n import one_language
from playground.ui.app.streamlit_patches import patch_streamlit, visit_of_page

patch_streamlit()


def fragment(body: Callable[[], None], *, key: str | None = None, run_every: float | None = None) -> None:
    """Draw *body* as a fragment, again every *run_every* seconds where that is given.

    It may lie in another, tick, and come and go: :mod:`playground.ui.app.streamlit_patches` says what holds that.
    Streamlit knows a fragment by its function's name and its place; here, by the visit of its page as well, so that
    none answers for one of another.
    """

    @wraps(body)
    def draw_body() -> None:
        with one_language():
            body()

    context = get_script_run_ctx()
    page = f"{context.page_script_hash}.{visit_of_page(context)}" if context is not None else ""
    draw_body.__qualname__ = f"{page}.{getattr(body, '__qualname__', type(body).__qualname__)}"
    st.fragment(draw_body, key=key, run_every=run_every)()


def redraw(keys: Sequence[str]) -> None:
    """At the end of a callback: draw the fragments *keys* anew, and not the rest of the page.

    Where a run of the whole page is about to begin, it draws them as well. Streamlit would give it up for them: what
    stands around them would be that of another page, or none.
    """
    if _fragments_of_run():
        st.rerun(keys)


def rerun_fragment() -> None:
    """Draw the fragment at hand anew; where it is drawn as a part of something larger, the whole page."""
    if ThreadState.get().fragment_id in _fragments_of_run():
        st.rerun(scope="fragment")
    st.rerun()


def _fragments_of_run() -> Sequence[str]:
    """The fragments that the run at hand is of; none where it is of the whole page."""
    context = get_script_run_ctx()
    return (context.fragment_ids_this_run if context is not None else None) or ()
