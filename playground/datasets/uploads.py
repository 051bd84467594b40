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
class UploadType:
    """A kind of own file, and what is said of it: every text is a message id.

    *suffix* is how kept files end, *types* are the endings that a person may pick. *current_message* names ``{name}``,
    *too_large_message* the ``{size}`` and the ``{most}`` in megabytes. *check* raises PlaygroundError where a file is
    not of this kind; it is asked before the file is kept, so what came before stays.
    """

    suffix: str
    types: tuple[str, ...]
    label: str
    help: str
    current_message: str
    missing_message: str
    empty_message: str
    too_large_message: str
    check: Callable[[Path], None]


def is_upload_id(file_id: str) -> bool:
    """Whether *file_id* has the form that :func:`store_upload` gives."""
    return _ID.fullmatch(file_id) is not None


def store_upload(data: bytes | memoryview, kind: UploadType) -> str:
    """Keep an own file and return its id, 64 hexadecimal digits. The same bytes are kept once.

    Raises PlaygroundError where the file is empty, larger than :data:`LARGEST`, or not of *kind*.
    """
    _refuse_size(len(data), kind)
    file_id = hashlib.sha256(data).hexdigest()
    file = _stored_path(file_id, kind)
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        temp_file = file.with_name(f".{file_id}-{os.getpid()}-{secrets.token_hex(4)}")
        try:
            temp_file.write_bytes(data)
            kind.check(temp_file)
            temp_file.replace(file)
        finally:
            temp_file.unlink(missing_ok=True)
    return file_id


def upload_path(file_id: str, kind: UploadType) -> Path:
    """The file kept as *file_id*. Raises PlaygroundError where it is none or is not on this machine."""
    if not file_id:
        raise upload_error("no_file", Text(kind.missing_message))
    if not is_upload_id(file_id):
        raise upload_error(
            "bad_file", Text(N_("An own file is named by its 64-digit hash; upload the file to get it."))
        )
    file = _stored_path(file_id, kind)
    if not file.is_file():
        message = Text(
            N_("The own file {file} is not on this machine. Upload it again; it must be the very same file."),
            {"file": file_id[:12] + "…"},
        )
        raise upload_error("file_is_gone", message)
    return file


def upload_error(code: str, text: Text) -> PlaygroundError:
    """The error of an own file, told at its field."""
    return PlaygroundError(Problem(code, text, field="data.params.file"))


def _stored_path(file_id: str, kind: UploadType) -> Path:
    return paths.uploads() / f"{file_id}.{kind.suffix}"


def _refuse_size(size: int, kind: UploadType) -> None:
    if size == 0:
        raise upload_error("empty", Text(kind.empty_message))
    if size > LARGEST:
        raise upload_error(
            "too_large", Text(kind.too_large_message, {"size": round(size / 1e6), "most": LARGEST // 1_000_000})
        )
