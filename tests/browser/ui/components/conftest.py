"""One server of ``canvas_app.py`` for all who look at the canvas."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.browser import serve


@pytest.fixture(scope="session")
def _canvas(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    home = tmp_path_factory.mktemp("home")
    with serve("tests/support/canvas_app.py", PLAYGROUND_HOME=str(home)) as url:
        yield url, home


@pytest.fixture(scope="module")
def address(_canvas: tuple[str, Path]) -> Iterator[str]:
    """Where the canvas is; what a module saves there is gone for the next."""
    url, home = _canvas
    yield url
    for kept in home.iterdir():
        shutil.rmtree(kept)
