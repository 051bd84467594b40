"""What networks that draw cannot take is told before training, at its place, with a repair that mends it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from playground import families
from playground.checks import autofix
from playground.checks.keras_check import keras_report
from playground.core.info import Info
from playground.core.params import with_defaults
from playground.core.problems import Problem
from playground.experiment import edits
from playground.experiment.spec import Experiment, Network, stack

CLASSES = tuple("0123456789")
PICTURES = Info("images", "multiclass", (8, 8, 1), 10, CLASSES, train_examples=100, validation_examples=20)
SIGNED = replace(PICTURES, value_range=(-1.0, 1.0))
NUMBERS = Info("table", "regression", (4,), 1, (), ("a", "b", "c", "d"), ("y",), 100, 20, 0, (-3.0, 3.0))


def asked(family: str, info: Info = PICTURES, *networks: Network, **params: Any) -> Experiment:
    """The family with the networks that it is begun with, those in *networks* instead of the ones of their name."""
    made = families.get(family)
    begun = made.starter_networks(info, with_defaults(made.params, params))
    named = {network.name: network for network in networks}
    document = {
        "family": family,
        "family_params": params,
        "data": {"name": "made"},
        "networks": [named.get(network.name, network).model_dump() for network in begun],
    }
    return Experiment.model_validate(document)


def dense(units: int, activation: str = "linear") -> tuple[str, dict[str, Any]]:
    return "Dense", {"units": units, "activation": activation}


FLAT: tuple[str, dict[str, Any]] = ("Flatten", {})
PICTURE: tuple[str, dict[str, Any]] = ("Reshape", {"target_shape": [8, 8, 1]})


def problems(experiment: Experiment, info: Info) -> tuple[Problem, ...]:
    return keras_report(experiment, info).problems


@pytest.mark.parametrize("family", sorted(families.all_families()))
def test_what_a_family_begins_with_is_right(family: str) -> None:
    if family == "supervised":
        return
    assert problems(asked(family), PICTURES) == ()


SIGMOID = stack(dense(64, "sigmoid"), PICTURE, name="generator")
WRONG: list[tuple[str, Experiment, Info, tuple[str | None, str | None], str]] = [
    ("data_range", asked("gan", SIGNED, SIGMOID), SIGNED, ("generator", "dense_1"), "Sigmoid gives numbers"),
    (
        "data_shape",
        asked("gan", PICTURES, stack(dense(36, "sigmoid"), ("Reshape", {"target_shape": [6, 6, 1]}), name="generator")),
        PICTURES,
        ("generator", "reshape_1"),
        "Generator gives 6×6×1, the images are 8×8×1.",
    ),
    (
        "score_units",
        asked("gan", PICTURES, stack(FLAT, dense(2), name="discriminator")),
        PICTURES,
        ("discriminator", "dense_1"),
        "Discriminator gives 2 numbers; one number is wanted, how real the example looks.",
    ),
    (
        "score_activation",
        asked("wgan_gp", PICTURES, stack(FLAT, dense(1, "sigmoid"), name="discriminator")),
        PICTURES,
        ("discriminator", "dense_1"),
        "Sigmoid stands behind the score; the loss takes the number before it.",
    ),
    (
        "score_rank",
        asked("gan", PICTURES, stack(("Conv2D", {"filters": 1, "kernel_size": [3, 3]}), name="discriminator")),
        PICTURES,
        ("discriminator", "conv2d_1"),
        "",
    ),
    (
        "moments_units",
        asked("vae", PICTURES, stack(FLAT, dense(6), name="encoder"), latent_dim=2),
        PICTURES,
        ("encoder", "dense_1"),
        "a row of 4 numbers is wanted, a mean and a log-variance for each of the 2 of the latent code.",
    ),
    (
        "moments_activation",
        asked("vae", PICTURES, stack(FLAT, dense(4, "relu"), name="encoder"), latent_dim=2),
        PICTURES,
        ("encoder", "dense_1"),
        "",
    ),
    ("param", asked("gan", latent_dim=0), PICTURES, (None, None), ""),
    ("param", asked("vae").model_copy(update={"family_params": {"latent_dim": 10**6}}), PICTURES, (None, None), ""),
    ("no_classes", asked("conditional_gan", NUMBERS), NUMBERS, (None, None), "these data have no classes."),
    ("no_classes", asked("conditional_vae", NUMBERS, likelihood="gaussian"), NUMBERS, (None, None), ""),
    (
        "looks_ahead",
        asked("vq_vae", PICTURES, stack(("Conv1D", {"filters": 8, "kernel_size": 3, "padding": "same"}), dense(32),
                                        name="prior")),
        PICTURES,
        ("prior", "conv1d_1"),
        "conv1d_1 looks at places that come later",
    ),
    (
        "looks_ahead",
        asked("vq_vae", PICTURES, stack(("Permute", {"dims": [2, 1]}), ("Permute", {"dims": [2, 1]}), dense(32),
                                        name="prior")),
        PICTURES,
        ("prior", "permute_1"),
        "",
    ),
    (
        "next_units",
        asked("vq_vae", PICTURES, stack(dense(20), name="prior")),
        PICTURES,
        ("prior", "dense_1"),
        "Prior says 20 numbers at each place; the codebook has 32 entries.",
    ),
    (
        "codes_shape",
        asked("vq_vae", PICTURES, stack(FLAT, dense(12), ("Reshape", {"target_shape": [3, 4]}), name="encoder")),
        PICTURES,
        ("encoder", "reshape_1"),
        "Encoder gives 3×4; the codes are 8×4, one row for each.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("code", "experiment", "info", "place", "said"), WRONG)
def test_what_is_wrong_is_told_and_the_first_repair_mends_it(
    code: str, experiment: Experiment, info: Info, place: tuple[str | None, str | None], said: str
) -> None:
    found = [problem for problem in problems(experiment, info) if problem.code == code]
    assert found, [problem.code for problem in problems(experiment, info)]
    problem = found[0]
    assert (problem.network, problem.node) == place
    assert said in str(problem)
    assert str(problem).endswith(".")
    for _round in range(4):
        told = problems(experiment, info)
        if not told:
            break
        experiment = edits.apply(experiment, *told[0].repairs[0].edits)
    assert problems(experiment, info) == ()


def test_a_likelihood_for_chances_refuses_other_data_and_offers_the_gaussian() -> None:
    experiment = asked("vae", SIGNED)
    (problem,) = [entry for entry in problems(experiment, SIGNED) if entry.code == "loss_does_not_fit"]
    assert str(problem.repairs[0].label) == "Use Gaussian"
    assert edits.apply(experiment, *problem.repairs[0].edits).family_params == {"likelihood": "gaussian"}


def test_an_optimizer_of_nobody_is_told_and_goes() -> None:
    experiment = asked("gan").model_copy(update={"optimizers": {"critic": asked("gan").optimizer}})
    (problem,) = problems(experiment, PICTURES)
    assert problem.code == "optimizer_of_nobody"
    assert edits.apply(experiment, *problem.repairs[0].edits).optimizers == {}


def test_a_decoder_that_does_not_take_the_code_is_told_at_its_layer() -> None:
    wanting = stack(("Conv2D", {"filters": 1, "padding": "same", "activation": "sigmoid"}), name="decoder")
    codes = {(entry.code, entry.network, entry.node) for entry in problems(asked("vae", PICTURES, wanting), PICTURES)}
    assert ("rank", "decoder", "conv2d_1") in codes


def test_a_longer_code_takes_its_networks_with_it() -> None:
    from playground import datasets
    from playground.experiment import spec

    before = spec.Experiment(
        data=spec.Data(name="digits", preparation=spec.Preparation(scale="unit")),
        networks=(stack(FLAT, dense(10, "softmax")),),
        loss=spec.NamedParams(name="SparseCategoricalCrossentropy"),
    )
    info = datasets.describe(before.data)
    for family, params in (
        ("vae", {"latent_dim": 5}),
        ("vq_vae", {"codes": 40, "positions": 6}),
        ("gan", {"latent_dim": 3}),
    ):
        made = autofix.with_family_params(autofix.switch_family(before, family, info), params)
        assert problems(made, info) == (), family
