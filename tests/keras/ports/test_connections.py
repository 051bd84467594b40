"""Several networks in one experiment: what enters and leaves each, what is wrong at a seam, and its repair."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from playground.checks.keras_check import keras_report
from playground.core.info import Info
from playground.core.problems import Problem
from playground.experiment import edits
from playground.experiment.spec import Experiment, Network, stack
from playground.ports import connections
from tests.support.making import POINTS, ROWS
from tests.unit.ports.test_connections import DECODER, ENCODER, PICTURES, asked

SIGNED = replace(PICTURES, value_range=(-1.0, 1.0))


def encoder(*layers: tuple[str, dict[str, Any]]) -> Network:
    return stack(*layers, name="encoder")


def decoder(*layers: tuple[str, dict[str, Any]]) -> Network:
    return stack(*layers, name="decoder")


def row(units: int, activation: str = "sigmoid") -> tuple[str, dict[str, Any]]:
    return "Dense", {"units": units, "activation": activation}


def shaped(*sizes: int) -> tuple[str, dict[str, Any]]:
    return "Reshape", {"target_shape": list(sizes)}


def problems(experiment: Experiment, info: Info) -> tuple[Problem, ...]:
    return keras_report(experiment, info).problems


def test_what_is_right_is_right() -> None:
    report = keras_report(asked(), PICTURES)
    assert report.problems == ()
    assert report.networks["encoder"]["dense_1"].shape == (2,)
    assert report.networks["decoder"]["input"].shape == (2,)
    assert report.networks["decoder"]["reshape_1"].shape == (8, 8, 1)
    assert connections.network_connections(asked()) == (connections.Connection("encoder", "decoder"),)


WRONG: list[tuple[str, Experiment, Info, tuple[str | None, str | None, str | None], str]] = [
    (
        "code_units",
        asked(encoder(("Flatten", {}), row(3, "linear")), DECODER),
        PICTURES,
        ("encoder", "dense_1", "units"),
        "Encoder gives 3 numbers; the latent code is a row of 2 numbers.",
    ),
    (
        "code_rank",
        asked(encoder(("Conv2D", {"filters": 2, "kernel_size": [3, 3]})), DECODER),
        PICTURES,
        ("encoder", "conv2d_1", None),
        "Encoder ends with an image (height × width × channels); the latent code is a row of 2 numbers.",
    ),
    (
        "code_shape",
        asked(encoder(("Flatten", {})), DECODER),
        PICTURES,
        ("encoder", "flatten_1", None),
        "Encoder gives 64 for each example; the latent code is a row of 2 numbers.",
    ),
    (
        "code_activation",
        asked(encoder(("Flatten", {}), row(2, "softmax")), DECODER),
        PICTURES,
        ("encoder", "dense_1", None),
        "Softmax binds the numbers of the code to each other, so that they say less than 2 do.",
    ),
    (
        "data_shape",
        asked(ENCODER, decoder(row(36), shaped(6, 6, 1))),
        PICTURES,
        ("decoder", "reshape_1", "target_shape"),
        "Decoder gives 6×6×1, the images are 8×8×1.",
    ),
    (
        "data_shape",
        asked(ENCODER, decoder(row(16), shaped(4, 4, 1), ("UpSampling2D", {"size": [4, 4]}))),
        PICTURES,
        ("decoder", "upsampling2d_1", None),
        "Decoder gives 16×16×1, the images are 8×8×1.",
    ),
    (
        "data_shape",
        asked(ENCODER, decoder(row(64), shaped(8, 8, 1), ("Conv2D", {"filters": 3, "padding": "same"}))),
        PICTURES,
        ("decoder", "conv2d_1", None),
        "Decoder gives 8×8×3, the images are 8×8×1.",
    ),
    (
        "data_rank",
        asked(ENCODER, decoder(row(64))),
        PICTURES,
        ("decoder", "dense_1", None),
        "Decoder ends with a row of numbers, and must reconstruct an image (height × width × channels).",
    ),
    (
        "data_units",
        asked(encoder(row(2, "linear")), decoder(row(3, "linear"))),
        POINTS,
        ("decoder", "dense_1", "units"),
        "Decoder gives 3 numbers, a point has 2.",
    ),
    (
        "data_range",
        asked(),
        SIGNED,
        ("decoder", "dense_1", "activation"),
        "Sigmoid gives numbers from 0 to 1; the data go from -1 to 1.",
    ),
    (
        "data_range",
        asked(encoder(row(2, "linear")), decoder(row(6, "relu"))),
        ROWS,
        ("decoder", "dense_1", "activation"),
        "ReLU gives nothing below 0; the data go from -3 to 3.",
    ),
    (
        "data_activation",
        asked(ENCODER, decoder(row(64, "tanh"), shaped(8, 8, 1)), loss={"name": "BinaryCrossentropy"}),
        PICTURES,
        ("decoder", "dense_1", "activation"),
        "",
    ),
    ("missing_network", asked(ENCODER), PICTURES, (None, None, "networks"), ""),
    ("extra_network", asked(ENCODER, DECODER, stack(row(1), name="critic")), PICTURES,
     ("critic", None, "networks"), ""),
    ("param", asked(family_params={"latent_dim": 0}), PICTURES, (None, None, "family_params.latent_dim"), ""),
    ("param", asked(family_params={"latent_dim": 10**6}), PICTURES, (None, None, "family_params.latent_dim"), ""),
    ("param", asked(family_params={"depth": 1}), PICTURES, (None, None, "family_params.depth"), ""),
    ("loss_does_not_fit", asked(loss={"name": "Poisson"}), PICTURES, (None, None, "loss"), ""),
    ("metric_does_not_fit", asked(metrics=[{"name": "accuracy"}]), PICTURES, (None, None, "metrics.0"), ""),
    ("metric_does_not_fit", asked(encoder(row(2, "linear")), decoder(row(2, "linear")), metrics=[{"name": "psnr"}]),
     POINTS, (None, None, "metrics.0"), "PSNR is for images."),
]  # fmt: skip


@pytest.mark.parametrize(("code", "experiment", "info", "place", "said"), WRONG)
def test_what_is_wrong_is_told_at_its_place_and_every_repair_mends_it(
    code: str,
    experiment: Experiment,
    info: Info,
    place: tuple[str | None, str | None, str | None],
    said: str,
) -> None:
    (problem,) = problems(experiment, info)
    assert (problem.code, problem.network, problem.node, problem.field) == (code, *place)
    assert str(problem).endswith(".")
    assert not said or str(problem) == said
    assert problem.repairs
    for repair in problem.repairs:
        mended = edits.apply(experiment, *repair.edits)
        if mended.data == experiment.data:  # The data of these tests cannot be scaled anew.
            left = problems(mended, info)
            assert [entry.code for entry in left if entry.network is None or entry.network == problem.network] == []


def test_another_range_can_be_had_by_scaling_the_data() -> None:
    (problem,) = problems(asked(), SIGNED)
    scaled = edits.apply(asked(), *problem.repairs[1].edits)
    assert scaled.data.preparation.scale == "unit"


def test_a_longer_code_is_one_of_the_two_repairs() -> None:
    experiment = asked(encoder(("Flatten", {}), row(3, "linear")), DECODER)
    (problem,) = problems(experiment, PICTURES)
    units, code = (edits.apply(experiment, *repair.edits) for repair in problem.repairs)
    assert units.networks[0].nodes[-1].params["units"] == 2
    assert code.family_params == {"latent_dim": 3}
    assert keras_report(code, PICTURES).networks["decoder"]["input"].shape == (3,)


def test_a_network_is_added_at_its_place() -> None:
    (problem,) = problems(asked(DECODER), PICTURES)
    whole = edits.apply(asked(DECODER), *problem.repairs[0].edits)
    assert [network.name for network in whole.networks] == ["encoder", "decoder"]
    assert whole.networks[1] == DECODER


def test_a_decoder_that_needs_another_form_is_told_at_its_layer() -> None:
    wanting = decoder(("Conv2D", {"filters": 1, "padding": "same", "activation": "sigmoid"}))
    codes = {(problem.code, problem.network, problem.node) for problem in problems(asked(ENCODER, wanting), PICTURES)}
    assert ("rank", "decoder", "conv2d_1") in codes
