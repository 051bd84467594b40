"""What an uploaded table must be before it is kept: a text."""

from __future__ import annotations

from pathlib import Path

from playground.core.i18n import N_, Text
from playground.datasets.uploads import UploadType, upload_error

HEAD = 65_536
FORMATS = (
    (b"PK\x03\x04", N_("an Excel or zip file")),
    (b"\xd0\xcf\x11\xe0", N_("an Excel file")),
    (b"\x1f\x8b", N_("a gzip file")),
    (b"%PDF", N_("a PDF")),
    (b"\x89PNG", N_("an image")),
    (b"\xff\xd8\xff", N_("an image")),
    (b"PAR1", N_("a Parquet file")),
    (b"SQLite format 3", N_("a database")),
)
WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
"""Byte order marks of UTF-16 and UTF-32, whose text is full of zero bytes."""


def refuse_binary(path: Path) -> None:
    """Raise PlaygroundError where the first bytes of a file are not those of a text."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    for magic, what in FORMATS:
        if head.startswith(magic):
            message = Text(N_("This is {what}, not a CSV file. Save the table as CSV first."), {"what": Text(what)})
            raise upload_error("binary", message)
    if head.startswith(WIDE_MARKS):
        return
    control = sum(byte < 32 and byte not in b"\t\n\r\x0c\x1b" for byte in head)
    zeros = head.count(0)
    # UTF-16 without a mark has a zero in nearly every other byte, all on the same side.
    sided = max(head[::2].count(0), head[1::2].count(0))
    if zeros and sided > 0.4 * len(head) / 2 and zeros - sided < 0.05 * len(head):
        return
    if zeros or control > 0.02 * len(head):
        raise upload_error(
            "binary", Text(N_("This file is not text, so it cannot be a CSV file. Save the table as CSV."))
        )


CSV = UploadType(
    suffix="csv",
    types=("csv", "tsv", "txt", "data"),
    label=N_("CSV file"),
    help=N_("A table with a header and one row for each example. It stays on this server."),
    current_message=N_("Uploaded table: {name}"),
    missing_message=N_("No file is chosen yet. Upload a CSV file."),
    empty_message=N_("The file is empty. Upload one with a header and at least three rows."),
    too_large_message=N_("The file is {size} MB; at most {most} MB are read. Upload fewer rows or columns of it."),
    check=refuse_binary,
)
