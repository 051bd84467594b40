"""Which experiment a command means: a file, or a name in the gallery, with ``--set`` applied."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from playground import gallery
from playground.core.i18n import N_, Text
from playground.core.problems import PlaygroundError, Problem
from playground.experiment import spec


def load_experiment(source: str, changes: Iterable[str] = ()) -> spec.Experiment:
    """The experiment *source*, a JSON file or the name of a ready one, with *changes* (``path=value``). Raises
    :class:`PlaygroundError` where there is none, it cannot be read, or a change does not fit."""
    experiment = spec.load(_text(Path(source))) if _is_file(source) else gallery.get(source).experiment
    for change in changes:
        path, value = parse_assignment(change)
        experiment = spec.with_value(experiment, path, value)
    return experiment


def parse_assignment(change: str) -> tuple[str, object]:
    """Path and value of ``path=value``; the value is JSON where it can be read as that, and text otherwise. Raises
    :class:`PlaygroundError` where there is no path or no sign."""
    path, sign, value = change.partition("=")
    if not sign or not path:
        message = Text(
            N_("--set takes path=value, such as training.epochs=3; {came} came."), {"came": repr(change)[:80]}
        )
        raise PlaygroundError(Problem("not_an_assignment", message))
    try:
        return path, json.loads(value)
    except (ValueError, RecursionError):
        return path, value


def _is_file(source: str) -> bool:
    """A name in the gallery is only ever a word; what has a suffix or a slash is a file."""
    if any(source == entry.name for entry in gallery.all_entries()):
        return False
    try:
        return Path(source).name != source or Path(source).suffix != "" or Path(source).is_file()
    except (OSError, ValueError):
        return False


def _text(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            return stream.read(spec.LARGEST_TEXT + 1)
    except FileNotFoundError as error:
        raise _file_error("no_such_file", N_("There is no file {file}."), file) from error
    except IsADirectoryError as error:
        raise _file_error("is_a_folder", N_("{file} is a folder; an experiment is a JSON file."), file) from error
    except (OSError, ValueError) as error:
        raise _file_error("unreadable", N_("{file} cannot be read; may you open it?"), file) from error


def _file_error(code: str, message: str, file: Path) -> PlaygroundError:
    return PlaygroundError(Problem(code, Text(message, {"file": str(file)[:200]})))
