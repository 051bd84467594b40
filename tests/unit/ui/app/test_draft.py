import pytest

from playground.experiment import spec
from playground.ui.app import draft as drafts


@pytest.fixture(autouse=True)
def _home(home):
    return home


def experiment(epochs=1):
    return spec.Experiment(
        data=spec.Data(name="spirals"),
        networks=(spec.stack(("Dense", {"units": 1})),),
        loss=spec.NamedParams(name="BinaryCrossentropy"),
        training=spec.Training(epochs=epochs),
    )


def test_undo_and_redo_walk_over_every_change():
    draft = drafts.new(experiment(1))
    for epochs in (2, 3):
        draft = draft.with_edit(experiment(epochs))
    assert draft.with_undo().with_undo().experiment == experiment(1)
    assert draft.with_undo().with_undo().with_undo().experiment == experiment(1)
    assert draft.with_undo().with_undo().with_redo().with_redo() == draft
    assert draft.with_undo().with_edit(experiment(9)).with_redo().experiment == experiment(9)


def test_a_change_to_the_same_is_none():
    draft = drafts.new(experiment())
    assert draft.with_edit(experiment()) is draft


def test_fifty_steps_are_kept():
    draft = drafts.new(experiment(1))
    for epochs in range(2, 80):
        draft = draft.with_edit(experiment(epochs))
    assert len(draft.past) == drafts.UNDO_STEPS


def test_a_draft_is_found_again_whole():
    draft = (
        drafts.new(experiment(1)).with_edit(experiment(2)).with_edit(experiment(3)).with_undo().with_run("20260101-x")
    )
    drafts.save(draft)
    assert drafts.load(draft.id) == draft
    drafts._cached_drafts.clear()  # As after a restart of the server.
    assert drafts.load(draft.id) == draft


def test_a_draft_that_another_process_saved_is_read_anew():
    draft = drafts.new(experiment(1))
    drafts.save(draft)
    kept = dict(drafts._cached_drafts)
    other = draft.with_edit(experiment(2))
    drafts.save(other)
    drafts._cached_drafts.clear()
    drafts._cached_drafts.update(kept)
    assert drafts.load(draft.id) == other


@pytest.mark.parametrize("name", ["", "../../x", "none12345678", "A" * 12])
def test_what_is_no_draft_is_none(name):
    assert drafts.load(name) is None


def test_a_broken_file_is_none():
    draft = drafts.new(experiment())
    drafts.save(draft)
    drafts._file(draft.id).write_text("{")
    assert drafts.load(draft.id) is None
