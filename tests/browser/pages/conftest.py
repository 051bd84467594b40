"""One server of the app, and one supervisor, for all who look at pages."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from playground.runs import live_history, store
from playground.runs.commands import Command
from tests.support.browser import serve, until

_over = itertools.count()


@pytest.fixture(scope="session")
def _server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    home = tmp_path_factory.mktemp("home")
    with serve("app.py", PLAYGROUND_HOME=str(home)) as address:
        yield address, home


@pytest.fixture
def app(_server: tuple[str, Path], tab: Page, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Where the app is, which nobody has used: when a test is over, its trainings are, and what it left is away."""
    address, home = _server
    monkeypatch.setenv("PLAYGROUND_HOME", str(home))
    yield address
    runs = list(store.default().runs())
    for run in runs:
        if not live_history.history(run).has_ended:
            run.append_command(Command("stop"))
    until(tab, lambda: all(live_history.history(run).has_ended for run in runs), "no training goes on")
    tab.goto("about:blank")
    away = home / f"over_{next(_over)}"
    away.mkdir()
    for kept in ("runs", "drafts", "blocks", "uploads"):
        if (home / kept).exists():
            (home / kept).rename(away / kept)
