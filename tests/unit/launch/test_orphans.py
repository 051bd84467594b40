"""What a new server makes of the runs that an old one left."""

from __future__ import annotations

import os
import time
from pathlib import Path

import psutil
import pytest

from playground import launch
from playground.core.problems import PlaygroundError
from playground.experiment import spec
from playground.launch.orphans import is_process_alive, mark_orphans
from playground.runs import events, history, store


def run_with(runs: store.Store, *happened: events.Event) -> store.Run:
    experiment = spec.Experiment(
        data=spec.Data(name="moons"), networks=(spec.stack(),), loss=spec.NamedParams(name="x")
    )
    run = runs.create(experiment)
    run.append_events(*happened)
    return run


def state(run: store.Run) -> str:
    return history.fold(run.read_events()[0]).state


def test_only_those_without_a_living_worker_are_marked(tmp_path: Path) -> None:
    runs, now = store.Store(tmp_path), time.time()
    own = psutil.Process().create_time()
    living = run_with(runs, events.StateChanged(time=now, state="running", pid=os.getpid(), pid_started=own))
    reused = run_with(runs, events.StateChanged(time=now, state="running", pid=os.getpid(), pid_started=own - 999))
    waiting = run_with(runs, events.StateChanged(time=now, state="waiting", pid=2**22 + 1, pid_started=1.0))
    fresh = run_with(runs)
    forgotten = run_with(runs, events.StateChanged(time=now - 600, state="waiting"))
    over = run_with(runs, events.StateChanged(time=now, state="complete", pid=2**22 + 1, pid_started=1.0))
    mark_orphans(runs)
    assert [state(run) for run in (living, reused, waiting, fresh, forgotten, over)] == [
        *("running", "failed", "failed", "waiting", "failed", "complete")
    ]
    problem = history.fold(reused.read_events()[0]).problem
    assert problem is not None
    assert problem["code"] == "worker_gone"


def test_a_process_that_never_was_is_not_alive() -> None:
    assert not is_process_alive(None, None)
    assert not is_process_alive(2**22 + 1, 1.0)
    assert is_process_alive(os.getpid(), psutil.Process().create_time())


def test_an_unknown_launcher_is_told() -> None:
    assert launch.get() is launch.get("local")
    with pytest.raises(PlaygroundError, match="nowhere"):
        launch.get("nowhere")
