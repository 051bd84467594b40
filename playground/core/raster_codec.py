"""A drawing as text: how dense each of two classes is in each cell of a square, short enough for a document.

The square has 64 × 64 cells. A cell is a letter from ``a`` (nothing) to ``p``: the level of the first class, 0 to 3,
and four times that of the second. Cells stand row by row from the top, and a run of the same letter is written once
with its length before it: ``4096a`` is an empty sheet. No text is longer than one that repeats nothing.
"""

from __future__ import annotations

import re
from itertools import groupby

import numpy as np
import numpy.typing as npt

SIDE = 64
CLASSES = 2
MOST = 3
"""The highest level of a class in a cell."""
LONGEST = SIDE * SIDE
"""Characters of the longest text."""

Levels = npt.NDArray[np.uint8]
"""``(2, 64, 64)``: class, row from the top, column."""

_RUN = re.compile(r"([1-9]\d{0,3})?([a-p])")
_TEXT = re.compile(rf"(?:{_RUN.pattern})*")


def is_drawing(value: object) -> bool:
    """Whether *value* is text that :func:`read` reads."""
    if not isinstance(value, str) or len(value) > LONGEST or not _TEXT.fullmatch(value):
        return False
    return sum(int(times or 1) for times, _letter in _RUN.findall(value)) == SIDE * SIDE


def read(text: str) -> Levels:
    """The levels ``(2, 64, 64) uint8``, from 0 to 3, that *text* stands for. Raises ValueError where it is no
    drawing."""
    if not is_drawing(text):
        raise ValueError("not a drawing")
    cells = "".join(letter * int(times or 1) for times, letter in _RUN.findall(text))
    codes = np.frombuffer(cells.encode(), np.uint8).reshape(SIDE, SIDE) - ord("a")
    return np.stack([codes % (MOST + 1), codes // (MOST + 1)])


def write(levels: Levels) -> str:
    """The text that *levels* ``(2, 64, 64) uint8``, from 0 to 3, are read from."""
    codes = levels[0] + (MOST + 1) * levels[1] + ord("a")
    runs = ((letter, len(list(run))) for letter, run in groupby(codes.astype(np.uint8).tobytes().decode()))
    return "".join(letter if times == 1 else f"{times}{letter}" for letter, times in runs)
