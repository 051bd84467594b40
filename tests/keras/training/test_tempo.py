"""A run at a tempo: the same is learned, commands are heard at once, and an epoch may wait for a key."""

from __future__ import annotations

import threading
import time

import pytest

from playground.runs import history, store
from playground.runs.commands import EPOCH, TEMPO, Command, Tempo
from playground.training.command_reader import CommandReader
from playground.training.loop import Pace
from playground.training.run import train
from tests.keras.training.test_going_on import epochs_of
from tests.support.experiments import points


def at_tempo(run: store.Run, tempo: str, *others: Command) -> str:
    """Train *run* with the dial at *tempo* and then *others* as its first commands."""
    for command in (Command("turn", TEMPO, tempo), *others):
        run.append_command(command)
    return train(run, commands_from=0)


@pytest.mark.parametrize("tempo", ["25 epochs", "200 steps", "", "one_epoch"])
def test_the_same_is_learned_at_every_tempo(tempo: str, store_here: store.Store) -> None:
    free, paced = store_here.create(points(epochs=3)), store_here.create(points(epochs=3))
    assert train(free) == "complete"
    assert at_tempo(paced, tempo) == "complete"
    assert epochs_of(paced) == epochs_of(free)
    assert history.fold(paced.read_events()[0]).tempo == tempo


def test_steps_are_due_one_after_the_other_and_nothing_is_made_up_for() -> None:
    pace = Pace.for_tempo(Tempo(4, "epochs"), 50)
    assert (pace.steps_per_second, pace.most_steps) == (200, 10)
    pace.begin(10, 100.0)
    assert pace.due_at == pytest.approx(100.05)
    pace.begin(10, 100.05)
    assert pace.due_at == pytest.approx(100.10)
    pace.begin(10, 130.0)
    assert pace.due_at == pytest.approx(130.05), "what was lost is lost"
    assert Pace.for_tempo(Tempo(0.5, "steps"), 50).most_steps == 1


def test_without_a_tempo_nothing_waits() -> None:
    pace = Pace()
    pace.begin(1000, 100.0)
    assert pace.due_at == 100.0
    assert pace.most_steps > 100_000


@pytest.mark.parametrize("nonsense", ["fast", "0 epochs", "-1 steps", "nan epochs", "5 miles", "1e9 steps"])
def test_what_is_no_tempo_changes_nothing(nonsense: str, store_here: store.Store) -> None:
    run = store_here.create(points(epochs=1))
    assert at_tempo(run, nonsense) == "complete"
    assert history.fold(run.read_events()[0]).live_param_changes == []


def test_stop_and_a_faster_tempo_are_heard_while_a_slow_one_waits(store_here: store.Store) -> None:
    """A step an hour: whoever waited for the next would wait for ever."""
    run = store_here.create(points(epochs=1000))

    def hurry() -> None:
        while history.fold(run.read_events()[0]).step < 1:
            time.sleep(0.02)
        run.append_command(Command("turn", TEMPO, "100 steps"))
        while history.fold(run.read_events()[0]).step < 20:
            time.sleep(0.02)
        run.append_command(Command("turn", TEMPO, "0.0003 steps"))
        run.append_command(Command("stop"))

    hand = threading.Thread(target=hurry)
    hand.start()
    assert at_tempo(run, "0.0003 steps") == "stopped"
    hand.join()


def test_one_epoch_at_a_key_is_one_epoch(store_here: store.Store) -> None:
    run = store_here.create(points(epochs=5))

    def press() -> None:
        for epoch in (1, 2):
            while (now := history.fold(run.read_events()[0])).state != "paused" or now.epoch < epoch:
                time.sleep(0.02)
            assert now.start_event is not None
            assert (now.epoch, now.step) == (epoch, epoch * now.start_event.steps_per_epoch)
            run.append_command(Command("step", value=EPOCH) if epoch == 1 else Command("stop"))

    hand = threading.Thread(target=press)
    hand.start()
    run.append_command(Command("pause"))
    assert at_tempo(run, "", Command("step", value=EPOCH)) == "stopped"
    hand.join()
    assert history.fold(run.read_events()[0]).epoch == 2


def test_pause_ends_an_epoch_that_a_key_began(store_here: store.Store) -> None:
    run = store_here.create(points())
    reader = CommandReader(run, 0, lambda dial, value: None)
    run.append_command(Command("step", value=EPOCH))
    reader.read()
    assert (reader.paused, reader.epoch_once, reader.is_waiting) == (True, True, False)
    run.append_command(Command("pause"))
    reader.read()
    assert reader.is_waiting


def test_the_tempo_of_an_earlier_go_is_over_when_a_run_goes_on(store_here: store.Store) -> None:
    run = store_here.create(points(epochs=2))
    at_tempo(run, "50 epochs")
    assert train(run, epochs=3) == "complete"
    assert history.fold(run.read_events()[0]).tempo is None
