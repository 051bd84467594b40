"""What the names in a zip say: where they lead, and what kind of file each is. Nothing is ever written under them."""

from __future__ import annotations

import re
import zipfile
from typing import Literal

FileKind = Literal["picture", "archive", "nothing", "other"]

PICTURES = frozenset({"png", "jpg", "jpeg", "jpe", "jfif", "gif", "bmp", "webp"})
ARCHIVES = frozenset({"zip", "rar", "7z", "tar", "gz", "tgz", "bz2", "xz", "zst"})
TEXTS = frozenset({"txt", "md", "csv", "tsv", "json", "xml", "yaml", "yml", "html", "htm", "log", "rtf", "license"})
LEFT_BY_SYSTEMS = frozenset({"thumbs.db", "ehthumbs.db", "desktop.ini", "readme", "licence", "license"})
UTF_8 = 0x800
"""The flag of an entry whose name is UTF-8; without it, names are in whatever the packing machine used."""
_DRIVE = re.compile(r"[A-Za-z]:")


def entry_name(entry: zipfile.ZipInfo) -> str:
    """The name as it was packed, uncut at a NUL. Names without the UTF-8 flag are read as UTF-8 (macOS packs so) or
    GB 2312 (Chinese Windows) where they are that without exception."""
    name = entry.orig_filename
    if entry.flag_bits & UTF_8 or name.isascii():
        return name
    for encoding in ("utf-8", "gb2312"):
        try:
            return name.encode("cp437").decode(encoding)
        except UnicodeError:
            continue
    return name


def escapes_folder(name: str) -> bool:
    """Whether *name* would lie outside the folder that a zip is unpacked to, or could on some system."""
    if "\0" in name or "\\" in name or name.startswith("/") or _DRIVE.match(name):
        return True
    return ".." in name.split("/")


def file_kind(name: str) -> FileKind:
    """What *name* is by its ending; ``nothing`` is what systems leave in folders, hidden files and texts."""
    *folders, last = name.lower().split("/")
    ending = last.rpartition(".")[2] if "." in last else ""
    if "__macosx" in folders or last.startswith(".") or last in LEFT_BY_SYSTEMS or ending in TEXTS:
        return "nothing"
    if ending in PICTURES:
        return "picture"
    return "archive" if ending in ARCHIVES else "other"


def shortened_name(name: str, most: int = 60) -> str:
    """*name* for a sentence: its last *most* characters, and a dot for what cannot be printed."""
    printed = "".join(letter if letter.isprintable() else "·" for letter in name)
    return printed if len(printed) <= most else "…" + printed[1 - most :]
