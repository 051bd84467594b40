"""``runs``: what was trained, the newest first."""

from __future__ import annotations

import argparse
import time

from rich.table import Table

from playground.cli import output
from playground.core.i18n import _
from playground.runs import store
from playground.runs.history import History, fold
from playground.runs.store import Run


def run(arguments: argparse.Namespace) -> int:
    """One JSON array, or a table. A run whose document cannot be read is listed all the same, by its folder."""
    run_histories = [(entry, fold(entry.read_events()[0])) for entry in store.default().runs()]
    if arguments.json:
        output.print_json([_document(entry, history) for entry, history in run_histories])
        return 0
    table = Table(_("Run"), _("State"), _("Epoch"), _("Scores on the test set"), _("Started"), box=None)
    for entry, history in run_histories:
        scores = "  ".join(f"{name} {value:.4g}" for name, value in _scores(history).items())
        start_time = time.strftime("%Y-%m-%d %H:%M", time.localtime(history.created_at)) if history.created_at else ""
        table.add_row(entry.id, _(history.state), str(history.epoch), scores, start_time)
    output.console().print(table)
    return 0


def _scores(history: History) -> dict[str, float]:
    return history.test_event.metrics if history.test_event else {}


def _document(entry: Run, history: History) -> dict[str, object]:
    return {
        "run": str(entry.folder),
        "state": history.state,
        "epoch": history.epoch,
        "step": history.step,
        "metrics": _scores(history),
        "goal_met": history.test_event.goal_met if history.test_event else None,
        "begun": history.created_at,
    }
