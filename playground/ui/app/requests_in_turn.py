"""The browser's requests become runs of the script one after the other, and what ticks is drawn in one run.

A part of what :mod:`playground.ui.app.streamlit_patches` mends.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime.app_session import AppSessionState
from streamlit.runtime.scriptrunner import RerunData
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequestType, _has_active_trigger_value
from streamlit.runtime.state.query_params import sanitize_query_string

SOON = 0.005
"""Seconds until a request asks again whether the one before it has ended."""

TOGETHER = 0.4
"""Seconds from one run of what ticks to the next: all that ticks between is drawn in one. For each run, the browser
looks through the whole page, which costs it more than what is drawn."""

MOST_WAITING = 100
"""Requests of a session that wait for their turn."""

Method = Callable[..., Any]


@dataclass
class Ticks:
    """What is drawn anew by itself: the ids of the fragments, in the order in which they asked, and the last that the
    browser told of its widgets and its page."""

    fragments: list[str]
    told: ClientState


@dataclass
class Turns:
    """What the browser of a session asked for that is not yet a run.

    *is_resting* says that a run of ticks was asked for less than :data:`TOGETHER` ago.
    """

    waiting: deque[ClientState | Ticks | None] = field(default_factory=deque)
    ticks: Ticks | None = None
    is_resting: bool = False

    def tell(self, client_state: ClientState | None) -> None:
        """What ticks is drawn with what the browser told last; a run of the page, or another page, is in its place."""
        if self.ticks is None:
            return
        page = self.ticks.told.page_script_hash
        if client_state is not None and client_state.fragment_id and client_state.page_script_hash == page:
            self.ticks.told = client_state
        else:
            self.ticks = None

    def hold(self, client_state: ClientState) -> None:
        """The fragment of *client_state* is drawn with the next that tick."""
        if self.ticks is None:
            self.ticks = Ticks([], client_state)
        if client_state.fragment_id not in self.ticks.fragments:
            self.ticks.fragments.append(client_state.fragment_id)


def take_requests_in_turn(request_rerun: Method) -> Method:
    """The browser's requests become runs in their order, each click once, and in a run that draws its button.

    The browser sends the state of all widgets with each request, and a click some milliseconds after it was made. Of a
    tick between the two, Streamlit would make a run with the click in it: its callback would be called twice, or the
    button be found clicked by a run that does not draw it, and by no other. A click that comes with the request of
    another fragment, or of one that is about to be drawn anew, would be drawn by no run; and of two clicks on a button
    that wait for the same run, one would be forgotten.

    Ticks wait for one another, and let what a hand asks for go first. They know its widgets then.
    """

    @wraps(request_rerun)
    def mended(session: Any, client_state: ClientState | None) -> None:
        turns: Turns = vars(session).setdefault("turns", Turns())
        turns.tell(client_state)
        if client_state is not None and client_state.is_auto_rerun:
            if session.has_fragment(client_state.fragment_id):
                turns.hold(client_state)
            if not turns.is_resting:
                draw_together(session)
        elif len(turns.waiting) < MOST_WAITING:
            wait(session, client_state)

    def draw_together(session: Any) -> None:
        turns: Turns = session.turns
        turns.is_resting = turns.ticks is not None and session._state is not AppSessionState.SHUTDOWN_REQUESTED
        if not turns.is_resting:
            return
        session._event_loop.call_later(TOGETHER, draw_together, session)
        if not turns.waiting:
            ticks, turns.ticks = turns.ticks, None
            wait(session, ticks)

    def wait(session: Any, request: ClientState | Ticks | None) -> None:
        waiting: deque[ClientState | Ticks | None] = session.turns.waiting
        waiting.append(request)
        if len(waiting) == 1:
            take(session)

    def take(session: Any) -> None:
        waiting: deque[ClientState | Ticks | None] = session.turns.waiting
        while waiting and session._state is not AppSessionState.SHUTDOWN_REQUESTED:
            first = waiting[0]
            if isinstance(first, ClientState):
                _mend_clicks(session, first)
            if not isinstance(first, ClientState) or not _is_clicked_again(session, first):
                session.is_refused = False
                try:
                    if isinstance(first, Ticks):
                        _ask_for(session, first)
                    else:
                        request_rerun(session, first)
                except Exception:
                    waiting.clear()  # Or nothing that is asked for afterwards would be taken.
                    raise
                if not session.is_refused:
                    waiting.popleft()
                    continue
            session._event_loop.call_later(SOON, take, session)
            return
        waiting.clear()

    return mended


def _ask_for(session: Any, ticks: Ticks) -> None:
    """As ``AppSession.request_rerun`` does for one fragment. A tick brings no clicks along."""
    fragments = [fragment for fragment in ticks.fragments if session.has_fragment(fragment)]
    if not fragments:
        return
    told = ClientState()
    told.CopyFrom(ticks.told)
    for clicked in _clicked(told):
        told.widget_states.widgets.remove(clicked)
    rerun_data = RerunData(
        query_string=sanitize_query_string(told.query_string),
        widget_states=told.widget_states,
        page_script_hash=told.page_script_hash,
        page_name=told.page_name,
        fragment_id_queue=fragments,
        is_auto_rerun=True,
        cached_message_hashes=frozenset(told.cached_message_hashes),
        context_info=told.context_info if told.HasField("context_info") else None,
    )
    if session._scriptrunner is None or not session._scriptrunner.request_rerun(rerun_data):
        session._create_scriptrunner(rerun_data)


def _clicked(client_state: ClientState) -> list[WidgetState]:
    return [one for one in client_state.widget_states.widgets if _has_active_trigger_value(one)]


def _mend_clicks(session: Any, client_state: ClientState) -> None:
    """Clicks of elsewhere than a request's fragment are drawn by the whole page."""
    clicked = _clicked(client_state)
    if clicked and client_state.fragment_id:
        metadata = session._session_state._new_widget_state.widget_metadata
        places = {metadata[one.id].fragment_id for one in clicked if one.id in metadata}
        if places != {client_state.fragment_id} or not session.has_fragment(client_state.fragment_id):
            client_state.fragment_id = ""


def _is_clicked_again(session: Any, client_state: ClientState) -> bool:
    """Whether a click of *client_state* is on what was clicked in a request that is still pending."""
    if session._scriptrunner is None:
        return False
    requests = session._scriptrunner._requests
    pending = requests._rerun_data.widget_states if requests._state is ScriptRequestType.RERUN else None
    before = {one.id for one in pending.widgets if _has_active_trigger_value(one)} if pending else set()
    return any(one.id in before for one in _clicked(client_state))
