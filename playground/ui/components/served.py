"""Large programs as files that the browser fetches once and keeps: under ``static/vendor`` beside the app's script."""

from __future__ import annotations

import os
from pathlib import Path


def put(app_folder: Path, stem: str, digest: str, suffix: str, content: bytes) -> str:
    """Write *content* as ``STEM-DIGEST.SUFFIX`` where it is missing or cut off, and drop the versions before it.

    Returns its address relative to where the app is served. Raises :class:`OSError` where the folder cannot be written.
    """
    name = f"{stem}-{digest}.{suffix}"
    vendor = app_folder / "static" / "vendor"
    target = vendor / name
    if not target.is_file() or target.stat().st_size != len(content):
        vendor.mkdir(parents=True, exist_ok=True)
        # Several sessions may come first at once: each writes its own file and the last one stays.
        fresh = vendor / f".{name}.{os.getpid()}.{os.urandom(4).hex()}"
        fresh.write_bytes(content)
        fresh.replace(target)
        for old in vendor.glob(f"{stem}-*.{suffix}"):
            if old.name != name:
                old.unlink(missing_ok=True)
    return f"app/static/vendor/{name}"
