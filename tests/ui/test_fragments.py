"""A fragment's place on the page is the page's own, so that what Streamlit lets go of leaves no gap."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue
from streamlit.testing.v1 import AppTest

UI = Path(__file__).parents[2] / "playground" / "ui"


def _app() -> None:
    import streamlit as st

    from playground.ui.fragments import alone

    st.write("before")
    alone(lambda: st.write("redrawn"))
    st.write("behind")


def _bare() -> None:
    import streamlit as st

    st.write("before")
    st.fragment(lambda: st.write("redrawn"))()
    st.write("behind")


@pytest.fixture
def sent() -> Iterator[list[ForwardMsg]]:
    """Every message to the browser."""
    found: list[ForwardMsg] = []
    ForwardMsgQueue.on_before_enqueue_msg(found.append)
    yield found
    ForwardMsgQueue.on_before_enqueue_msg(None)


def gaps(sent: list[ForwardMsg]) -> list[tuple[int, ...]]:
    """The places on the page whose elder neighbour never comes, once the deltas of fragments are let go."""
    paths = {tuple(one.metadata.delta_path) for one in sent if one.HasField("delta") and not one.delta.fragment_id}
    return [path for path in paths if path[-1] and (*path[:-1], path[-1] - 1) not in paths]


def test_nothing_is_missing_where_a_fragment_is_let_go(sent: list[ForwardMsg]) -> None:
    assert not AppTest.from_function(_app, default_timeout=60).run().exception
    assert gaps(sent) == []


def test_a_bare_fragment_would_leave_a_gap(sent: list[ForwardMsg]) -> None:
    """If this fails, Streamlit has mended it, and `alone` is no longer needed."""
    AppTest.from_function(_bare, default_timeout=60).run()
    assert gaps(sent) == [(0, 2)]


def test_no_part_of_the_app_uses_a_bare_one() -> None:
    users = {file.name for file in UI.rglob("*.py") if re.search(r"\bst\.fragment\b", file.read_text("utf-8"))}
    assert users == {"fragments.py"}
