"""Own files, kept under the hash of their bytes: a document names the hash, never a path."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playground.core import paths
from playground.core.i18n import N_, Text
from playground.core.problems import PlaygroundError, Problem

LARGEST = 200_000_000
"""Bytes of an own file."""
_ID = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A kind of own file, and what is said of it: every text is a message id.

    *ending* is how kept files end, *types* are the endings that a person may pick. *at_hand* names ``{name}``,
    *too_large* the ``{size}`` and the ``{most}`` in megabytes. *check* raises PlaygroundError where a file is not of
    this kind; it is asked before the file is kept, so what came before stays.
    """

    ending: str
    types: tuple[str, ...]
    label: str
    help: str
    at_hand: str
    none_yet: str
    empty: str
    too_large: str
    check: Callable[[Path], None]


def is_upload(file_id: str) -> bool:
    """Whether *file_id* has the form that :func:`keep` gives."""
    return _ID.fullmatch(file_id) is not None


def keep(data: bytes | memoryview, kind: Upload) -> str:
    """Keep an own file and return its id, 64 hexadecimal digits. The same bytes are kept once.

    Raises PlaygroundError where the file is empty, larger than :data:`LARGEST`, or not of *kind*.
    """
    _refuse_size(len(data), kind)
    file_id = hashlib.sha256(data).hexdigest()
    file = _place(file_id, kind)
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        beside = file.with_name(f".{file_id}-{os.getpid()}-{secrets.token_hex(4)}")
        try:
            beside.write_bytes(data)
            kind.check(beside)
            beside.replace(file)
        finally:
            beside.unlink(missing_ok=True)
    return file_id


def kept(file_id: str, kind: Upload) -> Path:
    """The file kept as *file_id*. Raises PlaygroundError where it is none or is not on this machine."""
    if not file_id:
        raise refused("no_file", Text(kind.none_yet))
    if not is_upload(file_id):
        raise refused("bad_file", Text(N_("An own file is named by its 64-digit hash; upload the file to get it.")))
    file = _place(file_id, kind)
    if not file.is_file():
        said = Text(
            N_("The own file {file} is not on this machine. Upload it again; it must be the very same file."),
            {"file": file_id[:12] + "…"},
        )
        raise refused("file_is_gone", said)
    return file


def refused(code: str, text: Text) -> PlaygroundError:
    """The error of an own file, told at its field."""
    return PlaygroundError(Problem(code, text, field="data.params.file"))


def _place(file_id: str, kind: Upload) -> Path:
    return paths.uploads() / f"{file_id}.{kind.ending}"


def _refuse_size(size: int, kind: Upload) -> None:
    if size == 0:
        raise refused("empty", Text(kind.empty))
    if size > LARGEST:
        raise refused("too_large", Text(kind.too_large, {"size": round(size / 1e6), "most": LARGEST // 1_000_000}))
