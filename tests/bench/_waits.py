"""Waits of a person at three buttons, in Chromium; in two versions of the app by turns, so that both have the same
luck."""

from __future__ import annotations

import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.support.browser import ROOT, chromium, new_window, serve

STEP = """() => +(document.querySelector('.st-key-progress').innerText.match(/step ([0-9,]+)/)?.[1] ?? '0')
    .replaceAll(',', '')"""
DRAWN = """() => !document.querySelector('.st-key-progress')
    && document.querySelectorAll('[data-testid=stMain] .js-plotly-plot .scatterlayer .point').length > 300"""
"""The workbench has gone, with its own points."""


def measured(times: int, before: str | None) -> dict[str, list[list[float]]]:
    """By case, milliseconds of *times* waits now, and in the commit *before*, where one is given."""
    with ExitStack() as stack:
        browser = stack.enter_context(chromium())
        roots = [ROOT, *([stack.enter_context(checkout(before))] if before else [])]
        addresses = [stack.enter_context(_app(root)) for root in roots]
        return {
            "single-step": _in_turns(browser, addresses, _steps, times),
            "restart": _in_turns(browser, addresses, _restarts, times),
            "data-page": _in_turns(browser, addresses, _data_page, times),
        }


@contextmanager
def checkout(commit: str) -> Iterator[Path]:
    """The files of *commit*, in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        packed = subprocess.run(["git", "archive", commit], cwd=ROOT, check=True, capture_output=True)
        subprocess.run(["tar", "-x"], cwd=folder, input=packed.stdout, check=True)
        yield Path(folder)


@contextmanager
def _app(root: Path) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as home, serve("app.py", root=root, PLAYGROUND_HOME=home) as address:
        yield address


def _in_turns(
    browser: Browser, addresses: Sequence[str], wait: Callable[[Page, str], Iterator[float]], times: int
) -> list[list[float]]:
    with ExitStack() as stack:
        windows = [stack.enter_context(new_window(browser)).new_page() for _ in addresses]
        waits = [wait(page, address) for page, address in zip(windows, addresses, strict=True)]
        taken = [[next(one) for one in waits] for _ in range(times)]
    return [list(of_one) for of_one in zip(*taken, strict=True)]


def _open(page: Page, address: str, entry: str) -> None:
    page.goto(address)
    page.locator(f".st-key-open_{entry} button").click()
    look(page, 8000)


def look(page: Page, milliseconds: int) -> None:
    """What a person does first on the workbench; meanwhile a worker gets ready with what stands there."""
    page.locator(".editor .card").first.wait_for()
    page.locator(".editor .card .count:visible").first.wait_for()
    page.wait_for_function("() => !document.body.innerText.includes('getting ready')")
    page.wait_for_timeout(milliseconds)


def _steps(page: Page, address: str) -> Iterator[float]:
    """From a click on Step to the step's number, in a run that was begun by the first."""
    _open(page, address, "gan-ring")
    for step in range(1, 1000):
        begun = time.perf_counter()
        page.locator(".st-key-step button").first.click()
        page.wait_for_function(f"step => ({STEP})() === step", arg=step)
        if step > 1:
            yield 1000 * (time.perf_counter() - begun)
        page.wait_for_timeout(2000)


def _restarts(page: Page, address: str) -> Iterator[float]:
    """From a click on Restart, in the middle of a run, to the first steps of the new one."""
    _open(page, address, "vae-digits")
    while True:
        page.locator(".st-key-primary button").first.click()
        page.wait_for_timeout(4000)
        last = page.evaluate(STEP)
        begun = time.perf_counter()
        page.locator(".st-key-restart button").first.click()
        page.wait_for_function(f"last => {{ const now = ({STEP})(); return 0 < now && now < last }}", arg=last)
        waited = 1000 * (time.perf_counter() - begun)
        page.locator(".st-key-stop button").first.click()
        page.locator(".st-key-progress").get_by_text("stopped").wait_for()
        page.wait_for_timeout(2000)
        yield waited


def _data_page(page: Page, address: str) -> Iterator[float]:
    """From a click on Data to the points of the data set, in a window that has never been there."""
    browser = page.context.browser
    assert browser is not None
    while True:
        with new_window(browser) as window:
            fresh = window.new_page()
            _open(fresh, address, "mlp-spirals")
            begun = time.perf_counter()
            fresh.get_by_role("link", name="Data", exact=True).click()
            fresh.wait_for_function(DRAWN)
            waited = 1000 * (time.perf_counter() - begun)
        yield waited
