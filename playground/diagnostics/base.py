"""What a sign is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playground.core.info import Info
from playground.core.problems import Problem
from playground.experiment.spec import Experiment
from playground.runs.history import History


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """One thing that goes wrong. *fits* says where it can: by the facts of what is learned. *look* reads the end of the
    history and gives the problem, with *name* as its code, only where it has lasted; it keeps nothing, so it is quiet
    again as soon as it is over.

    *explains* names signs that follow from this one and are not told beside it; they come later in *rank*.
    """

    name: str
    fits: Callable[[Info], bool]
    look: Callable[[Experiment, Info, History], Problem | None]
    explains: frozenset[str] = frozenset()
    rank: int = 50
    """The smallest is the worst, and is told first."""
