"""Where things are kept: one folder for the app, another may be named for the data."""

from __future__ import annotations

import os
from pathlib import Path


def home() -> Path:
    """``PLAYGROUND_HOME``, or ``~/.model-playground``: runs, drafts, uploads, caches."""
    return Path(os.environ.get("PLAYGROUND_HOME") or Path.home() / ".model-playground")


def data() -> Path:
    """``PLAYGROUND_DATA``, or ``data`` under :func:`home`: files of data sets that a person put there."""
    return Path(os.environ.get("PLAYGROUND_DATA") or home() / "data")


def runs() -> Path:
    return home() / "runs"


def drafts() -> Path:
    return home() / "drafts"


def uploads() -> Path:
    return home() / "uploads"


def cache() -> Path:
    return home() / "cache"
