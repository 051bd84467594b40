"""Fragments that redraw one another on purpose, in Chromium, while the machine is busy with something else."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import serve

BURNERS = 2
DRAWN = 400
"""Fragments drawn until the page is asked whether it still answers."""


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
    page = tab
    thrown: list[str] = []
    page.on("pageerror", lambda error: thrown.append(str(error)))
    with serve("tests/support/fragments_app.py") as address:
        page.goto(address)
        page.locator(".stApp").wait_for()
        page.evaluate("setInterval(() => document.querySelector('[class*=_again] button')?.click(), 300)")
        # Where the frontend threw, it shows nothing at all.
        page.wait_for_function(
            "least => !document.querySelector('.stApp') || document.querySelector('.drawn')?.innerText >= least",
            arg=DRAWN,
        )
        assert not thrown
        page.get_by_role("button", name="Calm").click()
        expect(page.locator(".calm")).to_be_visible()
