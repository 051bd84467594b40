"""``train EXPERIMENT`` and ``train --continue RUN``."""

from __future__ import annotations

import argparse
from pathlib import Path

from playground.cli import output, source, training
from playground.cli.outcome import Outcome, refused_outcome
from playground.core.i18n import N_, Text, _
from playground.core.problems import PlaygroundError, Problem
from playground.runs import store
from playground.runs.store import Run

_STATE_TITLES = {
    "complete": N_("Complete"),
    "stopped": N_("Stopped"),
    "failed": N_("Failed"),
}


def run(arguments: argparse.Namespace) -> int:
    """Train, print how it ended, and return :attr:`.Outcome.exit_status`."""
    outcome = _outcome(arguments)
    output.print_problems(outcome.problems)
    if arguments.json:
        output.print_json(outcome.to_json())
    else:
        _print_outcome(outcome)
    return outcome.exit_status


def _outcome(arguments: argparse.Namespace) -> Outcome:
    try:
        if arguments.resume:
            return training.train_in_own_process(_run_to_resume(arguments), arguments.epochs)
        if not arguments.experiment:
            raise _usage(N_("Which experiment? Name a JSON file, or a ready one; `gallery` lists them."))
        if arguments.epochs is not None:
            raise _usage(N_("--epochs goes with --continue; for a new run, --set training.epochs=N."))
        return training.train_in_own_process(
            training.create_run(source.load_experiment(arguments.experiment, arguments.changes))
        )
    except PlaygroundError as error:
        return refused_outcome(error)


def _run_to_resume(arguments: argparse.Namespace) -> Run:
    """The run that ``--continue`` means: its id, or its folder. It goes on with what it was asked, unchanged."""
    if arguments.experiment or arguments.changes:
        raise _usage(N_("A run goes on with the experiment it was started with; only --epochs may be given."))
    if arguments.epochs is not None and arguments.epochs < 1:
        raise _usage(N_("--epochs must be 1 or more."))
    folder = Path(arguments.resume)
    if (folder / "experiment.json").is_file():
        return Run(folder)
    return store.default().open(arguments.resume)


def _usage(message: str) -> PlaygroundError:
    return PlaygroundError(Problem("usage", Text(message)))


def _print_outcome(outcome: Outcome) -> None:
    """The same as the JSON, for reading."""
    if outcome.run is None:
        return
    scores = "  ".join(f"{name} {value:.4g}" for name, value in outcome.metrics.items())
    rate = str(Text(N_("{rate} steps/s"), {"rate": f"{outcome.steps_per_second:,.0f}"}))
    seconds = str(Text(N_("{seconds} s"), {"seconds": f"{outcome.seconds:.1f}"}))
    output.print_line(
        "  ".join(
            part for part in (_(_STATE_TITLES.get(outcome.status, outcome.status)), scores, rate, seconds) if part
        )
    )
    if outcome.goal_met is not None:
        output.print_line(_("The goal is met.") if outcome.goal_met else _("The goal is not met."))
    output.print_line(outcome.run)
