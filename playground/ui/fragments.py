"""A part of a page that is redrawn alone."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st


def alone(body: Callable[[], None], *, key: str | None = None, run_every: float | None = None) -> None:
    """Draw *body* as a fragment, again every *run_every* seconds where that is given.

    It lies in a container that is the page's own. Streamlit lets go of what a fragment has drawn and not yet sent when
    the fragment begins to run again; were its place among that, the browser would be given what stands behind it first,
    and refuse it ("Bad delta path index").
    """
    with st.container():
        st.fragment(body, key=key, run_every=run_every)()
