"""However often fragments are redrawn before the rest has been sent, the browser gets what it can put in its place."""

from __future__ import annotations

import re
import time
import tomllib
from collections.abc import Iterator
from functools import partial
from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TypeVar
from unittest.mock import MagicMock

import pytest
from google.protobuf.message import Message
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.runtime import app_session
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue
from streamlit.runtime.scriptrunner import RerunData
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequests, ScriptRequestType
from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext
from streamlit.testing.v1 import AppTest

from playground.ui.app import requests_in_turn
from playground.ui.app.requests_in_turn import LONGEST, MOST_WAITING, TOGETHER
from playground.ui.app.streamlit_patches import PATCHES
from tests.support.frontend import BadPlace, Frontend

AnyMessage = TypeVar("AnyMessage", bound=Message)
UI = Path(__file__).parents[4] / "playground" / "ui"


def _app() -> None:
    """Fragments beside one another and within one another, with something before, between and behind them."""
    import streamlit as st

    from playground.ui.app.fragments import fragment

    def innermost() -> None:
        st.write("innermost")
        st.columns(2)[1].write("beside")

    def inner() -> None:
        st.write("before")
        with st.container():
            fragment(innermost)
        st.write("behind")

    def outer() -> None:
        fragment(inner)
        st.write("behind")

    st.write("before")
    fragment(outer)
    for tab in st.tabs(["one", "two"]):
        with tab:
            fragment(innermost)
    st.write("behind")


def _asking(target: str, page: str, ticks: bool) -> None:
    """While it runs, *target* of *page* asks to be redrawn, by itself or by a hand; "" is the page at hand."""
    import streamlit as st
    from streamlit.runtime.scriptrunner import RerunData, get_script_run_ctx

    from playground.ui.app.fragments import fragment

    fragment(lambda: st.write("drawn"), key="there")
    context = get_script_run_ctx()
    assert context is not None
    assert context.script_requests is not None
    asked = context.fragment_storage.resolve_target("there")[0] if target == "there" else target
    first = "asked" not in st.session_state
    st.session_state["asked"] = True
    if first:
        context.script_requests.request_rerun(
            RerunData(fragment_id=asked, page_script_hash=page or context.page_script_hash, is_auto_rerun=ticks)
        )


@pytest.fixture
def sent() -> Iterator[list[ForwardMsg]]:
    """Every message to the browser."""
    found: list[ForwardMsg] = []
    ForwardMsgQueue.on_before_enqueue_msg(found.append)
    yield found
    ForwardMsgQueue.on_before_enqueue_msg(None)


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streamlit as it comes."""
    for owner, name, _mended in PATCHES:
        monkeypatch.setattr(owner, name, vars(owner)[name].__wrapped__)


def lifecycle(run: str, fragments: list[str], kind: str) -> ForwardMsg:
    message = ForwardMsg()
    message.metadata.run.script_run_id = run
    message.metadata.run.fragment_ids.extend(fragments)
    if kind == "new_session":
        message.new_session.name = "app"
    else:
        status = "FINISHED_FRAGMENT_RUN_SUCCESSFULLY" if fragments else "FINISHED_SUCCESSFULLY"
        message.script_finished = ForwardMsg.ScriptFinishedStatus.Value(status)
    return message


def copied(message: AnyMessage) -> AnyMessage:
    made = type(message)()
    made.CopyFrom(message)
    return made


class Runs:
    """The runs of :func:`_app`, of the page or of a fragment: what is sent of one, by what the page's has sent."""

    def __init__(self, sent: list[ForwardMsg]) -> None:
        self.drawn = [one for one in sent if one.HasField("delta")]
        self.places: dict[str, tuple[int, ...]] = {}
        for one in self.drawn:
            if one.delta.fragment_id:
                self.places.setdefault(one.delta.fragment_id, tuple(one.metadata.delta_path))

    def messages(self, run: str, fragment: str = "") -> list[ForwardMsg]:
        place, asked = self.places.get(fragment, ()), [fragment] if fragment else []
        drawn = [copied(one) for one in self.drawn if tuple(one.metadata.delta_path)[: len(place)] == place]
        return [lifecycle(run, asked, "new_session"), *drawn, lifecycle(run, asked, "script_finished")]

    def refused(self) -> int:
        """How often the frontend throws: two runs of fragments after one of the page, and at each moment of them a
        flush that is the last for as long as they go."""
        count = 0
        for first, second in product(self.places, repeat=2):
            runs = [("", self.messages("1")), (first, self.messages("2", first)), (second, self.messages("3", second))]
            for moment in range(sum(len(messages) for _fragment, messages in runs)):
                count += _is_refused(runs, moment)
        return count


def _is_refused(runs: list[tuple[str, list[ForwardMsg]]], moment: int) -> bool:
    queue, frontend, said = ForwardMsgQueue(), Frontend(), 0
    try:
        for fragment, messages in runs:
            queue.clear(retain_lifecycle_msgs=True, fragment_ids_this_run=[fragment] if fragment else None)
            for message in messages:
                queue.enqueue(copied(message))
                said += 1
                if said == moment:
                    frontend.take(queue.flush())
        frontend.take(queue.flush())
    except BadPlace:
        return True
    return False


def test_the_browser_can_put_all_in_its_place_whenever_it_is_sent(sent: list[ForwardMsg]) -> None:
    assert not AppTest.from_function(_app, default_timeout=60).run().exception
    runs = Runs(sent)
    assert len(runs.places) == 5
    assert runs.refused() == 0


@pytest.mark.usefixtures("bare")
def test_streamlit_alone_would_let_go_of_places(sent: list[ForwardMsg]) -> None:
    """If this fails, Streamlit has mended it, and ``keep_unsent`` is no longer needed."""
    AppTest.from_function(_app, default_timeout=60).run()
    assert Runs(sent).refused() > 0


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bool]]:
    """Of each run that begins: its page, and whether it is one of fragments."""
    found: list[tuple[str, bool]] = []
    reset = ScriptRunContext.reset

    def noting(context: ScriptRunContext, **given: Any) -> None:
        found.append((str(given["page_script_hash"]), bool(given["fragment_ids_this_run"])))
        reset(context, **given)

    monkeypatch.setattr(ScriptRunContext, "reset", noting)
    return found


def asking(fragment: str, page: str, *, ticks: bool = False) -> None:
    AppTest.from_function(_asking, default_timeout=60, args=(fragment, page, ticks)).run()


@pytest.mark.parametrize("ticks", [True, False])
def test_a_fragment_of_a_page_that_is_gone_begins_no_run(begun: list[tuple[str, bool]], *, ticks: bool) -> None:
    asking("gone", "another page", ticks=ticks)
    assert [of_fragments for _page, of_fragments in begun] == [False]


@pytest.mark.parametrize("ticks", [True, False])
def test_a_fragment_that_is_there_is_redrawn(begun: list[tuple[str, bool]], *, ticks: bool) -> None:
    asking("there", "", ticks=ticks)
    assert [of_fragments for _page, of_fragments in begun] == [False, True]


def test_what_ticks_before_the_browser_shows_its_page_begins_no_run(begun: list[tuple[str, bool]]) -> None:
    asking("there", "the page before", ticks=True)
    assert [of_fragments for _page, of_fragments in begun] == [False]


def test_what_a_hand_asks_before_the_browser_shows_the_page_at_hand_is_drawn_by_it(
    begun: list[tuple[str, bool]],
) -> None:
    asking("there", "the page before")
    (first, then) = begun
    assert then == (first[0], False)


@pytest.mark.usefixtures("bare")
def test_streamlit_alone_would_begin_a_run_of_the_page_before(begun: list[tuple[str, bool]]) -> None:
    """If this fails, Streamlit has mended it, and what ticks need not wait until the browser shows its page."""
    asking("there", "the page before", ticks=True)
    assert begun[1:] == [("the page before", True)]


def test_what_a_fragment_asks_that_is_there_no_more_is_drawn_by_the_page(begun: list[tuple[str, bool]]) -> None:
    asking("gone", "")
    (first, then) = begun
    assert then == (first[0], False)


@pytest.mark.usefixtures("bare")
def test_streamlit_alone_would_draw_nothing_of_it(begun: list[tuple[str, bool]]) -> None:
    """If this fails, Streamlit has mended it, and ``mend_requests_of_gone_fragments`` need not look at the page at
    hand."""
    asking("gone", "")
    assert [of_fragments for _page, of_fragments in begun] == [False, True]


@pytest.mark.usefixtures("bare")
def test_streamlit_alone_would_begin_a_run_of_the_page_that_is_gone(begun: list[tuple[str, bool]]) -> None:
    """If this fails, Streamlit has mended it, and ``mend_requests_of_gone_fragments`` is no longer needed."""
    asking("gone", "another page")
    assert begun[1:] == [("another page", True)]


def _three_visits() -> None:
    """There and back again, and drawn once more; each time, the fragment's id."""
    import streamlit as st
    from streamlit.runtime.scriptrunner_utils.script_run_context import ThreadState

    from playground.ui.app.fragments import fragment

    found = st.session_state.setdefault("found", [])

    def page(name: str) -> None:
        fragment(lambda: found.append(ThreadState.get().fragment_id))
        if len(found) < 3:
            st.switch_page(pages[name == "here"])
        elif len(found) == 3:
            st.rerun()

    pages = [
        st.Page(lambda name=name: page(name), title=name, url_path=name, default=name == "here")
        for name in ("here", "there")
    ]
    st.navigation(pages).run()


def test_a_fragment_has_another_id_on_each_visit_of_its_page() -> None:
    app = AppTest.from_function(_three_visits, default_timeout=60).run()
    assert not app.exception
    *first, third, again = app.session_state["found"]
    assert len({*first, third}) == 3
    assert again == third


def page_of_both() -> str:
    requests = ScriptRequests()
    requests.request_rerun(RerunData(page_script_hash="wanted"))
    requests.request_rerun(RerunData(fragment_id="ticking", page_script_hash="where the browser is"))
    request = requests.on_scriptrunner_yield()
    assert request is not None
    assert not request.rerun_data.fragment_id_queue
    return request.rerun_data.page_script_hash


def test_a_fragment_does_not_change_the_page_that_is_asked_for() -> None:
    assert page_of_both() == "wanted"


@pytest.mark.usefixtures("bare")
def test_streamlit_alone_would_change_it() -> None:
    """If this fails, Streamlit has mended it, and ``keep_requested_page`` is no longer needed."""
    assert page_of_both() == "where the browser is"


def _led_back() -> None:
    """Somebody goes to another page while the run of a click goes, which ends with ``st.rerun``."""
    import streamlit as st

    from tests.support.frontend import ask_for_run

    if st.button("Click"):
        ask_for_run("another page")
        st.rerun()


def pages_after_a_click(begun: list[tuple[str, bool]]) -> list[str]:
    app = AppTest.from_function(_led_back, default_timeout=60).run()
    del begun[:]
    app.button[0].click().run()
    return [page for page, _of_fragments in begun][1:]


def test_a_rerun_does_not_lead_back_from_where_somebody_goes(begun: list[tuple[str, bool]]) -> None:
    assert pages_after_a_click(begun) == ["another page"]


@pytest.mark.usefixtures("bare")
def test_streamlit_alone_would_be_led_back(begun: list[tuple[str, bool]]) -> None:
    """If this fails, Streamlit has mended it, and ``keep_requested_page`` need not look at the app's own requests."""
    assert pages_after_a_click(begun) != ["another page"]


def session_of(*, accepts: bool = True, pending: WidgetStates | None = None) -> MagicMock:
    """A session whose last run goes on, or has ended without being told; *pending* is what waits for its end."""
    session = MagicMock(_state=app_session.AppSessionState.APP_NOT_RUNNING)
    session._create_scriptrunner = partial(AppSession._create_scriptrunner, session)
    session._script_event_loop.is_closed.return_value = False
    session._scriptrunner.request_rerun.return_value = accepts
    if pending is not None:
        session._scriptrunner._requests = SimpleNamespace(
            _state=ScriptRequestType.RERUN, _rerun_data=RerunData(widget_states=pending)
        )
    places = {"button": "its fragment", "slider": "its fragment", "elsewhere": None}
    session._session_state._new_widget_state.widget_metadata = {
        widget: SimpleNamespace(fragment_id=place) for widget, place in places.items()
    }
    return session


def request_of(*clicked: str, fragment: str = "its fragment", ticks: bool = False) -> ClientState:
    request = ClientState(fragment_id=fragment, is_auto_rerun=ticks)
    request.widget_states.widgets.add(id="slider", double_array_value={"data": [0.5]})
    for widget in clicked:
        request.widget_states.widgets.add(id=widget, trigger_value=True)
    return request


def requested(session: MagicMock) -> list[RerunData]:
    return [call.args[0] for call in session._scriptrunner.request_rerun.call_args_list]


def taken(session: MagicMock) -> list[tuple[str | None, list[str]]]:
    """Of each request that became a run: its fragment, and the widgets that it knows the state of."""
    return [(data.fragment_id, [one.id for one in data.widget_states.widgets]) for data in requested(session)]


def ask_again(session: MagicMock) -> None:
    _seconds, take, *given = session._event_loop.call_later.call_args.args
    take(*given)


def tick(session: MagicMock, *fragments: str) -> None:
    for fragment in fragments:
        AppSession.request_rerun(session, request_of(fragment=fragment, ticks=True))


def pass_time(session: MagicMock) -> None:
    """As if the last run of what ticks had been asked for a while ago."""
    session.turns.asked_at -= TOGETHER


def drawn_by_themselves(session: MagicMock) -> list[list[str]]:
    """Of each run of what ticks: its fragments."""
    return [data.fragment_id_queue for data in requested(session) if data.is_auto_rerun]


def test_requests_wait_until_all_that_was_drawn_is_in_the_queue_and_keep_their_order(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = MagicMock()
    monkeypatch.setattr(app_session, "ScriptRunner", made)
    session = session_of(accepts=False)
    for fragment in ("first", "second"):
        AppSession.request_rerun(session, request_of(fragment=fragment))
    ask_again(session)
    made.assert_not_called()
    session._scriptrunner = None
    ask_again(session)
    made.assert_called_once()
    assert made.call_args.kwargs["initial_rerun_data"].fragment_id == "first"
    assert session._scriptrunner is made.return_value
    assert [fragment for fragment, _known in taken(session)] == ["second"]


def test_requests_that_wait_are_bounded_and_forgotten_with_their_session() -> None:
    session = session_of(accepts=False)
    for ticks in (False, True) * 200:
        AppSession.request_rerun(session, request_of(ticks=ticks))
    assert len(session.turns.waiting) == MOST_WAITING
    assert not any(one.is_auto_rerun for one in session.turns.waiting)
    session._state = app_session.AppSessionState.SHUTDOWN_REQUESTED
    ask_again(session)
    assert not session.turns.waiting


def test_a_request_that_fails_is_not_in_the_way_of_the_next() -> None:
    session = session_of()
    session._scriptrunner.request_rerun.side_effect = [RuntimeError("no thread"), True]
    with pytest.raises(RuntimeError):
        AppSession.request_rerun(session, request_of(fragment="first"))
    AppSession.request_rerun(session, request_of(fragment="second"))
    assert [fragment for fragment, _known in taken(session)] == ["first", "second"]


@pytest.mark.usefixtures("bare")
def test_streamlit_alone_would_begin_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """If this fails, Streamlit has mended it, and ``refuse_before_last_run_is_told`` is no longer needed."""
    monkeypatch.setattr(app_session, "ScriptRunner", MagicMock())
    session = session_of(accepts=False)
    last = session._scriptrunner
    AppSession.request_rerun(session, request_of())
    assert session._scriptrunner is not last


CLICKS = {
    "in its fragment": (request_of("button"), ("its fragment", ["slider", "button"])),
    "with a request of another fragment": (request_of("button", fragment="another"), (None, ["slider", "button"])),
    "outside of fragments, with one of a fragment": (request_of("elsewhere"), (None, ["slider", "elsewhere"])),
    "nowhere": (request_of(fragment="another"), ("another", ["slider"])),
}


@pytest.mark.parametrize("place", CLICKS)
def test_a_click_comes_with_a_run_that_draws_its_button(place: str) -> None:
    request, run = CLICKS[place]
    session = session_of()
    AppSession.request_rerun(session, copied(request))
    assert taken(session) == [run]


def test_a_click_in_a_fragment_that_is_about_to_be_drawn_anew_is_one_of_the_page() -> None:
    session = session_of()
    session.has_fragment.return_value = False
    AppSession.request_rerun(session, request_of("button"))
    assert taken(session) == [(None, ["slider", "button"])]


@pytest.mark.parametrize(("page", "fragments"), [("shown", [None]), ("another", [])])
def test_what_is_set_in_a_fragment_that_is_drawn_anew_is_drawn_by_the_page(
    page: str, fragments: list[str | None]
) -> None:
    session = session_of()
    session.has_fragment.return_value, session.page_script_hash = False, "shown"
    request = request_of()
    request.page_script_hash = page
    AppSession.request_rerun(session, request)
    assert [fragment for fragment, _known in taken(session)] == fragments


def test_of_two_clicks_on_a_button_each_has_its_run() -> None:
    session = session_of(pending=request_of("button").widget_states)
    AppSession.request_rerun(session, request_of("button"))
    AppSession.request_rerun(session, request_of("elsewhere"))
    assert taken(session) == []
    session._scriptrunner._requests._state = ScriptRequestType.CONTINUE
    ask_again(session)
    assert [known[1:] for _fragment, known in taken(session)] == [["button"], ["elsewhere"]]


def test_what_ticks_is_drawn_in_one_run() -> None:
    session = session_of()
    tick(session, "first", "second", "third", "second")
    assert drawn_by_themselves(session) == [["first"]]
    pass_time(session)
    tick(session, "first")
    assert drawn_by_themselves(session) == [["first"], ["second", "third", "first"]]


def test_what_ticks_is_drawn_with_what_the_browser_tells_then_without_clicks() -> None:
    """What it told before would undo what the app has set meanwhile."""
    session = session_of()
    tick(session, "first", "second")
    AppSession.request_rerun(session, request_of("button"))
    pass_time(session)
    newest = request_of("button", fragment="first", ticks=True)
    newest.widget_states.widgets[0].double_array_value.data[:] = [0.75]
    AppSession.request_rerun(session, newest)
    run = requested(session)[-1]
    assert run.fragment_id_queue == ["second", "first"]
    assert [(one.id, list(one.double_array_value.data)) for one in run.widget_states.widgets] == [("slider", [0.75])]


@pytest.mark.parametrize("request_of_page", [request_of(fragment=""), None])
def test_a_run_of_the_page_draws_what_ticks(request_of_page: ClientState | None) -> None:
    session = session_of()
    tick(session, "first", "second")
    AppSession.request_rerun(session, request_of_page)
    pass_time(session)
    tick(session, "first")
    assert drawn_by_themselves(session) == [["first"], ["first"]]


def test_what_ticks_on_a_page_that_is_left_is_not_drawn() -> None:
    session = session_of()
    tick(session, "first", "second")
    pass_time(session)
    of_another = request_of(fragment="third", ticks=True)
    of_another.page_script_hash = "another page"
    AppSession.request_rerun(session, of_another)
    assert drawn_by_themselves(session) == [["first"], ["third"]]


def test_what_ticks_and_is_gone_when_its_turn_comes_is_left_out() -> None:
    session = session_of()
    tick(session, "first", "second")
    pass_time(session)
    session.has_fragment = "third".__eq__
    tick(session, "third", "gone")
    assert drawn_by_themselves(session) == [["first"], ["third"]]
    pass_time(session)
    tick(session, "gone")
    assert drawn_by_themselves(session) == [["first"], ["third"]]


def test_what_ticks_waits_for_what_a_hand_has_asked_for() -> None:
    session = session_of(accepts=False)
    AppSession.request_rerun(session, request_of())
    tick(session, "second")
    session._scriptrunner.request_rerun.return_value = True
    ask_again(session)
    assert drawn_by_themselves(session) == []
    tick(session, "third")
    assert drawn_by_themselves(session) == [["second", "third"]]


SESSION = "test session id"
"""What ``AppTest`` calls its own."""


def _drawing_on_change(seen: list[int]) -> None:
    import streamlit as st

    from playground.ui.app.fragments import fragment
    from playground.ui.app.requests_in_turn import draw_on_change

    def body() -> None:
        draw_on_change(lambda: list(seen))
        st.write("drawn")

    fragment(body, key="there")


def test_what_ticks_is_not_drawn_where_nothing_has_happened(
    monkeypatch: pytest.MonkeyPatch, sent: list[ForwardMsg]
) -> None:
    events: list[int] = []
    app = AppTest.from_function(_drawing_on_change, default_timeout=60, args=(events,)).run()
    (drawn,) = {one.delta.fragment_id for one in sent if one.HasField("delta") and one.delta.fragment_id}
    session = session_of()
    session.id = SESSION

    def drawn_again() -> bool:
        before = len(drawn_by_themselves(session))
        tick(session, drawn)
        pass_time(session)
        return len(drawn_by_themselves(session)) > before

    assert not drawn_again()
    events.append(1)
    assert drawn_again()
    app.run()
    assert not drawn_again()
    now = time.monotonic()
    monkeypatch.setattr(requests_in_turn.time, "monotonic", lambda: now + LONGEST - 0.5)
    assert not drawn_again()
    monkeypatch.setattr(requests_in_turn.time, "monotonic", lambda: now + LONGEST + 0.5)
    assert drawn_again()


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize("place", list(CLICKS)[1:3])
def test_streamlit_alone_would_take_clicks_as_they_come(place: str) -> None:
    """If this fails, Streamlit has mended it, and ``take_requests_in_turn`` is no longer needed."""
    request, run = CLICKS[place]
    session = session_of()
    AppSession.request_rerun(session, copied(request))
    assert taken(session) != [run]


def _clicked(moment: str, asks: str) -> None:
    """While the run of a click goes, at that *moment*, the browser or the app asks for another run of the page."""
    import streamlit as st

    from tests.support.frontend import ask_for_run

    counts = st.session_state.setdefault("counts", {"called": 0, "ended": 0, "found": 0, "asked": 0})

    def ask(at: str) -> None:
        if at != moment or not counts["called"] or counts["asked"]:
            return
        counts["asked"] += 1
        if asks == "app":
            st.rerun()
        ask_for_run()

    def count(what: str) -> None:
        st.toast(what)
        counts[what] += 1

    def call_back() -> None:
        count("called")
        ask("in the callback")
        count("ended")

    ask("before it is drawn")
    st.write("above")
    if st.button("Click", on_click=call_back):
        ask("before it is answered")
        count("found")
    ask("afterwards")
    st.write("below")


def _elsewhere() -> None:
    """The run of a click ends within a container, and the browser has asked for another before."""
    import streamlit as st

    from tests.support.frontend import ask_for_run

    st.write("first")
    if st.button("Click"):
        ask_for_run()
        st.container().__enter__()


def places_of_the_first(sent: list[ForwardMsg]) -> list[list[int]]:
    app = AppTest.from_function(_elsewhere, default_timeout=60).run()
    app.button[0].click().run()
    return [
        list(one.metadata.delta_path)
        for one in sent
        if one.HasField("delta") and one.delta.new_element.markdown.body == "first"
    ]


def test_each_run_begins_at_the_top(sent: list[ForwardMsg]) -> None:
    assert places_of_the_first(sent) == [[0, 0]] * 3


def test_streamlit_alone_would_begin_elsewhere(sent: list[ForwardMsg], monkeypatch: pytest.MonkeyPatch) -> None:
    """If this fails, Streamlit has mended it, and ``begin_at_the_top`` is no longer needed."""
    monkeypatch.setattr(ScriptRunContext, "reset", vars(ScriptRunContext)["reset"].__wrapped__)
    assert places_of_the_first(sent)[-1] != [0, 0]


ONCE = {"called": 1, "ended": 1, "found": 1, "asked": 1}
OF_BROWSER = ("in the callback", "before it is drawn", "before it is answered", "afterwards")


def counts_of_a_click(moment: str, asks: str) -> dict[str, int]:
    app = AppTest.from_function(_clicked, default_timeout=60, args=(moment, asks)).run()
    app.button[0].click().run()
    counts: dict[str, int] = app.session_state["counts"]
    return counts


@pytest.mark.parametrize("moment", OF_BROWSER)
def test_a_click_is_found_once_whatever_else_the_browser_asks_for(moment: str) -> None:
    assert counts_of_a_click(moment, "browser") == ONCE


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize("moment", OF_BROWSER[:3])
def test_streamlit_alone_would_lose_a_click_by_the_browser(moment: str) -> None:
    """If this fails, Streamlit has mended it, and ``finish_callbacks`` or ``finish_runs_of_clicks`` is no longer
    needed."""
    assert counts_of_a_click(moment, "browser") != ONCE


@pytest.mark.parametrize("moment", ["before it is drawn", "afterwards"])
def test_a_click_is_found_once_where_the_app_reruns(moment: str) -> None:
    assert counts_of_a_click(moment, "app") == ONCE


@pytest.mark.usefixtures("bare")
def test_streamlit_alone_would_lose_a_click_by_a_rerun() -> None:
    """If this fails, Streamlit has mended it, and ``finish_runs_of_clicks`` need not carry clicks over."""
    assert counts_of_a_click("before it is drawn", "app") != ONCE


def test_a_session_has_one_run_at_a_time() -> None:
    """With fast reruns, Streamlit would begin one of the page beside one that still goes."""
    assert not tomllib.loads((UI.parents[1] / ".streamlit/config.toml").read_text("utf-8"))["runner"]["fastReruns"]


def test_no_part_of_the_app_uses_a_bare_one() -> None:
    bare = re.compile(r"\bst\.fragment\b|\bst\.rerun\([^)]")
    users = {file.name for file in UI.rglob("*.py") if bare.search(file.read_text("utf-8"))}
    assert users == {"fragments.py"}


def test_streamlit_has_every_method_that_is_mended() -> None:
    for owner, name, _mended in PATCHES:
        assert hasattr(vars(owner)[name], "__wrapped__"), (owner, name)
