"""The IDX format of MNIST and Fashion-MNIST: a big-endian head, then bytes; gzipped or not.

Layout: http://yann.lecun.com/exdb/mnist/ - two zero bytes, 0x08 for unsigned bytes, the number of axes, then the
length of each axis as 32 bits.
"""

from __future__ import annotations

import gzip
import math
import struct
import zlib
from pathlib import Path
from typing import IO

import numpy as np
import numpy.typing as npt

from playground.core.i18n import N_, Text
from playground.core.problems import PlaygroundError, Problem

PIECE = 1 << 24
Bytes = npt.NDArray[np.uint8]


def _open(path: Path) -> IO[bytes]:
    with path.open("rb") as file:
        gzipped = file.read(2) == b"\x1f\x8b"
    return gzip.open(path, "rb") if gzipped else path.open("rb")  # type: ignore[return-value]  # GzipFile reads alike


def broken_file_error(path: Path, why: str) -> PlaygroundError:
    """The error for a file of a data set that is not what its name says. *why* is a message id."""
    template = Text(N_("{file} cannot be read: {why} Put the original file in its place."), {"file": str(path)})
    return PlaygroundError(
        Problem("broken_file", Text(template.message, {**template.values, "why": Text(why)}), field="data")
    )


def _read_header(file: IO[bytes], path: Path) -> tuple[int, ...]:
    magic = file.read(4)
    if len(magic) < 4 or magic[:3] != b"\0\0\x08" or not 1 <= magic[3] <= 4:
        raise broken_file_error(path, N_("it is not an IDX file of bytes."))
    lengths = file.read(4 * magic[3])
    if len(lengths) < 4 * magic[3]:
        raise broken_file_error(path, N_("it breaks off in its head."))
    return struct.unpack(f">{magic[3]}I", lengths)


def read_shape(path: Path) -> tuple[int, ...]:
    """The lengths of the axes, from the head alone. Raises PlaygroundError where the file is not IDX."""
    try:
        with _open(path) as file:
            return _read_header(file, path)
    except (OSError, EOFError, zlib.error) as error:
        raise broken_file_error(path, N_("it breaks off or is not whole.")) from error


def read(path: Path, limit: int | None = None) -> Bytes:
    """The array in *path*, uint8 with one to four axes, or its first *limit* entries. Raises :class:`PlaygroundError`
    where it is not whole."""
    try:
        with _open(path) as file:
            shape = _read_header(file, path)
            if limit is not None:
                shape = (min(limit, shape[0]), *shape[1:])
            expected_size = math.prod(shape)
            # Piece by piece: a broken head may claim more than there is memory.
            data = bytearray()
            while len(data) < expected_size and (piece := file.read(min(PIECE, expected_size - len(data)))):
                data += piece
    except (OSError, EOFError, zlib.error) as error:
        raise broken_file_error(path, N_("it breaks off or is not whole.")) from error
    if len(data) < expected_size:
        raise broken_file_error(path, N_("it breaks off before its last example."))
    return np.frombuffer(data, np.uint8).reshape(shape)
