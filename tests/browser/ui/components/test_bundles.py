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
CALL = """async (script) => {
  [window.shown, window.ended] = [[], []];
  const { default: show } = await import(script);
  const parentElement = document.body;
  // As Streamlit does: what a call gives is closed where another one came meanwhile.
  window.calls = [1, 2].map((data) => show({ data, parentElement }));
}"""


def test_a_call_that_was_overtaken_while_its_program_came_closes_nothing(tab: Page) -> None:
    held: list[Route] = []
    tab.route("http://app.test/", lambda route: route.fulfill(body="<body></body>", content_type="text/html"))
    tab.route("http://app.test/app/static/vendor/x.js", lambda route: held.append(route))
    tab.goto("http://app.test/")
    script = base64.b64encode(bundles.loader("app/static/vendor/x.js").encode()).decode()
    tab.evaluate(CALL, f"data:text/javascript;base64,{script}")
    until(tab, lambda: len(held) == 1, "the program is asked for, once")
    held[0].fulfill(body=SLOW, content_type="text/javascript", headers={"Access-Control-Allow-Origin": "*"})
    tab.evaluate("async () => { for (const one of window.calls) (await one)() }")
    assert tab.evaluate("[window.shown, window.ended]") == [[1, 2], [2]]
