"""What Streamlit 1.67 does to a page with fragments while the machine is busy, mended.

Of what is drawn: the browser puts what it is sent where it is told to. A place whose elder neighbour never came is an
error there ("Bad delta path index"), after which Streamlit's frontend shows nothing any more. So all that a run draws
must come, in the order in which it was drawn, and for the page that is shown. Of what is clicked: each click must be
found by one run, and its callback be called once and to its end. None of it can be held from outside: what is let go of
is let go of before a line of the app runs, or where no line of it runs at all.

For each, a test holds that Streamlit still needs it, and says so when it no longer does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextvars import ContextVar
from dataclasses import replace
from functools import wraps
from typing import Any

from streamlit.delta_generator_singletons import context_dg_stack, get_default_dg_stack_value
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime.app_session import AppSession, AppSessionState
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue
from streamlit.runtime.scriptrunner import RerunData, RerunException, ScriptRunner, get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequests, ScriptRequestType
from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext
from streamlit.runtime.state.safe_session_state import SafeSessionState
from streamlit.runtime.state.session_state import SessionState

SOON = 0.005
"""Seconds until a request asks again whether the one before it has ended."""

TRIGGERS = frozenset({"trigger_value", "string_trigger_value", "chat_input_value", "json_trigger_value"})
"""What holds for one run: a click, a message that was typed, an event of a component."""

Method = Callable[..., Any]
_in_callbacks: ContextVar[bool] = ContextVar("in_callbacks", default=False)


def keep_unsent(clear: Method) -> Method:
    """A run of fragments lets go of nothing that is not yet sent.

    Streamlit would let go of what those fragments have drawn, and keep what the fragments within them have, whose
    places were among that. What is drawn anew comes after it, at the same places.
    """

    @wraps(clear)
    def mended(queue: Any, retain_lifecycle_msgs: bool = False, fragment_ids_this_run: list[str] | None = None) -> None:
        clear(queue, retain_lifecycle_msgs, [] if fragment_ids_this_run else None)

    return mended


def drop_other_pages_requests(run_script: Method) -> Method:
    """A request of fragments of a page that is no longer shown does not become a run.

    They ask on until the browser hears of the other page. Streamlit would run none of them, but tell the browser that
    a run of the page before begins, and the browser would take away all that the page at hand has drawn.
    """

    @wraps(run_script)
    def mended(runner: Any, rerun_data: RerunData) -> None:
        fragment_ids = rerun_data.fragment_id_queue
        is_of_another = rerun_data.page_script_hash != runner._pages_manager.current_page_script_hash
        if fragment_ids and is_of_another and not any(runner._fragment_storage.contains(one) for one in fragment_ids):
            return
        run_script(runner, rerun_data)

    return mended


def keep_requested_page(request_rerun: Method) -> Method:
    """A fragment that asks for a run while one of a whole page is asked for does not change the page.

    It asks from where the browser is, and Streamlit would take that for the page of both. Whether the app itself asked,
    as ``st.rerun`` does, is noted for :func:`finish_runs_of_clicks`.
    """

    @wraps(request_rerun)
    def mended(requests: Any, new_data: RerunData) -> Any:
        first: RerunData = requests._rerun_data
        is_pending = requests._state is ScriptRequestType.RERUN
        if is_pending and not first.fragment_id_queue and (new_data.fragment_id or new_data.fragment_id_queue):
            page = {name: getattr(first, name) for name in ("page_script_hash", "page_name", "query_string")}
            new_data = replace(new_data, **page)
        is_of_app = get_script_run_ctx(suppress_warning=True) is not None
        requests.is_of_app = is_of_app or (is_pending and requests.is_of_app)
        return request_rerun(requests, new_data)

    return mended


def wait_for_last_run(create_scriptrunner: Method) -> Method:
    """A request that comes when the last run has ended, but not all that it drew is in the queue, waits for that.

    Streamlit would begin the new run at once, and listen no longer to the one before.
    """

    @wraps(create_scriptrunner)
    def mended(session: Any, initial_rerun_data: RerunData) -> None:
        last = session._scriptrunner
        if last is None:
            create_scriptrunner(session, initial_rerun_data)
        elif not last.request_rerun(initial_rerun_data):
            session._event_loop.call_later(SOON, retry, session, initial_rerun_data)

    def retry(session: Any, rerun_data: RerunData) -> None:
        if session._state is not AppSessionState.SHUTDOWN_REQUESTED:
            mended(session, rerun_data)

    return mended


def begin_at_the_top(reset: Method) -> Method:
    """A run begins to draw at the top of the page.

    Streamlit would begin one that was asked for in the last moment of a run of fragments where those stand.
    """

    @wraps(reset)
    def mended(context: Any, *arguments: Any, **options: Any) -> None:
        reset(context, *arguments, **options)
        context.cursors.clear()
        context_dg_stack.set(get_default_dg_stack_value())

    return mended


def leave_clicks_to_their_own_request(request_rerun: Method) -> Method:
    """A request of a fragment that ticks brings no click along.

    The browser sends the state of all widgets with each request, and a click some milliseconds after it was made. Of a
    tick between the two, Streamlit would make a run with the click in it: its callback would be called twice, or the
    button be found clicked by a run that does not draw it, and by no other.
    """

    @wraps(request_rerun)
    def mended(session: Any, client_state: ClientState | None) -> None:
        if client_state is not None and client_state.is_auto_rerun:
            client_state = _without_triggers(client_state)
        request_rerun(session, client_state)

    return mended


def _without_triggers(client_state: ClientState) -> ClientState:
    kept = ClientState()
    kept.CopyFrom(client_state)
    del kept.widget_states.widgets[:]
    kept.widget_states.widgets.extend(
        one for one in client_state.widget_states.widgets if one.WhichOneof("value") not in TRIGGERS
    )
    return kept


def finish_callbacks(run_callbacks: Method) -> Method:
    """Callbacks are not broken off by the request of another run.

    Streamlit would leave a callback where it draws or reads the state of the session, and not come back to it.
    """

    @wraps(run_callbacks)
    def mended(*arguments: Any, **options: Any) -> Any:
        token = _in_callbacks.set(True)
        try:
            return run_callbacks(*arguments, **options)
        finally:
            _in_callbacks.reset(token)

    return mended


def finish_runs_of_clicks(handle_request: Method) -> Method:
    """The run that a click began goes to its end before another that the browser asks for.

    Where the app itself asks for another, by ``st.rerun``, a button that is not drawn yet is clicked in that one. In
    both cases, Streamlit would forget that it was clicked.
    """

    @wraps(handle_request)
    def mended(runner: Any) -> None:
        requests = runner._requests
        if requests._state is ScriptRequestType.CONTINUE or _in_callbacks.get():
            return
        clicked = _clicked_buttons(runner._session_state._state)
        if clicked and requests._state is ScriptRequestType.RERUN and not requests.is_of_app:
            return
        try:
            handle_request(runner)
        except RerunException as given_way:
            raise RerunException(_with_missed_clicks(given_way.rerun_data, clicked)) from None

    return mended


def _clicked_buttons(state: SessionState) -> list[str]:
    """Their widgets' ids, until the run ends."""
    states = state._new_widget_state
    return [
        widget
        for widget, metadata in list(states.widget_metadata.items())
        if metadata.value_type == "trigger_value" and states.get(widget)
    ]


def _with_missed_clicks(rerun_data: RerunData, clicked: Sequence[str]) -> RerunData:
    context = get_script_run_ctx()
    if context is None or context.page_script_hash != rerun_data.page_script_hash:
        return rerun_data
    drawn = context.shared.widget_ids_this_run.snapshot()
    missed = WidgetStates()
    missed.CopyFrom(rerun_data.replay_trigger_states or WidgetStates())
    missed.widgets.extend(WidgetState(id=widget, trigger_value=True) for widget in clicked if widget not in drawn)
    return replace(rerun_data, replay_trigger_states=missed if missed.widgets else None)


PATCHES: tuple[tuple[type, str, Callable[[Method], Method]], ...] = (
    (ForwardMsgQueue, "clear", keep_unsent),
    (ScriptRunner, "_run_script", drop_other_pages_requests),
    (ScriptRequests, "_request_rerun_locked", keep_requested_page),
    (AppSession, "_create_scriptrunner", wait_for_last_run),
    (ScriptRunContext, "reset", begin_at_the_top),
    (AppSession, "request_rerun", leave_clicks_to_their_own_request),
    (SafeSessionState, "on_script_will_rerun", finish_callbacks),
    (ScriptRunner, "_maybe_handle_execution_control_request", finish_runs_of_clicks),
)


def patch_streamlit() -> None:
    """Once for the process, however often it is asked for; a Streamlit that has other methods is left as it is."""
    for owner, name, mended in PATCHES:
        method = vars(owner).get(name)
        if method is not None and not hasattr(method, "__wrapped__"):
            setattr(owner, name, mended(method))
