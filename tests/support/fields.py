"""A field that turns, for the app of the live figure and for who looks at it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

ACROSS = np.linspace(-3, 3, 40, dtype=np.float32)


def turned(tick: int) -> npt.NDArray[np.float32]:
    """Its values at *tick*, row by row."""
    found: npt.NDArray[np.float32] = np.sin(ACROSS[:, None] * (1 + tick) / 2) * np.cos(ACROSS)
    return found
