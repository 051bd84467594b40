"""The pictures are what people come for: how much of the page is theirs, and that a projector makes it all larger."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.support.browser import open_page, until

PICTURE = "[class*='st-key-picture_place'] .js-plotly-plot"


def _size(page: Page, selector: str) -> tuple[float, float]:
    box = page.locator(selector).first.bounding_box()
    assert box is not None
    return box["width"], box["height"]


def _type_size(page: Page) -> float:
    return float(page.locator(".caption").first.evaluate("e => parseFloat(getComputedStyle(e).fontSize)"))


def test_pictures_have_the_larger_half_and_a_projector_makes_them_and_the_type_larger(app: str, tab: Page) -> None:
    open_page(tab, app)
    tab.locator(".st-key-open_mlp-spirals button").click()
    tab.locator(PICTURE).wait_for()
    expect(tab.locator(".editor .inspector")).to_be_hidden()
    (width, height), type_size = _size(tab, PICTURE), _type_size(tab)
    assert width > 470
    assert height > 370
    tab.locator(".st-key-document button").first.click()
    tab.locator(".st-key-projector label").click()
    until(tab, lambda: _size(tab, PICTURE)[1] > 1.4 * height, "the picture is higher")
    assert _size(tab, PICTURE)[0] > 1.1 * width
    until(tab, lambda: _type_size(tab) > 1.2 * type_size, "so is the type of the page")
    tab.locator(".st-key-projector label").click()
    until(tab, lambda: _size(tab, PICTURE) == (width, height), "and back")
