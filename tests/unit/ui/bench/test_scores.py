"""The numbers beside the picture: of which step they are, and that the untrained network has no score."""

from __future__ import annotations

import re

import pytest

from playground.core.info import Info
from playground.runs import events
from playground.runs.history import History, Series
from playground.ui.bench import scores


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The words of what is drawn."""
    drawn: list[str] = []
    monkeypatch.setattr(
        scores.st, "html", lambda text: drawn.extend(filter(None, map(str.strip, re.split(r"<[^>]*>", text))))
    )
    return drawn


def scored(*values: tuple[int, float]) -> History:
    """A run whose validation accuracy after some epochs of ten steps was that."""
    epochs = [float(epoch) for epoch, _value in values]
    by_epoch = {"val_accuracy": Series(list(epochs), [value for _epoch, value in values])}
    return History(
        step=25,
        epoch=2,
        by_epoch=by_epoch,
        epoch_steps=Series(epochs[1:], [10 * epoch for epoch in epochs[1:]]),
    )


def test_what_was_measured_before_the_training_is_no_score(shown: list[str]) -> None:
    scores.render(scored((0, 0.083)), "accuracy", is_of_another=False)
    assert shown[:3] == ["validation accuracy", "–", "training accuracy"]


@pytest.mark.parametrize(("is_of_another", "words"), [(False, "at step 20"), (True, "at step 20, before the change")])
def test_a_score_says_of_which_step_it_is_and_that_the_document_has_changed(
    shown: list[str], words: str, *, is_of_another: bool
) -> None:
    scores.render(scored((0, 0.083), (1, 0.5), (2, 0.75)), "accuracy", is_of_another=is_of_another)
    assert shown[:3] == ["validation accuracy", "75.0 %", words]


def test_within_a_long_epoch_the_newest_score_says_on_how_many_examples(shown: list[str]) -> None:
    history = scored((0, 0.083), (1, 0.5))
    history.validation_sample, history.within_epochs["val_accuracy"] = 1000, Series([4, 14], [0.25, 0.625])
    scores.render(history, "accuracy", is_of_another=False)
    assert shown[:3] == ["validation accuracy", "62.5 %", "at step 14, on 1,000 examples"]
    history.epoch_steps = Series([1, 2], [10, 20])
    shown.clear()
    scores.render(history, "accuracy", is_of_another=False)
    assert shown[:3] == ["validation accuracy", "50.0 %", "at step 20"], "all of the set has been scored since"


def test_the_score_of_the_test_set_is_of_the_end(shown: list[str]) -> None:
    history = scored((0, 0.083), (1, 0.5), (2, 0.75))
    history.test_event = events.Tested(time=0.0, step=20, metrics={"accuracy": 0.7}, goal_met=None)
    scores.render(history, "accuracy", is_of_another=False)
    assert shown[:3] == ["test accuracy", "70.0 %", "at step 20"]


@pytest.mark.parametrize(("steps", "words"), [([0.0], "–"), ([0.0, 40.0], "8 of 8")])
def test_what_an_untrained_generator_makes_is_no_score(shown: list[str], steps: list[float], words: str) -> None:
    history = History(step=50, sample_scores={"modes": Series(steps, [0.0, 8.0][: len(steps)])})
    info = Info("points", "generation", (2,), 2, class_names=tuple("abcdefgh"), has_modes=True, is_generative=True)
    scores.render_samples(history, info, is_of_another=False)
    assert shown[:2] == ["modes covered", words]
    assert ("at step 40" in shown) is (len(steps) > 1)
