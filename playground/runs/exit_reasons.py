"""Why a worker is gone, in words, for runs that could not say it themselves."""

from __future__ import annotations

import signal
import time

from playground.core.i18n import N_, Text
from playground.core.problems import Problem
from playground.runs import events, history
from playground.runs.store import Run


def exit_problem(code: int) -> Problem:
    """The problem for a worker that ended with *code* (negative: a signal) before its run had ended."""
    if code >= 0:
        message = Text(
            N_("The worker ended with exit code {code} before the training was over. It can be continued."),
            {"code": code},
        )
        return Problem("worker_exited", message)
    name = signal.Signals(-code).name if -code in set(signal.Signals) else "?"
    words = {"number": -code, "name": name}
    if name == "SIGKILL":
        message = Text(
            N_(
                "The worker was killed by signal {number} ({name}): somebody ended it, or the machine was out of "
                "memory. It can be continued from its last checkpoint."
            ),
            words,
        )
    else:
        message = Text(
            N_("The worker was ended by signal {number} ({name}). It can be continued from its last checkpoint."),
            words,
        )
    return Problem("worker_killed", message)


def lost_worker_problem(code: int) -> Problem:
    """The problem for work that ended its worker with *code* and was no training."""
    message = Text(
        N_("The worker ended while it was at this (exit status {code}). Perhaps it needs more memory than there is."),
        {"code": code},
    )
    return Problem("worker_lost", message)


def orphan_problem() -> Problem:
    """For a run whose worker is not there any more and nobody saw it end."""
    message = Text(
        N_("The worker of this run is gone: the app or the machine was ended while it ran. It can be continued.")
    )
    return Problem("worker_gone", message)


def mark_failed(run: Run, problem: Problem) -> bool:
    """Write that *run* failed, unless it has ended already. Whether it was written."""
    if history.fold(run.read_events()[0]).has_ended:
        return False
    run.append_events(events.StateChanged(time=time.time(), state="failed", problem=problem.to_json()))
    return True


def mark_stopped(run: Run) -> None:
    """Write that *run*, which never got its turn, was stopped."""
    run.append_events(events.StateChanged(time=time.time(), state="stopped"))
