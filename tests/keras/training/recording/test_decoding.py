"""Codes decoded by a run's newest weights."""

from __future__ import annotations

import numpy as np
import pytest

from playground import datasets, families, gallery
from playground.experiment import spec
from playground.ports import connections
from playground.runs import history, store
from playground.runs.latent_messages import DecodeReply
from playground.training import checkpoint
from playground.training.recording import latent_service
from playground.training.run import train
from tests.keras.training.test_going_on import stop_at
from tests.support.experiments import autoencoder


def digits(name: str = "vae-digits", **training: object) -> spec.Experiment:
    found = gallery.get(name).experiment
    changed = {"epochs": 1, "batch_size": 256, "execution": "graph", **training}
    return found.model_copy(update={"training": found.training.model_copy(update=changed)})


def ask(
    run: store.Run, *codes: list[float], labels: list[int] | None = None, by: latent_service.LatentService | None = None
):
    by = by or latent_service.LatentService()
    return by.decode(run.folder, np.array(codes, np.float32), np.array(labels or [0] * len(codes)))


def test_what_was_drawn_on_the_map_is_what_is_decoded(store_here: store.Store) -> None:
    run = store_here.create(digits())
    assert train(run) == "complete"
    step, file = history.fold(run.read_events()[0]).newest_frame("codes")
    frame = history.load_frame(run.folder, file)
    x0, x1, y0, y1 = frame["extent"]
    side = len(frame["tiles"])
    corner = [float(x0 + (x1 - x0) / side / 2), float(y0 + (y1 - y0) / side / 2)]
    found = ask(run, corner, [0.0, 0.0])
    assert found.step == step
    np.testing.assert_allclose(found.values[0].astype(int), frame["tiles"][0, 0].astype(int), atol=1)
    np.testing.assert_allclose(found.values[1].astype(int), frame["tiles"][7, 7].astype(int), atol=1)


def test_before_the_first_checkpoint_they_are_the_weights_that_training_begins_with(store_here: store.Store) -> None:
    run = store_here.create(digits())
    found = ask(run, [0.0, 0.0])
    assert found.step == 0
    assert train(run) == "complete"
    first = history.load_frame(run.folder, history.fold(run.read_events()[0]).frames["codes"][0])
    np.testing.assert_allclose(found.values[0].astype(int), first["tiles"][7, 7].astype(int), atol=1)


def test_a_newer_checkpoint_is_laid_and_an_old_one_not_twice(
    store_here: store.Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, by = store_here.create(digits(epochs=3)), latent_service.LatentService()
    before = ask(run, [0.5, -0.5], by=by)
    with monkeypatch.context() as patch:
        stop_at(patch, 9)
        assert train(run) == "stopped"
    laid: list[int] = []
    lay = checkpoint.restore
    monkeypatch.setattr(checkpoint, "restore", lambda *given: (laid.append(1), lay(*given)))
    stopped, again = ask(run, [0.5, -0.5], by=by), ask(run, [0.5, -0.5], by=by)
    assert len(laid) == 1
    assert (before.step, stopped.step) == (0, int(checkpoint.files(run)[-1].stem))
    assert not np.array_equal(before.values, stopped.values)
    assert np.array_equal(stopped.values, again.values)


def test_a_class_can_be_asked_for(store_here: store.Store) -> None:
    run = store_here.create(digits("conditional-vae-digits", epochs=2))
    assert train(run) == "complete"
    experiment = run.experiment()
    zero, one, beyond = ask(run, *[[0.0] * _length(experiment)] * 3, labels=[0, 1, 99]).values
    assert not np.array_equal(zero, one)
    assert beyond.shape == (8, 8, 1)


def _length(experiment: spec.Experiment) -> int:
    return int(str(experiment.family_params["latent_dim"]))


def test_codes_that_do_not_fit_and_networks_without_a_decoder_give_nothing(store_here: store.Store) -> None:
    run = store_here.create(digits())
    assert ask(run, [0.0, 0.0, 0.0]).values is None
    plain = store_here.create(gallery.get("mlp-iris").experiment)
    assert ask(plain, [0.0]).values is None


def test_rows_of_a_table_come_in_their_own_units(store_here: store.Store) -> None:
    run = store_here.create(autoencoder(epochs=1))
    assert train(run) == "complete"
    sent = ask(run, [0.0, 0.0], [1.0, 1.0]).to_json()
    assert DecodeReply.from_json(sent).values.shape == (2, 4)
    assert DecodeReply.from_json(DecodeReply(None, 3).to_json()) == DecodeReply(None, 3)


@pytest.mark.parametrize("name", ["vae-digits", "conditional-vae-digits", "autoencoder-digits"])
def test_the_frame_has_the_shapes_that_the_contract_says(name: str, home: object) -> None:
    experiment = digits(name)
    experiment = spec.with_value(experiment, "family_params.latent_dim", 2)
    info = datasets.describe(experiment.data)
    family = families.get(experiment.family)
    networks = family.starter_networks(info, {**experiment.family_params, "latent_dim": 2})
    experiment = experiment.model_copy(update={"networks": networks})
    prepared = datasets.prepare(experiment.data)
    recipe = family.build(connections.context(experiment, prepared, 10))
    frame = next(watcher for watcher in recipe.frame_sources() if watcher.name == "codes").capture()
    arrays, count = frame.arrays, min(len(prepared.validation), 500)
    assert arrays["codes"].shape == (count, 2)
    assert arrays["codes"].dtype == np.float32
    assert arrays["true"].tolist() == prepared.validation.y[:count].tolist()
    assert (arrays["tiles"].shape, arrays["tiles"].dtype) == ((15, 15, 8, 8, 1), np.uint8)
    assert ("class_tiles" in arrays) == (name == "conditional-vae-digits")
    assert ("tile_class" in arrays) == (name == "conditional-vae-digits")
    assert frame.max_kept == 32
    x0, x1, _y0, _y1 = arrays["extent"]
    reached = float(np.abs(arrays["codes"][:, 0]).max())
    assert x1 - x0 == pytest.approx(6.18) if family.name != "autoencoder" else x1 <= reached * 1.2
