import pytest

from playground import datasets, gallery
from playground.checks import autofix
from playground.checks.check import check_experiment
from playground.experiment import spec

OFFLINE = ["spirals", "gaussians", "plane", "iris", "breast_cancer", "diabetes", "digits"]


@pytest.mark.parametrize("data", OFFLINE)
@pytest.mark.parametrize("entry", ["mlp-spirals", "linear-plane", "mlp-iris", "mlp-digits"])
def test_a_network_of_one_data_set_fits_another_after_adapting(entry, data, home):
    asked = gallery.get(entry).experiment.model_copy(update={"data": spec.Data(name=data)})
    info = datasets.describe(asked.data)
    after = autofix.apply_first_repairs(asked, info)
    assert [str(problem) for problem in check_experiment(after, info).problems] == []
    kept = {node.id for node in asked.networks[0].nodes}
    assert kept <= {node.id for node in after.networks[0].nodes}


def test_what_fits_is_left_alone(home):
    asked = gallery.get("mlp-spirals").experiment
    assert autofix.apply_first_repairs(asked, datasets.describe(asked.data)) is asked


def test_a_mistake_made_by_hand_is_left_to_be_seen(home):
    asked = spec.with_value(gallery.get("mlp-spirals").experiment, "optimizer.params", {"learning_rate": -1.0})
    info = datasets.describe(asked.data)
    assert autofix.apply_first_repairs(asked, info) is asked
    assert check_experiment(asked, info).problems


def test_other_points_keep_everything_and_other_data_drops_the_goal(home):
    asked = gallery.get("mlp-spirals").experiment
    noisier = spec.Data(name="spirals", params={"noise": 0.3})
    assert autofix.retarget_data(asked, noisier) == asked.model_copy(update={"data": noisier})
    assert autofix.retarget_data(asked, spec.Data(name="iris")).goal is None
    assert autofix.retarget_data(asked, spec.Data(name="csv")).data.name == "csv"


def test_what_was_turned_in_a_run_becomes_the_experiment(home):
    asked = gallery.get("gan-ring").experiment
    after = autofix.with_live_params(
        asked, {"n_critic": 3, "learning_rate.generator": 0.01, "learning_rate.discriminator": 0.02}
    )
    assert after.family_params == {**asked.family_params, "n_critic": 3}
    assert after.optimizer == asked.optimizer
    assert {name: own.params["learning_rate"] for name, own in after.optimizers.items()} == {
        "generator": 0.01,
        "discriminator": 0.02,
    }
    assert all(own.params["beta_1"] == asked.optimizer.params["beta_1"] for own in after.optimizers.values())
    both = autofix.with_live_params(after, {"learning_rate": 0.5})
    assert {own.params["learning_rate"] for own in (both.optimizer, *both.optimizers.values())} == {0.5}


def test_one_rate_of_all_stays_one(home):
    asked = gallery.get("vq-vae-digits").experiment
    after = autofix.with_live_params(asked, {"learning_rate.optimizer": 0.01, "no such dial": 1.0})
    assert after.optimizers == asked.optimizers
    assert after.optimizer.params["learning_rate"] == 0.01
