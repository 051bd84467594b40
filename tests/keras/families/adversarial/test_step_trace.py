"""A step that is taken apart for people to look at is the step that would have been done."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest
import tensorflow as tf

from playground import datasets, gallery
from playground.checks import autofix
from playground.experiment import spec
from playground.families.adversarial import step_trace, wgan_gp
from playground.families.adversarial.base import AdversarialLosses
from playground.runs import history, store
from playground.runs.commands import Command
from playground.training.run import train
from tests.keras.training.test_going_on import last_state, live, until

STEPS = 3


def ring(family: str = "gan", execution: str = "graph", **params: object) -> spec.Experiment:
    found = gallery.get("gan-ring").experiment
    if family != found.family:
        found = autofix.switch_family(found, family, datasets.describe(found.data))
    smaller = found.model_copy(update={"family_params": {**found.family_params, **params}})
    return spec.with_value(smaller, "training.execution", execution)


def stepped(run: store.Run, number: int = STEPS) -> None:
    """Hold before the first step, then do *number* of them, one at a time."""
    until(run, lambda known: known.state == "paused")
    for step in range(1, number + 1):
        run.append_command(Command("step"))
        until(run, lambda known, step=step: known.step >= step)


def taken_apart(run: store.Run) -> dict[int, dict[str, np.ndarray]]:
    frames = history.fold(run.read_events()[0]).frames.get("parts", {})
    return {step: history.load_frame(run.folder, file) for step, file in frames.items()}


@pytest.mark.parametrize("family", ["gan", "wgan_gp"])
def test_looking_at_its_parts_changes_nothing(
    family: str, store_here: store.Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked, blind = store_here.create(ring(family)), store_here.create(ring(family))
    looked.append_command(Command("pause"))
    assert live(looked, partial(stepped, looked)) == "stopped"
    with monkeypatch.context() as patch:
        patch.setattr("playground.training.loop.Loop._trace_step", lambda *_: None)
        blind.append_command(Command("pause"))
        assert live(blind, partial(stepped, blind)) == "stopped"
    assert not taken_apart(blind)
    assert set(taken_apart(looked)) == set(range(1, STEPS + 1))
    assert all(np.array_equal(a, b) for a, b in zip(last_state(looked), last_state(blind), strict=True))


def test_its_parts_say_what_each_side_did(store_here: store.Store) -> None:
    run = store_here.create(ring())
    run.append_command(Command("pause"))
    live(run, partial(stepped, run))
    frames = taken_apart(run)
    one, two = frames[1], frames[2]
    batch = run.experiment().training.batch_size
    assert one["real"].shape == one["moved"].shape == (batch, 2)
    assert one["learned"].all()
    assert one["losses"][1] < one["losses"][0], "on the same points the discriminator has become better"
    assert one["losses"][3] < one["losses"][2], "on the same noise the generator has become better"
    assert not np.array_equal(one["again"], one["moved"])
    assert np.allclose(one["belief"][1], two["belief"][0], atol=1e-3), "the next step begins where this one ended"


@pytest.mark.parametrize(("alone", "still"), [("discriminator", 1), ("generator", 0)])
def test_who_does_not_learn_stands_still(alone: str, still: int, store_here: store.Store) -> None:
    run = store_here.create(ring())
    run.append_command(Command("pause"))
    run.append_command(Command("turn", "learns", alone))
    live(run, partial(stepped, run))
    for arrays in taken_apart(run).values():
        assert list(arrays["learned"]) == [still == 1, still == 0]
        assert np.array_equal(arrays["again"], arrays["moved"]) == (still == 1)
        assert np.array_equal(*arrays["belief"]) == (still == 0)


def test_other_families_are_stepped_as_before(store_here: store.Store) -> None:
    run = store_here.create(ring("vae", latent_dim=2, likelihood="gaussian"))
    run.append_command(Command("pause"))
    live(run, partial(stepped, run, 1))
    assert not taken_apart(run)


def test_real_and_drawn_points_are_laid_on_one_scale() -> None:
    """WGAN-GP's scores have no scale of their own: where all drawn points score lower, their mean must be lower."""

    class Game:
        losses = wgan_gp_losses()

        def discriminator_scores(self, points: tf.Tensor, _labels: object, *, training: bool) -> tf.Tensor:
            assert not training
            return tf.reduce_sum(points, 1, keepdims=True)

    real, fake = tf.constant([[5.0, 5.0], [6.0, 6.0]]), tf.constant([[0.0, 0.0], [1.0, 0.0], [0.0, 2.0]])
    means = [float(mean) for mean in step_trace._mean_probabilities(Game(), real, fake)]
    assert means == pytest.approx([11 / 12, 1 / 12])


def wgan_gp_losses() -> AdversarialLosses:
    return AdversarialLosses(
        discriminator_loss=lambda real, fake: fake - real,
        generator_loss=lambda fake: -fake,
        real_probability=wgan_gp._rescale_scores,
    )


def test_a_penalty_that_begins_at_nothing_can_be_turned_up(store_here: store.Store) -> None:
    run = store_here.create(spec.with_value(ring("wgan_gp", penalty_weight=0.0), "training.epochs", 1))
    assert train(run) == "complete"
    assert "gradient_penalty" in history.fold(run.read_events()[0]).by_step
