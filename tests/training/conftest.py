"""Where these tests keep their runs and data."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from playground.runs import store

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")


@pytest.fixture
def store_here(tmp_path: Path) -> store.Store:
    return store.Store(tmp_path / "runs")


@pytest.fixture(scope="session", autouse=True)
def _shared_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One home for these tests, so that data sets are prepared once."""
    before = os.environ.get("PLAYGROUND_HOME")
    os.environ["PLAYGROUND_HOME"] = str(tmp_path_factory.mktemp("home"))
    yield
    if before is None:
        del os.environ["PLAYGROUND_HOME"]
    else:
        os.environ["PLAYGROUND_HOME"] = before
