"""Going back in time on the bench: the slider under the picture, by mouse and keyboard, and the film that is saved."""

from __future__ import annotations

import base64
import io
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from playground.runs.store import Store
from tests.support.browser import PATIENCE, open_page, serve
from tests.support.recorded import record

PLOT = ".st-key-figure_reconstructions .live-figure-plot"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory):
    home = tmp_path_factory.mktemp("home")
    recorded = record("images_back", Store(home / "runs"))
    plane = record("points_binary", Store(home / "runs"))
    with serve("app.py", PLAYGROUND_HOME=str(home)) as address:
        yield f"{address}/bench?run={recorded.run.id}", recorded, f"{address}/bench?run={plane.run.id}"


@pytest.fixture
def page(run, tab: Page) -> Page:
    open_page(tab, run[0])
    expect(slider(tab)).to_be_visible(timeout=PATIENCE)
    expect(tab.locator(PLOT)).to_have_attribute("aria-label", told(run, 40), timeout=PATIENCE)
    return tab


def slider(page: Page):
    return page.get_by_role("slider", name="Time")


def told(run, epoch: int) -> str:
    """What the figure says of itself after *epoch*."""
    from playground import figures

    recorded = run[1]
    steps = recorded.history.frames["reconstructions"]
    figure = figures.get("reconstructions")
    return figure.alt_text(figure.compute(recorded.context(step=list(steps)[epoch // 5])))


def says(page: Page, words: str) -> None:
    expect(page.locator(PLOT)).to_have_attribute("aria-label", words, timeout=PATIENCE)


def given_back(page: Page) -> np.ndarray:
    """The pixels of the first picture that came back, as the browser has them."""
    source = page.evaluate(f"document.querySelector('{PLOT}').layout.images[10].source")
    image = Image.open(io.BytesIO(base64.b64decode(source.partition(",")[2])))
    factor = image.width // 8
    return np.asarray(image)[::factor, ::factor]


def frame(run, step: int) -> np.ndarray:
    recorded = run[1]
    with np.load(recorded.run.folder / recorded.history.frames["reconstructions"][step]) as stored:
        return stored["output"][0, ..., 0]


def test_the_untrained_picture_is_one_drag_away_and_now_leads_back(page: Page, run) -> None:
    steps = list(run[1].history.frames["reconstructions"])
    before = page.locator(".st-key-curve_0, .st-key-head_curve_0").first.bounding_box()
    box = slider(page).bounding_box()
    page.mouse.move(box["x"] + box["width"] - 7, box["y"] + 8)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 8, steps=4)
    page.mouse.move(box["x"] + 2, box["y"] + 8, steps=4)
    page.mouse.up()
    says(page, told(run, 0))
    page.wait_for_function(f"document.querySelector('{PLOT}').layout.images.length >= 11")
    np.testing.assert_array_equal(given_back(page), frame(run, 0))
    assert slider(page).get_attribute("aria-valuetext") == "step 0"
    assert page.locator(".st-key-curve_0, .st-key-head_curve_0").first.bounding_box() == before
    page.get_by_role("button", name="now", exact=True).click()
    says(page, told(run, 40))
    assert slider(page).get_attribute("aria-valuetext") == f"now, step {steps[-1]:,}"


def test_by_keyboard_frame_by_frame_and_play_rests_at_now(page: Page, run) -> None:
    steps = list(run[1].history.frames["reconstructions"])
    slider(page).focus()
    page.keyboard.press("Home")
    says(page, told(run, 0))
    page.keyboard.press("ArrowRight")
    says(page, told(run, 5))
    assert slider(page).get_attribute("aria-valuetext") == f"step {steps[1]:,}"
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="step 0", exact=True)).to_be_focused()
    page.evaluate(f"""() => {{ window.seen = [];
        new MutationObserver(() => window.seen.push(document.querySelector('{PLOT}').getAttribute('aria-label')))
          .observe(document.querySelector('{PLOT}'), {{ attributes: true, attributeFilter: ['aria-label'] }}); }}""")
    page.get_by_role("button", name="play", exact=True).focus()
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="pause", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="play", exact=True)).to_be_visible(timeout=PATIENCE)
    says(page, told(run, 40))
    assert slider(page).get_attribute("aria-valuetext") == f"now, step {steps[-1]:,}"
    seen = list(dict.fromkeys(page.evaluate("window.seen")))
    assert [words for words in seen if words != told(run, 5)] == [told(run, epoch) for epoch in range(10, 45, 5)]


def test_the_space_that_plays_does_not_train(tab: Page, run) -> None:
    page = tab
    open_page(page, run[2])
    primary = page.locator(".st-key-primary button").first
    expect(primary).to_be_enabled(timeout=PATIENCE)
    slider(page).focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="play", exact=True).focus()
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="pause", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="play", exact=True)).to_be_visible(timeout=PATIENCE)
    expect(primary).to_contain_text("Train")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Space")
    # On a fast machine it is over before anybody looks.
    expect(primary).to_contain_text(re.compile("Pause|Continue"), timeout=PATIENCE)


def test_another_picture_begins_at_now(page: Page, run) -> None:
    slider(page).focus()
    page.keyboard.press("Home")
    says(page, told(run, 0))
    page.get_by_role("radio", name="Examples").click()
    expect(slider(page)).to_have_count(0, timeout=PATIENCE)
    page.get_by_role("radio", name="Reconstructions").click()
    says(page, told(run, 40))


def test_the_film_is_saved(page: Page, run) -> None:
    page.locator(PLOT).hover()
    with page.expect_download(timeout=PATIENCE) as saved:
        page.get_by_role("button", name="Save all steps as an animation (GIF)").click()
    assert saved.value.suggested_filename == "reconstructions.gif"
    with Image.open(Path(saved.value.path())) as film:
        assert film.n_frames == len(run[1].history.frames["reconstructions"])
        assert min(film.size) >= 256


def test_after_an_edit_what_is_of_before_it_says_so_until_it_is_undone(page: Page) -> None:
    moment, marks = page.locator(".moment"), page.locator(".figure-title").filter(has_text="before the change")
    newest = page.locator(".scrubber .now")
    expect(moment).to_have_text(re.compile(r"^at step [\d,]+$"))
    titles = page.locator(".figure-title").count()
    page.locator(".editor .card").nth(1).click()
    page.keyboard.press("Delete")
    expect(moment).to_have_text(re.compile(r"^at step [\d,]+, before the change$"))
    expect(marks).to_have_count(titles)
    expect(newest).to_have_text("before the change")
    page.keyboard.press("Control+z")
    expect(moment).to_have_text(re.compile(r"^at step [\d,]+$"))
    expect(marks).to_have_count(0)
    expect(newest).to_have_text("now")
