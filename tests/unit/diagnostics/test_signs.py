"""Signs on hand-made histories: both sides of every threshold, and that their repairs do what they say."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from playground import datasets, diagnostics, gallery
from playground.core.problems import Problem
from playground.diagnostics import dead_codes, discriminator_too_strong, posterior_collapse
from playground.experiment import edits, spec
from playground.experiment.spec import Experiment
from playground.ports import connections
from playground.runs.history import History, Series

RING = gallery.get("gan-ring").experiment
DIGITS = gallery.get("dcgan-digits").experiment
VAE = gallery.get("vae-digits").experiment
ENTRIES = gallery.get("dead-codes").experiment


def found(experiment: Experiment, **curves: tuple[Sequence[float], Sequence[float]]) -> tuple[Problem, ...]:
    """The problems where each of *curves* has steps and values; terms are curves of the loss, all else is measured."""
    info = connections.task_info(experiment, datasets.describe(experiment.data))
    history = History()
    for name, (x, y) in curves.items():
        kept = history.by_step if name in info.loss_terms else history.sample_scores
        kept[name] = Series(list(x), list(y))
    return diagnostics.active_diagnostics(experiment, info, history)


def codes(problems: tuple[Problem, ...]) -> list[str]:
    return [problem.code for problem in problems]


def measured(*values: float, first: float = 1_500, every: float = 400):
    return [first + every * place for place in range(len(values))], values


def curve(value: float, steps: int = 1_000, *, end: float | None = None):
    """A point for every tenth step, from *value* to *end*."""
    x = list(range(10, steps + 1, 10))
    last = value if end is None else end
    return x, [value + (last - value) * place / (len(x) - 1) for place in range(len(x))]


def params(**changed: object) -> spec.Params:
    return changed  # type: ignore[return-value]


def asked(experiment: Experiment, **changed: object) -> Experiment:
    return experiment.model_copy(update={"family_params": {**experiment.family_params, **changed}})


def learning(experiment: Experiment, generator: spec.Params, discriminator: spec.Params) -> Experiment:
    own = {
        "generator": spec.Optimizer(name="Adam", params=generator),
        "discriminator": spec.Optimizer(name="Adam", params=discriminator),
    }
    return experiment.model_copy(update={"optimizers": own})


def after(experiment: Experiment, problem: Problem, place: int = 0) -> Experiment:
    return edits.apply(experiment, *problem.repairs[place].edits)


def rates(experiment: Experiment) -> list[tuple[object, object]]:
    learns = connections.optimizers(experiment)
    both = (learns["generator"].params, learns["discriminator"].params)
    return [(values["learning_rate"], values["beta_1"]) for values in both]


@pytest.mark.parametrize(
    ("modes", "told"),
    [
        (measured(4, 2, 0), True),
        (measured(4, 5, 2), False),
        (measured(0, 8, 1, 1, 0), True),
        (measured(0, 0, 0, 5), False),
        (measured(1, 1), False),
        (measured(1, 1, 1, first=900), False),
        (measured(1, 1, 1, every=100), False),
        (measured(1, float("nan"), 1), False),
    ],
    ids=["few", "one good", "lasts again", "over", "too few", "early", "too close", "no number"],
)
def test_few_clusters_are_mode_collapse(modes, told: bool) -> None:
    assert codes(found(RING, modes=modes)) == (["mode_collapse"] if told else [])


def test_mode_collapse_is_told_in_numbers() -> None:
    (problem,) = found(RING, modes=measured(8, 0, 2, 1))
    assert "at most 2 of 8 modes" in str(problem)
    assert "3 measurements" in str(problem)


@pytest.mark.parametrize(
    ("classes", "precision", "recall", "told"),
    [(5, 0.2, 0.5, True), (6, 0.2, 0.5, False), (5, 0.19, 0.5, False), (10, 0.2, 0.05, True), (10, 0.2, 0.06, False)],
)
def test_few_kinds_or_a_small_part_of_the_pictures_are_mode_collapse(classes, precision, recall, told) -> None:
    scores = {"classes": classes, "precision": precision, "recall": recall}
    curves = {name: measured(value, value, value) for name, value in scores.items()}
    assert codes(found(DIGITS, **curves)) == (["mode_collapse"] if told else [])


def test_without_precision_a_low_recall_says_nothing() -> None:
    assert found(DIGITS, recall=measured(0, 0, 0)) == ()


def test_the_repair_slows_a_generator_that_is_ahead_and_calms_both() -> None:
    fast = learning(RING, params(learning_rate=0.01, beta_1=0.9), params(learning_rate=0.001, beta_1=0.9))
    (problem,) = found(fast, modes=measured(1, 1, 1))
    assert rates(after(fast, problem)) == [(0.001, 0.5), (0.001, 0.5)]


def test_the_repair_makes_even_a_discriminator_that_is_ahead() -> None:
    slow = params(learning_rate=0.001, beta_1=0.5)
    ahead = asked(learning(RING, slow, params(learning_rate=0.004, beta_1=0.5)), n_critic=5)
    (problem,) = found(ahead, modes=measured(1, 1, 1))
    made = after(ahead, problem)
    assert rates(made) == [(0.001, 0.5), (0.001, 0.5)]
    assert made.family_params["n_critic"] == 1


def test_the_repair_leaves_a_wasserstein_discriminator_ahead() -> None:
    wasserstein = gallery.get("wgan-gp-digits").experiment
    low = {name: measured(value, value, value) for name, value in (("classes", 2), ("precision", 0.5))}
    (problem,) = found(wasserstein, **low)
    made = after(wasserstein, problem)
    assert made.family_params == wasserstein.family_params
    assert rates(made)[0][0] < rates(wasserstein)[0][0]


def test_the_repair_slows_a_generator_that_is_even() -> None:
    (problem,) = found(RING, modes=measured(1, 1, 1))
    assert rates(after(RING, problem)) == [(0.00025, 0.5), (0.001, 0.5)]


NEAR = posterior_collapse.NOTHING


@pytest.mark.parametrize(
    ("nats", "told"),
    [
        (curve(NEAR), True),
        (curve(NEAR * 1.1), False),
        (curve(0.001, 400), False),
        (curve(0.01, end=NEAR), False),
        (curve(0.001, end=0.002), True),
        (curve(3.0, end=0.0), False),
        (curve(float("nan")), False),
    ],
    ids=["at the bound", "above", "early", "rises", "moves within nothing", "falls only now", "no number"],
)
def test_codes_that_say_nothing_are_posterior_collapse(nats, told: bool) -> None:
    assert codes(found(asked(VAE, beta=20.0), kl_loss=nats)) == (["posterior_collapse"] if told else [])


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ({"beta": 20.0}, {"beta": 1.0}),
        ({"beta": 0.5}, {"beta": 0.125}),
        ({"likelihood": "gaussian", "sigma": 1.0}, {"sigma": 0.2}),
        ({"likelihood": "gaussian", "sigma": 1.0, "beta": 4.0}, {"sigma": 0.2, "beta": 1.0}),
        ({"likelihood": "gaussian", "sigma": 0.1, "beta": 4.0}, {"beta": 1.0}),
    ],
)
def test_the_repair_is_the_weight_that_is_too_high(given, made) -> None:
    (problem,) = found(asked(VAE, **given), kl_loss=curve(0.0))
    assert after(asked(VAE, **given), problem) == asked(VAE, **{**given, **made})
    assert "0.001 nats" in str(problem)


def test_where_codes_are_not_held_to_noise_nothing_collapses() -> None:
    assert found(asked(VAE, beta=0.0), kl_loss=curve(0.0)) == ()


FEW = dead_codes.FEW * 512


@pytest.mark.parametrize(
    ("used", "told"),
    [
        (curve(FEW), True),
        (curve(FEW * 1.1), False),
        (curve(20, 550), False),
        (curve(20, end=80), False),
        (curve(20, end=25), True),
        (curve(float("nan")), False),
    ],
    ids=["at the bound", "above", "early", "still spreads", "hardly spreads", "no number"],
)
def test_a_codebook_that_is_hardly_used_has_dead_codes(used, told: bool) -> None:
    assert codes(found(ENTRIES, perplexity=used)) == (["dead_codes"] if told else [])


def test_dead_codes_are_told_in_entries() -> None:
    (problem,) = found(ENTRIES, perplexity=curve(75.3))
    assert "75 of 512 entries" in str(problem)


def test_a_batch_that_picks_few_does_not_make_the_others_dead() -> None:
    small = ENTRIES.model_copy(update={"training": ENTRIES.training.model_copy(update={"batch_size": 8})})
    assert found(small, perplexity=curve(0.3 * 8 * 16)) == ()
    assert codes(found(small, perplexity=curve(0.2 * 8 * 16))) == ["dead_codes"]


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ({"restart": False}, [{"restart": True}]),
        ({"restart": False, "decay": 0.0}, [{"restart": True}, {"decay": 0.95}]),
        ({"restart": True, "decay": 0.999}, [{"decay": 0.95}]),
        ({"restart": True}, []),
    ],
)
def test_dead_codes_are_restarted_and_remember(given, made) -> None:
    """What restarts dead entries, and moves the others, has none however unevenly it is used."""
    experiment = asked(ENTRIES, **given)
    problems = found(experiment, perplexity=curve(20))
    assert len(problems) == bool(made)
    for problem in problems:
        done = [after(experiment, problem, place) for place in range(len(problem.repairs))]
        assert done == [asked(experiment, **change) for change in made]


def sure(loss: float = 0.1, drawn: float = -2.95):
    return {"d_loss": curve(loss), "d_fake": curve(drawn), "d_real": curve(9.0)}


@pytest.mark.parametrize(
    ("curves", "told"),
    [
        (sure(), True),
        (sure(loss=0.11), False),
        (sure(drawn=-2.9), False),
        (sure() | {"d_loss": curve(0.1, 600)}, False),
        (sure() | {"d_loss": curve(1.4, end=0.0)}, False),
        (sure() | {"d_real": curve(float("nan"))}, False),
        (sure() | {"good_share": measured(0.3, 0.35, 0.4)}, False),
        (sure() | {"good_share": measured(0.0, 0.0, 0.0)}, True),
        (sure() | {"frechet": measured(9.0, 9.0, 7.0)}, False),
    ],
    ids=["sure", "doubts", "believes", "early", "only now", "no number", "better", "not better", "nearer"],
)
def test_a_discriminator_that_is_sure_is_too_strong(curves, told: bool) -> None:
    assert codes(found(RING, **curves)) == (["discriminator_too_strong"] if told else [])


def test_it_explains_that_nothing_is_drawn() -> None:
    assert codes(found(RING, **sure(), modes=measured(0, 0, 0))) == ["discriminator_too_strong"]


def test_label_smoothing_leaves_a_loss_that_cannot_fall() -> None:
    floor = discriminator_too_strong.least_loss(0.1)
    assert floor == pytest.approx(0.325, abs=1e-3)
    assert discriminator_too_strong.least_loss(0.0) == 0
    smooth = asked(RING, label_smoothing=0.1)
    assert found(smooth, **sure(loss=floor + 0.09))
    assert not found(smooth, **sure(loss=floor + 0.11))


def test_other_losses_are_not_judged_by_it() -> None:
    assert found(asked(RING, adversarial_loss="least_squares"), **sure()) == ()
    assert found(gallery.get("wgan-gp-digits").experiment, **sure()) == ()


def test_its_repairs_make_it_even_then_unsaturated_then_unsure() -> None:
    strong = gallery.get("discriminator-too-strong").experiment
    (problem,) = found(strong, **sure())
    even, steep, unsure = (after(strong, problem, place) for place in range(3))
    assert rates(even) == [(0.0002, 0.5), (0.0002, 0.5)]
    assert even.family_params["n_critic"] == 1
    assert steep.family_params["adversarial_loss"] == "non_saturating"
    assert unsure.family_params["label_smoothing"] == 0.1


def test_its_first_repair_is_slower_where_both_are_even() -> None:
    (problem,) = found(RING, **sure())
    assert rates(after(RING, problem)) == [(0.001, 0.5), (0.00025, 0.5)]
    (problem,) = found(asked(RING, n_critic=5), **sure())
    assert after(asked(RING, n_critic=5), problem) == asked(RING, n_critic=1)


def test_nothing_is_said_of_a_run_that_has_not_begun_or_of_what_does_not_draw() -> None:
    for experiment in (RING, DIGITS, VAE, ENTRIES, gallery.get("mlp-iris").experiment):
        assert found(experiment) == ()


def test_signs_are_told_apart() -> None:
    ranks = [sign.priority for sign in diagnostics.all_diagnostics().values()]
    assert len(set(ranks)) == len(ranks)
    for sign in diagnostics.all_diagnostics().values():
        assert sign.supersedes <= set(diagnostics.all_diagnostics())
