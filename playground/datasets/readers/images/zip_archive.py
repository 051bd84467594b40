"""A zip from a stranger: its list is judged before anything is unpacked, and what is unpacked is counted.

Nothing is written to disk. Only stored and deflated files are read, because Python bounds what one call unpacks for
those alone.
"""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from playground.core.i18n import N_, Text
from playground.core.problems import PlaygroundError
from playground.datasets.readers.images.zip_names import FileKind, entry_name, escapes_folder, file_kind, shortened_name
from playground.datasets.uploads import upload_error

MOST_UNPACKED = 2_000_000_000
"""Bytes of all files of a zip together."""
MOST_FILE = 40_000_000
"""Bytes of one picture's file."""
MOST_LIST = 20_000_000
"""Bytes of the list of files, which Python reads whole: about 200,000 names."""
BLOCK = 65_536
METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
LOCKED = 0x1 | 0x40 | 0x2000
"""The flags of an entry that is encrypted, strongly encrypted, or whose header is."""
BROKEN = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError),
    *(NotImplementedError, RuntimeError, ValueError, IndexError, OverflowError),
)
"""What Python raises for files that are not what they say."""

OTHERS = (
    (b"Rar!", N_("a RAR archive")),
    (b"7z\xbc\xaf\x27\x1c", N_("a 7z archive")),
    (b"\x1f\x8b", N_("a gzip file")),
    (b"%PDF", N_("a PDF")),
    (b"\x89PNG", N_("an image")),
    (b"\xff\xd8\xff", N_("an image")),
    (b"GIF8", N_("an image")),
    (b"BM", N_("an image")),
    (b"RIFF", N_("an image")),
)


class TooLarge(Exception):
    """More came out of a file than may."""


class Member(NamedTuple):
    """One file of a zip: its name, read, and where it is."""

    name: str
    entry: zipfile.ZipInfo


class ZipContents(NamedTuple):
    """*pictures* by name, one of each; the names of archives inside (*archive_names*), of other files (*other_names*)
    and of links (*link_names*), and those that came again (*repeated_names*)."""

    pictures: tuple[Member, ...]
    archive_names: tuple[str, ...]
    other_names: tuple[str, ...]
    link_names: tuple[str, ...]
    repeated_names: tuple[str, ...]


class _BoundedReader(io.BufferedReader):
    """A file of which no call reads more than a list of files may be long: sizes in a zip can say anything."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > MOST_LIST:
            message = Text(
                N_("The zip's list of files alone is more than {most} MB. Upload a zip with fewer files."),
                {"most": MOST_LIST // 1_000_000},
            )
            raise upload_error("too_many_files", message)
        return super().read(size)


@contextmanager
def open_zip(path: Path) -> Iterator[zipfile.ZipFile]:
    """The zip at *path*. Raises PlaygroundError where it is none, or its list of files cannot be read."""
    with _BoundedReader(io.FileIO(path)) as file:
        head = file.peek(8)[:8]
        file.seek(0)
        try:
            archive = zipfile.ZipFile(file)
        except PlaygroundError:
            raise
        except BROKEN as error:
            raise _not_a_zip_error(head) from error
        with archive:
            yield archive


def _not_a_zip_error(head: bytes) -> PlaygroundError:
    if head.startswith(b"PK"):
        text = N_("The zip is not whole: its list of files cannot be read. Make it again, and upload that.")
        return upload_error("broken_zip", Text(text))
    for magic, what in OTHERS:
        if head.startswith(magic):
            message = Text(N_("This is {what}, not a zip. Put your images into a zip first."), {"what": Text(what)})
            return upload_error("no_zip", message)
    return upload_error("no_zip", Text(N_("This file is not a zip. Put your images into a zip first.")))


def list_images(archive: zipfile.ZipFile) -> ZipContents:
    """What is in *archive*, by its list alone. Raises PlaygroundError for a list that no honest zip of pictures has:
    names that lead out of it, a password, more than :data:`MOST_UNPACKED`, other ways of packing, no pictures."""
    files = [Member(entry_name(entry), entry) for entry in archive.infolist()]
    _refuse_list(files)
    members_by_kind: dict[FileKind, dict[str, Member]] = {"picture": {}, "archive": {}, "other": {}, "nothing": {}}
    links, repeated = list[str](), list[str]()
    for member in files:
        if member.entry.is_dir():
            continue
        if stat.S_ISLNK(member.entry.external_attr >> 16):
            links.append(member.name)
            continue
        same = members_by_kind[file_kind(member.name)]
        if member.name in same and file_kind(member.name) == "picture":
            repeated.append(member.name)
        # Unpacking would leave the last of the same name.
        same[member.name] = member
    pictures = tuple(same for _name, same in sorted(members_by_kind["picture"].items()))
    contents = ZipContents(
        pictures, tuple(members_by_kind["archive"]), tuple(members_by_kind["other"]), tuple(links), tuple(repeated)
    )
    if not pictures:
        raise _no_pictures_error(contents)
    _refuse_packing(pictures)
    return contents


def _refuse_list(files: list[Member]) -> None:
    for name, entry in files:
        if escapes_folder(name):
            message = N_(
                "The zip holds the name {name}, which leads out of its folder. Pack the images' folder itself."
            )
            raise upload_error("leads_out", Text(message, {"name": shortened_name(name)}))
        if entry.flag_bits & LOCKED:
            raise upload_error("locked", Text(N_("The zip is locked with a password. Pack the images without one.")))
    size = sum(entry.file_size for _name, entry in files)
    if size > MOST_UNPACKED:
        raise too_large_error(size)


def too_large_error(size: int | None = None) -> PlaygroundError:
    """The error of a zip that is too large when unpacked; *size* in bytes, where it is known."""
    most = f"{MOST_UNPACKED / 1e9:g}"
    if size is None:
        return upload_error(
            "too_much",
            Text(N_("More than {most} GB came out of the zip. Upload fewer or smaller images."), {"most": most}),
        )
    message = N_("Unpacked, the zip would be {size} GB; at most {most} GB are read. Upload fewer or smaller images.")
    return upload_error("too_much", Text(message, {"size": f"{size / 1e9:.1f}", "most": most}))


def _refuse_packing(pictures: tuple[Member, ...]) -> None:
    for name, entry in pictures:
        if entry.compress_type not in METHODS:
            message = N_("{name} is packed by method {method}, which is not read here. Make an ordinary zip (Deflate).")
            raise upload_error("packing", Text(message, {"name": shortened_name(name), "method": entry.compress_type}))


def _no_pictures_error(contents: ZipContents) -> PlaygroundError:
    if contents.archive_names:
        message = N_("The zip holds no images but other archives ({name}). Unpack them, and zip the images.")
        return upload_error("only_archives", Text(message, {"name": shortened_name(contents.archive_names[0])}))
    if first := (*contents.other_names, *contents.link_names):
        message = N_("There is no image in the zip; it holds {name}. PNG, JPEG, GIF, BMP and WebP are read.")
        return upload_error("no_pictures", Text(message, {"name": shortened_name(first[0])}))
    message = N_("There is no image in the zip. PNG, JPEG, GIF, BMP and WebP are read.")
    return upload_error("no_pictures", Text(message))


def read_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
    """The bytes of one file, at most *most*: counted while they come, since a header can say any size.

    Raises :class:`TooLarge`, or one of :data:`BROKEN`.
    """
    blocks, size = [], 0
    with archive.open(entry) as stream:
        while block := stream.read(BLOCK):
            size += len(block)
            if size > most:
                raise TooLarge
            blocks.append(block)
    return b"".join(blocks)
