"""A part of the bench when what happens in it ends: it is all there until the whole page has been drawn."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest


def _app() -> None:
    import streamlit as st
    from streamlit.runtime.scriptrunner import get_script_run_ctx

    from playground.ui.app.fragments import fragment
    from playground.ui.bench import ticking_fragment

    state, context = st.session_state, get_script_run_ctx()
    state.setdefault("known", []).append(len(context.fragment_storage._fragments))
    ticking_fragment.reset_ticking()

    def look() -> None:
        state["over"] = state["ends"] == "before"
        state["looked"] = True
        st.rerun("part")

    def body() -> None:
        if state.get("looked") and state["ends"] == "meanwhile":
            state["over"] = True
        fragment(lambda: st.button("a hand"))

    ticking_fragment.ticking_fragment("part", body, lambda: not state.get("over"), 60.0)
    st.button("look", on_click=look, key="look")


@pytest.mark.parametrize("ends", ["before", "meanwhile"])
def test_what_a_browser_asks_of_a_part_that_has_just_ended_is_not_dropped(ends: str) -> None:
    """Streamlit drops what is asked of a fragment that it does not know, and what the browser says of all widgets with
    it; and it forgets those that a rerun of the fragment around them did not come to."""
    app = AppTest.from_function(_app, default_timeout=60)
    app.session_state["ends"] = ends
    app.run()
    app.button(key="look").click().run()
    assert not app.exception
    # The section, what ticks in it, and a part of that: when the whole page is about to be drawn again.
    assert app.session_state["known"] == [0, 3]
