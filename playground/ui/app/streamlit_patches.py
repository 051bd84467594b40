"""What Streamlit 1.67 does to a page with fragments while the machine is busy, mended.

Of what is drawn: the browser puts what it is sent where it is told to. A place whose elder neighbour never came is an
error there ("Bad delta path index"), after which Streamlit's frontend shows nothing any more. So all that a run draws
must come, in the order in which it was drawn, and for the page that is shown. Of what is clicked: each click must be
found by one run, and its callback be called once and to its end. None of it can be held from outside: what is let go of
is let go of before a line of the app runs, or where no line of it runs at all.

For each, a test holds that Streamlit still needs it, and says so when it no longer does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import replace
from functools import wraps
from typing import Any

from streamlit.delta_generator_singletons import context_dg_stack, get_default_dg_stack_value
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue
from streamlit.runtime.scriptrunner import RerunData, ScriptRunner, get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_requests import (
    _TRIGGER_PROTO_FIELDS,
    ScriptRequest,
    ScriptRequests,
    ScriptRequestType,
    _fragment_run_should_not_preempt_script,
)
from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext
from streamlit.runtime.state.safe_session_state import SafeSessionState

from playground.ui.app.requests_in_turn import take_requests_in_turn

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


def mend_requests_of_gone_fragments(run_script: Method) -> Method:
    """A run of fragments is of the page that the browser shows, and of fragments that are there.

    Those of a page that is left ask on until the browser hears of the other page, and those of the other page, which
    tick, before it shows that. At the beginning of either run the browser would take away all that the page at hand
    has drawn: it compares the run's page with the one that it shows, not with the one that it was told last. What ticks
    waits until then. What a person has set in a fragment of the page at hand that was drawn anew meanwhile, under
    another id, Streamlit would not draw: the whole page is drawn.
    """

    @wraps(run_script)
    def mended(runner: Any, rerun_data: RerunData) -> None:
        fragment_ids = rerun_data.fragment_id_queue
        are_there = [runner._fragment_storage.contains(one) for one in fragment_ids]
        page = runner._pages_manager.current_page_script_hash
        is_of_another = rerun_data.page_script_hash != page
        if fragment_ids and is_of_another and (rerun_data.is_auto_rerun or not any(are_there)):
            return
        if fragment_ids and (is_of_another or not all(are_there)):
            rerun_data = replace(
                rerun_data, page_script_hash=page, fragment_id_queue=[], is_fragment_scoped_rerun=False
            )
        run_script(runner, rerun_data)

    return mended


def keep_requested_page(request_rerun: Method) -> Method:
    """What asks for a run while one of another page is asked for does not lead back.

    A fragment that ticks asks from where the browser is, and ``st.rerun`` from where the run at hand is; Streamlit
    would take that for the page of both. Whether the app itself asked is noted for :func:`finish_runs_of_clicks`.
    """

    @wraps(request_rerun)
    def mended(requests: Any, new_data: RerunData) -> Any:
        first: RerunData = requests._rerun_data
        is_pending = requests._state is ScriptRequestType.RERUN
        context = get_script_run_ctx(suppress_warning=True)
        if is_pending and not first.fragment_id_queue:
            is_of_fragments = new_data.fragment_id or new_data.fragment_id_queue
            is_left = context is not None and first.page_script_hash not in ("", context.page_script_hash)
            if is_of_fragments or is_left:
                page = {name: getattr(first, name) for name in ("page_script_hash", "page_name", "query_string")}
                new_data = replace(new_data, **page)
        requests.is_of_app = context is not None or (is_pending and _is_of_app(requests))
        return request_rerun(requests, new_data)

    return mended


def _is_of_app(requests: Any) -> bool:
    """Whether the app itself asked for the run that is pending, as ``st.rerun`` and ``st.switch_page`` do."""
    return bool(getattr(requests, "is_of_app", False))


def refuse_before_last_run_is_told(create_scriptrunner: Method) -> Method:
    """A request that comes when the last run has ended, but not all that it drew is in the queue, begins no other.

    Streamlit would begin it at once, and listen no longer to the one before. :func:`take_requests_in_turn` asks again.
    """

    @wraps(create_scriptrunner)
    def mended(session: Any, initial_rerun_data: RerunData) -> None:
        session.is_refused = session._scriptrunner is not None
        if not session.is_refused:
            create_scriptrunner(session, initial_rerun_data)

    return mended


def begin_at_the_top(reset: Method) -> Method:
    """A run begins to draw at the top of the page, and knows which visit of a page it belongs to.

    Streamlit would begin one that was asked for in the last moment of a run of fragments where those stand.
    """

    @wraps(reset)
    def mended(context: Any, *arguments: Any, **options: Any) -> None:
        page, pages = context.page_script_hash, context.pages_manager
        reset(context, *arguments, **options)
        if page and context.page_script_hash != page:
            pages.visit = visit_of_page(context) + 1
        context_dg_stack.set(get_default_dg_stack_value())

    return mended


def visit_of_page(context: ScriptRunContext) -> int:
    """How often the session at hand has gone from one page to another.

    What a fragment asked for on the visit before, of the same page, comes when the browser may still show the page
    between the two, and its run would take away all that the page at hand has drawn.
    """
    return int(getattr(context.pages_manager, "visit", 0))


def finish_callbacks(run_callbacks: Method) -> Method:
    """Callbacks are not broken off by what the browser asks for, nor left out.

    Streamlit would leave a callback where it draws or reads the state of the session, and not come back to it; and give
    way before the first, where the clicks are not yet known.
    """

    @wraps(run_callbacks)
    def mended(*arguments: Any, **options: Any) -> Any:
        token = _in_callbacks.set(True)
        try:
            return run_callbacks(*arguments, **options)
        finally:
            _in_callbacks.reset(token)

    return mended


def finish_runs_of_clicks(on_yield: Method) -> Method:
    """The run that a click began goes to its end before another that the browser asks for.

    Where the app itself asks for another, by ``st.rerun``, a button that is not drawn yet is clicked in that one. In
    both cases, Streamlit would forget that it was clicked.
    """

    @wraps(on_yield)
    def mended(requests: Any) -> ScriptRequest | None:
        pending: RerunData = requests._rerun_data
        is_rerun = requests._state is ScriptRequestType.RERUN
        gives_no_way = _fragment_run_should_not_preempt_script(
            pending.fragment_id_queue, pending.is_fragment_scoped_rerun
        )
        if requests._state is ScriptRequestType.CONTINUE or (is_rerun and gives_no_way):
            return None
        clicked = _clicked_widgets()
        if is_rerun and not _is_of_app(requests) and (clicked or _in_callbacks.get()):
            return None
        request: ScriptRequest | None = on_yield(requests)
        if request is None or request.type is not ScriptRequestType.RERUN:
            return request
        return ScriptRequest(request.type, _with_missed_clicks(request.rerun_data, clicked))

    return mended


def _clicked_widgets() -> dict[str, str]:
    """The kind of value of each widget that the run at hand found clicked, by its id."""
    context = get_script_run_ctx(suppress_warning=True)
    if context is None:
        return {}
    states = context.session_state._state._new_widget_state
    return {
        widget: metadata.value_type
        for widget, metadata in list(states.widget_metadata.items())
        if metadata.value_type in _TRIGGER_PROTO_FIELDS and states.get(widget)
    }


def _with_missed_clicks(rerun_data: RerunData, clicked: Mapping[str, str]) -> RerunData:
    context = get_script_run_ctx(suppress_warning=True)
    if context is None or context.page_script_hash != rerun_data.page_script_hash:
        return rerun_data
    drawn = context.shared.widget_ids_this_run.snapshot()
    missed = WidgetStates()
    missed.CopyFrom(rerun_data.replay_trigger_states or WidgetStates())
    missed.widgets.extend(
        WidgetState(id=widget, trigger_value=True)
        for widget, kind in clicked.items()
        if kind == "trigger_value" and widget not in drawn
    )
    return replace(rerun_data, replay_trigger_states=missed if missed.widgets else None)


PATCHES: tuple[tuple[type, str, Callable[[Method], Method]], ...] = (
    (ForwardMsgQueue, "clear", keep_unsent),
    (ScriptRunner, "_run_script", mend_requests_of_gone_fragments),
    (ScriptRequests, "_request_rerun_locked", keep_requested_page),
    (AppSession, "_create_scriptrunner", refuse_before_last_run_is_told),
    (ScriptRunContext, "reset", begin_at_the_top),
    (AppSession, "request_rerun", take_requests_in_turn),
    (SafeSessionState, "on_script_will_rerun", finish_callbacks),
    (ScriptRequests, "on_scriptrunner_yield", finish_runs_of_clicks),
)
"""Methods that are looked up at each call: the run that imports this goes on with them."""


def patch_streamlit() -> None:
    """Once for the process, however often it is asked for; a Streamlit that has other methods is left as it is."""
    for owner, name, mended in PATCHES:
        method = vars(owner).get(name)
        if method is not None and not hasattr(method, "__wrapped__"):
            setattr(owner, name, mended(method))
