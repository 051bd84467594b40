import pytest

from playground import gallery, lessons
from playground.core.i18n import Text
from playground.core.problems import Problem, Repair
from playground.experiment.spec import with_value
from playground.runs import events, store
from playground.ui.app import draft as drafts
from tests.support.recorded import record
from tests.unit.pages.conftest import opened, words

PAGES = ("shelf", "bench", "studio", "data", "runs", "lessons")


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


def test_a_run_that_has_no_worker_yet_says_what_it_waits_for(app, noting):
    opened(app, "bench")
    app.button(key="primary").click().run()
    assert "getting ready" in words(app)
    assert "in the queue" not in words(app)
    (run,) = store.default().runs()
    noting.queued = ("somebody-else", run.id)
    app.run()
    assert "no. 2 in the queue" in words(app)


@pytest.mark.parametrize("name", ["vae-digits", "mlp-spirals"])
def test_a_widget_that_says_again_what_it_shows_changes_nothing(app, name):
    """As browsers do after another language was chosen, or when a run of the page was broken off: Streamlit has no
    state of a widget yet, and calls back for what comes."""
    experiment = gallery.get(name).experiment
    rule = {"monitor": "loss", "patience": 3}
    rate = {"name": "Adam", "params": {"learning_rate": 0.002}, "schedule": {"name": "CosineDecay"}}
    experiment = with_value(with_value(experiment, "training.early_stopping", rule), "optimizer", rate)
    draft = drafts.new(experiment)
    drafts.save(draft)
    app.query_params["draft"] = draft.id
    opened(app, "bench")
    state = app.session_state._state._state
    again = {"pick_family", "pick_loss", "metrics_picked", "pick_optimizer", "pick_schedule", "early_stopping_on"}
    for widget in [*app.radio, *app.selectbox, *app.toggle, *app.button_group]:
        if widget.key in again:
            widget.set_value(widget.value)
            state._new_session_state.pop(widget.key, None)
            state._old_state.pop(widget.proto.id, None)
    app.run()
    assert not app.exception
    assert drafts.load(draft.id).experiment == experiment
    assert not drafts.load(draft.id).past


@pytest.mark.parametrize("case", ["points_binary", "points_drawn"])
def test_what_ticks_takes_nothing_back_that_is_being_set(app, case):
    """A slider that is dragged while a run trains goes back where the page sends it its value, the same one, anew."""
    recorded = record(case, store.default(), state="paused", until_epoch=1)
    recorded.run.append_events(events.LiveParamChanged(time=1.0, step=1, dial="tempo", value="20 steps"))
    shown(app, recorded)
    first = {widget.key for widget in _set_by_page(app)}
    assert any("tempo_rate" in key for key in first), first
    app.run()
    assert not app.exception
    ticking = ("tempo_", "network_view", "who_learns", "option.", "picture", "curve_")
    again = [widget.key for widget in _set_by_page(app) if widget.key.startswith(ticking)]
    assert not again


def _set_by_page(app):
    """The widgets to which the last run of the page has sent a value, over the one that they show."""
    kinds = (app.radio, app.select_slider, app.slider, app.selectbox, app.toggle, app.button_group)
    return [widget for kind in kinds for widget in kind if widget.proto.set_value]


def test_a_step_begins_a_run_that_holds_before_its_first_step(app, noting):
    opened(app, "bench")
    app.button(key="step").click().run()
    (run,) = store.default().runs()
    assert noting.trained[-1] == (run.id, None, True)
    sent = [(command.verb, command.value) for command in run.read_commands()[0]]
    assert sent == [("pause", None), ("turn", "20 epochs"), ("step", None)], "the tempo that suits a network on a plane"


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
    recorded.run.append_events(events.StateChanged(time=1.0, state="failed", problem=problem.to_json()))
    _app, draft_id = shown(app, recorded)
    assert "The loss is no number." in words(app)
    app.button(key="repair_0").click().run()
    assert drafts.load(draft_id).experiment.optimizer.params["learning_rate"] == 0.001


def collapsed():
    """A run of a GAN that draws one cluster of eight."""
    run = store.default().create(gallery.get("gan-ring-collapsed").experiment)
    run.append_events(
        events.StateChanged(time=1.0, state="running"),
        *(
            events.SamplesScored(time=1.0, step=step, epoch=1, metrics={"modes": 1.0})
            for step in range(1_500, 4_000, 500)
        ),
        events.StateChanged(time=2.0, state="complete"),
    )
    return run


def test_a_sign_stands_beside_the_picture_and_its_repair_is_taken_once(app):
    run = collapsed()
    draft = drafts.new(run.experiment(), run.id)
    drafts.save(draft)
    app.query_params["draft"] = draft.id
    opened(app, "bench")
    assert words(app).count("role='status'") == 1
    assert "at most 1 of 8 modes" in words(app)
    app.button(key="sign_repair_0").click().run()
    assert not app.exception
    changed_to = drafts.load(draft.id)
    assert changed_to.experiment.optimizers["generator"].params == {"learning_rate": 0.001, "beta_1": 0.5}
    assert changed_to.with_undo().experiment == draft.experiment
    assert "train it again" in words(app)
    assert not [button for button in app.button if button.key == "sign_repair_0"]


def test_a_sign_offers_no_repair_to_a_document_of_another_family(app):
    run = collapsed()
    draft = drafts.new(with_value(run.experiment(), "family", "wgan_gp"), run.id)
    drafts.save(draft)
    app.query_params["draft"] = draft.id
    opened(app, "bench")
    assert "at most 1 of 8 modes" in words(app)
    assert not [button for button in app.button if button.key == "sign_repair_0"]


def with_selected_rows(app, *rows):
    app.session_state["runs_table"] = {"selection": {"rows": list(rows), "columns": [], "cells": []}}
    return app.run()


def test_a_run_is_opened_from_its_row(app):
    recorded = record("points_binary", store.default())
    opened(app, "runs")
    with_selected_rows(app, 0)
    next(button for button in app.button if button.label == "Open on the workbench").click().run()
    assert not app.exception
    assert drafts.load(app.session_state["draft_id"]).run == recorded.run.id


def test_runs_are_deleted_once_that_was_said_twice(app):
    for case in ("points_binary", "images"):
        record(case, store.default())
    kept = next(iter(store.default().runs())).id
    opened(app, "runs")
    with_selected_rows(app, 1)
    next(button for button in app.button if button.label == "Delete").click().run()
    assert "1 runs go for good" in words(app)
    next(button for button in app.button if button.label == "Delete for good").click().run()
    assert not app.exception
    assert [run.id for run in store.default().runs()] == [kept]


def test_a_run_of_other_data_is_not_taken_for_this_one(app):
    recorded = record("points_binary", store.default())
    moved = with_value(recorded.run.experiment(), "data.params", {"noise": 0.45})
    shown(app, recorded, moved)
    assert "done in" not in words(app)


def test_the_runs_page_lists_them_and_says_when_there_are_none(app):
    opened(app, "runs")
    assert "kept here" in words(app)
    record("points_binary", store.default())
    opened(app, "runs")
    (table,) = app.dataframe
    assert len(table.value) == 1
    assert {"Spirals", "accuracy 100.0 %"} <= set(table.value.iloc[0])


@pytest.mark.parametrize("name", lessons.all_lessons())
def test_a_lesson_opens_at_its_address_and_opens_its_experiment(app, name):
    app.query_params["lesson"] = name
    opened(app, "lessons")
    lesson = lessons.get(name)
    assert f"<h1>{lesson.title}</h1>" in words(app)
    assert app.get("latex") or lesson.formula in words(app)
    app.button(key="open_lesson").click().run()
    assert not app.exception
    assert drafts.load(app.session_state["draft_id"]).experiment == lesson.experiment()


def test_a_lesson_is_told_in_chinese_throughout(app):
    app.query_params["lesson"] = "dense"
    app.query_params["lang"] = "zh"
    opened(app, "lessons")
    said = words(app)
    assert "全连接层" in said
    assert "在工作台上看什么" in said
    assert "lessons?lesson=convolution&amp;lang=zh" in said


def network_view(app):
    return next(group for group in app.button_group if (group.key or "").startswith("network_view"))


def test_a_reload_finds_the_network_as_it_was_shown(app):
    opened(app, "bench")
    assert network_view(app).value == "stack"
    network_view(app).set_value("graph").run()
    assert not app.exception
    assert app.query_params["view"] in ("graph", ["graph"])
    del app.session_state["network_shown"]  # A reload is another session at the same address.
    app.run()
    assert network_view(app).value == "graph"
    app.query_params["view"] = "of the sea"
    app.run()
    assert network_view(app).value == "stack"
