"""A Streamlit app in a process of its own, and Chromium to look at it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).parent.parent
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


@contextmanager
def new_tab(context: BrowserContext, *, timeout: float = 15_000) -> Iterator[Page]:
    """A fresh tab. Errors that the page's own scripts throw fail the test; *timeout* in milliseconds."""
    page = context.new_page()
    page.set_default_timeout(timeout)
    thrown: list[str] = []
    page.on("pageerror", lambda error: thrown.append(str(error)))
    yield page
    page.close()
    assert not thrown, thrown


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def serve(script: str | Path, *, port: int | None = None, **environment: str) -> Iterator[str]:
    """Run ``streamlit run script`` and give its address, without a slash at its end.

    *script* is relative to the repository. *environment* is added to this process's own, so the fixture ``home``
    holds for the app as well. The process, and every worker it started, is gone at the end.
    """
    chosen = port or free_port()
    address = f"http://127.0.0.1:{chosen}"
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / script)]
    command += ["--server.port", str(chosen), "--server.address", "127.0.0.1", "--server.headless", "true"]
    command += ["--browser.gatherUsageStats", "false", "--server.fileWatcherType", "none"]
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
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


def _wait_until_it_answers(process: subprocess.Popen[bytes], address: str, seconds: float = 60.0) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"streamlit ended with status {process.returncode} before it answered")
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise TimeoutError(f"streamlit did not answer at {address} within {seconds} s")


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def settled(page: Page, seconds: float = 90.0) -> None:
    """Wait until the script has run and nothing more is coming."""
    page.wait_for_selector('[data-test-script-state="notRunning"]', state="attached", timeout=seconds * 1000)


def open_page(page: Page, address: str) -> Page:
    """Go to *address* and wait until the first run of the script is over."""
    page.goto(address, wait_until="domcontentloaded")
    page.wait_for_selector('[data-testid="stApp"]', timeout=60_000)
    settled(page)
    return page
