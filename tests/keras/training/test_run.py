"""A training in this process: what it writes, and that it is what Keras's own ``fit`` does."""

from __future__ import annotations

import math

import keras
import numpy as np
import pytest

from playground import build, datasets, gallery
from playground.experiment import spec
from playground.runs import events, history, store
from playground.training import device
from playground.training.run import train
from tests.support.experiments import picture_and_number, points, table

COMPLICATED = spec.Optimizer(
    name="AdamW",
    params={"learning_rate": 0.01, "weight_decay": 0.02, "clipnorm": 0.5, "use_ema": True, "ema_momentum": 0.9},
    schedule=spec.NamedParams(name="CosineDecay"),
)


def kinds(run: store.Run, kind: type) -> list:
    return [event for event in run.read_events()[0] if isinstance(event, kind)]


def fit(experiment: spec.Experiment) -> tuple[list[dict[str, float]], keras.Model]:
    """The same network, data and order of examples through ``model.fit``."""
    prepared = datasets.prepare(experiment.data)
    info, seed = prepared.info, experiment.training.seed
    keras.utils.set_random_seed(seed)
    model = build.model(experiment.networks[0], info, seed=seed)
    size = experiment.training.batch_size
    steps = -(-len(prepared.train) // size) * experiment.training.epochs
    parts = [
        (prepared.network_inputs(part), build.targets(experiment.loss, part.y, info))
        for part in (prepared.train, prepared.validation)
    ]
    model.compile(
        build.optimizer(experiment.optimizer, steps),
        build.loss(experiment.loss, info),
        metrics=build.metrics(experiment.metrics, info, experiment.loss),
    )
    logs = []
    (x, y), validation = parts
    for epoch in range(experiment.training.epochs):
        order = np.random.default_rng([seed, epoch]).permutation(len(y))
        given = keras.tree.map_structure(lambda array, order=order: array[order], x)
        done = model.fit(given, y[order], batch_size=size, shuffle=False, verbose=0, validation_data=validation)
        logs.append({name: values[0] for name, values in done.history.items()})
    return logs, model


@pytest.mark.parametrize(
    ("experiment", "close"),
    [
        pytest.param(table(), 1e-5, id="graph: L2, batch normalisation, dropout, a smaller last batch"),
        pytest.param(points(epochs=2, execution="xla"), 1e-4, id="xla"),
        pytest.param(table(("Dense", {"units": 8}), optimizer=COMPLICATED), 1e-5, id="clipping, decay, schedule"),
        pytest.param(picture_and_number(), 1e-5, id="two inputs"),
        pytest.param(picture_and_number(execution="xla"), 1e-4, id="two inputs, xla"),
    ],
)
def test_it_learns_what_keras_fit_learns(experiment: spec.Experiment, close: float, store_here: store.Store) -> None:
    run = store_here.create(experiment)
    assert train(run) == "complete"
    expected, _ = fit(experiment)
    came = [event.logs for event in kinds(run, events.EpochEnded)][1:]
    assert len(came) == len(expected) == experiment.training.epochs
    for ours, theirs in zip(came, expected, strict=True):
        # Keras replaces the weights by their moving average after each fit, so only the first epoch compares there.
        assert ours == pytest.approx(theirs, rel=close, abs=close)
        if experiment.optimizer.params.get("use_ema"):
            break


def test_what_it_writes_can_be_folded(store_here: store.Store) -> None:
    run = store_here.create(points())
    train(run)
    known = history.fold(run.read_events()[0])
    assert known.state == "complete"
    assert known.problem is None
    assert known.start_event is not None
    assert known.start_event.steps_per_epoch * 3 == known.step == known.by_step["loss"].x[-1]
    assert known.by_epoch["val_loss"].x == [0, 1, 2, 3]
    assert known.by_epoch["loss"].x == [1, 2, 3]
    assert sorted(known.frames) == ["field", "test", "validation"]
    assert 0 in known.frames["field"]
    assert known.step in known.frames["field"]
    assert known.test_event is not None
    assert known.test_event.goal_met is None
    assert known.steps_per_second > 0
    assert (run.folder / "model.keras").is_file()
    assert known.by_step["loss"].x == sorted(set(known.by_step["loss"].x))


def test_the_points_of_a_curve_add_up_to_the_epoch(store_here: store.Store) -> None:
    experiment = points(epochs=1, batch_size=10)
    run = store_here.create(experiment)
    train(run)
    sizes = np.diff([0, *(step for event in kinds(run, events.StepsDone) for step in event.step)])
    losses = [loss for event in kinds(run, events.StepsDone) for loss in event.logs["loss"]]
    examples = datasets.prepare(experiment.data).train
    assert len(examples) % 10 == 0, "the mean of means needs equal batches"
    epoch = kinds(run, events.EpochEnded)[-1].logs["loss"]
    assert math.isclose(np.average(losses, weights=sizes), epoch, rel_tol=1e-5)


def test_the_same_seed_gives_the_same_curve(store_here: store.Store) -> None:
    curves = []
    for seed in (0, 0, 1):
        run = store_here.create(table(seed=seed, execution="graph"))
        train(run)
        curves.append([event.logs for event in kinds(run, events.EpochEnded)])
    assert curves[0] == curves[1] != curves[2]


def test_a_saved_model_says_what_was_tested(store_here: store.Store) -> None:
    experiment = points()
    run = store_here.create(experiment)
    train(run)
    model = keras.models.load_model(run.folder / "model.keras")
    prepared = datasets.prepare(experiment.data)
    known = history.fold(run.read_events()[0])
    frame = history.load_frame(run.folder, known.newest_frame("test")[1])  # type: ignore[index]
    outputs = model(prepared.scale_inputs(prepared.test.x))
    assert np.allclose(frame["predicted"], outputs, atol=1e-5)
    right = ((np.asarray(outputs)[:, 0] > 0.5) == prepared.test.y).mean()
    assert known.test_event is not None
    assert math.isclose(known.test_event.metrics["accuracy"], right, rel_tol=1e-5)


def test_mixed_precision_learns(store_here: store.Store) -> None:
    if device.half_precision_problem("mixed_float16", has_gpu=False):
        pytest.skip("oneDNN is held back on this machine: the next test")
    experiment = points(precision="mixed_float16", epochs=4)
    run = store_here.create(experiment)
    assert train(run) == "complete"
    losses = [event.logs["val_loss"] for event in kinds(run, events.EpochEnded)]
    assert losses[-1] < losses[0]


def test_half_precision_is_refused_where_onednn_is_held_back(
    store_here: store.Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONEDNN_MAX_CPU_ISA", "AVX2")
    monkeypatch.delenv("TF_ENABLE_ONEDNN_OPTS", raising=False)
    run = store_here.create(points(precision="mixed_float16", epochs=1))
    assert train(run) == "failed"
    problem = history.fold(run.read_events()[0]).problem
    assert problem is not None
    assert problem["code"] == "precision_held_back"
    assert problem["repairs"][0]["edits"] == [{"do": "set", "path": "training.precision", "value": "float32"}]


def test_a_goal_that_is_not_among_the_metrics_is_measured(store_here: store.Store) -> None:
    experiment = points(epochs=1).model_copy(update={"metrics": (), "goal": spec.Goal(metric="accuracy", at_least=0.0)})
    run = store_here.create(experiment)
    train(run)
    tested = kinds(run, events.Tested)[0]
    assert tested.goal_met is True
    assert "accuracy" in tested.metrics


def test_a_family_that_is_not_there_is_told(store_here: store.Store) -> None:
    run = store_here.create(points().model_copy(update={"family": "alchemy"}))
    assert train(run) == "failed"
    problem = history.fold(run.read_events()[0]).problem
    assert problem is not None
    assert problem["code"] == "no_such_family"


def test_a_gpu_that_is_not_there_is_told_with_a_repair(store_here: store.Store) -> None:
    import tensorflow as tf

    if tf.config.list_physical_devices("GPU"):
        pytest.skip("there is a GPU")
    run = store_here.create(points(device="gpu"))
    assert train(run) == "failed"
    problem = history.fold(run.read_events()[0]).problem
    assert problem is not None
    assert problem["repairs"][0]["edits"] == [{"do": "set", "path": "training.device", "value": "cpu"}]


def test_an_unexpected_error_ends_in_a_sentence_and_a_log(
    store_here: store.Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_: object) -> None:
        raise RuntimeError("the disk is upside down")

    monkeypatch.setattr(datasets, "prepare", broken)
    run = store_here.create(points())
    assert train(run) == "failed"
    problem = history.fold(run.read_events()[0]).problem
    assert problem is not None
    assert "the disk is upside down" in problem["said"]
    assert "Traceback" in capsys.readouterr().err


def test_errors_of_a_regression_are_in_the_units_of_the_data(store_here: store.Store) -> None:
    """Diabetes has targets from 25 to 346: an error of one is no longer one deviation."""
    experiment = gallery.get("mlp-diabetes").experiment
    asked = experiment.model_copy(
        update={"metrics": (spec.NamedParams(name="mae"), spec.NamedParams(name="r2")), "goal": None}
    )
    run = store_here.create(spec.with_value(asked, "training.epochs", 2))
    assert train(run) == "complete"
    known = history.fold(run.read_events()[0])
    data = datasets.prepare(experiment.data)
    tested = history.load_frame(run.folder, known.newest_frame("test")[1])
    apart = np.abs(data.unscale_targets(tested["true"]) - data.unscale_targets(tested["predicted"])).mean()
    assert math.isclose(known.test_event.metrics["mae"], apart, rel_tol=1e-3)
    assert apart > 5
