"""What is told of own pictures: what was found in the zip, and what was passed over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from playground.core.i18n import N_, Text
from playground.datasets.readers.images import square
from playground.datasets.readers.images.folders import Classes
from playground.datasets.readers.images.zip_archive import MOST_FILE, Contents
from playground.datasets.readers.images.zip_names import shown


@dataclass(slots=True)
class Passed:
    """Names of pictures that were not read: *broken* ones, and those that are too *large*; and how many of the
    others are *grey* or in *colour*."""

    broken: list[str] = field(default_factory=list)
    large: list[str] = field(default_factory=list)
    grey: int = 0
    colour: int = 0


def over(held: Contents, passed: Passed) -> tuple[Text, ...]:
    """A sentence for each sort of file that was passed over, with how many there are and the first name."""
    sorts = (
        (N_("Broken pictures, passed over: {count}; the first is {name}."), passed.broken),
        (
            N_("Pictures of more than {pixels} megapixels or {bytes} MB, passed over: {count}; the first is {name}."),
            passed.large,
        ),
        (N_("Files that are no pictures, passed over: {count}; the first is {name}."), held.others),
        (N_("Archives inside the zip, not opened: {count}; the first is {name}."), held.archives),
        (N_("Links, passed over: {count}; the first is {name}."), held.links),
        (N_("Names that come twice, of which the last is used: {count}; the first is {name}."), held.repeated),
    )
    limits = {"pixels": square.MOST_PIXELS // 1_000_000, "bytes": MOST_FILE // 1_000_000}
    return tuple(
        Text(message, {"count": len(names), "name": shown(names[0]), **limits}) for message, names in sorts if names
    )


def found(classes: Classes, passed: Passed, channels: int, there: int) -> Iterator[Text]:
    """What the pictures are: how many are grey, where not all of *there* are used, and how folders became classes."""
    read = (
        N_("Pictures in colour: {colour}, grey: {grey}; all are read in colour.")
        if channels == 3
        else N_("Pictures in colour: {colour}, grey: {grey}; all are read in grey.")
    )
    yield Text(read, {"colour": passed.colour, "grey": passed.grey})
    used = passed.colour + passed.grey + len(passed.broken) + len(passed.large)
    if used < there:
        said = N_("There are {there} pictures in the zip; {used} are used, the same share of each class.")
        yield Text(said, {"there": there, "used": used})
    if classes.parts:
        said = N_("The folders {names} are read together; training, validation and test part are split anew.")
        yield Text(said, {"names": ", ".join(map(shown, classes.parts))})
    if len(classes.names) == 1:
        yield Text(
            N_(
                "All pictures are of one class. An autoencoder or denoising can learn from them; to tell kinds apart, "
                "put the pictures of each kind into a folder of their own and zip the folders."
            )
        )
