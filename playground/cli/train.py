"""``train EXPERIMENT`` and ``train --continue RUN``."""

from __future__ import annotations

import argparse
from pathlib import Path

from playground.cli import say, source, training
from playground.cli.outcome import Outcome, refused
from playground.core.i18n import N_, Text, _
from playground.core.problems import PlaygroundError, Problem
from playground.runs import store
from playground.runs.store import Run

_SAID = {
    "complete": N_("Complete"),
    "stopped": N_("Stopped"),
    "failed": N_("Failed"),
}


def run(asked: argparse.Namespace) -> int:
    outcome = _outcome(asked)
    say.problems(outcome.problems)
    if asked.json:
        say.answer(outcome.to_json())
    else:
        _tell(outcome)
    return outcome.exit_status


def _outcome(asked: argparse.Namespace) -> Outcome:
    try:
        if asked.resume:
            return training.train_in_own_process(_continued(asked), asked.epochs)
        if not asked.experiment:
            raise _usage(N_("Which experiment? Name a JSON file, or a ready one; `gallery` lists them."))
        if asked.epochs is not None:
            raise _usage(N_("--epochs goes with --continue; for a new run, --set training.epochs=N."))
        return training.train_in_own_process(training.new(source.experiment(asked.experiment, asked.changes)))
    except PlaygroundError as error:
        return refused(error)


def _continued(asked: argparse.Namespace) -> Run:
    """The run that ``--continue`` means: its id, or its folder. It goes on with what it was asked, unchanged."""
    if asked.experiment or asked.changes:
        raise _usage(N_("A run goes on with the experiment it was started with; only --epochs may be given."))
    if asked.epochs is not None and asked.epochs < 1:
        raise _usage(N_("--epochs must be 1 or more."))
    folder = Path(asked.resume)
    if (folder / "experiment.json").is_file():
        return Run(folder)
    return store.default().open(asked.resume)


def _usage(message: str) -> PlaygroundError:
    return PlaygroundError(Problem("usage", Text(message)))


def _tell(outcome: Outcome) -> None:
    """The same as the JSON, for reading."""
    if outcome.run is None:
        return
    scores = "  ".join(f"{name} {value:.4g}" for name, value in outcome.metrics.items())
    rate = str(Text(N_("{rate} steps/s"), {"rate": f"{outcome.steps_per_second:,.0f}"}))
    seconds = str(Text(N_("{seconds} s"), {"seconds": f"{outcome.seconds:.1f}"}))
    say.line("  ".join(part for part in (_(_SAID.get(outcome.status, outcome.status)), scores, rate, seconds) if part))
    if outcome.goal_met is not None:
        say.line(_("The goal is met.") if outcome.goal_met else _("The goal is not met."))
    say.line(outcome.run)
