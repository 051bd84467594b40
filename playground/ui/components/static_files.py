"""Large programs as files that the browser fetches once and keeps: under ``static/vendor`` beside the app's script."""

from __future__ import annotations

import os
import time
from pathlib import Path

from playground.core.i18n import Text
from playground.core.problems import PlaygroundError, Problem

KEEP_SECONDS = 7 * 24 * 3600.0
"""Seconds for which a version that is no longer wanted stays."""


def publish_static(app_folder: Path, stem: str, digest: str, suffix: str, content: bytes, refused: str) -> str:
    """Write *content* as ``STEM-DIGEST.SUFFIX`` where it is missing or cut off, and drop versions that are older than
    :data:`KEEP_SECONDS`: an app that was started before may still send browsers to one.

    Returns its address relative to where the app is served. Raises :class:`PlaygroundError` with the message *refused*
    (of {folder} and {why}) where the folder cannot be written.
    """
    name = f"{stem}-{digest}.{suffix}"
    vendor = app_folder / "static" / "vendor"
    target = vendor / name
    try:
        if not target.is_file() or target.stat().st_size != len(content):
            _write(target, content)
            for old in vendor.glob(f"{stem}-*.{suffix}"):
                if old.name != name and time.time() - old.stat().st_mtime > KEEP_SECONDS:
                    old.unlink(missing_ok=True)
    except OSError as error:
        message = Text(refused, {"folder": str(vendor), "why": error.strerror or str(error)})
        raise PlaygroundError(Problem("static_not_writable", message)) from error
    return f"app/static/vendor/{name}"


def _write(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    # Several sessions may come first at once: each writes its own file and the last one stays.
    fresh = target.with_name(f".{target.name}.{os.getpid()}.{os.urandom(4).hex()}")
    fresh.write_bytes(content)
    fresh.replace(target)
