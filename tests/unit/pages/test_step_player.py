"""The slow mode and the dials of a game, without a browser, on a recorded run."""

from __future__ import annotations

from dataclasses import replace

import pytest

from playground import gallery
from playground.runs import events, store
from playground.runs.commands import Command
from playground.ui.bench.step_player import PHASES, StepPlayback
from tests.support.recorded import record
from tests.unit.pages.conftest import opened
from tests.unit.pages.test_film import sent


@pytest.fixture
def run(home) -> store.Run:
    """A GAN that holds after a step that was taken apart."""
    made = store.default().create(gallery.get("gan-ring").experiment)
    found = record("points_against", store.Store(home / "recorded"))
    file = found.history.newest_frame("parts")[1]
    kept = made.folder / made.frame_file("parts", 1)
    kept.parent.mkdir(parents=True)
    kept.write_bytes((found.run.folder / file).read_bytes())
    at = {"time": 1.0, "step": 1}
    rates = {"generator": 0.001, "discriminator": 0.001}
    made.append_events(
        replace(found.history.start_event, step=0, epoch=0),
        events.StepsDone(
            **at | {"step": [1]}, logs={}, learning_rate=0.001, steps_per_second=1.0, learning_rates=rates
        ),
        events.Frame(**at, name="parts", epoch=0, file=made.frame_file("parts", 1)),
        events.StateChanged(time=1.0, state="paused"),
    )
    return made


def commands(run: store.Run) -> list[Command]:
    return run.read_commands()[0]


@pytest.fixture
def slow(app, run):
    """The bench with the picture of one step."""
    app.session_state["show_picture"] = "slowly"
    app.query_params["run"] = run.id
    opened(app, "bench")
    assert not app.exception
    return app


def test_each_part_has_its_name_its_picture_and_its_numbers(slow):
    assert "points comes from the data" in sent(slow, "figure_slowly")["alt"]
    slow.button(key="slow_moved").click().run()
    assert not slow.exception
    assert "Its loss on the same noise: 0.8, then 0.7" in sent(slow, "figure_slowly")["alt"]
    assert any("Its loss on the same noise" in one.body for one in slow.get("html") if getattr(one, "body", None))


def test_playing_is_begun_and_held(slow, run):
    slow.button(key="slow_play").click().run()
    assert slow.session_state["slowly"].playing
    assert commands(run) == [], "the step that is there is shown before another is asked for"
    slow.button(key="slow_play").click().run()
    assert not slow.session_state["slowly"].playing


def test_who_learns_is_told_to_the_run(slow, run, monkeypatch):
    monkeypatch.setattr("playground.ui.bench.live_params.AT_ONCE", 0.0)
    slow.segmented_control(key="who_learns").set_value("generator").run()
    assert not slow.exception
    assert commands(run) == [Command("turn", "learns", "generator")]


def test_a_learning_rate_of_one_network_is_told_to_the_run(slow, run, monkeypatch):
    monkeypatch.setattr("playground.ui.bench.live_params.AT_ONCE", 0.0)
    (slider,) = [
        one
        for one in slow.select_slider
        if one.key and one.key.endswith("dial_rate." + run.id + ".learning_rate.generator")
    ]
    slider.set_value(-2.0).run()
    assert not slow.exception
    assert commands(run) == [Command("turn", "learning_rate.generator", 0.01)]


def test_the_next_step_is_asked_for_while_the_page_is_drawn_and_nothing_else(slow, run, monkeypatch):
    """Streamlit lets only callbacks ask for other parts of a page."""
    asked: list[object] = []
    monkeypatch.setattr("playground.ui.bench.step_player.redraw", asked.append)
    slow.session_state["slowly"] = StepPlayback(phase=len(PHASES) - 1, playing=True, since=-1e6, step=1)
    slow.run()
    assert not slow.exception
    assert commands(run) == [Command("step")]
    assert not asked
