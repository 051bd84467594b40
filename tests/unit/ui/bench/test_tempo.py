"""What tempo suits an experiment, and how it is told to a run and to a person."""

from __future__ import annotations

import pytest

from playground import datasets, gallery
from playground.core.i18n import use_language
from playground.experiment import spec
from playground.runs.commands import read_tempo
from playground.ui.bench.tempo import MODES, Choice, read_choice, suggested


@pytest.mark.parametrize(("epochs", "rate"), [(200, 20.0), (30, 2.0), (1, 0.5), (150, 20.0), (10_000, 1000.0)])
def test_a_network_on_a_plane_is_watched_for_about_ten_seconds(epochs: int, rate: float) -> None:
    experiment = spec.with_value(gallery.get("mlp-spirals").experiment, "training.epochs", epochs)
    assert suggested(experiment, datasets.describe(experiment.data)) == Choice("epochs", rate)


def test_others_go_as_fast_as_they_can() -> None:
    experiment = gallery.get("mlp-digits").experiment
    assert suggested(experiment, datasets.describe(experiment.data)) == Choice("fastest")
    assert suggested(experiment, None) == Choice("fastest")


def test_the_dial_of_each_choice_is_one_that_a_run_reads() -> None:
    assert str(read_tempo(Choice("epochs", 0.5).dial)) == "0.5 epochs"
    assert str(read_tempo(Choice("steps", 1000.0).dial)) == "1000 steps"
    for mode in ("fastest", "one_epoch", "one_step"):
        assert read_tempo(Choice(mode).dial) is None
    for mode in MODES:
        assert read_choice(Choice(mode, 10.0).dial) == Choice(mode, 10.0)


def test_it_is_told_in_few_words() -> None:
    use_language(lambda: "en")
    told = [Choice(mode, 20.0).in_words() for mode in ("fastest", "epochs", "steps", "one_epoch", "one_step")]
    assert told == ["fastest", "20 epochs/s", "20 steps/s", "by hand", "by hand"]
