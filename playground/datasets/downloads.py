"""Where the files of a data set may lie, and the one message for when they lie nowhere."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playground.core import paths
from playground.core.i18n import N_, Text
from playground.core.problems import PlaygroundError, Problem

FileFormat = Literal["idx", "npz", "pickles", "binary", "archive"]


@dataclass(frozen=True, slots=True)
class DatasetFiles:
    """Files that together are one data set, in the order that their reader wants."""

    format: FileFormat
    files: tuple[Path, ...]

    @property
    def fingerprint(self) -> str:
        """Changes when any of the files does: path, size and time of change."""
        stamps = [(str(file), file.stat().st_size, file.stat().st_mtime_ns) for file in self.files]
        return repr((self.format, stamps))


def keras_datasets_folder() -> Path:
    """Where Keras's loaders keep what they downloaded."""
    return Path(os.environ.get("KERAS_HOME") or Path.home() / ".keras") / "datasets"


def search_folders(names: Iterable[str], *system: str) -> Iterator[Path]:
    """Folders to look in, nearest first: those called *names* in the data folder and the folder itself, the same in
    Keras's folder, then *system* folders."""
    for root in (paths.data(), keras_datasets_folder()):
        yield from (root / name for name in names)
        yield root
    yield from map(Path, system)


def first_existing(folder: Path, names: Iterable[str]) -> Path | None:
    """The first of *names* that is a file in *folder*."""
    return next((folder / name for name in names if (folder / name).is_file()), None)


def matching_files(folder: Path, spellings: Iterable[tuple[str, ...]]) -> tuple[Path, ...] | None:
    """One file for each of *spellings* (the ways to write one name), or ``None`` where one is not there."""
    files = [first_existing(folder, names) for names in spellings]
    return tuple(file for file in files if file is not None) if None not in files else None


def missing_error(text: Text, why: Text | None = None) -> PlaygroundError:
    """The error for files that are not there; *why* tells what went wrong with the download."""
    message = text if why is None else Text(N_("{text} The download failed: {why}"), {"text": text, "why": why})
    return PlaygroundError(Problem("missing_files", message, field="data.name"))
