"""What Streamlit 1.67 does to a page with fragments while the machine is busy, mended.

The browser puts what it is sent where it is told to. A place whose elder neighbour never came is an error there ("Bad
delta path index"), after which Streamlit's frontend shows nothing any more. So all that a run draws must come, in the
order in which it was drawn, and for the page that is shown; in four ways it does not. None of them can be closed from
outside: what is let go of is let go of before a line of the app runs, or where no line of it runs at all.

For each, a test holds that Streamlit still needs it, and says so when it no longer does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any

from streamlit.runtime.app_session import AppSession, AppSessionState
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue
from streamlit.runtime.scriptrunner import RerunData, ScriptRunner
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequests, ScriptRequestType

SOON = 0.005
"""Seconds until a request asks again whether the one before it has ended."""

Method = Callable[..., Any]


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

    It asks from where the browser is, and Streamlit would take that for the page of both.
    """

    @wraps(request_rerun)
    def mended(requests: Any, new_data: RerunData) -> Any:
        first: RerunData = requests._rerun_data
        is_of_the_whole = requests._state is ScriptRequestType.RERUN and not first.fragment_id_queue
        if is_of_the_whole and (new_data.fragment_id or new_data.fragment_id_queue):
            page = {name: getattr(first, name) for name in ("page_script_hash", "page_name", "query_string")}
            new_data = replace(new_data, **page)
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


PATCHES: tuple[tuple[type, str, Callable[[Method], Method]], ...] = (
    (ForwardMsgQueue, "clear", keep_unsent),
    (ScriptRunner, "_run_script", drop_other_pages_requests),
    (ScriptRequests, "_request_rerun_locked", keep_requested_page),
    (AppSession, "_create_scriptrunner", wait_for_last_run),
)


def patch_streamlit() -> None:
    """Once for the process, however often it is asked for; a Streamlit that has other methods is left as it is."""
    for owner, name, mended in PATCHES:
        method = vars(owner).get(name)
        if method is not None and not hasattr(method, "__wrapped__"):
            setattr(owner, name, mended(method))
