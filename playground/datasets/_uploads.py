"""Own files, kept under the hash of their bytes: a document names the hash, never a path."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from pathlib import Path

from playground import paths
from playground.i18n import N_, Text
from playground.problems import PlaygroundError, Problem

LARGEST = 200_000_000
"""Bytes of an own table."""
HEAD = 65_536
_ID = re.compile(r"[0-9a-f]{64}")

FORMATS = (
    (b"PK\x03\x04", N_("an Excel or zip file")),
    (b"\xd0\xcf\x11\xe0", N_("an Excel file")),
    (b"\x1f\x8b", N_("a gzip file")),
    (b"%PDF", N_("a PDF")),
    (b"\x89PNG", N_("a picture")),
    (b"\xff\xd8\xff", N_("a picture")),
    (b"PAR1", N_("a Parquet file")),
    (b"SQLite format 3", N_("a database")),
)
WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
"""Byte order marks of UTF-16 and UTF-32, whose text is full of zero bytes."""


def is_upload(file_id: str) -> bool:
    """Whether *file_id* has the form that :func:`keep_upload` gives."""
    return _ID.fullmatch(file_id) is not None


def keep_upload(data: bytes | memoryview) -> str:
    """Keep an own table and return its id, 64 hexadecimal digits. The same bytes are kept once.

    Raises PlaygroundError where the file is empty, larger than :data:`LARGEST`, or no text.
    """
    refuse_size(len(data))
    refuse_binary(bytes(data[:HEAD]))
    file_id = hashlib.sha256(data).hexdigest()
    file = paths.uploads() / f"{file_id}.csv"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        beside = file.with_name(f".{file_id}-{os.getpid()}-{secrets.token_hex(4)}")
        beside.write_bytes(data)
        beside.replace(file)
    return file_id


def upload(file_id: str) -> Path:
    """The file kept as *file_id*. Raises PlaygroundError where it is none or is not on this machine."""
    if not file_id:
        raise _refused("no_file", Text(N_("No file is chosen yet. Upload a CSV file.")))
    if not is_upload(file_id):
        raise _refused("bad_file", Text(N_("An own file is named by its 64-digit hash; upload the file to get it.")))
    file = paths.uploads() / f"{file_id}.csv"
    if not file.is_file():
        said = Text(
            N_("The own file {file} is not on this machine. Upload it again; it must be the very same file."),
            {"file": file_id[:12] + "…"},
        )
        raise _refused("file_is_gone", said)
    return file


def refuse_size(size: int) -> None:
    """Raise PlaygroundError for a file that is empty or larger than :data:`LARGEST`."""
    if size == 0:
        raise _refused("empty", Text(N_("The file is empty. Upload one with a header and at least three rows.")))
    if size > LARGEST:
        said = Text(
            N_("The file is {size} MB; at most {most} MB are read. Upload fewer rows or columns of it."),
            {"size": round(size / 1e6), "most": LARGEST // 1_000_000},
        )
        raise _refused("too_large", said)


def refuse_binary(head: bytes) -> None:
    """Raise PlaygroundError where the first bytes of a file are not those of a text."""
    for magic, what in FORMATS:
        if head.startswith(magic):
            said = Text(N_("This is {what}, not a CSV file. Save the table as CSV first."), {"what": Text(what)})
            raise _refused("binary", said)
    if head.startswith(WIDE_MARKS):
        return
    control = sum(byte < 32 and byte not in b"\t\n\r\x0c\x1b" for byte in head)
    zeros = head.count(0)
    # UTF-16 without a mark has a zero in nearly every other byte, all on the same side.
    sided = max(head[::2].count(0), head[1::2].count(0))
    if zeros and sided > 0.4 * len(head) / 2 and zeros - sided < 0.05 * len(head):
        return
    if zeros or control > 0.02 * len(head):
        raise _refused("binary", Text(N_("This file is not text, so it cannot be a CSV file. Save the table as CSV.")))


def _refused(code: str, text: Text) -> PlaygroundError:
    return PlaygroundError(Problem(code, text, field="data.params.file"))
