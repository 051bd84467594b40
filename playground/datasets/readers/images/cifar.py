"""CIFAR-10's own formats: python pickles, the binary version, and the archives that hold them.

Layout: https://www.cs.toronto.edu/~kriz/cifar.html - each picture is 1,024 red, then green, then blue bytes.
"""

from __future__ import annotations

import io
import pickle
import tarfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from playground.core.i18n import N_
from playground.datasets.readers.images.idx import broken_file_error

Bytes = npt.NDArray[np.uint8]
Pair = tuple[Bytes, npt.NDArray[np.int64]]

SIDE = 32
PIXELS = 3 * SIDE * SIDE
MOST_BYTES = 40_000_000
"""An original batch weighs 31 MB; more is not one."""
PICKLES = (*(f"data_batch_{number}" for number in range(1, 6)), "test_batch")
BINARIES = (*(f"data_batch_{number}.bin" for number in range(1, 6)), "test_batch.bin")


def _allowed_classes() -> dict[tuple[str, str], Any]:
    from numpy._core.multiarray import _reconstruct

    names: dict[tuple[str, str], Any] = {("_codecs", "encode"): _latin1}
    for module in ("numpy", "numpy.core.multiarray", "numpy._core.multiarray"):
        names |= {(module, "_reconstruct"): _reconstruct, (module, "ndarray"): np.ndarray, (module, "dtype"): np.dtype}
    return names


def _latin1(text: str, encoding: str) -> bytes:
    """How protocol 2 writes bytes; any other encoding has no business here."""
    if encoding != "latin1":
        raise pickle.UnpicklingError(encoding)
    return text.encode("latin1")


class _Unpickler(pickle.Unpickler):
    """Builds arrays, lists, dictionaries and text, and nothing that could run code."""

    def find_class(self, module: str, name: str) -> Any:
        try:
            return _allowed_classes()[module, name]
        except KeyError:
            raise pickle.UnpicklingError(f"{module}.{name}") from None


def read_pickle(data: bytes, path: Path) -> Pair:
    """Pictures ``(n, 32, 32, 3) uint8`` and labels ``(n,)`` int64 of one batch. Raises :class:`PlaygroundError` for
    anything but such a batch."""
    try:
        batch = _Unpickler(io.BytesIO(data), encoding="bytes").load()
        rows, labels = np.asarray(batch[b"data"]), np.asarray(batch[b"labels"], np.int64)
    except pickle.UnpicklingError as error:
        raise broken_file_error(path, N_("it is no CIFAR-10 batch, or holds something else than numbers.")) from error
    except Exception as error:
        # A broken pickle can raise nearly anything; whatever it was, the file is not a batch.
        raise broken_file_error(path, N_("it is no CIFAR-10 batch.")) from error
    if rows.dtype != np.uint8 or rows.ndim != 2 or rows.shape[1] != PIXELS or len(rows) != labels.size:
        raise broken_file_error(path, N_("it is no CIFAR-10 batch."))
    return _to_images(rows), labels.reshape(-1)


def read_binary(data: bytes, path: Path) -> Pair:
    """As :func:`read_pickle`, of the binary version: a label byte before each picture. Raises :class:`PlaygroundError`
    where its length is not that of whole pictures."""
    if not data or len(data) % (PIXELS + 1):
        raise broken_file_error(path, N_("its length is not a whole number of CIFAR-10 images."))
    rows = np.frombuffer(data, np.uint8).reshape(-1, PIXELS + 1)
    return _to_images(rows[:, 1:]), rows[:, 0].astype(np.int64)


def _to_images(rows: Bytes) -> Bytes:
    return np.ascontiguousarray(rows.reshape(-1, 3, SIDE, SIDE).transpose(0, 2, 3, 1))


def read_files(files: tuple[Path, ...], read_batch: Callable[[bytes, Path], Pair]) -> tuple[Pair, Pair]:
    """The training pictures of all files but the last, and the test pictures of the last. Raises
    :class:`PlaygroundError` as *read_batch*, and for a file that is larger than a batch."""
    batches = [read_batch(_read_bytes(file), file) for file in files]
    return _concatenate(batches[:-1]), batches[-1]


def _concatenate(batches: list[Pair]) -> Pair:
    return np.concatenate([x for x, _ in batches]), np.concatenate([y for _, y in batches])


def _read_bytes(file: Path) -> bytes:
    if file.stat().st_size > MOST_BYTES:
        raise broken_file_error(file, N_("it is larger than a CIFAR-10 batch."))
    return file.read_bytes()


def read_archive(path: Path) -> tuple[Pair, Pair]:
    """The set in ``cifar-10-python.tar.gz`` or ``cifar-10-binary.tar.gz``; nothing is written to disk. Raises
    :class:`PlaygroundError` where it is not whole."""
    try:
        data_by_name = dict(_members(path))
    except (OSError, EOFError, zlib.error, tarfile.TarError) as error:
        raise broken_file_error(path, N_("it breaks off or is not whole.")) from error
    for names, read_batch in ((PICKLES, read_pickle), (BINARIES, read_binary)):
        if all(name in data_by_name for name in names):
            batches = [read_batch(data_by_name[name], path) for name in names]
            return _concatenate(batches[:-1]), batches[-1]
    raise broken_file_error(path, N_("it does not hold the six batches of CIFAR-10."))


def _members(path: Path) -> Iterator[tuple[str, bytes]]:
    batch_names = {*PICKLES, *BINARIES}
    with tarfile.open(path) as archive:
        for member in archive:
            name = member.name.rsplit("/", 1)[-1]
            if name in batch_names and member.isfile() and member.size <= MOST_BYTES:
                file = archive.extractfile(member)
                if file is not None:
                    yield name, file.read()
