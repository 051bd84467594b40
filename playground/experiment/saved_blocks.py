"""Blocks that people saved: one JSON file each under ``paths.blocks()``, written whole, versioned, never lost.

What is deleted or replaced goes to ``deleted/`` beside them and can be put back. A file that cannot be read is told and
left where it is.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, ValidationError

from playground.core import paths
from playground.core.i18n import N_, Text
from playground.core.problems import PlaygroundError, Problem
from playground.experiment.block_edits import validate_block
from playground.experiment.spec import LARGEST_TEXT, MOST_REPEATS, Network, Spec

VERSION = 1


class SavedBlock(Spec):
    """A saved block. *network* is what it holds, as :func:`playground.experiment.block_edits.extract_block` gives
    it."""

    version: Literal[1] = 1
    title: Annotated[str, StringConstraints(min_length=1, max_length=60)]
    repeat: Annotated[int, Field(ge=1, le=MOST_REPEATS)] = 1
    network: Network

    @property
    def name(self) -> str:
        """The name of its file: of the title what every system can write, else a number made of it."""
        plain = re.sub(r"[^a-z0-9]+", "-", self.title.lower()).strip("-")
        mark = hashlib.sha256(self.title.encode()).hexdigest()[:8]
        return plain[:48] if plain == self.title.lower().replace(" ", "-") else f"{plain[:40] or 'block'}-{mark}"


@dataclass(frozen=True, slots=True)
class SavedBlocks:
    """What is saved, by name, and what is wrong with the files that cannot be read."""

    blocks: dict[str, SavedBlock]
    problems: tuple[Problem, ...]


def _block_file(name: str) -> Path:
    if not re.fullmatch(r"[a-z0-9-]{1,64}", name):
        raise _missing_error(name)
    return paths.blocks() / f"{name}.json"


def _missing_error(name: str) -> PlaygroundError:
    return PlaygroundError(Problem("no_such_block", Text(N_("No block called {name} is saved."), {"name": name[:80]})))


def load_all() -> SavedBlocks:
    """Everything that is saved, by title."""
    blocks: dict[str, SavedBlock] = {}
    problems: list[Problem] = []
    for file in sorted(paths.blocks().glob("*.json")):
        try:
            stat = file.stat()
            result = _load_cached(file, stat.st_mtime_ns, stat.st_size)
        except OSError as error:
            result = _unreadable_problem(file, Text(error.strerror or str(error)))
        if isinstance(result, SavedBlock):
            blocks[file.stem] = result
        else:
            problems.append(result)
    return SavedBlocks(dict(sorted(blocks.items(), key=lambda item: item[1].title.lower())), tuple(problems))


@lru_cache(maxsize=512)
def _load_cached(file: Path, changed: int, size: int) -> SavedBlock | Problem:  # noqa: ARG001 - when, as the key of the cache
    if size > LARGEST_TEXT:
        return _unreadable_problem(file, Text(N_("it is too large")))
    try:
        document = json.loads(file.read_bytes())
        version = document.get("version") if isinstance(document, dict) else None
        if isinstance(version, int) and version > VERSION:
            return _unreadable_problem(file, Text(N_("a later version of this app wrote it")))
        block = SavedBlock.model_validate(document)
        validate_block(block.network)
    except (ValidationError, ValueError, RecursionError):
        return _unreadable_problem(file, Text(N_("it is not a whole block")))
    except PlaygroundError as error:
        return _unreadable_problem(file, error.problems[0].text)
    return block


def _unreadable_problem(file: Path, why: Text) -> Problem:
    message = Text(N_("The saved block {file} cannot be used: {why}."), {"file": file.name, "why": why})
    return Problem("bad_block", message)


def get(name: str) -> SavedBlock:
    """The block *name*. Raises :class:`PlaygroundError` where there is none that can be read."""
    block = load_all().blocks.get(name)
    if block is None:
        raise _missing_error(name)
    return block


def save(block: SavedBlock) -> str:
    """Keep *block* and return its name. One of the same title is put away first. Raises :class:`PlaygroundError` where
    it cannot be written."""
    name = block.name
    try:
        if _block_file(name).exists() and _load_uncached(_block_file(name)) != block:
            _move_to_trash(name)
        content = json.dumps(block.model_dump(mode="json"), indent=2, ensure_ascii=False) + "\n"
        paths.write_whole(_block_file(name), content.encode())
    except OSError as error:
        raise _not_saved_error(error) from error
    return name


def _load_uncached(file: Path) -> SavedBlock | Problem:
    stat = file.stat()
    return _load_cached(file, stat.st_mtime_ns, stat.st_size)


def delete(name: str) -> None:
    """Put the block *name* away; :func:`restore` brings it back. Raises :class:`PlaygroundError` where there is none,
    or it cannot be moved."""
    if not _block_file(name).exists():
        raise _missing_error(name)
    try:
        _move_to_trash(name)
    except OSError as error:
        raise _not_saved_error(error) from error


def restore(name: str) -> None:
    """Bring back what was put away last under *name*. Raises :class:`PlaygroundError` where nothing was, or there is
    one of that name."""
    file = _block_file(name)
    away = sorted(_trash_folder().glob(f"{name}.*.json"))
    if not away or file.exists():
        raise _missing_error(name)
    away[-1].replace(file)


def _trash_folder() -> Path:
    return paths.blocks() / "deleted"


def _move_to_trash(name: str) -> None:
    _trash_folder().mkdir(parents=True, exist_ok=True)
    number = len(list(_trash_folder().glob(f"{name}.*.json"))) + 1
    while (place := _trash_folder() / f"{name}.{number:06d}.json").exists():
        number += 1
    _block_file(name).replace(place)


def _not_saved_error(error: OSError) -> PlaygroundError:
    message = Text(N_("The block was not saved: {why}."), {"why": error.strerror or str(error)})
    return PlaygroundError(Problem("block_not_saved", message))
