"""Own pictures: a zip that a person uploaded, each picture made a square of one size."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

from playground.core.i18n import N_, Text
from playground.core.info import Task
from playground.core.params import Choice, Name
from playground.core.problems import PlaygroundError, Problem
from playground.datasets.dataset import Dataset, DatasetCard, RawDataset, Values
from playground.datasets.readers.images import folders, notes, square, zip_archive
from playground.datasets.readers.images.notes import SkippedFiles
from playground.datasets.readers.images.square import Pixels, ResizeMode
from playground.datasets.readers.images.zip_archive import Member
from playground.datasets.splitting import stratified_sample
from playground.datasets.uploads import UploadType, upload_error, upload_path

LEAST, MOST = 10, 20_000
"""Pictures."""
MOST_CLASSES = 200
MOST_PIXELS = 10_000_000_000
"""Of all pictures together, as they come: a few minutes of decoding."""
KEEP_OPEN = 64_000_000
"""Bytes of pixels that a process keeps for the next question about the same zip, such as another split."""

PARAMS = (
    Name(name="file", label=N_("file"), help=N_("The hash of the uploaded file."), default="", longest=64),
    Choice(
        name="size",
        label=N_("size in pixels"),
        help=N_("Height and width that every image gets. Twice the size is four times the computing."),
        default="28",
        options=("8", "16", "28", "32", "64"),
    ),
    Choice(
        name="fit",
        label=N_("made square by"),
        help=N_("What happens to an image that is not square."),
        default="crop",
        options=square.RESIZE_MODES,
        labels=(N_("keeping the middle"), N_("black bars"), N_("stretching")),
    ),
    Choice(
        name="colour",
        label=N_("colours"),
        help=N_("Three channels, or one. Automatic takes one where all images are grey."),
        default="colour",
        options=("colour", "grey", "auto"),
        labels=(N_("in colour"), N_("in grey"), N_("automatic")),
    ),
)


def check(path: Path) -> None:
    """Raise PlaygroundError where the list of files in the zip at *path* says that it is not one of pictures."""
    with zip_archive.open_zip(path) as archive:
        zip_archive.list_images(archive)


ZIP = UploadType(
    suffix="zip",
    types=("zip",),
    label=N_("Zip of images"),
    help=N_("PNG, JPEG, GIF, BMP or WebP, a folder for each class. It stays on this server."),
    current_message=N_("Uploaded images: {name}"),
    missing_message=N_("No file is chosen yet. Upload a zip of your images, with a folder for each class."),
    empty_message=N_("The file is empty. Upload a zip of your images."),
    too_large_message=N_("The file is {size} MB; at most {most} MB are read. Upload fewer or smaller images."),
    check=check,
)


def load(params: Values) -> RawDataset:
    """The pictures of the kept zip, ``(n, size, size, 1 or 3) uint8``, and class numbers ``(n,)`` int64. Raises
    :class:`PlaygroundError` for everything that is wrong with them."""
    path, side = upload_path(str(params.get("file") or ""), ZIP), int(str(params["size"]))
    fit = square.resize_mode(str(params["fit"]))
    channels = {"colour": 3, "grey": 1}.get(str(params["colour"]))
    raw = _load_images(path, side, fit, channels)
    if np.asarray(raw.x).nbytes > KEEP_OPEN:
        _load_images.cache_clear()
    return raw


@lru_cache(maxsize=1)
def _load_images(path: Path, side: int, fit: ResizeMode, channels: int | None) -> RawDataset:
    """The pictures as they are asked for; *channels* ``None``: one where all are grey."""
    with zip_archive.open_zip(path) as archive:
        contents = zip_archive.list_images(archive)
        members = _choose_members(contents.pictures)
        pixels, names, skipped_files = _decode_images(archive, members, side, fit, channels)
    skip_notes = notes.skipped_notes(contents, skipped_files)
    if len(names) < LEAST:
        raise _too_few_error(len(names), skip_notes)
    if channels is None and not skipped_files.color_count:
        pixels = np.concatenate([square.to_grey(picture[None]) for picture in pixels])
    classes = folders.folder_classes(names)
    if len(classes.names) > MOST_CLASSES:
        message = N_("The images lie in {count} folders; at most {most} can be classes. Make a folder for each class.")
        raise upload_error("many_classes", Text(message, {"count": len(classes.names), "most": MOST_CLASSES}))
    pixels.flags.writeable = False
    content_notes = notes.read_notes(classes, skipped_files, pixels.shape[-1], len(contents.pictures))
    task: Task = "binary" if len(classes.names) == 2 else "multiclass"
    return RawDataset(task, pixels, classes.y, class_names=classes.names, notes=(*content_notes, *skip_notes))


def _choose_members(pictures: Sequence[Member]) -> Sequence[Member]:
    """At most :data:`MOST` of *pictures*, the same share of each class, always the same ones."""
    if len(pictures) <= MOST:
        return pictures
    y = folders.folder_classes([picture.name for picture in pictures]).y
    return [pictures[row] for row in stratified_sample(y, len(y), MOST, np.random.default_rng(0))]


def _decode_images(
    archive: zipfile.ZipFile, pictures: Sequence[Member], side: int, fit: ResizeMode, channels: int | None
) -> tuple[Pixels, list[str], SkippedFiles]:
    """The pixels ``(n, side, side, c)`` of those that can be read, their names, and what became of the others."""
    pixels = np.zeros((len(pictures), side, side, channels or 3), np.uint8)
    names, skipped_files = list[str](), SkippedFiles()
    bytes_left, pixels_left = zip_archive.MOST_UNPACKED, MOST_PIXELS
    for name, entry in pictures:
        try:
            data = zip_archive.read_entry(archive, entry, min(zip_archive.MOST_FILE, bytes_left))
            bytes_left -= len(data)
            image = square.open_image(data)
            pixels_left -= image.width * image.height
            if pixels_left < 0:
                raise _too_many_pixels_error()
            picture = square.to_square_rgb(image, side, fit)
        except zip_archive.TooLarge as error:
            if bytes_left < zip_archive.MOST_FILE:
                raise zip_archive.too_large_error() from error
            skipped_files.large_names.append(name)
            continue
        except square.TooManyPixels:
            skipped_files.large_names.append(name)
            continue
        except (square.Unreadable, *zip_archive.BROKEN):
            skipped_files.broken_names.append(name)
            continue
        is_grey = square.is_grey(picture)
        skipped_files.grey_count += is_grey
        skipped_files.color_count += not is_grey
        pixels[len(names)] = square.to_grey(picture) if channels == 1 else picture
        names.append(name)
    return pixels[: len(names)], names, skipped_files


def _too_few_error(count: int, skip_notes: tuple[Text, ...]) -> PlaygroundError:
    message = Text(
        N_("Images in the zip that can be read: {count}; at least {least} are needed."),
        {"count": count, "least": LEAST},
    )
    few = Problem("too_few", message, field="data.params.file")
    return PlaygroundError(few, *(Problem("passed_over", text, field="data.params.file") for text in skip_notes))


def _too_many_pixels_error() -> PlaygroundError:
    message = N_("The images have more than {most} megapixels in all. Make them smaller, or upload fewer.")
    return upload_error("too_many_pixels", Text(message, {"most": MOST_PIXELS // 1_000_000}))


DATASET = Dataset(
    DatasetCard(
        "own_images",
        N_("Own images (zip)"),
        N_("Images of your own: a zip with a folder for each class. All are made squares of one size."),
        "images",
        "",
        "",
        PARAMS,
    ),
    load,
    upload=ZIP,
)
