"""The live figure without a browser: the library's file, and what a page gets back."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from playground.core.problems import PlaygroundError
from playground.ui.components.figure import ensure_static


def test_the_library_is_put_beside_the_app_once(tmp_path: Path) -> None:
    address = ensure_static(tmp_path)
    file = tmp_path / "static" / "vendor" / Path(address).name
    assert address.startswith("app/static/vendor/plotly-")
    assert b"plotly.js" in file.read_bytes()[:200]
    stamp = file.stat().st_mtime_ns
    assert ensure_static(tmp_path) == address
    assert file.stat().st_mtime_ns == stamp


def test_an_old_or_broken_library_is_replaced(tmp_path: Path) -> None:
    address = ensure_static(tmp_path)
    vendor = tmp_path / "static" / "vendor"
    for name, age in (("plotly-old.min.js", 30 * 86_400), ("plotly-yesterdays.min.js", 86_400)):
        (vendor / name).write_text("old")
        os.utime(vendor / name, (time.time() - age, time.time() - age))
    (vendor / Path(address).name).write_text("cut off")
    ensure_static(tmp_path)
    kept = {Path(address).name, "plotly-yesterdays.min.js"}
    assert {file.name for file in vendor.iterdir()} == kept, "another app may still send browsers to yesterday's"
    assert (vendor / Path(address).name).stat().st_size > 1_000_000


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "static").write_text("a file is in the way")
    with pytest.raises(PlaygroundError, match=r"plotly\.js"):
        ensure_static(tmp_path)


def _app() -> None:
    import numpy as np

    from playground.ui.components.figure import live_figure

    trace = {"type": "scatter", "x": np.arange(3), "y": np.arange(3)}
    plot = {"data": [trace], "layout": {}}
    live_figure(plot, key="one", height=200, alt="Three points.", clicks=True)
    live_figure(None, key="two", height=200, alt="", empty="Nothing yet.")


def test_it_mounts_in_a_page() -> None:
    app = AppTest.from_function(_app, default_timeout=30).run()
    assert not app.exception
