"""How the program of a component comes into the browser, without Streamlit."""

from __future__ import annotations

import base64

from playwright.sync_api import Page, Route

from playground.ui.components import bundles
from tests.support.browser import until

SLOW = """
export default ({ data }) => {
  window.shown.push(data);
  return () => window.ended.push(data);
};
"""
MOUNT = """async (script) => {
  [window.shown, window.ended] = [[], []];
  const { default: show } = await import(script);
  window.place = document.body.appendChild(document.createElement("div"));
  window.show = (data) => show({ data, parentElement: window.place });
}"""
LATER = 10_000
"""Milliseconds of the page's own clock."""


def mount(tab: Page) -> list[Route]:
    """A page with the loader, whose program has not come yet; the request for it."""
    held: list[Route] = []
    tab.clock.install()
    tab.route("http://app.test/", lambda route: route.fulfill(body="<body></body>", content_type="text/html"))
    tab.route("http://app.test/app/static/vendor/x.js", lambda route: held.append(route))
    tab.goto("http://app.test/")
    script = base64.b64encode(bundles.loader("app/static/vendor/x.js").encode()).decode()
    tab.evaluate(MOUNT, f"data:text/javascript;base64,{script}")
    return held


def come(tab: Page, held: list[Route]) -> None:
    until(tab, lambda: len(held) == 1, "the program is asked for, once")
    held[0].fulfill(body=SLOW, content_type="text/javascript", headers={"Access-Control-Allow-Origin": "*"})


def state(tab: Page) -> list[list[int]]:
    tab.clock.run_for(LATER)
    found: list[list[int]] = tab.evaluate("[window.shown, window.ended]")
    return found


def test_a_call_that_was_overtaken_while_its_program_came_closes_nothing(tab: Page) -> None:
    held = mount(tab)
    tab.evaluate("() => { window.calls = [1, 2].map(window.show) }")
    come(tab, held)
    # As Streamlit does: what a call gives is closed where another one came meanwhile.
    tab.evaluate("async () => { (await window.calls[0])(); await window.calls[1]; }")
    assert state(tab) == [[1, 2], []]


def test_a_call_that_is_closed_just_before_the_next_begins_closes_nothing(tab: Page) -> None:
    held = mount(tab)
    tab.evaluate("() => { window.first = window.show(1) }")
    come(tab, held)
    tab.evaluate("async () => { (await window.first)(); await window.show(2); }")
    assert state(tab) == [[1, 2], []]


def test_what_has_left_the_page_is_closed_at_once_and_what_nobody_calls_again_a_little_later(tab: Page) -> None:
    held = mount(tab)
    tab.evaluate("() => { window.first = window.show(1) }")
    come(tab, held)
    tab.evaluate("async () => { window.end = await window.first; window.place.remove(); window.end(); }")
    assert tab.evaluate("window.ended") == [1]
    tab.evaluate("async () => { document.body.append(window.place); (await window.show(2))(); }")
    assert tab.evaluate("window.ended") == [1]
    assert state(tab) == [[1, 2], [1, 2]]
