"""What the run's buttons do. Nothing here draws."""

from __future__ import annotations

from playground.experiment.spec import Experiment
from playground.runs import store
from playground.runs.commands import Command
from playground.runs.history import History
from playground.runs.store import Run
from playground.ui.app import session
from playground.ui.app.draft import Draft
from playground.ui.bench import tempo

ONE_STEP = Command("step")


def is_same_training(one: Experiment, other: Experiment) -> bool:
    """Whether a checkpoint of *one* can go on under *other*: all but title, epochs and how often to draw agrees."""
    return _essence(one) == _essence(other)


def _essence(experiment: Experiment) -> Experiment:
    training = experiment.training.model_copy(update={"epochs": 1, "draw_every": 0.0})
    return experiment.model_copy(update={"title": "", "name": "x", "goal": None, "training": training})


def train(current: Draft, *, paused: bool = False) -> Run:
    """A new run of the document, waiting for a worker; *paused*: it stops before its first step."""
    run = store.default().create(current.experiment)
    session.save_draft(current.with_run(run.id))
    session.launcher().train(run, paused=paused)
    tempo.send(current, run)
    return run


def resume(current: Draft, run: Run, history: History, *, paused: bool = False) -> None:
    """Continue an ended run: to its own last epoch, or as many epochs again where that is reached."""
    planned_epochs = current.experiment.training.epochs
    epochs = planned_epochs if planned_epochs > history.epoch else history.epoch + planned_epochs
    session.launcher().train(run, epochs=epochs, paused=paused)
    tempo.send(current, run)


def step(current: Draft, run: Run | None, command: Command = ONE_STEP) -> Run:
    """One step (or what *command* says), then pause; begins a run, or goes on with an ended one of the same training,
    where none is live. Returns that run."""
    history = session.history(run) if run is not None else None
    same = run is not None and is_same_training(run.experiment(), current.experiment)
    if run is None or history is None or (history.has_ended and not (same and history.checkpoint)):
        run = train(current, paused=True)
    elif history.has_ended:
        resume(current, run, history, paused=True)
    run.append_command(command)
    return run
