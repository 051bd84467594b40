"""A Streamlit app in a process of its own, and Chromium to look at it."""

from __future__ import annotations

import itertools
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect, sync_playwright

ROOT = Path(__file__).parents[2]
PATIENCE = 400_000
"""Milliseconds after which a test gives up what it waits for: machines that run tests are busy."""
expect.set_options(timeout=PATIENCE)
CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def require_chromium() -> None:
    """Skip where there is no browser; fail in CI, where one must be."""
    if CHROMIUM.exists():
        return
    reason = f"no browser at {CHROMIUM}: install Debian's chromium, or name one in CHROMIUM"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@contextmanager
def chromium() -> Iterator[Browser]:
    require_chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


SIZE = ViewportSize(width=1440, height=900)


@contextmanager
def new_window(browser: Browser, **options: Any) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=SIZE, **options)
    context.set_default_timeout(PATIENCE)
    try:
        yield context
    finally:
        context.close()


@contextmanager
def fresh(page: Page) -> Iterator[Page]:
    """*page* as it comes, with nothing in it; and so again. Errors that its own scripts throw fail the test.

    The tab is the same for many: another would have to read and compile all of Streamlit's scripts again, which takes
    more than twice as long as all else that a page does to be there.
    """
    thrown: list[str] = []

    def note(error: object) -> None:
        thrown.append(str(error))

    page.on("pageerror", note)
    yield page
    page.remove_listener("pageerror", note)
    page.unroute_all()
    page.goto("about:blank")
    page.emulate_media(color_scheme="null", reduced_motion="null")
    page.set_viewport_size(SIZE)
    assert not thrown, thrown


_ports = (20_000 + number % 12_000 for number in itertools.count(os.getpid() * 101))
"""Below those that the system gives to whoever asks for any, and others in each process that runs tests, also where
somebody else runs them on the same machine: between the look at a port and the server that takes it lies a second."""


def free_port() -> int:
    for port in _ports:
        with socket.socket() as listener, suppress(OSError):
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(("127.0.0.1", port))
            return port
    raise AssertionError("no end of ports")


@contextmanager
def serve(script: str | Path, *, port: int | None = None, root: Path = ROOT, **environment: str) -> Iterator[str]:
    """Run ``streamlit run script`` and give its address, without a slash at its end.

    *script* is relative to *root*, the repository or another version of it. *environment* is added to this process's
    own, so the fixture ``home`` holds for the app as well. The process, and every worker it started, is gone at the
    end.
    """
    chosen = port or free_port()
    address = f"http://127.0.0.1:{chosen}"
    command = [sys.executable, "-m", "streamlit", "run", str(root / script)]
    command += ["--server.port", str(chosen), "--server.address", "127.0.0.1", "--server.headless", "true"]
    command += ["--browser.gatherUsageStats", "false", "--server.fileWatcherType", "none"]
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            command,
            cwd=root,
            env={**os.environ, "PYTHONPATH": str(root), **environment},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_until_it_answers(process, address)
            yield address
        except BaseException:
            said.seek(0)
            sys.stderr.write(f"--- {script} said:\n{said.read().decode(errors='replace')[-8000:]}\n")
            raise
        finally:
            _end(process)


def _wait_until_it_answers(process: subprocess.Popen[bytes], address: str) -> None:
    until = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"streamlit ended with status {process.returncode} before it answered")
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=PATIENCE / 1000) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise TimeoutError(f"streamlit did not answer at {address}")


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(PATIENCE / 1000)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def until(page: Page, holds: Callable[[], object], what: str) -> None:
    """Wait until *holds*, which is *what* is waited for, while the page goes on. Where it never does, what the page
    shows and where a key would go is told, as nobody else was there to see it."""
    end = time.monotonic() + PATIENCE / 1000
    while not holds():
        if time.monotonic() > end:
            words = " | ".join(page.inner_text("body").split("\n"))
            focused = page.evaluate("document.activeElement?.outerHTML.slice(0, 200)")
            raise AssertionError(f"{what}; at {page.url} the focus is on {focused}, and the page says: {words[:3000]}")
        page.wait_for_timeout(50)


_AT_REST = """(name) => {
  const roots = [...document.querySelectorAll('*')].flatMap(one => one.shadowRoot ?? []);
  const inside = roots.flatMap(root => [...root.querySelectorAll(name)]);
  const places = JSON.stringify(inside.map(one => { const at = one.getBoundingClientRect();
    return [at.x, at.y, at.width, at.height]; }));
  const last = window.placesAtRest;
  window.placesAtRest = { places, frames: last?.places === places ? last.frames + 1 : 0 };
  return inside.length && window.placesAtRest.frames >= 10;
}"""


def at_rest(page: Page, name: str) -> None:
    """Wait until nothing called *name* in a component has moved or grown while the page was painted ten times.
    Streamlit loads the program of a kind of field when the first is shown, and the field grows then, however late."""
    page.wait_for_function("!document.querySelector('[data-testid=stSkeleton]')")
    page.evaluate("delete window.placesAtRest")
    page.wait_for_function(_AT_REST, arg=name, polling="raf")


def settled(page: Page) -> None:
    """Wait until the script has run and nothing more is coming."""
    page.wait_for_selector('[data-test-script-state="notRunning"]', state="attached")


def open_page(page: Page, address: str) -> Page:
    """Go to *address* and wait until the first run of the script is over."""
    page.goto(address, wait_until="domcontentloaded")
    page.wait_for_selector('[data-testid="stApp"]')
    settled(page)
    return page
