"""Classes from folders: each kind of picture lies in a folder of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from playground.core.i18n import N_
from playground.datasets.readers.images.zip_names import shortened_name

SPLIT_FOLDERS = frozenset(
    {"train", "training", "test", "testing", "val", "valid", "validation", "dev", "训练集", "验证集", "测试集"}
)
"""Folders that say which part a picture is for, not what is on it."""
ALL_IMAGES = N_("images")
NO_FOLDER = N_("no folder")


class FolderClasses(NamedTuple):
    """Their *names* in order, the number of each picture's class *y* ``(n,)``, and folders that were put together
    because they are named as *split_folders*."""

    names: tuple[str, ...]
    y: npt.NDArray[np.int64]
    split_folders: tuple[str, ...] = ()


def folder_classes(names: Sequence[str]) -> FolderClasses:
    """The classes of pictures called *names*: their folders below the innermost folder that holds all of them.

    A folder within such a folder belongs to it, as everywhere where pictures are read from folders. Where the
    folders are called as parts (train, test), what lies in them is sorted instead. Pictures in one folder are one
    class.
    """
    folders = [[part for part in name.split("/")[:-1] if part not in ("", ".")] for name in names]
    around, folders = _strip_common_folders(folders)
    heads = sorted({folder[0] if folder else "" for folder in folders})
    parts: tuple[str, ...] = ()
    if len(heads) > 1 and all(head.lower() in SPLIT_FOLDERS for head in heads):
        parts = tuple(heads)
        around, folders = _strip_common_folders([folder[1:] for folder in folders])
        heads = sorted({folder[0] if folder else "" for folder in folders})
    place = {head: number for number, head in enumerate(heads)}
    y = np.array([place[folder[0] if folder else ""] for folder in folders], np.int64)
    loose = NO_FOLDER if len(heads) > 1 else ALL_IMAGES
    if around and around[-1].lower() not in SPLIT_FOLDERS:
        loose = around[-1]
    return FolderClasses(tuple(shortened_name(head or loose) for head in heads), y, parts)


def _strip_common_folders(folders: list[list[str]]) -> tuple[list[str], list[list[str]]]:
    """The folders that hold everything, and what is left of each path below them."""
    first, last = min(folders), max(folders)
    same = next((place for place, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), None)
    depth = min(len(first), len(last)) if same is None else same
    return first[:depth], [folder[depth:] for folder in folders]
