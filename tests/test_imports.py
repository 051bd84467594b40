"""Importing the app must load neither tensorflow nor keras: both cost seconds, and Streamlit breaks a running
training where it finds keras loaded (docs/architecture.md)."""

from __future__ import annotations

import json
import pkgutil
import subprocess
import sys
from pathlib import Path

import playground.ui

ROOT = Path(__file__).resolve().parent.parent
HEAVY = ("tensorflow", "keras")

# Run as Streamlit runs it: the whole script, outside a session, so that whatever it imports is imported.
_IMPORT_ALL = """
import importlib, json, runpy, sys
sys.path.insert(0, {root!r})
for name in {modules!r}:
    importlib.import_module(name)
for script in {scripts!r}:
    runpy.run_path(script, run_name="imported")
print(json.dumps([name for name in {heavy!r} if name in sys.modules]))
"""


def _modules() -> list[str]:
    return [entry.name for entry in pkgutil.walk_packages(playground.ui.__path__, "playground.ui.")]


def _scripts() -> list[str]:
    return [str(ROOT / "app.py"), *(str(page) for page in sorted((ROOT / "pages").glob("*.py")))]


def _loaded(modules: list[str], scripts: list[str]) -> list[str]:
    source = _IMPORT_ALL.format(root=str(ROOT), modules=modules, scripts=scripts, heavy=HEAVY)
    done = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, timeout=300, cwd=ROOT)
    assert done.returncode == 0, done.stderr[-2000:]
    return list(json.loads(done.stdout.splitlines()[-1]))


def test_the_app_every_page_and_the_ui_load_neither_tensorflow_nor_keras() -> None:
    assert len(_modules()) > 3
    assert len(_scripts()) > 1
    assert _loaded(_modules(), _scripts()) == []


def test_the_test_would_notice() -> None:
    assert "keras" in _loaded(["keras"], [])


def test_listing_the_gallery_loads_neither() -> None:
    assert _loaded(["playground.cli.shelf", "playground.cli.runs", "playground.cli.training"], []) == []
