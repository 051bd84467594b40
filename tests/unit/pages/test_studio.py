"""The latent studio over runs of every family that draws, with a launcher that draws in numpy."""

from __future__ import annotations

import numpy as np
import pytest
import streamlit as st

from playground import datasets, gallery, launch
from playground.core.i18n import Text
from playground.core.problems import Problem
from playground.evaluation import probes
from playground.ports import connections
from playground.runs import events, store
from playground.runs.latent_messages import DecodeReply, EncodeReply
from playground.ui.app import draft as drafts
from playground.ui.components import latent_component
from tests.unit.pages.conftest import Noting, opened, words

STEP = 1234
TOOLS = {
    "vae-digits": ["plane", "between", "arithmetic"],
    "conditional-vae-digits": ["plane", "between", "arithmetic"],
    "vae-beside-gan-vae": ["sliders", "plane", "between", "arithmetic"],
    "autoencoder-digits": ["sliders", "plane", "between", "arithmetic"],
    "gan-vae-digits": ["sliders", "plane", "between", "arithmetic"],
    "dcgan-digits": ["sliders", "between", "arithmetic"],
    "conditional-gan-digits": ["sliders", "between", "arithmetic"],
    "vq-vae-digits": ["entries"],
}


class Drawing(Noting):
    """A launcher whose networks are one fixed matrix."""

    def __init__(self, **arrays):
        super().__init__()
        self.arrays = arrays
        self.labels = set()
        self.asked = []

    def ready(self):
        return True

    def request_outputs(self, experiment, nodes, owner):
        return None

    def check(self, experiment, timeout=60.0):
        from playground.experiment.report import Report

        return Report(networks={}, parameters=0, step_bytes=0, problems=())

    def decode(self, run, codes, labels, owner, timeout=10.0):
        rows = np.asarray(codes, float)
        assert rows.shape == (len(labels), connections.latent_length(run.experiment()))
        self.labels |= set(labels)
        self.asked.append((owner.partition(".")[2], len(rows)))
        matrix = np.random.default_rng(0).normal(size=(rows.shape[1], 64))
        return DecodeReply((128 + 40 * np.tanh(rows @ matrix)).astype(np.uint8).reshape(-1, 8, 8, 1), STEP)

    def encode(self, run, owner, timeout=10.0, *, effect=False):
        return EncodeReply({**_known(run.experiment(), effect=effect), **self.arrays}, STEP)


def _known(experiment, *, effect):
    part = probes.probe_examples(datasets.prepare(experiment.data))
    random, length = np.random.default_rng(1), connections.latent_length(experiment)
    codes = random.normal(size=(len(part), length)).astype(np.float32)
    drawn_from = connections.latent_source(experiment)
    if drawn_from == "noise":
        return {"noise": codes[:64], **({"effect": np.arange(length) + 0.5} if effect else {})}
    if drawn_from == "entries":
        entries = random.integers(0, 5, (len(part), length))
        return {"entries": entries, "drawn": entries[:24], "size": np.array([64])}
    return {"codes": codes, **({"log_var": -np.ones_like(codes)} if experiment.family != "autoencoder" else {})}


def run_of(name, state="complete"):
    run = store.default().create(gallery.get(name).experiment)
    run.append_events(events.StateChanged(time=1.0, state="running"), events.StateChanged(time=2.0, state=state))
    return run


def drawing(monkeypatch, **arrays):
    st.cache_resource.clear()
    launcher = Drawing(**arrays)
    monkeypatch.setattr(launch, "get", lambda name="local": launcher)
    return launcher


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(("name", "tool"), [(name, tool) for name, tools in TOOLS.items() for tool in tools])
def test_every_family_that_draws_has_its_tools(app, monkeypatch, name, tool, language):
    launcher = drawing(monkeypatch)
    run_of(name)
    app.query_params["lang"] = language
    app.session_state["studio_tool_chosen"] = tool
    opened(app, "studio")
    assert not app.exception
    assert app.session_state["studio_tool_chosen"] == tool
    said = words(app)
    assert "not expect" not in said
    assert "没有料到" not in said
    assert app.session_state["studio_answered"]
    assert {"plane": "place"}.get(tool, tool) in {slot for slot, _count in launcher.asked}


def test_tools_that_make_no_sense_are_not_offered(app, monkeypatch):
    drawing(monkeypatch)
    run_of("dcgan-digits")
    opened(app, "studio")
    app.session_state["studio_tool"] = "plane"
    app.run()
    assert app.session_state["studio_tool_chosen"] == "sliders"


def test_where_nothing_draws_a_button_opens_what_does(app):
    opened(app, "studio")
    assert "no run generates images yet" in words(app)
    app.button(key="studio_first").click().run()
    assert not app.exception
    assert drafts.load(app.session_state["draft_id"]).experiment == gallery.get("vae-digits").experiment


def test_until_the_decoder_is_ready_that_is_said(app):
    run_of("vae-digits")
    opened(app, "studio")
    assert "getting ready" in words(app)
    assert app.session_state["studio_answered"] == ""


def test_what_went_wrong_in_the_worker_is_a_sentence(app, monkeypatch):
    launcher = drawing(monkeypatch)
    problem = Problem("not_encoded", Text("The networks <of> this run are gone."))
    monkeypatch.setattr(launcher, "encode", lambda *_given, **_options: EncodeReply(problems=(problem,)))
    run_of("vae-digits")
    opened(app, "studio")
    assert "The networks &lt;of&gt; this run are gone." in words(app)


def test_codes_that_are_no_numbers_are_told(app, monkeypatch):
    drawing(monkeypatch, codes=np.full((9, 2), np.nan, np.float32))
    run_of("vae-digits")
    opened(app, "studio")
    assert "are no numbers" in words(app)


def test_a_class_can_be_asked_for(app, monkeypatch):
    launcher = drawing(monkeypatch)
    run_of("conditional-vae-digits")
    opened(app, "studio")
    launcher.labels.clear()
    app.selectbox(key="studio_class").set_value(7).run()
    assert launcher.labels == {7}


def test_another_run_can_be_chosen_and_the_address_keeps_it(app, monkeypatch):
    drawing(monkeypatch)
    first, second = run_of("vae-digits"), run_of("dcgan-digits")
    run_of("mlp-iris")
    opened(app, "studio")
    assert len(app.selectbox(key="studio_run").options) == 2
    other = next(run.id for run in (first, second) if run.id != app.session_state["studio_shown"])
    app.selectbox(key="studio_run").set_value(other).run()
    assert app.session_state["studio_shown"] == other
    assert app.query_params["look"] in (other, [other])
    app.button(key="studio_bench").click().run()
    assert drafts.load(app.session_state["draft_id"]).run == other


def test_the_bench_leads_to_the_studio_of_its_run(app, monkeypatch):
    drawing(monkeypatch)
    run, _newer = run_of("vae-digits"), run_of("dcgan-digits")
    draft = drafts.new(run.experiment(), run.id)
    drafts.save(draft)
    app.query_params["draft"] = draft.id
    opened(app, "bench")
    app.button(key="to_studio").click().run()
    assert not app.exception
    assert app.session_state["studio_shown"] == run.id
    assert app.session_state["studio_tool_chosen"] == "plane"


def test_a_run_that_draws_nothing_has_no_way_there(app):
    run = run_of("mlp-iris")
    draft = drafts.new(run.experiment(), run.id)
    drafts.save(draft)
    app.query_params["draft"] = draft.id
    opened(app, "bench")
    assert not [button for button in app.button if button.key == "to_studio"]


def test_sliders_stay_in_their_places_while_it_trains_until_somebody_asks(app, monkeypatch):
    launcher = drawing(monkeypatch)
    run = run_of("vae-beside-gan-vae", state="running")
    opened(app, "studio")
    before = app.session_state["studio_use"][run.id]
    monkeypatch.setattr(latent_component, "last_request", lambda _key: {"film": "of another", "turn": 1})
    launcher.arrays = {"codes": np.random.default_rng(5).normal(size=(180, 16)).astype(np.float32)}
    monkeypatch.setattr("tests.unit.pages.test_studio.STEP", 2000)
    run.append_events(events.CheckpointSaved(time=3.0, step=2000, epoch=1, file="x"))
    app.run()
    assert app.session_state["studio_use"][run.id] is before
    app.button(key="sort_again").click().run()
    assert app.session_state["studio_use"][run.id].step == 2000
