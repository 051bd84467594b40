import pytest

from playground import events, gallery, store
from playground.i18n import Text
from playground.problems import Problem, Repair
from playground.specs import changed
from playground.ui import draft as drafts
from tests.pages.conftest import opened, words
from tests.recorded import record

PAGES = ("shelf", "bench", "data", "runs")


def shown(app, recorded, experiment=None):
    """The bench over a recorded run."""
    draft = drafts.new(experiment or recorded.run.experiment(), recorded.run.id)
    drafts.save(draft)
    app.query_params["draft"] = draft.id
    return opened(app, "bench"), draft.id


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_for_somebody_who_was_never_here(app, page, language):
    app.query_params["lang"] = language
    opened(app, page)
    assert not app.exception
    assert "not expect" not in words(app)
    assert "没有料到" not in words(app)


def test_the_shelf_has_a_card_for_each_entry_and_opens_it(app):
    app.run()
    for entry in gallery.all_entries():
        assert app.button(key=f"open_{entry.name}")
    app.button(key="open_mlp-iris").click().run()
    draft = drafts.load(app.session_state["draft_id"])
    assert draft.experiment == gallery.get("mlp-iris").experiment


def test_train_makes_a_run_of_what_is_on_the_bench(app, noting):
    opened(app, "bench")
    app.button(key="primary").click().run()
    assert not app.exception
    (run,) = store.default().runs()
    assert (run.id, None, False) in noting.trained
    assert run.experiment() == gallery.get("mlp-spirals").experiment


def test_a_step_begins_a_run_that_holds_before_its_first_step(app, noting):
    opened(app, "bench")
    app.button(key="step").click().run()
    (run,) = store.default().runs()
    assert noting.trained[-1] == (run.id, None, True)
    assert [command.verb for command in run.received()[0]] == ["pause", "step"]


@pytest.mark.parametrize("case", ["points_binary", "images", "table_regression"])
def test_the_bench_tells_a_finished_run(app, case):
    recorded = record(case, store.default())
    shown(app, recorded)
    assert not app.exception
    said = words(app)
    assert "done in" in said
    assert "test " in said


def test_a_failed_run_tells_why_and_its_repair_changes_the_document(app):
    recorded = record("points_binary", store.default())
    repair = {"do": "set", "path": "optimizer.params.learning_rate", "value": 0.001}
    problem = Problem("nan", Text("The loss is no number."), repairs=(Repair(Text("Lower it"), (repair,)),))
    recorded.run.append(events.StateChanged(time=1.0, state="failed", problem=problem.to_json()))
    _app, draft_id = shown(app, recorded)
    assert "The loss is no number." in words(app)
    app.button(key="repair_0").click().run()
    assert drafts.load(draft_id).experiment.optimizer.params["learning_rate"] == 0.001


def test_a_run_of_other_data_is_not_taken_for_this_one(app):
    recorded = record("points_binary", store.default())
    moved = changed(recorded.run.experiment(), "data.params", {"noise": 0.45})
    shown(app, recorded, moved)
    assert "done in" not in words(app)


def test_the_runs_page_lists_them_and_says_when_there_are_none(app):
    opened(app, "runs")
    assert "kept here" in words(app)
    recorded = record("points_binary", store.default())
    opened(app, "runs")
    (table,) = app.dataframe
    assert len(table.value) == 1
    assert recorded.run.experiment().data.name in table.value.to_string()
