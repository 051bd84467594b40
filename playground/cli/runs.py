"""``runs``: what was trained, the newest first."""

from __future__ import annotations

import argparse
import time

from rich.table import Table

from playground.cli import say
from playground.core.i18n import _
from playground.runs import store
from playground.runs.history import History, fold
from playground.runs.store import Run


def run(asked: argparse.Namespace) -> int:
    """One JSON array, or a table. A run whose document cannot be read is listed all the same, by its folder."""
    found = [(entry, fold(entry.read()[0])) for entry in store.default().runs()]
    if asked.json:
        say.answer([_document(entry, history) for entry, history in found])
        return 0
    table = Table(_("Run"), _("State"), _("Epoch"), _("Scores on the test part"), _("Begun"), box=None)
    for entry, history in found:
        scores = "  ".join(f"{name} {value:.4g}" for name, value in _scores(history).items())
        begun = time.strftime("%Y-%m-%d %H:%M", time.localtime(history.begun)) if history.begun else ""
        table.add_row(entry.id, _(history.state), str(history.epoch), scores, begun)
    say.console().print(table)
    return 0


def _scores(history: History) -> dict[str, float]:
    return history.tested.metrics if history.tested else {}


def _document(entry: Run, history: History) -> dict[str, object]:
    return {
        "run": str(entry.folder),
        "state": history.state,
        "epoch": history.epoch,
        "step": history.step,
        "metrics": _scores(history),
        "goal_met": history.tested.goal_met if history.tested else None,
        "begun": history.begun,
    }
