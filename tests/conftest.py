"""Fixtures for every test: a home of its own, and a browser where one is asked for."""

from __future__ import annotations

import gc
import os
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HERE = Path(__file__).parent

# How long an example takes says how busy the machine is.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")

TIERS = ("slow", "browser", "process", "keras", "unit")
"""In the order in which they run: files are dealt out one by one, and what is dealt out last should be short."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def place(item: pytest.Item) -> int:
        tier = item.path.relative_to(HERE).parts[0] if item.path.is_relative_to(HERE) else TIERS[-1]
        return TIERS.index(tier) if tier in TIERS else len(TIERS)

    items.sort(key=place)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Where the time of all processes goes, as the suite is to stay short."""
    seconds: Counter[str] = Counter()
    for reports in terminalreporter.stats.values():
        for report in reports:
            if isinstance(report, pytest.TestReport):
                seconds[report.nodeid.removeprefix("tests/").split("/")[0]] += report.duration
    told = ", ".join(f"{tier} {seconds[tier]:,.0f} s" for tier in TIERS if seconds[tier])
    if told:
        terminalreporter.write_line(f"Time by tier: {told}")


@pytest.fixture(autouse=True, scope="module")
def _nothing_old_is_collected_again() -> Iterator[None]:
    """Keras's ``clear_session`` collects all garbage, and Streamlit calls it after each run of a script where keras is
    loaded. Graphs that earlier modules left would make that a second and more each time."""
    yield
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True, scope="session")
def _shared_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One home for all tests that ask for none of their own, so that data sets are prepared once."""
    with pytest.MonkeyPatch.context() as patch:
        _use_home(patch, tmp_path_factory.mktemp("home"))
        yield


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """``PLAYGROUND_HOME`` for this test alone; apps and workers that it starts inherit it."""
    folder = tmp_path / "home"
    folder.mkdir()
    _use_home(monkeypatch, folder)
    return folder


def _use_home(patch: pytest.MonkeyPatch, folder: Path) -> None:
    """Keras's folder too: what a test downloads never lies among a person's own data sets."""
    patch.setenv("PLAYGROUND_HOME", str(folder))
    patch.setenv("KERAS_HOME", str(folder / "keras"))


@pytest.fixture
def real_mnist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``PLAYGROUND_TEST_MNIST`` names a folder with the real files (``.ci/run`` gets them from npm)."""
    if folder := os.environ.get("PLAYGROUND_TEST_MNIST"):
        data = tmp_path / "data"
        data.mkdir()
        (data / "mnist").symlink_to(folder, target_is_directory=True)
        monkeypatch.setenv("PLAYGROUND_DATA", str(data))


@pytest.fixture(scope="session")
def _chromium() -> Iterator[Browser]:
    from tests.support.browser import chromium

    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def _tab(_chromium: Browser) -> Iterator[Page]:
    """One window for all tests of a module: what its pages keep in the browser is gone for the next."""
    from tests.support.browser import new_window

    with new_window(_chromium, accept_downloads=True) as window:
        yield window.new_page()


@pytest.fixture
def tab(_tab: Page) -> Iterator[Page]:
    """A tab of 1440 × 900, as if it were a fresh one."""
    from tests.support.browser import fresh

    with fresh(_tab) as page:
        yield page


@pytest.fixture(scope="session")
def node() -> None:
    """Node, with what the lock file of the browser's half names."""
    if shutil.which("npm") is None or shutil.which("node") is None:
        reason = "no Node here: it builds the programs of components, and npm has axe-core"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    from scripts import web

    web.install()


OLD_HOMES = sorted(folder for folder in (Path(__file__).parent / "support" / "homes").iterdir() if folder.is_dir())


@pytest.fixture(params=OLD_HOMES, ids=lambda folder: folder.name)
def old_home(request: pytest.FixtureRequest, home: Path) -> Path:
    """A copy of what an earlier version of the app left, in the place of this test's own home."""
    shutil.copytree(request.param, home, dirs_exist_ok=True)
    return home
