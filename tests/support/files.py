"""Small files in the original formats: MNIST's IDX, Keras's npz, CIFAR-10's pickles, binary version and archive."""

from __future__ import annotations

import gzip
import io
import pickle
import struct
import tarfile
from pathlib import Path

import numpy as np

IDX_NAMES = ("train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")
CIFAR_NAMES = ("data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5", "test_batch")


def pictures(count: int, side: int = 28, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """*count* pictures whose every pixel tells their number, and labels that go round the ten classes."""
    x = np.random.default_rng(seed).integers(0, 256, (count, side, side), dtype=np.uint8)
    return x, (np.arange(count) % 10).astype(np.uint8)


def idx(array: np.ndarray) -> bytes:
    return b"\0\0\x08" + bytes([array.ndim]) + struct.pack(f">{array.ndim}I", *array.shape) + array.tobytes()


def write_idx(folder: Path, train: int = 200, test: int = 50, *, gz: bool = False, dot: bool = False) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    arrays = (*pictures(train), *pictures(test, seed=1))
    for name, array in zip(IDX_NAMES, arrays, strict=True):
        data = idx(array)
        shown = name.replace("-idx", ".idx") if dot else name
        (folder / (shown + (".gz" if gz else ""))).write_bytes(gzip.compress(data) if gz else data)


def write_npz(path: Path, train: int = 200, test: int = 50) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    (x, y), (test_x, test_y) = pictures(train), pictures(test, seed=1)
    np.savez(path, x_train=x, y_train=y, x_test=test_x, y_test=test_y)


def cifar_rows(count: int, seed: int) -> tuple[np.ndarray, list[int]]:
    rows = np.random.default_rng(seed).integers(0, 256, (count, 3072), dtype=np.uint8)
    return rows, [number % 10 for number in range(count)]


def cifar_pickles(count: int = 40) -> dict[str, bytes]:
    found = {}
    for seed, name in enumerate(CIFAR_NAMES):
        rows, labels = cifar_rows(count, seed)
        found[name] = pickle.dumps({b"batch_label": b"some", b"data": rows, b"labels": labels}, protocol=2)
    return found


def cifar_binaries(count: int = 40) -> dict[str, bytes]:
    found = {}
    for seed, name in enumerate(CIFAR_NAMES):
        rows, labels = cifar_rows(count, seed)
        found[f"{name}.bin"] = np.column_stack([np.array(labels, np.uint8), rows]).tobytes()
    return found


def write_all(folder: Path, files: dict[str, bytes]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)


def write_tar(path: Path, inner: str, files: dict[str, bytes]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(path, "w:gz") as archive:
        for name, data in files.items():
            member = tarfile.TarInfo(f"{inner}/{name}")
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))


class Harmful:
    """What a pickle must not be able to do."""

    def __init__(self, target: Path) -> None:
        self.target = target

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (self.target,)


def csv_text(rows: int = 60) -> str:
    """A table with two numbers, a category with gaps, and three classes."""
    lines = ["height,width,colour,kind"]
    for row in range(rows):
        colour = ("red", "green", "", "blue")[row % 4]
        lines.append(f"{row * 0.5},{(row * 7) % 11},{colour},{'abc'[row % 3]}")
    return "\n".join(lines) + "\n"
