"""The learning rate over a training, drawn."""

from __future__ import annotations

import re
from urllib.parse import unquote

import numpy as np

from playground.experiment.learning_rate import schedule_preview
from playground.experiment.spec import NamedParams, Optimizer
from playground.ui.bench.schedule_plot import HEIGHT, WIDTH, schedule_html


def _points(drawing: str) -> np.ndarray:
    pairs = re.search(r'points="([^"]*)"', unquote(drawing))
    assert pairs is not None
    return np.array([[float(number) for number in pair.split(",")] for pair in pairs[1].split()])


def test_the_line_goes_through_the_rates_over_the_whole_room() -> None:
    cosine = Optimizer(params={"learning_rate": 0.02}, schedule=NamedParams(name="CosineDecay"))
    steps, rates = schedule_preview(cosine, 2000)
    drawing = schedule_html(steps, rates)
    points = _points(drawing)
    assert points[0].tolist() == [0, 0]
    assert points[-1, 0] == WIDTH
    assert np.allclose(HEIGHT - points[:, 1], rates / 0.02 * HEIGHT, atol=0.06)
    assert "0.02" in drawing
    assert "1,999" in drawing
    assert "of 2,000 steps" in drawing


def test_one_step_and_a_rate_of_nothing_are_drawn() -> None:
    assert _points(schedule_html(np.zeros(1), np.full(1, 0.1))).tolist() == [[0, 0]]
    assert (_points(schedule_html(np.arange(3.0), np.zeros(3)))[:, 1] == HEIGHT).all()


def test_what_is_no_number_is_left_out() -> None:
    assert schedule_html(np.arange(2.0), np.array([np.nan, np.inf])) == ""
    assert len(_points(schedule_html(np.arange(3.0), np.array([0.1, np.nan, 0.2])))) == 2
