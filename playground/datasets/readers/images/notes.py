"""What is told of own pictures: what was found in the zip, and what was passed over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from playground.core.i18n import N_, Text
from playground.datasets.readers.images import square
from playground.datasets.readers.images.folders import FolderClasses
from playground.datasets.readers.images.zip_archive import MOST_FILE, ZipContents
from playground.datasets.readers.images.zip_names import shortened_name


@dataclass(slots=True)
class SkippedFiles:
    """Names of pictures that were not read, *broken_names* and *large_names* (of those that are too large); and how
    many of the others are grey (*grey_count*) or in colour (*color_count*)."""

    broken_names: list[str] = field(default_factory=list)
    large_names: list[str] = field(default_factory=list)
    grey_count: int = 0
    color_count: int = 0


def skipped_notes(contents: ZipContents, skipped_files: SkippedFiles) -> tuple[Text, ...]:
    """A sentence for each sort of file that was passed over, with how many there are and the first name."""
    sorts = (
        (N_("Broken images, passed over: {count}; the first is {name}."), skipped_files.broken_names),
        (
            N_("Images of more than {pixels} megapixels or {bytes} MB, passed over: {count}; the first is {name}."),
            skipped_files.large_names,
        ),
        (N_("Files that are no images, passed over: {count}; the first is {name}."), contents.other_names),
        (N_("Archives inside the zip, not opened: {count}; the first is {name}."), contents.archive_names),
        (N_("Links, passed over: {count}; the first is {name}."), contents.link_names),
        (
            N_("Names that come twice, of which the last is used: {count}; the first is {name}."),
            contents.repeated_names,
        ),
    )
    limits = {"pixels": square.MOST_PIXELS // 1_000_000, "bytes": MOST_FILE // 1_000_000}
    return tuple(
        Text(message, {"count": len(names), "name": shortened_name(names[0]), **limits})
        for message, names in sorts
        if names
    )


def read_notes(classes: FolderClasses, skipped_files: SkippedFiles, channels: int, there: int) -> Iterator[Text]:
    """What the pictures are: how many are grey, where not all of *there* are used, and how folders became classes."""
    color_message = (
        N_("Images in colour: {colour}, grey: {grey}; all are read in colour.")
        if channels == 3
        else N_("Images in colour: {colour}, grey: {grey}; all are read in grey.")
    )
    yield Text(color_message, {"colour": skipped_files.color_count, "grey": skipped_files.grey_count})
    used_count = (
        skipped_files.color_count
        + skipped_files.grey_count
        + len(skipped_files.broken_names)
        + len(skipped_files.large_names)
    )
    if used_count < there:
        message = N_("There are {there} images in the zip; {used} are used, the same share of each class.")
        yield Text(message, {"there": there, "used": used_count})
    if classes.split_folders:
        message = N_("The folders {names} are read together; training, validation and test set are split anew.")
        yield Text(message, {"names": ", ".join(map(shortened_name, classes.split_folders))})
    if len(classes.names) == 1:
        yield Text(
            N_(
                "All images are of one class. An autoencoder can learn from them; for classification, put the images "
                "of each class into a folder of their own and zip the folders."
            )
        )
