"""What goes wrong while networks learn to draw, found in what is measured: one file, one sign. Pure and cheap, so that
a page may ask twice a second."""

from __future__ import annotations

from playground.core.info import Info
from playground.core.problems import Problem
from playground.core.registry import Registry
from playground.diagnostics.base import Diagnostic
from playground.experiment.spec import Experiment
from playground.runs.history import History

__all__ = ["Diagnostic", "active_diagnostics", "all_diagnostics"]


_DIAGNOSTICS = Registry[Diagnostic]("DIAGNOSTIC", __name__, order=lambda sign: (sign.priority, sign.name))
all_diagnostics = _DIAGNOSTICS.all
"""Every sign by name, the worst first."""


def active_diagnostics(experiment: Experiment, info: Info, history: History) -> tuple[Problem, ...]:
    """What goes wrong at this moment of the run of *experiment*, the worst first; nearly always nothing.

    *info* tells what is learned (:func:`playground.ports.connections.task_info`). The code of each problem is the name
    of its sign, and its repairs are edits of *experiment*. What another sign explains is not told beside it.
    """
    problems: dict[str, Problem] = {}
    explained: set[str] = set()
    for sign in all_diagnostics().values():
        if sign.name in explained or not sign.applies_to(info):
            continue
        problem = sign.detect(experiment, info, history)
        if problem is not None:
            problems[sign.name] = problem
            explained |= sign.supersedes
    return tuple(problems.values())
