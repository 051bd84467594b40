"""Another run beside the one on the bench: which one comes, which can be picked, and the button that trains one."""

from __future__ import annotations

import pytest

from playground import datasets, gallery
from playground.experiment import spec
from playground.runs import store
from playground.runs.store import Run
from playground.ui.bench import comparison
from tests.support.recorded import Recorded, record
from tests.unit.pages.conftest import words
from tests.unit.pages.test_film import sent
from tests.unit.pages.test_pages import shown

VAE, OTHER = "vae-beside-gan-vae", "gan-vae-digits"


def recorded(name: str, **changed: object) -> Recorded:
    """A finished run that draws digits, under the document of the entry *name*."""
    found = record("images_drawn", store.default())
    document = gallery.get(name).experiment.model_copy(update=changed)
    (found.run.folder / "experiment.json").write_text(document.to_json(), encoding="utf-8")
    return found


def compared(app, run: Recorded):
    """The bench over *run*, with the picture that compares."""
    app.session_state["show_picture"] = comparison.FIGURE
    shown(app, run)
    assert not app.exception
    return app


def keys(app) -> set[str]:
    return {element.key for element in (*app.button, *app.selectbox)}


def test_one_click_trains_the_partner_and_the_bench_stays(app, noting):
    run = recorded(VAE)
    compared(app, run)
    assert "side by side" in words(app)
    assert comparison._KEY not in keys(app), "there is none to pick"
    draft = app.session_state["draft_id"]
    app.button(key="beside_train").click().run()
    assert not app.exception
    (trained,) = noting.trained
    assert store.default().open(trained[0]).experiment() == gallery.get(OTHER).experiment
    assert app.session_state["draft_id"] == draft
    assert app.selectbox(key=comparison._KEY).value == trained[0], "it is what stands beside as soon as it draws"
    assert "beside_train" not in keys(app)


def test_a_run_of_the_partner_comes_by_itself_and_another_can_be_picked(app):
    run, partner, third = recorded(VAE), recorded(OTHER), recorded("vae-digits")
    compared(app, run)
    chosen = app.selectbox(key=comparison._KEY)
    assert chosen.value == partner.run.id
    assert "GAN-VAE" in sent(app, "figure_beside")["alt"]
    assert any("GAN-VAE: digits with a judge" in option for option in chosen.options)
    chosen.select(third.run.id).run()
    assert not app.exception
    assert "VAE, the other run" in sent(app, "figure_beside")["alt"]


@pytest.mark.parametrize(
    ("name", "there"),
    [(OTHER, True), ("dcgan-digits", True), ("autoencoder-digits", False), ("vae-fashion-mnist", False)],
)
def test_only_what_draws_on_the_same_data_can_be_put_beside(home, name, there):
    experiment, info = gallery.get(VAE).experiment, datasets.describe(gallery.get(VAE).experiment.data)
    made = store.default().create(gallery.get(name).experiment)
    found: list[Run] = [run for run, _document in comparison.candidates(experiment, info, None)]
    assert (made in found) == there
    assert comparison.candidates(experiment, info, made.id) == []


def test_data_are_the_same_however_they_are_scaled():
    digits = gallery.get(VAE).experiment.data
    assert digits.preparation != gallery.get("vae-digits").experiment.data.preparation
    assert comparison.has_same_data(digits, gallery.get("vae-digits").experiment.data)
    ring = spec.Data(name="ring")
    assert comparison.has_same_data(ring, spec.Data(name="ring", params={"noise": _default("ring", "noise")}))
    assert not comparison.has_same_data(ring, spec.Data(name="ring", params={"noise": 0.09}))
    assert not comparison.has_same_data(spec.Data(name="gone"), spec.Data(name="gone"))


def _default(name: str, param: str) -> object:
    return next(entry.default for entry in datasets.get(name).card.params if entry.name == param)


def test_every_ready_experiment_that_draws_has_one_to_compare_with_or_is_alone_on_its_data():
    alone = []
    for entry in gallery.all_entries():
        data = entry.experiment.data
        if datasets.missing_files(data) is not None or entry.group not in (gallery.GROUPS[-2], gallery.GROUPS[-1]):
            continue
        found = comparison.suggested_entry(entry.experiment, datasets.describe(data))
        if found is None:
            alone.append(entry.name)
        else:
            assert comparison.has_same_data(data, found.experiment.data)
            assert found.name != entry.name
    assert set(alone) <= {"break-learning-rate", "gan-ring-collapsed", "vae-fashion-mnist"}
