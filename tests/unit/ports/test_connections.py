"""Several networks in one experiment: what needs no verdict of Keras."""

from __future__ import annotations

from typing import Any

import pytest

from playground.checks.check import check_experiment
from playground.core.i18n import Text
from playground.core.info import Info
from playground.experiment import edits, spec
from playground.experiment.spec import Experiment, Network, stack
from playground.ports import connections
from tests.support.making import POINTS

PICTURES = Info("images", "multiclass", (8, 8, 1), 10, train_examples=100, validation_examples=20)
ENCODER = stack(("Flatten", {}), ("Dense", {"units": 2}), name="encoder")
DECODER = stack(
    ("Dense", {"units": 64, "activation": "sigmoid"}), ("Reshape", {"target_shape": [8, 8, 1]}), name="decoder"
)


def asked(*networks: Network, **changes: Any) -> Experiment:
    fields: dict[str, Any] = {
        "family": "autoencoder",
        "data": {"name": "made"},
        "networks": networks or (ENCODER, DECODER),
        "loss": {"name": "MeanSquaredError"},
        "metrics": [{"name": "r2"}],
    }
    return Experiment.model_validate(fields | changes)


def test_a_family_that_nobody_knows() -> None:
    (problem,) = check_experiment(asked(ENCODER, family="dream"), None).problems
    assert (problem.code, problem.field) == ("no_such_family", "family")
    assert edits.apply(asked(ENCODER), *problem.repairs[0].edits).family == "supervised"


def test_one_network_may_have_any_name_where_the_family_has_one() -> None:
    named = asked(stack(("Dense", {"units": 2}), name="mine"), family="denoising")
    assert check_experiment(named, POINTS).problems == ()


def test_old_documents_have_no_family_params_and_keep_their_key() -> None:
    document = asked().model_dump(mode="json")
    del document["family_params"]
    assert spec.parse(document) == asked()
    assert isinstance(Text(connections.title(asked(), "encoder")), Text)


@pytest.mark.parametrize(("family", "length"), [("autoencoder", 5), ("vae", 5), ("gan", 0), ("denoising", 0)])
def test_facts_tell_how_long_the_code_is(family: str, length: int) -> None:
    experiment = asked(family=family, family_params={"latent_dim": 5} if family != "denoising" else {})
    assert connections.task_info(experiment, PICTURES).latent_dim == length
    assert connections.network_info(experiment, "decoder", PICTURES).latent_dim == length
