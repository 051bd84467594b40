"""``check``: shapes, counts and problems, without training."""

from __future__ import annotations

import argparse

from rich.table import Table

from playground.cli import output, source
from playground.core.formatting import byte_size
from playground.core.i18n import N_, Text, _
from playground.datasets import describe
from playground.experiment.report import Report
from playground.experiment.spec import Experiment


def run(arguments: argparse.Namespace) -> int:
    """Exit status 1 where there are problems; each is a sentence, with its repairs."""
    experiment = source.load_experiment(arguments.experiment, arguments.changes)
    with output.quiet_stdout():
        from playground.checks.keras_check import keras_report

        report = keras_report(experiment, describe(experiment.data))
    if arguments.json:
        output.print_json({"ok": not report.problems, **report.to_json()})
    else:
        _print_report(experiment, report)
    output.print_problems(report.problems)
    return 1 if report.problems else 0


def _print_report(experiment: Experiment, report: Report) -> None:
    for network in experiment.networks:
        nodes = report.by_document_node(network.name)
        table = Table(_("Layer"), _("Type"), _("Output shape"), _("Parameters"), box=None)
        for node in network.nodes:
            node_report = nodes.get(node.id)
            shape = " × ".join(str(size) for size in node_report.shape) if node_report and node_report.shape else "–"
            table.add_row(node.id, node.layer, shape, f"{node_report.parameters:,}" if node_report else "–")
        output.console().print(table)
    output.print_line(
        str(
            Text(
                N_("{parameters} parameters; one training step of {batch} examples takes about {size}."),
                {
                    "parameters": f"{report.parameters:,}",
                    "batch": experiment.training.batch_size,
                    "size": byte_size(report.step_bytes),
                },
            )
        )
    )
