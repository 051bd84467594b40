"""Small zips of real pictures, and zips that nobody should trust."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterable

import numpy as np
from PIL import Image

Entries = Iterable[tuple[str | zipfile.ZipInfo, bytes]]


def picture(number: int = 0, size: tuple[int, int] = (28, 28), form: str = "PNG", mode: str = "RGB") -> bytes:
    """A picture of *size* (width, height) whose noise tells its *number*."""
    shape = (size[1], size[0], len(Image.new(mode, (1, 1)).getbands()))
    pixels = np.random.default_rng(number).integers(0, 256, shape, dtype=np.uint8)
    return encoded(Image.fromarray(pixels if shape[2] > 1 else pixels[..., 0], mode=None), form)


def plain(colour: object, size: tuple[int, int] = (28, 28), mode: str = "RGB", form: str = "PNG") -> bytes:
    return encoded(Image.new(mode, size, colour), form)  # type: ignore[arg-type]


def encoded(image: Image.Image, form: str = "PNG", **more: object) -> bytes:
    stream = io.BytesIO()
    image.save(stream, form, **more)  # type: ignore[arg-type]
    return stream.getvalue()


def pack(entries: Entries, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return stream.getvalue()


def kinds(count: int = 60, names: tuple[str, ...] = ("apple", "bread", "cup")) -> list[tuple[str, bytes]]:
    """*count* pictures in folders in turn; no two are the same."""
    return [(f"food/{names[row % len(names)]}/{row:03}.png", picture(row)) for row in range(count)]


def with_flag(data: bytes, flag: int) -> bytes:
    """*data* with *flag* set on every entry, in the list and before each file."""
    changed = bytearray(data)
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        place = -1
        while (place := changed.find(mark, place + 1)) >= 0:
            (flags,) = struct.unpack_from("<H", changed, place + offset)
            struct.pack_into("<H", changed, place + offset, flags | flag)
    return bytes(changed)


def with_size(data: bytes, size: int) -> bytes:
    """*data* whose first entry says that it unpacks to *size* bytes, in the list and before the file."""
    changed = bytearray(data)
    struct.pack_into("<I", changed, changed.find(b"PK\x01\x02") + 24, size)
    struct.pack_into("<I", changed, changed.find(b"PK\x03\x04") + 22, size)
    return bytes(changed)


def renamed(data: bytes, old: bytes, new: bytes) -> bytes:
    """*data* with a name that no packing program would write, of the same length."""
    assert len(old) == len(new)
    assert data.count(old) == 2
    return data.replace(old, new)


def link(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.create_system = 3
    entry.external_attr = 0o120777 << 16
    return entry
