"""``check``: shapes, counts and problems, without training."""

from __future__ import annotations

import argparse

from rich.table import Table

from playground.cli import say, source
from playground.core.i18n import N_, Text, _
from playground.datasets import describe
from playground.experiment.report import Report
from playground.experiment.spec import Experiment


def run(asked: argparse.Namespace) -> int:
    """Exit status 1 where there are problems; each is a sentence, with its repairs."""
    experiment = source.experiment(asked.experiment, asked.changes)
    with say.quiet_stdout():
        from playground.checks.keras_check import inspect

        report = inspect(experiment, describe(experiment.data))
    if asked.json:
        say.answer({"ok": not report.problems, **report.to_json()})
    else:
        _tell(experiment, report)
    say.problems(report.problems)
    return 1 if report.problems else 0


def _tell(experiment: Experiment, report: Report) -> None:
    for network in experiment.networks:
        nodes = report.seen(network.name)
        table = Table(_("Layer"), _("Kind"), _("Output shape"), _("Parameters"), box=None)
        for node in network.nodes:
            told = nodes.get(node.id)
            shape = " × ".join(str(size) for size in told.shape) if told and told.shape else "–"
            table.add_row(node.id, node.layer, shape, f"{told.parameters:,}" if told else "–")
        say.console().print(table)
    say.line(
        str(
            Text(
                N_("{parameters} parameters; one training step of {batch} examples takes about {megabytes} MB."),
                {
                    "parameters": f"{report.parameters:,}",
                    "batch": experiment.training.batch_size,
                    "megabytes": f"{report.step_bytes / 1e6:,.1f}",
                },
            )
        )
    )
