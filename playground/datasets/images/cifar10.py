"""Small colour photographs."""

from __future__ import annotations

from playground.core import paths
from playground.core.i18n import N_
from playground.datasets.dataset import Dataset, DatasetCard, MissingFiles, OnProgress, RawDataset, Values
from playground.datasets.downloads import DatasetFiles, first_existing, matching_files, missing_error, search_folders
from playground.datasets.readers.images.cifar import (
    BINARIES,
    PICKLES,
    read_archive,
    read_binary,
    read_files,
    read_pickle,
)
from playground.datasets.readers.images.decoding import EXAMPLES, raw_image_dataset

NAME = "cifar10"
CLASSES = (
    N_("airplane"),
    N_("automobile"),
    N_("bird"),
    N_("cat"),
    N_("deer"),
    N_("dog"),
    N_("frog"),
    N_("horse"),
    N_("ship"),
    N_("truck"),
)
INNER = (
    "cifar-10-batches-py",
    "cifar-10-batches-bin",
    "cifar-10-batches-py-target/cifar-10-batches-py",
)
OUTER = ("cifar10", "cifar-10", "CIFAR10")
ARCHIVES = ("cifar-10-python.tar.gz", "cifar-10-binary.tar.gz")
URL = "https://www.cs.toronto.edu/~kriz/cifar-10-python.tar.gz"
SIZE = 170_498_071


def find() -> DatasetFiles | None:
    """The batches (pickled or binary) in any folder that people unpack them to, else an archive as downloaded."""
    names = [*INNER, *OUTER, *(f"{outer}/{inner}" for outer in OUTER for inner in INNER)]
    places = list(search_folders(names))
    for folder in places:
        if files := matching_files(folder, [(name,) for name in PICKLES]):
            return DatasetFiles("pickles", files)
        if files := matching_files(folder, [(name,) for name in BINARIES]):
            return DatasetFiles("binary", files)
    archives = (first_existing(folder, ARCHIVES) for folder in places)
    archive = next((file for file in archives if file is not None), None)
    return DatasetFiles("archive", (archive,)) if archive is not None else None


def missing_files() -> MissingFiles | None:
    """What lacks, where no files of the set are found."""
    if find() is not None:
        return None
    return MissingFiles(NAME, N_("CIFAR-10"), str(paths.data()), ((ARCHIVES[0],), ("cifar-10-batches-py/",)), URL, SIZE)


def find_or_raise() -> DatasetFiles:
    """As :func:`find`. Raises :class:`PlaygroundError` where it finds nothing."""
    dataset_files, lacking = find(), missing_files()
    if dataset_files is None:
        assert lacking is not None
        raise missing_error(lacking.message)
    return dataset_files


def load(params: Values) -> RawDataset:
    """Pictures ``(n, 32, 32, 3) uint8`` and class numbers ``(n,)`` int64, with the set's own test part. Raises
    :class:`PlaygroundError` where files are missing or broken."""
    dataset_files = find_or_raise()
    if dataset_files.format == "archive":
        train, test = read_archive(dataset_files.files[0])
    else:
        train, test = read_files(dataset_files.files, read_pickle if dataset_files.format == "pickles" else read_binary)
    return raw_image_dataset(train, test, CLASSES, params, dataset_files.files[0])


def fetch(on_progress: OnProgress) -> None:
    """Download the archive where files are missing. Raises :class:`PlaygroundError` where that fails."""
    from playground.datasets import fetching

    if lacking := missing_files():
        fetching.download_with_keras(lacking, on_progress)


DATASET = Dataset(
    DatasetCard(
        NAME,
        N_("CIFAR-10"),
        N_("60,000 colour photographs of 32 by 32 pixels in ten classes: much harder than MNIST."),
        "images",
        "A. Krizhevsky, Learning Multiple Layers of Features from Tiny Images, 2009; https://www.cs.toronto.edu/~kriz/cifar.html",
        "no licence is stated; cite the report",
        (EXAMPLES,),
    ),
    load,
    fingerprint=lambda _params: find_or_raise().fingerprint,
    has_test_split=True,
    class_names=CLASSES,
    missing_files=missing_files,
    fetch=fetch,
)
