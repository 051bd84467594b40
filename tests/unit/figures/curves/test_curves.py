"""Curves: thinning, smoothing, labels, and what they say."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import numpy as np
import pytest

from playground import figures
from playground.figures.base import RunView, theme
from playground.figures.drawing import axes
from playground.runs import events
from playground.runs.history import History, Series, fold
from playground.runs.store import Store
from playground.ui.components import plot_encoding
from tests.support.recorded import record

LOSS = figures.get("loss")


def _long(steps: int) -> History:
    random = np.random.default_rng(0)
    loss = (np.exp(-np.arange(steps) / (steps / 5)) + random.normal(0, 0.05, steps)).tolist()
    logs = {"loss": loss}
    started = events.Started(
        time=0, step=0, epoch=0, epochs=4, steps_per_epoch=steps // 4, parameters=1, device="CPU", execution="graph",
        train_examples=1, validation_examples=1, test_examples=1,
    )  # fmt: skip
    happened = events.StepsDone(
        time=1, step=list(range(1, steps + 1)), logs=logs, learning_rate=0.1, steps_per_second=1
    )
    ended = [
        events.EpochEnded(time=2, epoch=n, step=n * steps // 4, logs={"loss": 1 / n, "val_loss": 2 / n}, seconds=n)
        for n in range(1, 5)
    ]
    return fold([started, happened, *ended])


def _context(tmp_path: Path, history: History, **options: object) -> RunView:
    recorded = record("points_binary", Store(tmp_path))
    return RunView(history, tmp_path, recorded.run.experiment(), recorded.info, lambda: recorded.prepared, options)


@pytest.mark.parametrize("options", [{}, {"axis": "step"}, {"axis": "step", "smoothing": 0.9, "log": True}])
def test_a_tick_of_a_hundred_thousand_points_is_small(tmp_path: Path, options: dict[str, object]) -> None:
    info = LOSS.compute(_context(tmp_path, _long(100_000), **options))
    plot = LOSS.plot(info, theme())
    assert all(len(trace["x"]) <= 2000 for trace in plot["data"])
    assert len(json.dumps(plot_encoding.encode_plot(plot))) < 64_000 - 12_000  # The component's own script travels too.


def test_thinning_keeps_the_peaks() -> None:
    x, y = np.arange(100_000.0), np.zeros(100_000)
    y[77_777] = 5.0
    thin_x, thin_y = axes.downsample(x, y)
    assert len(thin_x) <= 2000
    assert thin_y.max() == 5.0
    assert thin_x[thin_y.argmax()] == 77_777


def test_thinning_passes_over_what_is_no_number() -> None:
    x, y = axes.downsample(np.arange(5.0), np.array([1.0, np.nan, 3.0, np.inf, 5.0]))
    assert x.tolist() == [0, 2, 4]
    assert y.tolist() == [1, 3, 5]


def test_smoothing_is_unbiased_at_the_beginning() -> None:
    assert np.allclose(axes.smooth(np.full(50, 3.0), 0.95), 3.0)
    assert axes.smooth(np.array([0.0, 1.0]), 0.5).tolist() == pytest.approx([0.0, 2 / 3])
    assert axes.smooth(np.array([1.0, 2.0]), 0.0).tolist() == [1.0, 2.0]


def curve(name: str) -> axes.Line:
    return axes.Line(name, np.arange(3.0), np.arange(3.0), theme().palette.training)


def test_each_curve_is_named_above_in_its_own_colour(tmp_path: Path) -> None:
    recorded = record("images", Store(tmp_path))
    plot = LOSS.plot(LOSS.compute(recorded.context()), theme())
    colours = {note["text"]: note["font"]["color"] for note in plot["layout"]["annotations"]}
    light = theme().palette
    assert colours == {"<b>training</b>": light.training.text, "<b>validation</b>": light.validation.text}


@pytest.mark.parametrize("projector", [False, True])
def test_names_of_curves_do_not_lie_on_one_another_nor_on_the_plot(*, projector: bool) -> None:
    names = [
        "training",
        "validation",
        "Discriminator loss",
        "Generator loss",
        "A name that is longer than a plot is wide",
    ]
    look = theme(projector=projector)
    shown = axes.lines([curve(name) for name in names], look, x_title="step", log=False)["layout"]
    rows: dict[float, list[tuple[float, float]]] = {}
    for name, note in zip(names, shown["annotations"], strict=True):
        start = note["xshift"]
        rows.setdefault(note["yshift"], []).append((start, start + axes.text_width(name, look)))
        assert start == 0 or rows[note["yshift"]][-1][1] <= look.px(230)
    assert len(rows) > 2
    for row in rows.values():
        assert all(end < start for (_start, end), (start, _end) in itertools.pairwise(row))
    heights = sorted(rows)
    assert all(above - below >= look.px(16) for below, above in itertools.pairwise(heights))
    assert shown["margin"]["t"] >= heights[-1] + look.px(16)


def test_by_step_the_validation_lies_at_the_ends_of_epochs(tmp_path: Path) -> None:
    recorded = record("images", Store(tmp_path))
    info = LOSS.compute(recorded.context(axis="step"))
    assert info.validation.x.tolist() == recorded.history.epoch_steps.y
    assert info.training.x[-1] == recorded.history.step


def test_before_the_first_epoch_ends_there_is_already_a_curve(tmp_path: Path) -> None:
    history = _long(1000)
    history.by_epoch.clear()
    info = LOSS.compute(_context(tmp_path, history))
    assert info.training.x[-1] == pytest.approx(4.0)


@pytest.mark.parametrize(("axis", "x"), [("epoch", [0.2, 0.6]), ("step", [50.0, 150.0])])
def test_within_a_long_epoch_the_validation_has_points_that_say_how_many_examples(
    tmp_path: Path, axis: str, x: list[float]
) -> None:
    history = _long(1000)
    history.within_epochs["val_loss"] = Series([50, 150], [1.5, 1.25])
    history.validation_sample = 1000
    info = LOSS.compute(_context(tmp_path, history, axis=axis))
    traces = {trace["name"]: trace for trace in LOSS.plot(info, theme())["data"]}
    dots = traces["validation, on 1,000 examples"]
    assert (dots["mode"], dots["y"].tolist()) == ("markers", [1.5, 1.25])
    assert dots["x"].tolist() == pytest.approx(x)
    assert traces["validation"]["y"].tolist() == [1.5, 1.25, 2.0, 1.0, pytest.approx(2 / 3), 0.5]
    assert LOSS.table(info)["validation"].dropna().tolist() == [2.0, 1.0, 2 / 3, 0.5], "what all of the set says"
    epochs = list(range(20))
    history.by_epoch["val_loss"], history.epoch_steps = Series(epochs, [1.0] * 20), Series(epochs, epochs)
    assert not len(LOSS.compute(_context(tmp_path, history, axis=axis)).within_epochs.x), "many epochs say enough"


def test_it_says_where_the_loss_broke(tmp_path: Path) -> None:
    history = _long(100)
    history.by_epoch["loss"].y[2] = float("nan")
    info = LOSS.compute(_context(tmp_path, history))
    assert info.nonfinite_at == 3
    assert LOSS.alt_text(info) == "Loss stopped being a number at epoch 3."
    texts = [note["text"] for note in LOSS.plot(info, theme())["layout"]["annotations"]]
    assert "no longer a number" in texts


def test_it_says_where_it_stands_and_where_validation_was_best(tmp_path: Path) -> None:
    recorded = record("images", Store(tmp_path))
    said = LOSS.alt_text(LOSS.compute(recorded.context()))
    best = int(np.argmin(recorded.history.by_epoch["val_loss"].y)) + 1
    assert said.startswith("Loss, epoch 40: training went from ")
    assert f"at epoch {best}." in said


def test_the_metric_is_the_first_of_the_document_and_named_in_words(tmp_path: Path) -> None:
    recorded = record("table_regression", Store(tmp_path))
    metric = figures.get("metric")
    assert metric.heading(recorded.context(), None) == "Mean absolute error"
    assert metric.compute(recorded.context(metric="no such")).name == "Mean absolute error"


def test_rates_set_by_hand_are_drawn_beside_the_plan(tmp_path: Path) -> None:
    recorded = record("images", Store(tmp_path))
    recorded.run.append_events(events.LiveParamChanged(time=1.0, step=180, dial="learning_rate", value=0.001))
    rates = figures.get("learning_rate")
    info = rates.compute(recorded.context())
    assert rates.alt_text(info).endswith("It was set to 0.001 at epoch 10.")
    assert {trace.get("name") for trace in rates.plot(info, theme())["data"]} >= {"planned", "set by hand"}
