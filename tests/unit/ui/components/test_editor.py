"""What the editor's messages do on the server: each step once, in order, whatever overtakes it."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.runtime.scriptrunner import RerunData, RerunException

from playground.core.i18n import Text
from playground.core.problems import PlaygroundError, Problem
from playground.ui.components import editor


@pytest.fixture
def state(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    session: dict[str, Any] = {}
    monkeypatch.setattr(editor.st, "session_state", session)
    return session


def came(state: dict[str, Any], client: str, *seqs: int) -> None:
    state["e"] = {"outbox": {"client": client, "messages": [{"seq": seq, "edits": [{"do": seq}]} for seq in seqs]}}


def echo(state: dict[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = state["e:editor"]["echo"]
    return told


def test_each_step_is_taken_once_and_in_order(state: dict[str, Any]) -> None:
    taken: list[Any] = []
    came(state, "a", 1, 2)
    editor._receive("e", taken.append)
    came(state, "a", 2, 3)
    editor._receive("e", taken.append)
    assert taken == [[{"do": 1}], [{"do": 2}], [{"do": 3}]]
    assert echo(state) == {"client": "a", "seq": 3}


def test_a_new_browser_page_counts_from_one(state: dict[str, Any]) -> None:
    taken: list[Any] = []
    came(state, "a", 7)
    editor._receive("e", taken.append)
    came(state, "b", 1)
    editor._receive("e", taken.append)
    assert taken == [[{"do": 7}], [{"do": 1}]]
    assert echo(state) == {"client": "b", "seq": 1}


def test_a_refused_step_is_told_until_the_next_and_does_not_come_again(state: dict[str, Any]) -> None:
    problem = Problem("edit_refused", Text("The input stays first."))

    def refuse(_edits: editor.Edits) -> None:
        raise PlaygroundError(problem)

    came(state, "a", 1)
    editor._receive("e", refuse)
    assert state["e:editor"]["refused"] == (problem,)
    assert echo(state)["seq"] == 1
    came(state, "a", 2)
    editor._receive("e", lambda _edits: None)
    assert state["e:editor"]["refused"] == ()


def test_a_page_that_reruns_at_a_step_still_gets_the_steps_behind_it(state: dict[str, Any]) -> None:
    taken: list[Any] = []

    def rerun(edits: editor.Edits) -> None:
        taken.append(edits)
        raise RerunException(RerunData())

    came(state, "a", 1, 2)
    with pytest.raises(RerunException):
        editor._receive("e", rerun)
    assert taken == [[{"do": 1}], [{"do": 2}]]


@pytest.mark.parametrize(
    "outbox",
    [None, 3, {}, {"messages": 3}, {"messages": [{"seq": "x"}, {}, 3]}, {"messages": [{"seq": 1, "edits": [3]}]}],
)
def test_what_is_not_a_message_does_nothing(state: dict[str, Any], outbox: object) -> None:
    taken: list[Any] = []
    state["e"] = {"outbox": outbox}
    editor._receive("e", taken.append)
    assert taken == []


def test_the_unit_that_is_looked_at(state: dict[str, Any]) -> None:
    seen: list[Any] = []
    for unit in ({"node": "dense_1", "unit": 3}, None):
        state["e"] = {"unit": unit}
        editor._focus("e", lambda node, number: seen.append((node, number)))
    assert seen == [("dense_1", 3), (None, None)]
