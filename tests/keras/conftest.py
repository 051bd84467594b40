"""Where these tests keep their runs."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from playground.runs import store

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")


@pytest.fixture
def store_here(tmp_path: Path) -> store.Store:
    return store.Store(tmp_path / "runs")
