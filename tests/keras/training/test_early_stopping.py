"""Early stopping does what Keras's callback does."""

from __future__ import annotations

import keras
import numpy as np
import pytest

from playground.catalog.metrics import higher_is_better
from playground.experiment import spec
from playground.runs import events, history, store
from playground.training.early_stopping import EarlyStoppingState
from playground.training.run import train
from tests.support.experiments import points


def keras_says(rule: spec.EarlyStopping, values: list[float]) -> tuple[int, int | None]:
    """Best epoch and last epoch, counted from 1, by ``keras.callbacks.EarlyStopping``."""
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    mode = "max" if higher_is_better(rule.monitor) else "min"
    callback = keras.callbacks.EarlyStopping(rule.monitor, rule.min_delta, rule.patience, mode=mode)
    callback.set_model(model)
    callback.on_train_begin()
    model.stop_training = False
    for epoch, value in enumerate(values):
        callback.on_epoch_end(epoch, {rule.monitor: value})
        if model.stop_training:
            return callback.best_epoch + 1, epoch + 1
    return callback.best_epoch + 1, None


@pytest.mark.parametrize("monitor", ["val_loss", "val_accuracy"])
@pytest.mark.parametrize("min_delta", [0.0, 0.1])
@pytest.mark.parametrize("patience", [1, 3])
def test_as_keras_for_any_course(monitor: str, min_delta: float, patience: int) -> None:
    rule = spec.EarlyStopping(monitor=monitor, patience=patience, min_delta=min_delta)
    for seed in range(10):
        values = [float(value) for value in np.random.default_rng(seed).random(12)]
        known, last = EarlyStoppingState(), None
        for epoch, value in enumerate(values, 1):
            known = known.update(rule, epoch, {monitor: value})
            if known.should_stop(rule):
                last = epoch
                break
        assert (known.best_epoch, last) == keras_says(rule, values)


def test_an_epoch_without_the_value_changes_nothing() -> None:
    rule = spec.EarlyStopping(monitor="val_loss", patience=1)
    known = EarlyStoppingState(0.5, 3, 0)
    assert known.update(rule, 4, {"loss": 9.0}) == known


def test_a_run_stops_early_and_keeps_its_best_weights(store_here: store.Store) -> None:
    rule = spec.EarlyStopping(monitor="val_loss", patience=2, min_delta=10.0)
    run = store_here.create(points(epochs=50, early_stopping=rule))
    assert train(run) == "complete"
    known = history.fold(run.read_events()[0])
    assert known.epoch == 3
    assert known.early_stop_event is not None
    assert (known.early_stop_event.best_epoch, known.early_stop_event.restored) == (1, True)
    first = history.load_frame(run.folder, known.newest_frame("validation")[1])["predicted"]  # type: ignore[index]
    short = store_here.create(points(epochs=50))
    train(short, epochs=1)
    frame = history.fold(short.read_events()[0]).newest_frame("validation")
    assert frame is not None
    assert np.allclose(first, history.load_frame(short.folder, frame[1])["predicted"], atol=1e-6)
    assert train(run) == "complete", "nothing is left to do, and that is well"
    assert train(run, epochs=6) == "complete"
    ended = [event for event in run.read_events()[0] if isinstance(event, events.EpochEnded)]
    assert ended[-1].epoch == 5, "patience begins anew where somebody asks for more"
