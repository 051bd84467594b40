"""What an earlier version of the app left in a home opens in this one: runs, drafts, blocks, uploads, addresses."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from playground import datasets
from playground.checks.check import check_experiment
from playground.experiment import saved_blocks
from playground.runs import events, history, store
from playground.ui.app import draft as drafts
from tests.unit.pages.conftest import opened, words


def finished(old_home: Path) -> list[store.Run]:
    return list(store.default().runs())


def test_its_runs_tell_what_they_told(old_home: Path) -> None:
    runs = finished(old_home)
    assert len(runs) == len(list((old_home / "runs").iterdir()))
    for run in runs:
        lines = (run.folder / "events.jsonl").read_text("utf-8").splitlines()
        happened, _position = run.read_events()
        assert len(happened) == len(lines), "no kind of event was forgotten"
        assert [events.encode(event) for event in happened] == lines, "nor a field of one"
        known = history.fold(happened)
        assert known.state == "complete"
        assert known.test_event is not None
        assert known.test_event.metrics
        assert known.by_step["loss"].x


def test_each_frame_of_its_runs_is_there_and_holds_arrays(old_home: Path) -> None:
    for run in finished(old_home):
        frames = history.fold(run.read_events()[0]).frames
        assert frames
        for name, by_step in frames.items():
            for file in by_step.values():
                assert history.load_frame(run.folder, file), f"{run.id}: {name}"


def test_its_experiments_are_found_right(old_home: Path) -> None:
    for run in finished(old_home):
        experiment = run.experiment()
        assert not check_experiment(experiment, datasets.describe(experiment.data)).problems


def test_its_drafts_are_as_they_were_with_their_past(old_home: Path) -> None:
    loaded = [drafts.load(file.stem) for file in sorted((old_home / "drafts").iterdir())]
    assert all(loaded)
    assert any(draft is not None and draft.past for draft in loaded)
    for draft in loaded:
        assert draft is not None
        if draft.past:
            assert draft.with_undo().with_redo().experiment == draft.experiment


def test_its_blocks_are_on_the_palette(old_home: Path) -> None:
    found = saved_blocks.load_all()
    assert not found.problems
    assert len(found.blocks) == len(list((old_home / "blocks").glob("*.json")))


def test_its_uploads_are_read(old_home: Path) -> None:
    loaded = [drafts.load(file.stem) for file in (old_home / "drafts").iterdir()]
    own = [draft.experiment.data for draft in loaded if draft is not None and "file" in draft.experiment.data.params]
    assert own
    for data in own:
        assert datasets.prepare(data).info.train_examples > 0


@pytest.mark.parametrize("page", ["bench", "studio", "runs"])
def test_its_addresses_open(old_home: Path, app: AppTest, page: str) -> None:
    for draft in (old_home / "drafts").iterdir():
        app.query_params["draft"] = draft.stem
        opened(app, page)
        assert not app.exception
        assert "not expect" not in words(app)
