"""Scrubbing without a browser: which moment is drawn, and what brings it back to now."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from playground import figures
from playground.figures.base import RunView
from playground.runs import events, store
from playground.ui.bench import frame_slider
from playground.ui.components import bundles, scrubber
from tests.support.recorded import record
from tests.unit.pages.test_pages import shown


def sent(app, key: str) -> dict:
    """What the newest run of the page sent to the component *key*."""
    protos = [element.proto for element in app.get("bidi_component")]
    (proto,) = [proto for proto in protos if proto.id.endswith(f"-{key}")]
    return json.loads(proto.json or proto.mixed.json)


def seek(app, step: int | None) -> None:
    """What the slider's callback does, and the run after it."""
    app.session_state["film"] = replace(app.session_state["film"], step=step)
    app.run()
    assert not app.exception


@pytest.fixture
def recorded(home):
    return record("points_binary", store.default(), state="running", until_epoch=30)


def told(recorded, step: int) -> str:
    """What the figure says of the plane after *step*."""
    figure = figures.get("boundary")
    return _of_plane(figure.alt_text(figure.compute(recorded.context(step=step))))


def said(app) -> str:
    return _of_plane(sent(app, "figure_boundary")["alt"])


def _of_plane(words: str) -> str:
    """The page's points are not the recorded ones, so their sentences are left out."""
    return words.partition(" Of the training points")[0]


def test_the_bench_shows_the_moment_that_was_asked_for(app, recorded):
    shown(app, recorded)
    steps = list(recorded.history.frames["field"])
    assert sent(app, "scrubber")["steps"] == steps
    assert sent(app, "scrubber")["shown_step"] is None
    assert said(app) == told(recorded, steps[-1])
    seek(app, steps[2])
    assert sent(app, "scrubber")["shown_step"] == steps[2]
    assert said(app) == told(recorded, steps[2])
    assert sent(app, "figure_boundary")["film"]
    seek(app, None)
    assert said(app) == told(recorded, steps[-1])


def test_what_a_training_adds_does_not_move_the_past(app, recorded):
    shown(app, recorded)
    steps = list(recorded.history.frames["field"])
    seek(app, steps[1])
    file = recorded.run.frame_file("field", 9999)
    first = recorded.run.folder / recorded.history.frames["field"][0]
    (recorded.run.folder / file).write_bytes(first.read_bytes())
    recorded.run.append_events(events.Frame(time=1.0, name="field", step=9999, epoch=31, file=file))
    app.run()
    assert sent(app, "scrubber")["steps"] == [*steps, 9999]
    assert said(app) == told(recorded, steps[1])
    seek(app, None)
    assert said(app) == told(recorded, 9999)


def test_a_frame_that_was_thinned_between_two_looks_gives_way_to_the_one_before(app, recorded):
    shown(app, recorded)
    steps = list(recorded.history.frames["field"])
    seek(app, steps[3])
    (recorded.run.folder / recorded.history.frames["field"][steps[3]]).unlink()
    recorded.run.append_events(events.FramesDeleted(time=1.0, name="field", steps=[steps[3]]))
    app.run()
    assert not app.exception
    assert steps[3] not in sent(app, "scrubber")["steps"]
    assert said(app) == told(recorded, steps[2])


def test_another_picture_and_another_run_begin_at_now(app, recorded):
    shown(app, recorded)
    seek(app, 0)
    before = sent(app, "scrubber")["film"]
    for picture in ("neuron", "boundary"):
        app.session_state["show_picture"] = picture
        app.run()
        assert sent(app, "scrubber")["shown_step"] is None
        assert sent(app, "scrubber")["film"] != before
    seek(app, 0)
    other = record("points_binary", store.default())
    app.query_params["run"] = other.run.id
    app.run()
    assert app.session_state["film"].run == other.run.id
    assert sent(app, "scrubber")["shown_step"] is None


def test_one_frame_is_no_film_but_its_place_is_kept(app, home):
    shown(app, record("points_binary", store.default(), state="running", until_epoch=0))
    assert sent(app, "scrubber")["steps"] == []
    assert not sent(app, "figure_boundary")["film"]


@pytest.mark.parametrize(
    ("asked", "heard"),
    [
        ({"film": "3", "step": 7, "turn": 1}, [7]),
        ({"film": "3", "step": None, "turn": 1}, [None]),
        ({"film": "2", "step": 7, "turn": 1}, []),
        ({"film": "3", "step": "x", "turn": 1}, []),
        ({"film": "3", "step": True}, []),
        ("nonsense", []),
        (None, []),
    ],
)
def test_only_what_was_asked_of_this_film_is_heard(asked, heard, monkeypatch):
    monkeypatch.setattr("streamlit.session_state", {"key": {"seek": asked}})
    steps: list[int | None] = []
    scrubber._handle_seek("key", "3", steps.append)
    assert steps == heard


def test_the_slider_keeps_its_height(tmp_path: Path):
    css = bundles.load("scrubber").css or ""
    assert f".scrubber {{ height: {scrubber.HEIGHT}px" in css
    assert frame_slider.HEIGHT == scrubber.HEIGHT


def test_each_figure_of_the_page_is_computed_once(app, recorded, monkeypatch):
    computed: Counter[str] = Counter()
    fitting = figures.figures_for

    def counted(figure: figures.Figure) -> figures.Figure:
        def compute(view: RunView) -> object:
            computed[figure.name] += 1
            return figure.compute(view)

        return replace(figure, compute=compute)

    monkeypatch.setattr(figures, "figures_for", lambda info: [counted(figure) for figure in fitting(info)])
    shown(app, recorded)
    computed.clear()
    app.run()
    assert not app.exception
    assert computed == {"boundary": 1, "loss": 1, "metric": 1}
