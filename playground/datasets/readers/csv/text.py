"""How a CSV file is written: encoding, delimiter, decimal mark, header; found from the text itself."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from playground.core.i18n import N_, Text
from playground.core.problems import PlaygroundError, Problem

SAMPLE = 262_144
"""Bytes that the delimiter is found from."""
MOST_RECORDS = 200
DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|", "colon": ":", "space": " "}
SNIFFED = ("comma", "semicolon", "tab", "pipe")
ENCODINGS = ("utf-8", "utf-16", "gb18030", "big5", "shift_jis", "euc-kr", "cp1251", "cp1252", "latin-1")
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+")
DECIMAL_POINT = re.compile(r"[+-]?\d+\.\d+")


@dataclass(frozen=True, slots=True)
class CsvDialect:
    """How a file is written; *delimiter* is a key of :data:`DELIMITERS`, *decimal* ``.`` or ``,``."""

    encoding: str
    delimiter: str
    decimal: str
    first_row: tuple[str, ...]
    """The cells of the first row."""

    @property
    def has_no_header(self) -> bool:
        """Whether the first row looks like data: every cell is a number."""
        cells = [cell.strip() for cell in self.first_row]
        return all(NUMBER.fullmatch(cell) or DECIMAL_COMMA.fullmatch(cell) for cell in cells)


@lru_cache(maxsize=64)
def sniff(path: Path, encoding: str = "auto", delimiter: str = "auto", decimal: str = "auto") -> CsvDialect:
    """How the file at *path* is written, what is given taken as given. A kept file never changes, so it is read once.

    Raises PlaygroundError where the text is not in the given encoding, or has one column only.
    """
    encoding = find_encoding(path) if encoding == "auto" else _with_byte_order_mark(path, encoding)
    text = sample_text(path, encoding)
    if delimiter == "auto":
        delimiter = find_delimiter(text)
    rows = first_records(text, DELIMITERS[delimiter])
    if not rows or len(rows[0]) < 2:
        raise one_column_error()
    if decimal == "auto":
        decimal = "," if delimiter != "comma" and _has_decimal_commas(rows) else "."
    return CsvDialect(encoding, delimiter, decimal, tuple(rows[0]))


def one_column_error() -> PlaygroundError:
    """The error for a file in which only one column was found."""
    message = Text(
        N_(
            "Only one column was found; a target and at least one feature are needed. "
            "If there are more, choose the character that divides them."
        )
    )
    return PlaygroundError(Problem("one_column", message, field="data.params.delimiter"))


def find_encoding(path: Path) -> str:
    """The encoding of a text file: by its mark, as UTF-8 throughout, as UTF-16 by its zeros, as Chinese, as Western.

    GB18030 takes nearly any bytes, so text counts as Chinese only where high bytes come in pairs of common
    characters; in Western text they stand alone.
    """
    with path.open("rb") as file:
        head = file.read(SAMPLE)
    for mark, name in MARKS:
        if head.startswith(mark):
            return name
    if head[1::2].count(0) > 0.2 * len(head):
        return "utf-16-le"
    if head[::2].count(0) > 0.2 * len(head):
        return "utf-16-be"
    if _is_utf8(path):
        return "utf-8"
    return (
        "gb18030"
        if _looks_chinese(_first_non_ascii_chunk(path))
        else "cp1252"
        if _is_decodable(path, "cp1252")
        else "latin-1"
    )


def _is_utf8(path: Path) -> bool:
    return _is_decodable(path, "utf-8")


def _is_decodable(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while chunk := file.read(1 << 20):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _first_non_ascii_chunk(path: Path) -> bytes:
    """A stretch of the file around its first byte above 127: the head of a file may be plain ASCII."""
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            if not chunk.isascii():
                return chunk
    return b""


def _looks_chinese(data: bytes) -> bool:
    runs = re.findall(rb"[\x80-\xff]+", data)
    pairs = sum(len(re.findall(rb"[\xa1-\xf7][\xa1-\xfe]", run)) * 2 for run in runs if len(run) % 2 == 0)
    high = sum(map(len, runs))
    if not high or pairs < 0.8 * high:
        return False
    return _clipped_decode(data, "gb18030") is not None


def _clipped_decode(data: bytes, encoding: str) -> str | None:
    """*data* as text, a character that the end cuts forgiven; ``None`` where it is not in *encoding*."""
    try:
        return codecs.getincrementaldecoder(encoding)().decode(data, final=False)
    except UnicodeDecodeError:
        return None


def _with_byte_order_mark(path: Path, encoding: str) -> str:
    """The chosen encoding; UTF-8's mark, where there is one, is no part of the first name."""
    with path.open("rb") as file:
        head = file.read(4)
    if encoding == "utf-16" and not head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16-be" if head[:1] == b"\0" else "utf-16-le"
    return "utf-8-sig" if encoding == "utf-8" and head.startswith(codecs.BOM_UTF8) else encoding


def sample_text(path: Path, encoding: str) -> str:
    """The first rows as text, whole ones. Raises PlaygroundError where the file is not in *encoding*."""
    with path.open("rb") as file:
        data = file.read(SAMPLE)
    text = _clipped_decode(data, encoding)
    if text is None:
        raise decode_error(encoding)
    if len(data) == SAMPLE and "\n" in text:
        text = text[: text.rindex("\n")]
    return text


def decode_error(encoding: str) -> PlaygroundError:
    """The error for a file that is no text in *encoding*."""
    message = Text(
        N_("The file is not {encoding} text. Choose another encoding, or save it as UTF-8."), {"encoding": encoding}
    )
    return PlaygroundError(Problem("encoding", message, field="data.params.encoding"))


def first_records(text: str, delimiter: str, most: int = MOST_RECORDS) -> list[list[str]]:
    """The first rows that are not blank, as cells."""
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if any(cell.strip() for cell in row):
                rows.append(row)
            if len(rows) == most:
                break
    except csv.Error:
        # A field longer than csv reads, or a quote that never ends: what was read so far has to tell.
        pass
    return rows


def find_delimiter(text: str) -> str:
    """The delimiter that divides most rows into the same number of cells, more than one. Raises
    :class:`PlaygroundError` where none does."""

    def score(name: str) -> tuple[float, int]:
        widths = Counter(len(row) for row in first_records(text, DELIMITERS[name]))
        if not widths:
            return (0.0, 0)
        width, rows = max(widths.items(), key=lambda item: (item[1], item[0]))
        return (rows / widths.total(), width) if width > 1 else (0.0, width)

    best = max(SNIFFED, key=lambda name: (*score(name), -SNIFFED.index(name)))
    if score(best)[0] == 0.0:
        raise one_column_error()
    return best


def _has_decimal_commas(rows: list[list[str]]) -> bool:
    cells = [cell.strip() for row in rows[1:] for cell in row]
    commas = sum(DECIMAL_COMMA.fullmatch(cell) is not None for cell in cells)
    points = sum(DECIMAL_POINT.fullmatch(cell) is not None for cell in cells)
    return commas > points
