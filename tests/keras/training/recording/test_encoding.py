"""Codes of the examples that are looked at, by a run's newest weights, of every family that draws."""

from __future__ import annotations

import numpy as np
import pytest

from playground import datasets, families, gallery
from playground.core.i18n import Text
from playground.core.problems import Problem
from playground.evaluation import latent_geometry as space
from playground.evaluation import probes
from playground.experiment import spec
from playground.ports import connections
from playground.runs import history, store
from playground.runs.latent_messages import EncodeReply
from playground.training.recording import latent_service
from playground.training.run import train
from tests.keras.training.recording.test_decoding import ask, digits


def entries_that_draw() -> list[str]:
    every = gallery.all_entries()
    return [
        entry.name
        for entry in every
        if entry.experiment.data.name == "digits" and connections.latent_source(entry.experiment) is not None
    ]


@pytest.mark.parametrize("name", entries_that_draw())
def test_what_is_known_can_be_decoded(name: str, store_here: store.Store) -> None:
    run = store_here.create(digits(name))
    by, experiment = latent_service.LatentService(), run.experiment()
    found = by.encode(run.folder)
    assert found.step == 0
    assert found.problems == ()
    length, held_out = (
        connections.latent_length(experiment),
        len(probes.probe_examples(datasets.prepare(experiment.data))),
    )
    kind = connections.latent_source(experiment)
    rows = found.arrays[{"code": "codes", "noise": "noise", "entries": "entries"}[str(kind)]]
    assert rows.shape == (64 if kind == "noise" else held_out, length)
    assert ("log_var" in found.arrays) == ("vae" in experiment.family and kind == "code")
    drawn = ask(run, *rows[:3].tolist(), by=by)
    assert drawn.values is not None
    assert drawn.values.shape == (3, 8, 8, 1)
    assert drawn.values.dtype == np.uint8


def test_codes_are_those_of_the_map(store_here: store.Store) -> None:
    run = store_here.create(digits())
    assert train(run) == "complete"
    step, file = history.fold(run.read_events()[0]).newest_frame("codes")
    found = latent_service.LatentService().encode(run.folder)
    assert found.step == step
    np.testing.assert_allclose(found.arrays["codes"], history.load_frame(run.folder, file)["codes"], atol=1e-4)
    told = space.kl_per_dimension(found.arrays["codes"], found.arrays["log_var"]).sum()
    # The loss is of the whole validation part, which is no longer than what is looked at.
    assert told == pytest.approx(history.fold(run.read_events()[0]).by_epoch["val_kl_loss"].y[-1], rel=1e-3)


def test_entries_of_a_codebook_give_the_reconstruction_back(store_here: store.Store) -> None:
    """Also of a run that is complete: the codebook is no part of the networks that it saved."""
    run = store_here.create(digits("vq-vae-digits", epochs=2))
    assert train(run) == "complete"
    by = latent_service.LatentService()
    found = by.encode(run.folder)
    frames = history.fold(run.read_events()[0])
    frame = history.load_frame(run.folder, frames.newest_frame("reconstructions")[1])
    count = len(frame["index"])
    drawn = ask(run, *found.arrays["entries"][:count].tolist(), by=by)
    np.testing.assert_allclose(drawn.values.astype(int), frame["output"].astype(int), atol=1)
    use = history.load_frame(run.folder, frames.newest_frame("codebook")[1])["used"]
    size = int(found.arrays["size"][0])
    assert size == len(use) == 64
    assert np.bincount(found.arrays["entries"].ravel(), minlength=size).tolist() == use.tolist()
    spelled = ask(run, *found.arrays["drawn"].tolist(), by=by)
    assert len(spelled.values) == 24
    changed = found.arrays["entries"][:1].repeat(2, 0)
    changed[1, 5] = (changed[1, 5] + 1) % size
    before, after = ask(run, *changed.tolist(), by=by).values
    assert not np.array_equal(before, after), "one entry is a part of the picture"
    assert ask(run, [1000.0] * 16, by=by).values is not None, "what is beyond the codebook is its last entry"


def test_noise_gives_the_samples_of_the_run_and_each_number_has_an_effect(store_here: store.Store) -> None:
    run = store_here.create(digits("dcgan-digits"))
    assert train(run) == "complete"
    by = latent_service.LatentService()
    found = by.encode(run.folder, effect=True)
    samples = history.load_frame(run.folder, history.fold(run.read_events()[0]).newest_frame("samples")[1])["samples"]
    drawn = ask(run, *found.arrays["noise"].tolist(), by=by)
    np.testing.assert_allclose(drawn.values.astype(int), samples.astype(int), atol=1)
    effect = found.arrays["effect"]
    assert effect.shape == (32,)
    assert (effect > 0).all()
    probes = found.arrays["noise"][:16, None].repeat(2, 1)
    probes[:, 0, 7], probes[:, 1, 7] = -1, 1
    low, high = (ask(run, *probes[:, end].tolist(), by=by).values.astype(float) for end in (0, 1))
    assert effect[7] == pytest.approx(np.abs(high - low).mean(), abs=0.1)


def test_the_class_changes_what_a_generator_draws(store_here: store.Store) -> None:
    run = store_here.create(digits("conditional-gan-digits"))
    assert train(run) == "complete"
    by, noise = latent_service.LatentService(), [0.1] * 16
    zero, one = ask(run, noise, noise, labels=[0, 1], by=by).values
    assert not np.array_equal(zero, one)


def test_what_has_nothing_to_decode_knows_nothing(store_here: store.Store) -> None:
    for name in ("denoising-autoencoder", "mlp-iris"):
        assert (
            latent_service.LatentService().encode(store_here.create(gallery.get(name).experiment).folder).arrays == {}
        )


def test_it_travels_whole() -> None:
    problem = Problem("gone", Text("It is gone."))
    sent = EncodeReply({"codes": np.ones((2, 3), np.float32), "size": np.array([7])}, 5, (problem,)).to_json()
    found = EncodeReply.from_json(sent)
    assert found.step == 5
    assert found.problems == (problem,)
    assert np.array_equal(found.arrays["codes"], np.ones((2, 3)))
    assert found.arrays["size"].tolist() == [7]


def test_the_length_of_a_code_is_that_of_what_is_chosen(home: object) -> None:
    lengths = {
        name: connections.latent_length(gallery.get(name).experiment) for name in ("vq-vae-digits", "dcgan-digits")
    }
    assert lengths == {"vq-vae-digits": 16, "dcgan-digits": 32}
    experiment: spec.Experiment = gallery.get("vae-digits").experiment
    recipe = families.get("vae").build(connections.context(experiment, datasets.prepare(experiment.data), 1))
    assert recipe.latent_probes()["log_var"].shape[1] == 2
