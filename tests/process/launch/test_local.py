"""Real processes and real signals: the supervisor, its workers, and what is left when one of them is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from playground import gallery
from playground.experiment import spec
from playground.launch.local import LocalLauncher
from playground.runs import history, store
from playground.runs.commands import Command

LONG = 300.0
"""Seconds after which a test gives up; none should take a tenth of it on an idle machine."""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the signals of POSIX")


def moons(**training: object) -> spec.Experiment:
    dense = ("Dense", {"units": 4}), ("Dense", {"units": 1, "activation": "sigmoid"})
    return spec.Experiment(
        name="moons",
        data=spec.Data(name="moons", params={"size": 100}),
        networks=(spec.stack(*dense),),
        loss=spec.NamedParams(name="BinaryCrossentropy"),
        metrics=(spec.NamedParams(name="accuracy"),),
        training=spec.Training(**{"epochs": 2, "execution": "graph", **training}),  # type: ignore[arg-type]
    )


def until(holds: Callable[[], object]) -> None:
    end = time.monotonic() + LONG
    while not holds():
        assert time.monotonic() < end, "took too long"
        time.sleep(0.02)


def known(run: store.Run) -> history.History:
    return history.fold(run.read_events()[0])


def family(pid: int) -> list[psutil.Process]:
    process = psutil.Process(pid)
    return [process, *process.children(recursive=True)]


def gone(processes: list[psutil.Process]) -> bool:
    return not any(one.is_running() and one.status() != psutil.STATUS_ZOMBIE for one in processes)


@pytest.fixture(scope="module", params=["fork", "spawn"])
def launcher(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalLauncher]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PLAYGROUND_HOME", str(tmp_path_factory.mktemp("home")))
        patch.setenv("PLAYGROUND_WORKERS", request.param)
        patch.setenv("PLAYGROUND_SLOTS", "1")
        made = LocalLauncher()
        made.start()
        until(made.ready)
        yield made
        assert made._process is not None
        processes = family(made._process.pid)
        made.close()
        until(lambda: gone(processes))


FORKED = pytest.mark.parametrize("launcher", ["fork"], indirect=True)
"""For what is between the app and the supervisor, to which it is all one how workers come to be."""


@pytest.fixture
def runs(tmp_path: Path) -> store.Store:
    return store.Store(tmp_path / "runs")


def pids(launcher: LocalLauncher) -> set[int]:
    assert launcher._process is not None
    return {one.pid for one in family(launcher._process.pid) if one.status() != psutil.STATUS_ZOMBIE}


def test_what_stands_ready_is_trained_by_the_worker_that_made_it_ready(
    launcher: LocalLauncher, runs: store.Store
) -> None:
    """The first test of this launcher: beside the supervisor there are two workers, one for checks and an idle one."""
    experiment, there = moons(epochs=1, seed=7), pids(launcher)
    launcher.prepare(experiment, "somebody")
    until(lambda: pids(launcher) - there)  # The idle one was given that, and another has come in its place.
    run = runs.create(experiment.model_copy(update={"title": "another title"}))
    launcher.train(run)
    until(lambda: known(run).state == "complete")
    assert known(run).pid in there


def test_a_worker_trains_the_same_again_and_from_the_beginning(launcher: LocalLauncher, runs: store.Store) -> None:
    experiment, there = moons(epochs=1_000_000, seed=8), pids(launcher)
    launcher.prepare(experiment, "somebody else")
    until(lambda: pids(launcher) - there)
    first, second = runs.create(experiment), runs.create(experiment)
    launcher.train(first)
    until(lambda: known(first).checkpoint)
    first.append_command(Command("stop"))
    launcher.train(second)
    until(lambda: known(second).step > 0)
    assert known(first).state == "stopped"
    assert known(second).pid == known(first).pid
    untrained, again = (known(run).by_epoch["val_loss"].y[0] for run in (first, second))
    assert untrained == again
    second.append_command(Command("stop"))
    until(lambda: known(second).has_ended)
    assert (second.folder / "worker.log").exists()


def test_a_run_is_trained_while_another_waits_its_turn(launcher: LocalLauncher, runs: store.Store) -> None:
    long, short, never = (runs.create(moons(epochs=epochs)) for epochs in (1_000_000, 2, 2))
    for run in (long, short, short, never):
        launcher.train(run)
    until(lambda: known(long).step > 0)
    assert known(short).state == known(never).state == "waiting"
    assert launcher.queue() == (short.id, never.id)
    never.append_command(Command("stop"))
    until(lambda: known(never).state == "stopped")
    long.append_command(Command("stop"))
    until(lambda: known(long).has_ended)
    assert known(long).state == "stopped"
    until(lambda: known(short).has_ended)
    assert known(short).state == "complete"
    assert (short.folder / "worker.log").exists()
    assert launcher.queue() == ()


def test_a_killed_worker_is_told_and_its_run_goes_on(launcher: LocalLauncher, runs: store.Store) -> None:
    run = runs.create(moons(epochs=1_000_000))
    launcher.train(run)
    until(lambda: known(run).checkpoint)
    pid = known(run).pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    until(lambda: known(run).has_ended)
    failed = known(run)
    assert failed.state == "failed"
    assert failed.problem is not None
    assert "SIGKILL" in failed.problem["said"]
    assert failed.step > 0
    saved = failed.checkpoint
    assert saved is not None
    launcher.train(run, epochs=saved.epoch + 1, paused=True)
    until(lambda: known(run).state == "paused")
    assert known(run).step == saved.step
    run.append_command(Command("resume"))
    until(lambda: known(run).has_ended)
    assert known(run).state == "complete"


def test_a_run_that_has_just_ended_goes_on_at_once(launcher: LocalLauncher, runs: store.Store) -> None:
    """That it has ended is on disk before its worker is known to be free: whoever is as fast is not refused."""
    run = runs.create(moons(epochs=1_000_000))
    launcher.train(run)
    until(lambda: known(run).checkpoint)
    assert launcher._process is not None
    supervisor = launcher._process.pid
    os.kill(supervisor, signal.SIGSTOP)  # It cannot hear of the end yet.
    try:
        run.append_command(Command("stop"))
        until(lambda: known(run).has_ended)
        stopped = known(run).step
        threading.Timer(0.3, os.kill, (supervisor, signal.SIGCONT)).start()
        launcher.train(run)
    finally:
        os.kill(supervisor, signal.SIGCONT)
    until(lambda: known(run).step > stopped)
    run.append_command(Command("stop"))
    until(lambda: known(run).has_ended)


def test_a_check_is_answered_by_keras_and_remembered(launcher: LocalLauncher) -> None:
    report = launcher.check(moons())
    assert not report.problems
    assert [one.shape for one in report.networks["model"].values()][-1] == (1,)
    assert launcher.check(moons(epochs=77)) is launcher.check(moons(epochs=77))
    wrong = spec.with_value(moons(), "networks.0.nodes.1.layer", "LSTM")
    assert launcher.check(wrong).problems


def test_a_check_worker_that_dies_is_replaced(launcher: LocalLauncher) -> None:
    launcher.check(moons())
    assert launcher._process is not None
    for child in psutil.Process(launcher._process.pid).children():
        child.kill()
    changed = spec.with_value(moons(), "networks.0.nodes.1.params.units", 5)
    assert not launcher.check(changed, timeout=LONG).problems


@FORKED
def test_a_fetch_that_cannot_be_done_ends_with_a_sentence(launcher: LocalLauncher) -> None:
    download = launcher.fetch("no-such-set")
    until(lambda: download.is_done)
    assert download.problems
    assert "no-such-set" in str(download.problems[0])


SERVER = """
    import sys, time
    from pathlib import Path
    from playground.launch.local import LocalLauncher
    from playground.runs.store import Run
    launcher = LocalLauncher()
    launcher.train(Run(Path(sys.argv[1])))
    print(launcher._process.pid, flush=True)
    time.sleep(600)
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_when_the_server_goes_nothing_of_it_stays(number: signal.Signals, runs: store.Store, home: Path) -> None:
    run = runs.create(moons(epochs=1_000_000))
    command = [sys.executable, "-c", textwrap.dedent(SERVER), str(run.folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        supervisor = int(server.stdout.readline())
        until(lambda: known(run).checkpoint)
        processes = family(supervisor)
        assert len(processes) > 1
        server.send_signal(number)
        server.wait()
    until(lambda: gone(processes))
    assert known(run).state == "stopped", "its trainings were stopped with a checkpoint"


def test_when_the_supervisor_is_killed_its_workers_go_and_the_run_says_so(runs: store.Store, home: Path) -> None:
    launcher, run = LocalLauncher(), runs.create(moons(epochs=1_000_000))
    launcher.train(run)
    until(lambda: known(run).step > 0)
    assert launcher._process is not None
    processes = family(launcher._process.pid)
    launcher._process.kill()
    until(lambda: gone(processes))
    until(lambda: known(run).has_ended)
    assert known(run).state == "failed"
    until(lambda: not launcher.ready())
    launcher.close()


@FORKED
def test_a_later_wish_of_the_same_owner_takes_the_place_of_the_one_before(
    launcher: LocalLauncher, runs: store.Store
) -> None:
    for seed in range(20, 26):
        launcher.prepare(moons(epochs=1, seed=seed), "an editor")
    run = runs.create(moons(epochs=1, seed=21))
    launcher.train(run)
    until(lambda: known(run).state == "complete")
    # One for checks, one idle, one ready, and the supervisor; the five that were given up are gone.
    until(lambda: len(pids(launcher)) <= 5)


def outputs_of(launcher: LocalLauncher, experiment: spec.Experiment, owner: str) -> Path | None:
    nodes = {name: list(found) for name, found in launcher.check(experiment).networks.items()}
    return launcher.request_outputs(experiment, nodes, owner)


def test_what_untrained_layers_put_out_comes_as_a_frame_and_is_there_at_once_the_second_time(
    launcher: LocalLauncher,
) -> None:
    experiment = moons(seed=11)
    until(lambda: outputs_of(launcher, experiment, "one") is not None)
    file = outputs_of(launcher, experiment, "another")
    assert file is not None
    arrays = history.load_frame(file.parent, file.name)
    assert arrays["node_dense_1"].shape == (4, 40, 40)


@FORKED
def test_of_many_wishes_the_latest_is_answered_and_the_others_are_dropped(launcher: LocalLauncher) -> None:
    many = [moons(seed=seed) for seed in range(100, 160)]
    report = launcher.check(many[0])
    nodes = {name: list(found) for name, found in report.networks.items()}
    for experiment in many:
        launcher.request_outputs(experiment, nodes, "an editor")
    until(lambda: launcher.request_outputs(many[-1], nodes, "an editor") is not None)
    answered = [
        experiment for experiment in many[:-1] if launcher.request_outputs(experiment, nodes, "nobody else") is not None
    ]
    assert len(answered) < len(many) - 1


@FORKED
def test_outputs_that_cannot_be_computed_are_not_asked_for_for_ever(launcher: LocalLauncher, home: Path) -> None:
    lacking = moons().model_copy(update={"data": spec.Data(name="csv", params={"file": "0" * 64})})
    until(lambda: launcher.request_outputs(lacking, {"model": ["input", "dense_1"]}, "one") is not None)
    file = launcher.request_outputs(lacking, {"model": ["input", "dense_1"]}, "one")
    assert file is not None
    assert not file.exists()


def digits() -> spec.Experiment:
    found = gallery.get("vae-digits").experiment
    return spec.with_value(spec.with_value(found, "training.epochs", 1_000_000), "training.execution", "graph")


def test_codes_are_decoded_while_a_run_trains_and_after(launcher: LocalLauncher, runs: store.Store) -> None:
    run = runs.create(digits())
    launcher.train(run)
    found = launcher.decode(run, [[0.0, 1.0]], [0], "somebody", timeout=LONG)
    assert found is not None
    assert found.values is not None
    assert found.values.shape == (1, 8, 8, 1)
    until(lambda: known(run).step > 0)
    run.append_command(Command("stop"))
    until(lambda: known(run).has_ended)
    after = launcher.decode(run, [[0.0, 1.0]], [0], "somebody", timeout=LONG)
    assert after is not None
    assert after.step == known(run).step > 0
    (run.folder / "experiment.json").rename(run.folder / "away.json")  # What they are built from.
    again = launcher.decode(run, [[0.5, 1.0]], [0], "somebody", timeout=LONG)
    assert again is not None
    assert again.values is not None, "the networks are kept"


@FORKED
def test_examples_are_encoded_beside_what_is_decoded(launcher: LocalLauncher, runs: store.Store) -> None:
    run = runs.create(digits())
    launcher.train(run)
    found = launcher.encode(run, "somebody.encoded", timeout=LONG)
    assert found is not None
    assert found.arrays["codes"].shape == found.arrays["log_var"].shape
    codes = found.arrays["codes"][:2].tolist()
    drawn = launcher.decode(run, codes, [0, 0], "somebody.sliders", timeout=LONG)
    assert drawn is not None
    assert drawn.values is not None
    until(lambda: known(run).step > 0)
    run.append_command(Command("stop"))
    until(lambda: known(run).has_ended)
    after = launcher.encode(run, "somebody.encoded", timeout=LONG)
    assert after is not None
    assert after.step == known(run).step > 0


@FORKED
def test_a_run_that_cannot_be_built_again_is_told_as_a_sentence(launcher: LocalLauncher, runs: store.Store) -> None:
    missing = runs.create(spec.with_value(digits(), "data.name", "nowhere"))
    found = launcher.encode(missing, "somebody", timeout=LONG)
    assert found is not None
    assert found.arrays == {}
    assert "nowhere" in str(found.problems[0])
    gone = launcher.encode(store.Run(runs.root / "gone"), "somebody", timeout=LONG)
    assert gone is not None
    assert gone.problems
    assert launcher.decode(runs.create(digits()), [[0.0, 0.0]], [0], "somebody", timeout=LONG) is not None


@FORKED
def test_who_asks_again_gets_the_later_answer_and_none_to_the_earlier(
    launcher: LocalLauncher, runs: store.Store
) -> None:
    run, said = runs.create(digits()), []
    assert launcher._process is not None
    supervisor = launcher._process.pid
    asking = [
        threading.Thread(
            target=lambda x=x: said.append((x, launcher.decode(run, [[float(x), 0.0]], [0], "one hand", timeout=LONG)))
        )
        for x in range(6)
    ]
    os.kill(supervisor, signal.SIGSTOP)  # It hears of all of them at once.
    try:
        for one in asking:
            number = launcher._number
            one.start()
            until(lambda number=number: launcher._number > number)
    finally:
        os.kill(supervisor, signal.SIGCONT)
    for one in asking:
        one.join()
    answered = {x for x, found in said if found is not None}
    assert 5 in answered
    assert len(answered) < 6


@FORKED
def test_what_cannot_be_decoded_is_said_and_the_worker_goes_on(launcher: LocalLauncher, runs: store.Store) -> None:
    plain = launcher.decode(runs.create(moons()), [[0.0, 0.0]], [0], "somebody", timeout=LONG)
    assert plain is not None
    assert plain.values is None
