"""What every training family must do, by the seam that the loop knows."""

from __future__ import annotations

from pathlib import Path

import keras
import numpy as np
import pytest

from playground import datasets, families
from playground.catalog.loss_terms import LOSS_TERMS
from playground.checks import autofix
from playground.checks.keras_check import keras_report
from playground.core.kinds import KINDS
from playground.core.params import Choice, Float, Int, Param, with_defaults
from playground.datasets.dataset import Prepared
from playground.experiment import spec
from playground.families.base import Family, Recipe
from playground.ports import connections
from playground.runs import history, store
from playground.runs.commands import Command
from playground.training import checkpoint, warmup
from playground.training.run import train
from tests.keras.training.test_going_on import last_state, stop_at
from tests.unit.contracts.test_families import SUPERVISED, experiment_of


@pytest.fixture(params=sorted(families.all_families()))
def family(request: pytest.FixtureRequest, home: object) -> Family:
    return families.get(request.param)


@pytest.fixture
def prepared(family: Family) -> Prepared:
    return datasets.prepare(experiment_of(family).data)


def built(family: Family, prepared: Prepared) -> Recipe:
    keras.utils.set_random_seed(0)
    return family.build(connections.context(experiment_of(family), prepared, 100))


def values(recipe: Recipe) -> list[np.ndarray]:
    return checkpoint.snapshot(checkpoint.state_variables(recipe))


def batch(recipe: Recipe, prepared: Prepared) -> tuple[np.ndarray, np.ndarray]:
    return prepared.scale_inputs(prepared.train.x[:8]), recipe.targets(prepared.train)[:8]


def test_it_builds_the_same_from_the_same(family: Family, prepared: Prepared) -> None:
    one, other = values(built(family, prepared)), values(built(family, prepared))
    assert all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def test_its_parts_are_complete(family: Family, prepared: Prepared) -> None:
    recipe = built(family, prepared)
    assert list(recipe.networks) == [role.name for role in family.networks]
    assert recipe.metrics[0].name == "loss"
    assert isinstance(recipe.metrics[0], keras.metrics.Mean)
    assert all(optimizer.built for optimizer in recipe.optimizers.values())
    assert len(recipe.targets(prepared.train)) == len(prepared.train)


def test_a_step_learns_and_an_evaluation_does_not(family: Family, prepared: Prepared) -> None:
    recipe = built(family, prepared)
    x, y = batch(recipe, prepared)
    before = values(recipe)
    outputs = recipe.test_step(x, y)
    assert outputs.shape[0] == 8
    assert outputs.dtype == "float32"
    assert all(np.array_equal(a, b) for a, b in zip(before, values(recipe), strict=True))
    recipe.train_step(x, y)
    assert not all(np.array_equal(a, b) for a, b in zip(before, values(recipe), strict=True))
    assert all(np.isfinite(float(metric.result())) for metric in recipe.metrics)


def test_a_bad_batch_can_be_examined(family: Family, prepared: Prepared) -> None:
    recipe = built(family, prepared)
    x, y = batch(recipe, prepared)
    for name, (inputs, loss) in recipe.losses_by_network(x, y).items():
        assert recipe.networks[name](inputs) is not None
        assert np.isfinite(float(loss()))


def test_its_networks_to_begin_with_fit_every_kind_of_data(family: Family) -> None:
    for data in ("spirals", "iris", "diabetes", "digits"):
        for scale in KINDS[datasets.get(data).card.kind].scales:
            before = SUPERVISED.model_copy(
                update={"data": spec.Data(name=data, preparation=spec.Preparation(scale=scale)), "family": "none"}
            )
            info = datasets.describe(before.data)
            made = autofix.switch_family(before, family.name, info)
            assert keras_report(made, info).problems == (), (data, scale)


def test_its_pictures_are_arrays(family: Family, prepared: Prepared) -> None:
    for watcher in built(family, prepared).frame_sources():
        frame = watcher.capture()
        assert frame.name == watcher.name
        assert all(isinstance(array, np.ndarray) for array in frame.arrays.values())


def _turned(family: Family, experiment: spec.Experiment) -> dict[str, float | str]:
    """The first dial of *family*, if it has one, and a value that the experiment does not give it."""
    if not family.live_param_names:
        return {}
    param = next(param for param in family.params if param.name == family.live_param_names[0])
    return {param.name: other_value(param, with_defaults(family.params, experiment.family_params)[param.name])}


def test_it_stops_and_goes_on_as_if_nothing_had_been(
    family: Family, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To the last bit, with a dial turned in both, which outlives the stop."""
    runs, experiment = store.Store(tmp_path / "runs"), experiment_of(family)
    whole, cut = runs.create(experiment), runs.create(experiment)
    turned = _turned(family, experiment)
    for run in (whole, cut):
        for name, value in turned.items():
            run.append_command(Command("turn", name, value))
    assert train(whole, commands_from=0) == "complete", history.fold(whole.read_events()[0]).problem
    with monkeypatch.context() as patch:
        stop_at(patch, 9)
        assert train(cut, commands_from=0) == "stopped"
    assert train(cut) == "complete"
    assert all(np.array_equal(a, b) for a, b in zip(last_state(whole), last_state(cut), strict=True))
    one, other = (history.fold(run.read_events()[0]) for run in (whole, cut))
    assert one.live_params == other.live_params == turned
    assert {name: series.y for name, series in one.by_epoch.items()} == {
        name: series.y for name, series in other.by_epoch.items()
    }
    for name in ("samples", "reconstructions"):
        _the_same_is_drawn([whole, cut], [known.newest_frame(name) for known in (one, other)])


def test_what_a_run_leaves_behind_trains_the_next_one_the_same(
    family: Family, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To the last bit, after one that was over, one that was stopped within an epoch, and one that went on."""
    runs, experiment = store.Store(tmp_path / "runs"), experiment_of(family)
    staged = warmup.prepare_training(experiment)
    first, stopped, again = (runs.create(experiment) for _ in range(3))
    assert train(first, staged=staged) == "complete"
    assert staged.reset()
    with monkeypatch.context() as patch:
        stop_at(patch, 9)
        assert train(stopped, staged=staged) == "stopped"
    assert staged.reset()
    assert train(stopped, staged=staged) == "complete"
    assert staged.reset()
    assert train(again, staged=staged) == "complete"
    assert all(np.array_equal(a, b) for a, b in zip(last_state(first), last_state(again), strict=True))
    one, other = (history.fold(run.read_events()[0]) for run in (first, again))
    assert {name: series.y for name, series in one.by_epoch.items()} == {
        name: series.y for name, series in other.by_epoch.items()
    }
    assert one.test_event is not None
    assert other.test_event is not None
    assert one.test_event.metrics == other.test_event.metrics
    for name in ("samples", "reconstructions", "validation"):
        _the_same_is_drawn([first, again], [known.newest_frame(name) for known in (one, other)])


def _the_same_is_drawn(runs: list[store.Run], newest: list[tuple[int, str] | None]) -> None:
    files = [found[1] for found in newest if found is not None]
    assert len(files) in (0, 2)
    drawn = [history.load_frame(run.folder, file) for run, file in zip(runs, files, strict=False)]
    assert not drawn or all(np.array_equal(drawn[0][key], drawn[1][key]) for key in drawn[0])


def test_each_network_can_learn_by_an_optimizer_of_its_own(family: Family, prepared: Prepared) -> None:
    """The weights of a network whose learning rate is 0 stay; those of the others move."""
    experiment = experiment_of(family)
    names = [network.name for network in experiment.networks]
    if len(names) == 1:
        pytest.skip("It has one network.")
    still = spec.Optimizer(name="SGD", params={"learning_rate": 0.0})
    for name in names:
        alone = spec.with_value(experiment, f"optimizers.{name}", still.model_dump(mode="json"))
        recipe = family.build(connections.context(alone, prepared, 100))
        before = {other: [np.array(w) for w in recipe.networks[other].trainable_variables] for other in names}
        for _step in range(3):  # A discriminator may learn several times before a generator does.
            recipe.train_step(*batch(recipe, prepared))
        for other in names:
            now = [np.array(w) for w in recipe.networks[other].trainable_variables]
            same = all(np.array_equal(a, b) for a, b in zip(before[other], now, strict=True))
            assert same == (other == name)


def other_value(param: Param, now: object) -> float | str:
    """A value of *param* that is not *now* and makes a difference."""
    if isinstance(param, Choice):
        return next(option for option in reversed(param.options) if option != now)
    assert isinstance(param, Int | Float)
    return param.low + 1 if isinstance(param, Int) and now != param.low + 1 else param.high / 2


def learnt(recipe: Recipe, prepared: Prepared, steps: int = 3) -> list[np.ndarray]:
    for _step in range(steps):
        recipe.train_step(*batch(recipe, prepared))
    return values(recipe)


def test_its_dials_are_parameters_that_can_be_turned_while_it_trains(family: Family, prepared: Prepared) -> None:
    params, chosen = (
        {param.name: param for param in family.params},
        with_defaults(family.params, experiment_of(family).family_params),
    )
    assert set(family.live_param_names) <= set(params)
    recipe = built(family, prepared)
    assert not recipe.live_params.set("no such dial", 1.0)
    if not family.live_param_names:
        return
    untouched = learnt(recipe, prepared)
    for name in family.live_param_names:
        same = built(family, prepared)
        assert not same.live_params.set(name, "no value of it")
        assert not same.live_params.any_changed
        assert same.live_params.set(name, chosen[name])
        # Turned to where it stands, it is another program of the same sums.
        for ours, theirs in zip(learnt(same, prepared), untouched, strict=True):
            np.testing.assert_allclose(ours.astype(float), theirs.astype(float), rtol=1e-3, atol=1e-5)
    fixed = {"sigma"} if chosen.get("likelihood") == "bernoulli" else set()
    for name in set(family.live_param_names) - fixed:
        turned = built(family, prepared)
        assert turned.live_params.set(name, other_value(params[name], chosen[name]))
        now = learnt(turned, prepared)
        assert not all(np.array_equal(a, b) for a, b in zip(now, untouched, strict=True)), name


def test_what_it_draws_is_told_and_follows_from_the_seed(family: Family, prepared: Prepared) -> None:
    info = family.task_info(prepared.info)
    pictures = [{w.name: w.capture() for w in built(family, prepared).frame_sources()} for _again in range(2)]
    assert ("samples" in pictures[0]) == info.is_generative
    assert set(info.loss_terms) <= {*LOSS_TERMS}
    assert {*info.loss_terms} <= {metric.name for metric in built(family, prepared).metrics}
    for name, frame in pictures[0].items():
        assert all(np.array_equal(frame.arrays[key], pictures[1][name].arrays[key]) for key in frame.arrays)
