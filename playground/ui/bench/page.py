"""The bench as a whole: bar on top, network on the left, what it is doing on the right."""

from __future__ import annotations

import streamlit as st

from playground.ui.app import session
from playground.ui.bench import controls, document, examples, figures_panel, network, ticking_fragment, toolbar

_WIDTHS, _WIDTHS_ON_PROJECTOR = (0.49, 0.51), (0.38, 0.62)
"""Of the network and of the pictures beside it."""
_STYLE_ON_PROJECTOR = (
    "<style>html { font-size: 20px; } [data-testid='stMainBlockContainer'] { max-width: none; }</style>"
)
"""All of the width, and a quarter larger: all type of the page but that of figures is measured by it."""


def render() -> None:
    ticking_fragment.reset_ticking()
    if session.is_on_projector():
        st.html(_STYLE_ON_PROJECTOR)
    _from_address()
    with st.container(key="bar", horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        with st.container(key="chips", horizontal=True, width="content"):
            toolbar.render()
            document.render()
        controls.render()
    with st.container(key="stage"):
        left, right = st.columns(_WIDTHS_ON_PROJECTOR if session.is_on_projector() else _WIDTHS, gap="medium")
    with left, st.container(key="network_place"):
        network.render()
        examples.render()
    with right:
        figures_panel.render()


def _from_address() -> None:
    """``?run=ID`` opens the run of a link as a draft of one's own."""
    run_id = st.query_params.get("run")
    if run_id is None:
        return
    del st.query_params["run"]
    session.open_run(run_id)
