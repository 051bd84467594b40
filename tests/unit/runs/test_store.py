import threading
import time

import pytest

from playground.core.problems import PlaygroundError
from playground.experiment import spec
from playground.runs import events
from playground.runs.commands import Command
from playground.runs.store import Store


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "runs")


@pytest.fixture
def run(store):
    return store.create(experiment())


def experiment():
    return spec.Experiment(
        data=spec.Data(name="spirals"),
        networks=(spec.stack(("Dense", {"units": 1})),),
        loss=spec.NamedParams(name="BinaryCrossentropy"),
    )


def thinned(number: int) -> events.FramesDeleted:
    return events.FramesDeleted(time=time.time(), name="field", steps=[number])


def test_a_new_run_waits_and_keeps_what_was_asked(run):
    happened, _position = run.read_events()
    assert [event.state for event in happened] == ["waiting"]
    assert run.experiment() == experiment()


def test_reading_goes_on_from_a_position(run):
    _first, position = run.read_events()
    run.append_events(thinned(1), thinned(2))
    happened, end = run.read_events(position)
    assert [event.steps for event in happened] == [[1], [2]]
    assert run.read_events(end) == ([], end)


def test_a_cut_off_line_stays_unread_until_it_is_whole(run):
    _first, position = run.read_events()
    line = events.encode(thinned(7))
    with (run.folder / "events.jsonl").open("a") as file:
        file.write(line[:10])
    assert run.read_events(position) == ([], position)
    with (run.folder / "events.jsonl").open("a") as file:
        file.write(line[10:] + "\n")
    happened, _end = run.read_events(position)
    assert [event.steps for event in happened] == [[7]]


def test_a_broken_line_costs_only_itself(run):
    _first, position = run.read_events()
    with (run.folder / "events.jsonl").open("ab") as file:
        file.write(b"\xff\xfe rubbish\n")
    run.append_events(thinned(3))
    assert [event.steps for event in run.read_events(position)[0]] == [[3]]


def test_writers_at_the_same_time_never_mix_their_lines(run):
    _first, position = run.read_events()

    def write(number: int) -> None:
        for _ in range(100):
            run.append_events(thinned(number))

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(run.read_events(position)[0]) == 400


def test_commands_arrive_in_order(run):
    for command in (Command("pause"), Command("turn", "learning_rate", 0.1), Command("stop")):
        run.append_command(command)
    received, end = run.read_commands()
    assert received == [Command("pause"), Command("turn", "learning_rate", 0.1), Command("stop")]
    assert run.read_commands(end) == ([], end)


def test_runs_are_listed_newest_first_and_can_be_deleted(store, run):
    (store.root / "not a run").mkdir()
    other = store.create(experiment())
    assert {entry.id for entry in store.runs()} == {run.id, other.id}
    store.delete(run.id)
    assert [entry.id for entry in store.runs()] == [other.id]


@pytest.mark.parametrize("run_id", ["", "..", "../runs", "none", "a/b", "x" * 200])
def test_what_is_no_run_cannot_be_opened(store, run_id):
    with pytest.raises(PlaygroundError):
        store.open(run_id)
