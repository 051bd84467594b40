"""What the large picture is asked to show: which figure, with which options."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st


def _figure_options() -> dict[str, dict[str, object]]:
    options_by_figure: dict[str, dict[str, object]] = st.session_state.setdefault("figure_options", {})
    return options_by_figure


def options(name: str) -> Mapping[str, object]:
    """The options of the figure *name* that a person has chosen."""
    return _figure_options().get(name, {})


def set_options(name: str, values: Mapping[str, object]) -> None:
    """Keep *values* as the options of the figure *name*."""
    _figure_options()[name] = dict(values)


def show_figure(name: str, values: Mapping[str, object]) -> None:
    """Make *name* the large picture, with the options *values*; :func:`show_previous` goes back to the one before."""
    if st.session_state.get("picture_chosen") != name:
        st.session_state["picture_before"] = st.session_state.get("picture_chosen")
    st.session_state["show_picture"] = name
    set_options(name, values)


def show_previous() -> None:
    """Make the picture large again that :func:`show_figure` took the place of, where there is one."""
    before = st.session_state.pop("picture_before", None)
    if before is not None:
        st.session_state["show_picture"] = before
