"""The live figure in Chromium: in place, kept, answered."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import expect

from tests.support.browser import open_page, serve, settled, until
from tests.support.fields import turned

if TYPE_CHECKING:
    from playwright.sync_api import Page

PLOT = ".live-figure .live-figure-plot"
DECODED = f"Promise.all([...document.querySelectorAll('{PLOT} .heatmaplayer image')].map(one => one.decode()))"
"""A picture that has come is not yet painted."""


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory):
    with serve("tests/support/figure_app.py", PLAYGROUND_HOME=str(tmp_path_factory.mktemp("home"))) as address:
        yield address


def _open(page: Page, address: str) -> None:
    open_page(page, address)
    page.wait_for_selector(".live-figure[data-draws]")


def _range(page: Page) -> list[float]:
    return page.evaluate(f"document.querySelector('{PLOT}')._fullLayout.xaxis.range.map(Number)")


def test_zoom_is_kept_over_twenty_updates_and_it_mounts_once(tab: Page, app: str) -> None:
    page = tab
    _open(page, f"{app}/?ticks=100")
    page.evaluate(f"document.querySelector('{PLOT}').dataset.mark = 'the same'")
    box = page.locator(f"{PLOT} .nsewdrag").first.bounding_box()
    page.mouse.move(box["x"] + 60, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 260, box["y"] + 150, steps=5)
    # Updates come in the middle of a drag, too.
    ticks = "Number(/tick ([0-9]+)/.exec(document.body.innerText)?.[1])"
    page.wait_for_function(f"{ticks} >= {page.evaluate(ticks)} + 3")
    page.mouse.move(box["x"] + 265, box["y"] + 150)
    page.mouse.up()

    def width() -> float:
        left, right = _range(page)
        return right - left

    until(page, lambda: width() < 120, "it is zoomed")
    zoomed = _range(page)
    before = int(page.locator(".live-figure").get_attribute("data-draws"))
    top = page.locator(".live-figure").bounding_box()
    page.wait_for_function(f"Number(document.querySelector('.live-figure').dataset.draws) >= {before} + 20")
    assert _range(page) == pytest.approx(zoomed)
    assert page.locator(".live-figure").get_attribute("data-mounts") == "1"
    assert page.locator(PLOT).get_attribute("data-mark") == "the same"
    assert page.locator(".live-figure").bounding_box() == top


def test_a_field_that_moved_is_painted_as_plotly_would_draw_it(tab: Page, app: str) -> None:
    page = tab
    _open(page, f"{app}/?heat=1")
    page.evaluate("""() => { const whole = Plotly.react; window.wholes = 0;
        Plotly.react = (...all) => { window.wholes += 1; return whole(...all); }; }""")
    before = page.locator(".live-figure").screenshot()
    page.get_by_role("button", name="turn").click()
    page.get_by_text("tick 30").wait_for()
    # What comes from Python is there before it is drawn.
    last = turned(30)[7, 9]
    page.wait_for_function(f"Math.abs(document.querySelector('{PLOT}').calcdata[0][0].z[7][9] - {last}) < 0.01")
    page.evaluate(DECODED)
    painted = page.locator(".live-figure").screenshot()
    assert page.evaluate("window.wholes") == 0
    hovered = page.evaluate(f"document.querySelector('{PLOT}').calcdata[0][0].z[7][9]")
    page.evaluate(f"Plotly.redraw(document.querySelector('{PLOT}'))")
    page.evaluate(DECODED)
    assert _differ(painted, page.locator(".live-figure").screenshot()) <= 3
    assert _differ(painted, before) > 50
    assert page.evaluate(f"document.querySelector('{PLOT}').calcdata[0][0].z[7][9]") == hovered


def _differ(one: bytes, other: bytes) -> int:
    """The largest difference of two pictures, in levels of one colour."""
    images = [Image.open(io.BytesIO(data)).convert("RGB") for data in (one, other)]
    return max(high for _, high in ImageChops.difference(*images).getextrema())


def test_a_click_gives_the_point_and_a_whole_rerun_keeps_the_zoom(tab: Page, app: str) -> None:
    page = tab
    _open(page, app)
    x, y = page.evaluate(
        f"""(() => {{ const gd = document.querySelector('{PLOT}'), f = gd._fullLayout, r = gd.getBoundingClientRect();
        return [r.left + f._size.l + f.xaxis.d2p(23), r.top + f._size.t + f.yaxis.d2p(Math.sin(23 / 15))]; }})()"""
    )
    page.mouse.move(x, y)
    page.wait_for_function(f"document.querySelector('{PLOT}')._hoverdata?.length")
    page.mouse.click(x, y)
    page.get_by_text("clicked point 23").wait_for()
    page.evaluate(f"Plotly.relayout(document.querySelector('{PLOT}'), {{'xaxis.range': [50, 80]}})")
    page.get_by_role("button", name="run the page again").click()
    page.get_by_text("run 2 of the page").wait_for()
    settled(page)
    assert _range(page) == pytest.approx([50, 80])
    assert page.locator(".live-figure").get_attribute("data-mounts") == "1"


def test_its_data_and_pictures_can_be_saved_by_keyboard(tab: Page, app: str) -> None:
    page = tab
    _open(page, app)
    bar = page.locator(".live-figure-bar")
    assert bar.evaluate("bar => getComputedStyle(bar).opacity") == "0"
    page.get_by_role("button", name="Save the data as CSV").focus()
    expect(bar).to_have_css("opacity", "1")
    with page.expect_download() as saved:
        page.keyboard.press("Enter")
    rows = list(csv.DictReader(Path(saved.value.path()).read_text("utf-8-sig").splitlines()))
    assert saved.value.suggested_filename == "sine.csv"
    assert len(rows) == 200
    assert float(rows[15]["y"]) == pytest.approx(0.8414, abs=1e-3)
    for name, beginning in (("PNG", b"\x89PNG"), ("SVG", b"<svg")):
        page.get_by_role("button", name=f"Save the figure as {name}").focus()
        with page.expect_download() as saved:
            page.keyboard.press("Enter")
        assert Path(saved.value.path()).read_bytes().startswith(beginning)


def test_it_follows_width_and_says_its_message(tab: Page, app: str) -> None:
    page = tab
    _open(page, app)
    image = page.get_by_role("img", name="A sine of 200 points.")
    assert image.count() == 1
    page.set_viewport_size({"width": 800, "height": 700})
    page.wait_for_function(
        f"document.querySelector('{PLOT} .main-svg').clientWidth === document.querySelector('{PLOT}').clientWidth"
    )
    assert page.locator(f"{PLOT} .main-svg").first.bounding_box()["width"] < 800


def test_it_follows_the_theme(tab: Page, app: str) -> None:
    page = tab

    def ink() -> str:
        return page.evaluate(f"document.querySelector('{PLOT}')._fullLayout.font.color")

    page.emulate_media(color_scheme="light")
    _open(page, f"{app}/?show=loss&case=table_multiclass")
    light = ink()
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"document.querySelector('{PLOT}')._fullLayout.font.color !== '{light}'")
    assert re.fullmatch(r"#e8eaee|rgb\(232, 234, 238\)", ink())
    assert page.locator(".live-figure").get_attribute("data-mounts") == "1"
