"""The form shows the document, sends what was set, and refuses what a parameter refuses."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from playground.core.params import Float, Int, IntTuple
from playground.ui.app.forms import is_slider, parse_widget


def app() -> None:
    import streamlit as st

    from playground.core.params import Bool, Choice, Float, Int, IntTuple, Name, NameList
    from playground.ui.app.forms import param_form

    params = (
        Int(name="units", label="units", help="How many units.", default=8, low=1, high=4096),
        Int(name="seed", label="seed", help="", default=0, low=0, high=9, step=1),
        Float(name="rate", label="rate", help="", default=0.001, low=0.0, high=10.0, log=True, open_low=True),
        Float(name="noise", label="noise", help="", default=0.1, low=0.0, high=1.0, step=0.05),
        Float(name="clip", label="clip", help="", default=None, low=0.0, high=10.0, optional=True),
        Bool(name="bias", label="bias", help="", default=True),
        Choice(name="kind", label="kind", help="", default="a", options=("a", "b"), labels=("Ay", "Bee")),
        Choice(name="maybe", label="maybe", help="", default=None, options=("a", "b"), optional=True),
        IntTuple(name="kernel", label="kernel", help="", default=(3, 3), low=1, high=9, length=2),
        Name(name="target", label="target", help="", default=""),
        NameList(name="features", label="features", help="", advanced=True),
    )
    state = st.session_state
    state.setdefault("document", {})
    if st.button("undo"):
        state["document"] = {}
    param_form(
        params,
        state["document"],
        key="form",
        on_change=lambda values: state.update(document=values),
        options={"target": ["x", "y"]},
        columns=2,
    )


def run() -> AppTest:
    test = AppTest.from_function(app, default_timeout=60).run()
    assert not test.exception, test.exception
    return test


def test_every_kind_of_parameter_has_its_widget_and_starts_from_the_default() -> None:
    test = run()
    assert test.number_input(key="form.units").value == 8
    assert test.slider(key="form.seed").value == 0
    assert test.number_input(key="form.rate").value == 0.001
    assert test.slider(key="form.noise").value == 0.1
    assert test.number_input(key="form.clip").value is None
    assert test.toggle(key="form.bias").value is True
    assert test.selectbox(key="form.kind").options == ["Ay", "Bee"]
    assert test.selectbox(key="form.maybe").value is None
    assert test.text_input(key="form.kernel").value == "3, 3"
    assert test.selectbox(key="form.target").options == ["x", "y"]
    assert [block.label for block in test.expander] == ["More"]
    assert test.session_state["document"] == {}


def test_what_is_set_reaches_the_document_and_only_that() -> None:
    test = run()
    test.number_input(key="form.units").set_value(16).run()
    test.text_input(key="form.kernel").set_value("5 x 3").run()
    test.selectbox(key="form.maybe").set_value("b").run()
    test.multiselect(key="form.features").set_value([]).run()
    assert test.session_state["document"] == {"units": 16, "kernel": [5, 3], "maybe": "b"}


def test_undo_in_the_document_changes_the_form() -> None:
    test = run()
    test.number_input(key="form.units").set_value(16).run()
    test.slider(key="form.noise").set_value(0.5).run()
    test.button[0].click().run()
    assert test.number_input(key="form.units").value == 8
    assert test.slider(key="form.noise").value == 0.1


def test_what_the_parameter_refuses_stays_out_of_the_document_and_is_told_at_the_field() -> None:
    test = run()
    test.text_input(key="form.kernel").set_value("3, three").run()
    assert test.session_state["document"] == {}
    assert test.text_input(key="form.kernel").value == "3, three"
    assert any("whole numbers" in caption.value for caption in test.caption)
    test.text_input(key="form.kernel").set_value("4").run()
    assert test.session_state["document"] == {}
    assert any("list of 2" in caption.value for caption in test.caption)
    test.text_input(key="form.kernel").set_value("4, 4").run()
    assert test.session_state["document"] == {"kernel": [4, 4]}
    assert not any("whole" in caption.value for caption in test.caption)


def test_a_document_with_values_out_of_bounds_and_unknown_names_is_shown_and_told() -> None:
    test = AppTest.from_function(app, default_timeout=60)
    test.session_state["document"] = {"units": 10**9, "noise": "high", "colour": 1}
    test.run()
    assert not test.exception
    said = " ".join(caption.value for caption in test.caption)
    assert "from 1 to 4096" in said
    assert "must be a number" in said
    assert "colour" in said


def test_sliders_are_for_few_even_steps() -> None:
    assert is_slider(Int(name="a", label="a", help="", low=0, high=50, step=1))
    assert not is_slider(Int(name="a", label="a", help="", low=0, high=50_000))
    assert not is_slider(Float(name="a", label="a", help="", low=0, high=1, step=0.1, log=True))


def test_read_ints() -> None:
    ints = IntTuple(name="k", label="k", help="", low=1, high=9, optional=True)
    assert parse_widget(ints, "(3, 3)") == ([3, 3], None)
    assert parse_widget(ints, "")[0] is None
    assert parse_widget(ints, "a")[1] is not None
