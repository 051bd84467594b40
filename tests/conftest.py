"""Fixtures for every test: a home of its own, and a browser where one is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """``PLAYGROUND_HOME`` for this test alone; apps and workers that it starts inherit it."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("PLAYGROUND_HOME", str(folder))
    return folder


@pytest.fixture(scope="session")
def _chromium() -> Iterator[Browser]:
    from tests.browser import chromium

    with chromium() as browser:
        yield browser


@pytest.fixture
def browser_page(_chromium: Browser) -> Iterator[Page]:
    """A fresh window of 1440 × 900. Errors that the page's own scripts throw fail the test."""
    context = _chromium.new_context(viewport={"width": 1440, "height": 900}, accept_downloads=True)
    page = context.new_page()
    page.set_default_timeout(15_000)
    thrown: list[str] = []
    page.on("pageerror", lambda error: thrown.append(str(error)))
    yield page
    context.close()
    assert not thrown, thrown
