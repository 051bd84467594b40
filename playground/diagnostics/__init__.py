"""What goes wrong while networks learn to draw, found in what is measured: one file, one sign. Pure and cheap, so that
a page may ask twice a second."""

from __future__ import annotations

from functools import cache

from playground.core import registry
from playground.core.info import Info
from playground.core.problems import Problem
from playground.diagnostics.base import Sign
from playground.experiment.spec import Experiment
from playground.runs.history import History

__all__ = ["Sign", "all_signs", "found"]


@cache
def all_signs() -> dict[str, Sign]:
    """Every sign by name, the worst first."""
    signs: list[Sign] = registry.collect(__name__, "SIGN")
    return {sign.name: sign for sign in sorted(signs, key=lambda sign: (sign.rank, sign.name))}


def found(experiment: Experiment, info: Info, history: History) -> tuple[Problem, ...]:
    """What goes wrong at this moment of the run of *experiment*, the worst first; nearly always nothing.

    *info* tells what is learned (:func:`playground.ports.connections.facts`). The code of each problem is the name of
    its sign, and its repairs are edits of *experiment*. What another sign explains is not told beside it.
    """
    problems: dict[str, Problem] = {}
    explained: set[str] = set()
    for sign in all_signs().values():
        if sign.name in explained or not sign.fits(info):
            continue
        problem = sign.look(experiment, info, history)
        if problem is not None:
            problems[sign.name] = problem
            explained |= sign.explains
    return tuple(problems.values())
