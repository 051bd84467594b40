"""Fragments that redraw one another on purpose, in Chromium, and buttons beside them that are clicked."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import serve

BURNERS = 2
DRAWN = 300
"""Fragments drawn until the page is asked whether it still answers."""
CLICK = """async ([rounds, patience]) => {
  const wait = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds));
  const names = ["ticking", "also_ticking", "calm", "outside", "below"];
  const count = key => Math.max(...[...document.querySelectorAll("." + key)].map(shown => Number(shown.innerText)));
  const clicked = Object.fromEntries(names.map(name => [name, 0]));
  const wrong = () => names.flatMap(name => ["called", "ended", "found"].map(kind => kind + "_" + name)
    .map(key => [key, count(key), clicked[name]]).filter(([, shown, made]) => shown !== made));
  for (let round = 0; round < rounds; round++) {
    for (let place = 0; place <= round % 3; place++) {
      const name = names[(round * 3 + place * (1 + round % 2)) % names.length];
      document.querySelector(".st-key-" + name + " button").click();
      clicked[name]++;
      await wait((round * 7 + place * 13) % 60);
    }
    for (const until = Date.now() + patience; wrong().length && Date.now() < until; ) await wait(10);
    if (wrong().length) return wrong();
  }
  return [];
}"""
"""Makes one to three clicks, each some milliseconds after the last, and waits until each was found once; and so on.
Returns what is counted otherwise: the name, how often, and how many clicks there were."""
ROUNDS = 50
SHOWS_LATE = """if (location.search.includes("slow")) {
  window.slow = 0;
  window.setImmediate = callback => { window.slow++; return setTimeout(callback, 300); };
}"""
"""React, which draws the page, takes its turns by ``setImmediate`` where there is one."""


@pytest.fixture
def _busy() -> Iterator[None]:
    """As many others as there are cores that want all of one."""
    others = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _one in range(BURNERS)]
    try:
        yield
    finally:
        for other in others:
            other.kill()
            other.wait()


@pytest.mark.usefixtures("_busy")
def test_fragments_that_redraw_one_another_leave_the_page_whole(tab: Page) -> None:
    _leave_the_page_whole(tab, "/")


def test_so_they_do_where_the_browser_shows_late_what_it_is_told(tab: Page) -> None:
    """As a browser of a busy machine does: what it asks meanwhile may be of the page before."""
    _leave_the_page_whole(tab, "/?slow")


def _leave_the_page_whole(page: Page, address: str) -> None:
    thrown: list[str] = []
    page.on("pageerror", lambda error: thrown.append(str(error)))
    page.add_init_script(SHOWS_LATE)
    with serve("tests/support/fragments_app.py") as root:
        page.goto(root + address)
        page.locator(".stApp").wait_for()
        page.evaluate("setInterval(() => document.querySelector('[class*=_again] button')?.click(), 300)")
        # Where the frontend threw, it shows nothing at all.
        page.wait_for_function(
            "least => !document.querySelector('.stApp') || document.querySelector('.drawn')?.innerText >= least",
            arg=DRAWN,
        )
        assert not thrown
        assert page.evaluate("window.slow") != 0
        page.get_by_role("button", name="Calm").click()
        expect(page.locator(".calm")).to_be_visible()


def test_a_click_beside_what_ticks_is_found_once(tab: Page) -> None:
    page = tab
    with serve("tests/support/clicks_app.py") as address:
        page.goto(address)
        page.locator(".found_below").wait_for()
        assert page.evaluate(CLICK, [ROUNDS, 20_000]) == []
