"""``gallery`` and ``show NAME``."""

from __future__ import annotations

import argparse

from rich.table import Table

from playground import gallery as shelf
from playground.cli import output, source
from playground.core.i18n import _
from playground.gallery import Entry


def gallery(arguments: argparse.Namespace) -> int:
    """List the ready experiments: one JSON array, or a table."""
    entries = shelf.all_entries()
    if arguments.json:
        output.print_json([_document(entry) for entry in entries])
        return 0
    table = Table(_("Name"), _("Goal on the test set"), _("Within"), _("What it is"), box=None)
    for entry in entries:
        table.add_row(entry.name, _goal(entry), f"{entry.budget_seconds} s", _(entry.help))
    output.console().print(table)
    return 0


def show(arguments: argparse.Namespace) -> int:
    """Print the document, as a file for ``train`` and ``check`` would have it."""
    experiment = source.load_experiment(arguments.name)
    if arguments.json:
        output.print_json(experiment.model_dump(mode="json"))
    else:
        output.print_line(experiment.to_json().rstrip())
    return 0


def _goal(entry: Entry) -> str:
    goal = entry.experiment.goal
    if goal is None:
        return "–"
    return f"{goal.metric} {'≤' if goal.at_least is None else '≥'} {goal.bound:g}"


def _document(entry: Entry) -> dict[str, object]:
    goal = entry.experiment.goal
    return {
        "name": entry.name,
        "title": _(entry.title),
        "help": _(entry.help),
        "lesson": _(entry.lesson),
        "group": _(entry.group),
        "data": entry.experiment.data.name,
        "goal": goal.model_dump(exclude_none=True) if goal else None,
        "budget_seconds": entry.budget_seconds,
    }
