"""A training that was made ready ahead is the training that was not, only sooner."""

from __future__ import annotations

import pytest

from playground.core.problems import PlaygroundError
from playground.experiment import spec
from playground.runs import events, store
from playground.runs.commands import Command
from playground.training import warmup
from playground.training.run import open_loop, train
from tests.support.experiments import points, table

CASES = [
    pytest.param(points(epochs=2, execution="xla"), id="xla"),
    pytest.param(points(epochs=2), id="graph"),
    pytest.param(table(), id="dropout and batch normalisation"),
]


def losses(run: store.Run) -> list[dict[str, float]]:
    return [event.logs for event in run.read_events()[0] if isinstance(event, events.EpochEnded)]


@pytest.mark.parametrize("experiment", CASES)
def test_to_the_last_bit(experiment: spec.Experiment, store_here: store.Store) -> None:
    plain = store_here.create(experiment)
    train(plain)
    staged = warmup.prepare_training(experiment)
    warmup.compile_ahead(staged, lambda _: True)
    ahead = store_here.create(experiment)
    train(ahead, staged=staged)
    assert losses(plain) == losses(ahead)
    assert len(losses(ahead)) == experiment.training.epochs + 1


def test_its_first_pictures_are_those_of_the_untrained_network(store_here: store.Store) -> None:
    experiment = points(epochs=1)
    staged = warmup.prepare_training(experiment)
    warmup.compile_ahead(staged, lambda _: True)
    run = store_here.create(experiment)
    open_loop(run, staged).event_writer.flush()
    frames = [event for event in run.read_events()[0] if isinstance(event, events.Frame)]
    assert {(frame.name, frame.step) for frame in frames} == {("field", 0), ("validation", 0)}


def test_who_comes_early_waits_for_nothing_more() -> None:
    done: list[float] = []

    def idle(seconds: float) -> bool:
        done.append(seconds)
        return len(done) < 2

    staged = warmup.prepare_training(points())
    warmup.compile_ahead(staged, idle)
    assert staged.initial_record is not None
    assert len(done) == 2


def test_a_checkpoint_of_the_same_experiment_is_laid_into_what_stands_ready(store_here: store.Store) -> None:
    experiment = points(epochs=2)
    run = store_here.create(experiment)
    train(run)
    staged = warmup.prepare_training(experiment)
    warmup.compile_ahead(staged, lambda _: True)
    train(run, epochs=4, staged=staged)
    whole = store_here.create(points(epochs=4))
    train(whole)
    assert losses(run)[-1] == losses(whole)[-1]


def test_what_somebody_changed_is_not_laid_back(store_here: store.Store) -> None:
    """A rate set by hand outlives the state, also where it comes with a checkpoint; a large state is not kept."""
    experiment = points(epochs=2)
    staged = warmup.prepare_training(experiment)
    run = store_here.create(experiment)
    run.append_command(Command("turn", "learning_rate", 0.5))
    assert train(run, commands_from=0, staged=staged) == "complete"
    assert not staged.reset()
    staged = warmup.prepare_training(experiment)
    assert train(run, epochs=3, staged=staged) == "complete"
    assert not staged.reset()
    staged = warmup.prepare_training(experiment)
    staged.initial_state = None
    assert train(store_here.create(experiment), staged=staged) == "complete"
    assert not staged.reset()


def test_nothing_to_train_on_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from playground import datasets

    whole = datasets.prepare(points().data)
    empty = replace(whole, train=type(whole.train)(whole.train.x[:0], whole.train.y[:0]))
    monkeypatch.setattr(datasets, "prepare", lambda _: empty)
    with pytest.raises(PlaygroundError) as told:
        warmup.prepare_training(points())
    assert told.value.problems[0].code == "no_examples"
