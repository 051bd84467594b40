"""What the commands print: answers on standard output, everything said on the way on standard error."""

from __future__ import annotations

import json
import math
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from rich.console import Console

from playground.core.problems import Problem

_WIDTH_OF_A_FILE = 140


def console(*, error: bool = False) -> Console:
    """A console that does not wrap for 80 columns where it writes into a file or a pipe."""
    stream = sys.stderr if error else sys.stdout
    width = None if stream.isatty() else _WIDTH_OF_A_FILE
    return Console(file=stream, width=width, highlight=False, markup=False, soft_wrap=True)


def print_line(text: str = "") -> None:
    """A line of the answer."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def print_note(text: str) -> None:
    """A line that is not part of the answer."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def print_json(document: object) -> None:
    """One line of JSON. What is not a finite number travels as a word, as in the events."""
    print_line(json.dumps(_plain(document), ensure_ascii=False, allow_nan=False))


def print_problems(problems: Iterable[Problem]) -> None:
    """Each problem with its place, and its repairs below it, on standard error."""
    for problem in problems:
        place = "/".join(part for part in (problem.node, problem.field) if part)
        print_note(f"{place}: {problem}" if place and place not in str(problem) else str(problem))
        for repair in problem.repairs:
            print_note(f"    → {repair.label}")


@contextmanager
def quiet_stdout() -> Iterator[None]:
    """Let whatever libraries (and their C++ parts) print on standard output go to standard error instead."""
    sys.stdout.flush()
    saved_stdout = os.dup(1)
    try:
        os.dup2(2, 1)
        yield
    finally:
        sys.stdout.flush()
        os.dup2(saved_stdout, 1)
        os.close(saved_stdout)


def _plain(value: object) -> object:
    if isinstance(value, float) and not math.isfinite(value):
        return repr(value)
    if isinstance(value, dict):
        return {name: _plain(entry) for name, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(entry) for entry in value]
    return value
