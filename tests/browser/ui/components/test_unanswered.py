"""What a hand last asked for is answered, whatever is lost on the way: the components that ask, without Streamlit."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from playwright.sync_api import Page

from playground.ui.components import bundles, example_strip, latent_sliders, scrubber

MOUNT = """async ([html, program]) => {
  window.program ??= await import(program);
  window.end?.();
  document.body.innerHTML = `<div>${html}</div>`;
  window.sent = [];
  const parentElement = document.body.firstElementChild;
  const setStateValue = (name, value) => window.sent.push(value);
  window.show = (data) => (window.end = window.program.default({ data, parentElement, setStateValue }));
}"""
WORDS = {"step": "step {step}", **dict.fromkeys(("title", "play", "pause", "now", "first", "newest"), "word")}
LATER = 60_000
"""Milliseconds of the page's own clock, in which everything that can be sent again is."""


def mount(page: Page, html: str, name: str) -> None:
    """The component alone on a page, as if made anew: what it asks for is kept, and what it is shown is *show*."""
    program = base64.b64encode(bundles.load(name).js).decode()
    page.evaluate(MOUNT, [html, f"data:text/javascript;base64,{program}"])


def show(page: Page, **data: Any) -> None:
    page.evaluate("data => { window.show(data) }", data)


def sent(page: Page) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate("window.sent")
    return found


def slider(page: Page) -> None:
    mount(page, scrubber._HTML, "scrubber")


def film(page: Page, turn: int, shown_step: int | None, film: str = "1") -> None:
    show(page, steps=[0, 10, 20], shown_step=shown_step, film=film, turn=turn, words=WORDS)


def valued(page: Page) -> str:
    return page.get_by_role("slider").get_attribute("aria-valuetext") or ""


@pytest.fixture
def page(tab: Page) -> Page:
    tab.clock.install()
    tab.goto("about:blank")
    return tab


def test_a_seek_is_repeated_until_it_is_answered(page: Page) -> None:
    slider(page)
    film(page, 0, None)
    page.get_by_role("slider").press("Home")
    assert [one["step"] for one in sent(page)] == [0]
    film(page, 0, None)  # What was drawn before it was heard.
    page.clock.run_for(LATER)
    asked = sent(page)
    assert len(asked) > 1
    assert {one["step"] for one in asked} == {0}
    assert [one["turn"] for one in asked] == list(range(1, len(asked) + 1)), "Streamlit hears only what has changed"
    assert valued(page) == "step 0", "the hand stays where it was put"

    page.get_by_role("slider").press("ArrowRight")  # Waits for the answer.
    assert sent(page) == asked
    film(page, 1, 0)  # Each is an answer to all of them.
    page.clock.run_for(200)
    assert [one["step"] for one in sent(page)[len(asked) :]] == [10]
    film(page, sent(page)[-1]["turn"], 10)
    answered = sent(page)
    page.clock.run_for(LATER)
    assert sent(page) == answered
    assert valued(page) == "step 10"


def test_a_slider_that_is_made_anew_goes_on_asking_but_not_for_another_film(page: Page) -> None:
    slider(page)
    film(page, 0, None)
    page.get_by_role("slider").press("Home")
    page.get_by_role("slider").press("ArrowRight")  # Not sent yet.
    slider(page)
    film(page, 0, None)
    assert [(one["film"], one["step"]) for one in sent(page)] == [("1", 10)]
    film(page, 0, None, film="2")
    page.clock.run_for(LATER)
    assert len(sent(page)) == 1
    slider(page)
    film(page, 0, None, film="1")
    assert sent(page) == []


def test_an_example_that_was_chosen_is_repeated_until_it_is_answered(page: Page) -> None:
    mount(page, example_strip._HTML, "example_strip")
    data = {"items": [{"name": name, "label": name} for name in "abc"], "film": "f", "title": "From"}
    show(page, **data, selected="a", turn=0)
    page.get_by_role("radio", name="b").click()
    show(page, **data, selected="a", turn=0)  # What was drawn before it was heard.
    page.keyboard.press("ArrowRight")
    page.clock.run_for(LATER)
    asked = sent(page)
    assert [one["name"] for one in asked[:3]] == ["b", "c", "c"]
    assert [one["turn"] for one in asked] == list(range(1, len(asked) + 1))
    show(page, **data, selected="c", turn=2)
    page.clock.run_for(LATER)
    assert sent(page) == asked


def test_a_place_among_codes_is_repeated_until_it_is_answered(page: Page) -> None:
    mount(page, latent_sliders._HTML, "latent_sliders")
    row = {"number": 0, "name": "z", "use": "1", "share": 1, "low": 0, "high": 10}
    words = dict.fromkeys(("title", "picture", "slider", "reset", "more", "fewer"), "word")
    data = {"film": "f", "caption": "", "is_pending": False, "picture": None, "first": 1}
    data |= {"code": [0], "start": [0], "rows": [row], "words": words}
    show(page, **data, turn=0)
    for value in ("1", "2", "3"):
        page.get_by_role("slider").fill(value)
    page.clock.run_for(LATER)
    asked = sent(page)
    assert len(asked) > 1
    assert {tuple(one["code"]) for one in asked} == {(1,)}
    show(page, **data, turn=1)
    assert [one["code"] for one in sent(page)[len(asked) :]] == [[3]], "the last that was wanted"
    show(page, **data, turn=sent(page)[-1]["turn"])
    answered = sent(page)
    page.clock.run_for(LATER)
    assert sent(page) == answered
