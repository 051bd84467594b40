"""Runs whose worker died with the server that had started it."""

from __future__ import annotations

import time

import psutil

from playground.runs import exit_reasons, history
from playground.runs.history import History
from playground.runs.store import Run, Store

ORPHAN_AFTER = 60.0
"""Seconds after which a run that waits with nobody to start it counts as left behind."""


def is_process_alive(pid: int | None, started: float | None) -> bool:
    """Whether that very process runs; a reused pid has another start time."""
    if pid is None or started is None:
        return False
    try:
        process = psutil.Process(pid)
        return bool(abs(process.create_time() - started) < 1.0 and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.Error:
        return False


def fail_if_orphan(run: Run) -> bool:
    """Mark *run* as failed where nobody works on it any more. Whether it was marked."""
    run_history = history.fold(run.read_events()[0])
    return _is_orphan(run_history) and exit_reasons.mark_failed(run, exit_reasons.orphan_problem())


def mark_orphans(store: Store) -> None:
    """Look at all runs once, when a server starts."""
    for run in store.runs():
        fail_if_orphan(run)


def _is_orphan(run_history: History) -> bool:
    if run_history.has_ended or is_process_alive(run_history.pid, run_history.pid_started):
        return False
    return run_history.pid is not None or time.time() - (run_history.updated_at or 0.0) > ORPHAN_AFTER
