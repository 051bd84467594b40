"""Where things are kept: one folder for the app, another may be named for the data."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def home() -> Path:
    """``PLAYGROUND_HOME``, or ``~/.model-playground``: runs, drafts, uploads, caches."""
    return Path(os.environ.get("PLAYGROUND_HOME") or Path.home() / ".model-playground")


def data() -> Path:
    """``PLAYGROUND_DATA``, or ``data`` under :func:`home`: files of data sets that a person put there."""
    return Path(os.environ.get("PLAYGROUND_DATA") or home() / "data")


def runs() -> Path:
    """``runs`` under :func:`home`: one folder for each run (:mod:`playground.runs.store`)."""
    return home() / "runs"


def drafts() -> Path:
    """``drafts`` under :func:`home`: documents that are being edited, with what can be undone."""
    return home() / "drafts"


def blocks() -> Path:
    """``blocks`` under :func:`home`: blocks that people saved to use again."""
    return home() / "blocks"


def uploads() -> Path:
    """``uploads`` under :func:`home`: own files, under the hash of their bytes."""
    return home() / "uploads"


def cache() -> Path:
    """``cache`` under :func:`home`: what can be made again, such as prepared data and outputs of layers."""
    return home() / "cache"


def write_whole(file: Path, content: bytes) -> os.stat_result:
    """Write *file* whole or not at all; its folder is made. The answer is of the very file that was written, whoever
    else writes there now. Raises OSError where it cannot be written."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_suffix(f".{os.getpid()}-{secrets.token_hex(4)}.part")
    part.write_bytes(content)
    stat_result = part.stat()
    part.replace(file)
    return stat_result
