"""Pause, step, stop, another learning rate; and going on as if nothing had been."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from playground.experiment import spec
from playground.runs import events, history, store
from playground.runs.commands import Command
from playground.training import checkpoint
from playground.training.command_reader import CommandReader
from playground.training.loop import Loop
from playground.training.run import train
from tests.support.experiments import denoising, points, table


def epochs_of(run: store.Run) -> dict[float, dict[str, float]]:
    known = history.fold(run.read_events()[0])
    return {
        epoch: {name: series.y[series.x.index(epoch)] for name, series in known.by_epoch.items() if epoch in series.x}
        for epoch in known.epoch_steps.x
    }


def last_state(run: store.Run) -> list[np.ndarray]:
    saved = checkpoint.newest(run)
    assert saved is not None
    return saved.state


def stop_at(monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    """Stop when *step* steps are done, which need not be an epoch's end."""
    original = Loop._handle_commands

    def obey(self: Loop) -> object:
        if self.step >= step:
            self.command_reader.stopping = True
        return original(self)

    monkeypatch.setattr(Loop, "_handle_commands", obey)


@pytest.mark.parametrize("execution", ["graph", "xla"])
@pytest.mark.parametrize("made", [table, partial(denoising, batch_size=64)])
def test_stop_and_go_on_is_bit_for_bit_what_it_is_in_one_go(
    made: Callable[..., spec.Experiment], execution: str, store_here: store.Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    experiment = made(epochs=6, execution=execution, early_stopping=spec.EarlyStopping(patience=50))
    straight, broken = store_here.create(experiment), store_here.create(experiment)
    assert train(straight) == "complete"
    with monkeypatch.context() as patch:
        stop_at(patch, 17)
        assert train(broken) == "stopped"
    known = history.fold(broken.read_events()[0])
    assert known.state == "stopped"
    assert known.checkpoint is not None
    assert 17 <= known.checkpoint.step < known.start_event.steps_per_epoch * 6  # type: ignore[union-attr]
    assert train(broken) == "complete"
    assert epochs_of(broken) == epochs_of(straight)
    for ours, theirs in zip(last_state(broken), last_state(straight), strict=True):
        assert np.array_equal(ours, theirs)


def test_more_epochs_after_the_end_go_on_from_there(store_here: store.Store) -> None:
    short, long = store_here.create(points(epochs=2)), store_here.create(points(epochs=4))
    train(short)
    assert train(short, epochs=4) == "complete"
    train(long)
    assert epochs_of(short) == epochs_of(long)
    assert history.fold(short.read_events()[0]).test_event is not None


def test_a_killed_run_goes_on_from_its_last_checkpoint(store_here: store.Store) -> None:
    experiment = points(epochs=4)
    straight, cut = store_here.create(experiment), store_here.create(experiment)
    train(straight)
    train(cut, epochs=2)
    # As a kill leaves it: half a checkpoint, half an event, a frame of later.
    (cut.checkpoints / "000000999.npz").write_bytes(b"PK\x03\x04 cut")
    with (cut.folder / "events.jsonl").open("a") as stream:
        stream.write('{"kind":"Steps","step":[9')
    late = cut.folder / "frames" / "field" / "000000999.npz"
    late.write_bytes(b"")
    assert train(cut) == "complete"
    assert epochs_of(cut) == epochs_of(straight)
    assert not late.exists()


def live(run: store.Run, meanwhile: Callable[[], None]) -> str:
    """Train *run* while *meanwhile* does something in another thread; what goes wrong there fails here."""
    wrong: list[BaseException] = []

    def act() -> None:
        try:
            meanwhile()
        except BaseException as error:
            wrong.append(error)
        finally:
            run.append_command(Command("stop"))

    thread = threading.Thread(target=act)
    thread.start()
    state = train(run, commands_from=0)
    thread.join()
    assert not wrong, wrong
    return state


def until(run: store.Run, holds: Callable[[history.History], bool], seconds: float = 300.0) -> history.History:
    end = time.monotonic() + seconds
    while not holds(known := history.fold(run.read_events()[0])):
        assert time.monotonic() < end, known
        time.sleep(0.02)
    return known


def test_pause_step_resume_stop_and_another_rate(store_here: store.Store) -> None:
    run = store_here.create(points(epochs=100_000))

    def act() -> None:
        run.append_command(Command("pause"))
        at = until(run, lambda known: known.state == "paused").step
        for number in (1, 2):
            run.append_command(Command("step"))
            assert until(run, lambda known, wanted=at + number: known.step >= wanted).step == at + number
        run.append_command(Command("turn", "learning_rate", 0.005))
        for dial, value in (("learning_rate", float("inf")), ("learning_rate", -1.0), ("learning_rate", "fast")):
            run.append_command(Command("turn", dial, value))
        run.append_command(Command("turn", "learning_rate.nobody", 0.1))
        run.append_command(Command("turn", "n_critic", 2))
        run.append_command(Command("resume"))
        known = until(run, lambda known: known.state == "running" and known.step > at + 20)
        assert known.learning_rate == pytest.approx(0.005)
        assert [event.value for event in known.live_param_changes] == [0.005]
        run.append_command(Command("stop"))
        until(run, lambda known: known.has_ended)

    assert live(run, act) == "stopped"
    assert history.fold(run.read_events()[0]).checkpoint is not None


def test_a_rate_set_by_hand_outlives_a_stop_and_a_schedule(store_here: store.Store) -> None:
    scheduled = spec.Optimizer(name="SGD", params={"learning_rate": 0.1}, schedule=spec.NamedParams(name="CosineDecay"))
    run = store_here.create(table(optimizer=scheduled, epochs=100_000))

    def act() -> None:
        until(run, lambda known: known.step > 5)
        run.append_command(Command("turn", "learning_rate", 0.03))
        until(run, lambda known: known.learning_rate == pytest.approx(0.03))

    assert live(run, act) == "stopped"
    before = history.fold(run.read_events()[0])
    train(run, epochs=before.epoch + 1)
    assert history.fold(run.read_events()[0]).learning_rate == pytest.approx(0.03)


def test_paused_before_the_first_step(store_here: store.Store) -> None:
    run = store_here.create(points(epochs=2))
    run.append_command(Command("pause"))

    def act() -> None:
        assert until(run, lambda known: known.state == "paused").step == 0

    assert live(run, act) == "stopped"


def test_old_commands_do_not_count(store_here: store.Store) -> None:
    run = store_here.create(points(epochs=1))
    run.append_command(Command("stop"))
    assert train(run) == "complete"


def test_control_reads_on_from_its_position(store_here: store.Store) -> None:
    run = store_here.create(points())
    turned: list[tuple[str, float | str]] = []
    control = CommandReader(run, 0, lambda dial, value: turned.append((dial, value)))
    run.append_command(Command("pause"))
    control.read()
    assert control.paused
    run.append_command(Command("step"))
    run.append_command(Command("turn", "learns", "generator"))
    run.append_command(Command("turn", "learning_rate"))
    run.append_command(Command("turn", "learning_rate", 0.5))
    control.read()
    assert (control.paused, control.step_once) == (True, True)
    assert turned == [("learns", "generator"), ("learning_rate", 0.5)]
    run.append_command(Command("resume"))
    control.read()
    assert (control.paused, control.step_once, control.stopping) == (False, False, False)


def test_a_checkpoint_comes_back_as_it_was(store_here: store.Store) -> None:
    run = store_here.create(points())
    position = checkpoint.Progress(step=7, epoch=2, learning_rates={"optimizer": 0.1}, best=0.5, best_epoch=1, wait=1)
    whole = checkpoint.Checkpoint(position, [np.arange(6.0).reshape(2, 3)], np.array([1.0, 2.0]), [np.ones(2)])
    for step in (7, 8, 9):
        checkpoint.save(run, replace(whole, progress=replace(position, step=step)))
    assert [file.stem for file in checkpoint.files(run)] == ["000000008", "000000009"]
    found = checkpoint.newest(run)
    assert found is not None
    assert found.progress == replace(position, step=9)
    assert np.array_equal(found.state[0], whole.state[0])
    assert np.array_equal(found.sums, whole.sums)
    assert np.array_equal(found.best_weights[0], whole.best_weights[0])
    assert not list(run.checkpoints.glob(".*"))


def test_a_checkpoint_of_another_network_is_refused(store_here: store.Store) -> None:
    run = store_here.create(points(epochs=1))
    train(run)
    other = table(epochs=2)
    (run.folder / "experiment.json").write_text(other.to_json())
    assert train(run) == "failed"
    problem = history.fold(run.read_events()[0]).problem
    assert problem is not None
    assert problem["code"] == "checkpoint_of_another"


def test_events_after_going_on_never_repeat_a_step(store_here: store.Store) -> None:
    run = store_here.create(points(epochs=2))
    train(run)
    train(run, epochs=3)
    started = [event for event in run.read_events()[0] if isinstance(event, events.Started)]
    assert [event.epoch for event in started] == [0, 2]
    steps = history.fold(run.read_events()[0]).by_step["loss"].x
    assert steps == sorted(set(steps))
