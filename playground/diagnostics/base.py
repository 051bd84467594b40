"""What a sign is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playground.core.info import Info
from playground.core.problems import Problem
from playground.experiment.spec import Experiment
from playground.runs.history import History


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One thing that goes wrong. *applies_to* says where it can: by the facts of what is learned. *detect* reads the
    end of the history and gives the problem, with *name* as its code, only where it has lasted; it keeps nothing, so it
    is quiet again as soon as it is over.

    *supersedes* names signs that follow from this one and are not told beside it; they come later in *priority*.
    """

    name: str
    applies_to: Callable[[Info], bool]
    detect: Callable[[Experiment, Info, History], Problem | None]
    supersedes: frozenset[str] = frozenset()
    priority: int = 50
    """The smallest is the worst, and is told first."""
