"""The browser's requests become runs of the script one after the other, and what ticks is drawn in one run.

A part of what :mod:`playground.ui.app.streamlit_patches` mends.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

import cachetools
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime.app_session import AppSessionState
from streamlit.runtime.scriptrunner import RerunData, get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequestType, _has_active_trigger_value
from streamlit.runtime.scriptrunner_utils.script_run_context import ThreadState
from streamlit.runtime.state.query_params import sanitize_query_string

SOON = 0.005
"""Seconds until a request asks again whether the one before it has ended."""

TOGETHER = 0.4
"""Seconds from one run of what ticks to the next: all that ticks between is drawn by the next, in one, as the browser
looks through the whole page for each."""

LONGEST = 2.0
"""Seconds for which what ticks is not drawn anew where nothing has happened that :func:`draw_on_change` was told of."""

MOST_WAITING = 100
"""Requests of a session that wait for their turn."""

MOST_FRAGMENTS = 10_000

Method = Callable[..., Any]
_drawn: cachetools.LRUCache[tuple[str, str], tuple[Callable[[], object], object, float]] = cachetools.LRUCache(
    MOST_FRAGMENTS
)
"""By session and fragment: what it is drawn from, what that was, and when (seconds of ``time.monotonic()``)."""
_lock = threading.Lock()


def draw_on_change(facts: Callable[[], object] | None) -> None:
    """The fragment at hand, which ticks, is drawn anew only where *facts* returns something else than now.

    After :data:`LONGEST` it is in any case, and where *facts* is ``None``. *facts* is called often, and in another
    thread, which has no session.
    """
    context, fragment = get_script_run_ctx(suppress_warning=True), ThreadState.get().fragment_id
    if context is None or fragment is None:
        return
    drawn = (facts, facts(), time.monotonic()) if facts is not None else None
    with _lock:
        if drawn is not None:
            _drawn[context.session_id, fragment] = drawn
        else:
            _drawn.pop((context.session_id, fragment), None)


def _has_changed(session_id: str, fragment: str) -> bool:
    with _lock:
        facts, before, at = _drawn.get((session_id, fragment), (None, None, 0.0))
    return facts is None or time.monotonic() - at > LONGEST or facts() != before


@dataclass
class Ticks:
    """What is drawn anew by itself: the ids of fragments, and what the browser told with the last that asked."""

    fragments: list[str]
    told: ClientState


@dataclass
class Turns:
    """What the browser of a session asked for that is not yet a run.

    *held* are the ids of fragments of the *page* that ticked since the last run of such was asked for, at *asked_at*
    (seconds of ``time.monotonic()``).
    """

    waiting: deque[ClientState | Ticks | None] = field(default_factory=deque)
    held: dict[str, None] = field(default_factory=dict)
    page: str = ""
    asked_at: float = -TOGETHER

    def hold(self, client_state: ClientState) -> None:
        """The fragment of *client_state* is drawn with the next that tick, and none of a page that is left."""
        if client_state.page_script_hash != self.page:
            self.held.clear()
        self.page = client_state.page_script_hash
        self.held[client_state.fragment_id] = None

    def next_ticks(self, client_state: ClientState) -> Ticks | None:
        """What is to be drawn by itself now, when *client_state* is the tick that has just come."""
        now = time.monotonic()
        if not self.held or self.waiting or now - self.asked_at < TOGETHER:
            return None
        fragments, self.held, self.asked_at = list(self.held), {}, now
        return Ticks(fragments, client_state)


def take_requests_in_turn(request_rerun: Method) -> Method:
    """The browser's requests become runs in their order, each click once, and in a run that draws its button.

    The browser sends the state of all widgets with each request, and a click some milliseconds after it was made. Of a
    tick between the two, Streamlit would make a run with the click in it: its callback would be called twice, or the
    button be found clicked by a run that does not draw it, and by no other. A click that comes with the request of
    another fragment, or of one that is about to be drawn anew, would be drawn by no run; and of two clicks on a button
    that wait for the same run, one would be forgotten.

    Ticks wait for one another, and for what a hand asks for. They are drawn when one comes, with what the browser tells
    with it: what it told before would undo what the app has set meanwhile.
    """

    @wraps(request_rerun)
    def mended(session: Any, client_state: ClientState | None) -> None:
        turns: Turns = vars(session).setdefault("turns", Turns())
        if client_state is not None and client_state.is_auto_rerun:
            fragment = client_state.fragment_id
            if session.has_fragment(fragment) and _has_changed(session.id, fragment):
                turns.hold(client_state)
            if (ticks := turns.next_ticks(client_state)) is not None:
                wait(session, ticks)
        elif len(turns.waiting) < MOST_WAITING:
            if client_state is None or not client_state.fragment_id:
                turns.held.clear()  # The page is drawn with all its fragments.
            wait(session, client_state)

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
                _mend_fragment(session, first)
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
    told = ticks.told
    for clicked in _clicked(told.widget_states):
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


def _clicked(states: WidgetStates) -> list[WidgetState]:
    return [one for one in states.widgets if _has_active_trigger_value(one)]


def _mend_fragment(session: Any, client_state: ClientState) -> None:
    """Clicks of elsewhere than a request's fragment are drawn by the whole page, and what a person has set in a
    fragment of the page at hand that is not there: Streamlit would not hear of it."""
    if not client_state.fragment_id:
        return
    clicked, is_there = _clicked(client_state.widget_states), session.has_fragment(client_state.fragment_id)
    if clicked:
        metadata = session._session_state._new_widget_state.widget_metadata
        places = {metadata[one.id].fragment_id for one in clicked if one.id in metadata}
        is_right = is_there and places == {client_state.fragment_id}
    else:
        is_right = is_there or client_state.page_script_hash != session.page_script_hash
    if not is_right:
        client_state.fragment_id = ""


def _is_clicked_again(session: Any, client_state: ClientState) -> bool:
    """Whether a click of *client_state* is on what was clicked in a request that is still pending."""
    if session._scriptrunner is None:
        return False
    requests = session._scriptrunner._requests
    pending = requests._rerun_data.widget_states if requests._state is ScriptRequestType.RERUN else None
    before = {one.id for one in _clicked(pending)} if pending else set()
    return any(one.id in before for one in _clicked(client_state.widget_states))
