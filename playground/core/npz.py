"""Named arrays in a file that is whole or not there."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt


def write(file: Path, arrays: Mapping[str, npt.NDArray[Any]]) -> None:
    """*arrays*, of any shape, by their names as the ``.npz`` *file*, whose folder is made; readers find the one before
    until it is written whole. Raises OSError where it cannot be written."""
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_suffix(".part")
    with unfinished.open("wb") as stream:
        np.savez(stream, **arrays)  # type: ignore[arg-type]  # numpy types its keywords by allow_pickle
    unfinished.replace(file)
