"""How a training ended, as the command line answers it."""

from __future__ import annotations

from dataclasses import dataclass

from playground.core.problems import PlaygroundError, Problem
from playground.runs.events import State

_EXIT: dict[State, int] = {"complete": 0, "stopped": 130}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What ``train --json`` prints. *seconds* is all the time the command took, *steps_per_second* that of the
    training alone; *metrics* are the test part's, or the last epoch's where it never came to a test."""

    status: State
    goal_met: bool | None
    metrics: dict[str, float]
    steps_per_second: float
    seconds: float
    run: str | None
    problems: tuple[Problem, ...] = ()

    @property
    def exit_status(self) -> int:
        """0 where the training is complete, 130 where it was stopped, else 1."""
        return _EXIT.get(self.status, 1)

    def to_json(self) -> dict[str, object]:
        """What ``--json`` prints; ``problem`` is the first of the problems, in words."""
        document: dict[str, object] = {
            "status": self.status,
            "goal_met": self.goal_met,
            "metrics": self.metrics,
            "steps_per_second": round(self.steps_per_second, 3),
            "seconds": round(self.seconds, 3),
            "run": self.run,
        }
        if self.problems:
            document["problem"] = str(self.problems[0])
            document["problems"] = [problem.to_json() for problem in self.problems]
        return document


def refused_outcome(error: PlaygroundError) -> Outcome:
    """What is answered where no run was made."""
    return Outcome("failed", None, {}, 0.0, 0.0, None, error.problems)
