"""Messages and their translations: ``python -m scripts.translate`` after words were added, changed or taken away.

It extracts what ``_`` and ``N_`` mark in the app, its pages and the package, brings every
``playground/core/locale/CODE/playground.po`` up to date (what is gone is dropped, nothing is guessed), and tells how
many messages wait for a translation. ``missing CODE`` prints those as JSON, and ``fill CODE FILE.json`` takes them back
translated. English needs no file: it is what stands in the source.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "playground" / "core" / "locale"
HEADER = 'msgid ""\nmsgstr ""\n"Language: {code}\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
KEYWORDS = {"_": None, "N_": None}


def sources() -> Iterator[Path]:
    """Every Python file whose words people read."""
    yield ROOT / "app.py"
    for folder in ("pages", "playground"):
        yield from sorted((ROOT / folder).rglob("*.py"))


def messages() -> Catalog:
    """All messages of the source, with the files they stand in."""
    catalogue = Catalog(project="model-playground", charset="utf-8", fuzzy=False)
    for file in sources():
        where = file.relative_to(ROOT).as_posix()
        for _line, message, comments, _context in extract_from_file(
            "python", file, keywords=KEYWORDS, comment_tags=("i18n:",)
        ):
            if message:
                catalogue.add(message, locations=[(where, 0)], auto_comments=comments)
    return catalogue


def languages() -> list[str]:
    return sorted(folder.name for folder in LOCALE.iterdir() if folder.is_dir())


def file_of(code: str) -> Path:
    return LOCALE / code / "playground.po"


def translated(code: str) -> Catalog:
    """The catalogue of *code* as it is kept, or an empty one."""
    file = file_of(code)
    if not file.exists():
        return Catalog(locale=code, project="model-playground", charset="utf-8", fuzzy=False)
    with file.open("rb") as stream:
        return read_po(stream, locale=code)


def write(code: str, catalogue: Catalog) -> None:
    """Sorted by message and without line numbers, so that a change of the source changes only its own lines."""
    file_of(code).parent.mkdir(parents=True, exist_ok=True)
    with file_of(code).open("wb") as stream:
        # Babel's own header carries the time of the extraction, which would change the file every time.
        stream.write(HEADER.format(code=code).encode())
        write_po(
            stream,
            catalogue,
            width=120,
            sort_output=True,
            ignore_obsolete=True,
            include_previous=False,
            omit_header=True,
            include_lineno=False,
        )


def update(code: str) -> Catalog:
    """Bring the file of *code* up to date with the source."""
    catalogue = translated(code)
    catalogue.update(messages(), no_fuzzy_matching=True)
    write(code, catalogue)
    return catalogue


def waiting(catalogue: Catalog) -> list[str]:
    return sorted(str(entry.id) for entry in catalogue if entry.id and not entry.string)


def fill(code: str, given: dict[str, str]) -> list[str]:
    """Set the translations in *given*, and answer with those that are not messages of the source."""
    catalogue = update(code)
    for message, translation in given.items():
        if (entry := catalogue.get(message)) is not None:
            entry.string = translation
    write(code, catalogue)
    return [message for message in given if catalogue.get(message) is None]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("what", nargs="?", choices=["update", "missing", "fill"], default="update")
    parser.add_argument("code", nargs="?")
    parser.add_argument("file", nargs="?", type=Path)
    asked = parser.parse_args()
    if asked.what == "fill":
        unknown = fill(asked.code, json.loads(asked.file.read_text(encoding="utf-8")))
        sys.stdout.writelines(f"not in the source: {message}\n" for message in unknown)
    if asked.what == "missing":
        left = dict.fromkeys(waiting(update(asked.code)), "")
        sys.stdout.write(json.dumps(left, ensure_ascii=False, indent=1) + "\n")
        return
    for code in languages():
        sys.stdout.write(f"{code}: {len(waiting(update(code)))} messages wait for a translation\n")


if __name__ == "__main__":
    main()
