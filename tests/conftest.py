"""Fixtures for every test: a home of its own, and a browser where one is asked for."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

# How long an example takes says how busy the machine is.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")


@pytest.fixture(autouse=True, scope="module")
def _nothing_old_is_collected_again() -> Iterator[None]:
    """Keras's ``clear_session`` collects all garbage, and Streamlit calls it after each run of a script where keras is
    loaded. Graphs that earlier modules left would make that a second and more each time."""
    yield
    gc.collect()
    gc.freeze()


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


@pytest.fixture(scope="module")
def window(_chromium: Browser) -> Iterator[BrowserContext]:
    """One window of 1440 × 900 for all tests of a module: Streamlit's own files are fetched once."""
    context = _chromium.new_context(viewport={"width": 1440, "height": 900}, accept_downloads=True)
    yield context
    context.close()


@pytest.fixture
def tab(window: BrowserContext) -> Iterator[Page]:
    """A fresh tab of :func:`window`."""
    from tests.browser import new_tab

    with new_tab(window) as page:
        yield page


@pytest.fixture
def browser_page(_chromium: Browser) -> Iterator[Page]:
    """A tab in a window of its own."""
    from tests.browser import new_tab

    context = _chromium.new_context(viewport={"width": 1440, "height": 900}, accept_downloads=True)
    with new_tab(context) as page:
        yield page
    context.close()
