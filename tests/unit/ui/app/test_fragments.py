"""However often fragments are redrawn before the rest has been sent, the browser gets what it can put in its place."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import MagicMock

import pytest
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import app_session
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue
from streamlit.runtime.scriptrunner import RerunData
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequests
from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext
from streamlit.testing.v1 import AppTest

from playground.ui.app.streamlit_patches import PATCHES
from tests.support.frontend import BadPlace, Frontend

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


def _asking(target: str, page: str) -> None:
    """While it runs, *target* of *page* asks to be redrawn, as one that ticks does."""
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
        context.script_requests.request_rerun(RerunData(fragment_id=asked, page_script_hash=page))


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


def copied(message: ForwardMsg) -> ForwardMsg:
    made = ForwardMsg()
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
    """If this fails, Streamlit has mended it, and ``nothing_let_go`` is no longer needed."""
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


def asking(fragment: str, page: str) -> None:
    AppTest.from_function(_asking, default_timeout=60, args=(fragment, page)).run()


def test_a_fragment_of_a_page_that_is_gone_begins_no_run(begun: list[tuple[str, bool]]) -> None:
    asking("gone", "another page")
    assert [of_fragments for _page, of_fragments in begun] == [False]


def test_a_fragment_that_is_there_is_redrawn(begun: list[tuple[str, bool]]) -> None:
    asking("there", "another page")
    assert [of_fragments for _page, of_fragments in begun] == [False, True]


@pytest.mark.usefixtures("bare")
def test_streamlit_alone_would_begin_a_run_of_the_page_that_is_gone(begun: list[tuple[str, bool]]) -> None:
    """If this fails, Streamlit has mended it, and ``only_of_this_page`` is no longer needed."""
    asking("gone", "another page")
    assert begun[1:] == [("another page", True)]


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
    """If this fails, Streamlit has mended it, and ``to_the_page_that_is_asked_for`` is no longer needed."""
    assert page_of_both() == "where the browser is"


def ended() -> MagicMock:
    """A session whose last run has ended, but not all of that is known to it."""
    session = MagicMock()
    session._scriptrunner = SimpleNamespace(request_rerun=lambda data: False)
    session._script_event_loop.is_closed.return_value = False
    return session


def test_a_request_waits_until_all_that_was_drawn_is_in_the_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    made = MagicMock()
    monkeypatch.setattr(app_session, "ScriptRunner", made)
    session, data = ended(), RerunData(fragment_id="one")
    last = session._scriptrunner
    AppSession._create_scriptrunner(session, data)
    assert session._scriptrunner is last
    _seconds, again, *given = session._event_loop.call_later.call_args.args
    session._scriptrunner = None
    again(*given)
    made.assert_called_once()
    assert session._scriptrunner is made.return_value


def test_a_request_that_waits_is_forgotten_with_its_session(monkeypatch: pytest.MonkeyPatch) -> None:
    made = MagicMock()
    monkeypatch.setattr(app_session, "ScriptRunner", made)
    session = ended()
    AppSession._create_scriptrunner(session, RerunData(fragment_id="one"))
    _seconds, again, *given = session._event_loop.call_later.call_args.args
    session._scriptrunner, session._state = None, app_session.AppSessionState.SHUTDOWN_REQUESTED
    again(*given)
    made.assert_not_called()


@pytest.mark.usefixtures("bare")
def test_streamlit_alone_would_begin_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """If this fails, Streamlit has mended it, and ``after_the_last`` is no longer needed."""
    monkeypatch.setattr(app_session, "ScriptRunner", MagicMock())
    session = ended()
    last = session._scriptrunner
    AppSession._create_scriptrunner(session, RerunData(fragment_id="one"))
    assert session._scriptrunner is not last


def clicks_of(request: ClientState) -> list[str]:
    """Which clicks the run that a browser's *request* begins is told of."""
    session = MagicMock(_state=app_session.AppSessionState.APP_NOT_RUNNING)
    AppSession.request_rerun(session, request)
    (rerun_data,) = session._scriptrunner.request_rerun.call_args.args
    return [one.id for one in rerun_data.widget_states.widgets]


def request_with_click(*, ticks: bool) -> ClientState:
    request = ClientState(fragment_id="ticking", is_auto_rerun=ticks)
    request.widget_states.widgets.add(id="slider", double_array_value={"data": [0.5]})
    request.widget_states.widgets.add(id="button", trigger_value=True)
    return request


def test_a_tick_brings_no_click_along() -> None:
    assert clicks_of(request_with_click(ticks=True)) == ["slider"]
    assert clicks_of(request_with_click(ticks=False)) == ["slider", "button"]


@pytest.mark.usefixtures("bare")
def test_streamlit_alone_would_let_a_tick_bring_it() -> None:
    """If this fails, Streamlit has mended it, and ``leave_clicks_to_their_own_request`` is no longer needed."""
    assert clicks_of(request_with_click(ticks=True)) == ["slider", "button"]


def _clicked(moment: str, asks: str) -> None:
    """While the run of a click goes, at that *moment*, the browser or the app asks for another run of the page."""
    import threading

    import streamlit as st
    from streamlit.proto.WidgetStates_pb2 import WidgetStates
    from streamlit.runtime.scriptrunner import RerunData, get_script_run_ctx

    counts = st.session_state.setdefault("counts", {"called": 0, "ended": 0, "found": 0, "asked": 0})

    def ask(at: str) -> None:
        if at != moment or not counts["called"] or counts["asked"]:
            return
        counts["asked"] += 1
        if asks == "app":
            st.rerun()
        context = get_script_run_ctx()
        assert context is not None
        assert context.script_requests is not None
        another = RerunData(page_script_hash=context.page_script_hash, widget_states=WidgetStates())
        browser = threading.Thread(target=context.script_requests.request_rerun, args=(another,))
        browser.start()
        browser.join()

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
    import threading

    import streamlit as st
    from streamlit.runtime.scriptrunner import RerunData, get_script_run_ctx

    st.write("first")
    if st.button("Click"):
        context = get_script_run_ctx()
        assert context is not None
        assert context.script_requests is not None
        another = RerunData(page_script_hash=context.page_script_hash)
        browser = threading.Thread(target=context.script_requests.request_rerun, args=(another,))
        browser.start()
        browser.join()
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
