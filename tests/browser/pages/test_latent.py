"""The map of codes on the bench, of a run that trains and that has ended: by mouse, by keys, in the fields."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.bench import latent

CAPTION = ".latent .caption"


def picture(page: Page) -> str:
    return str(page.locator(".latent canvas").evaluate("canvas => canvas.toDataURL()"))


def fields(page: Page) -> list[float]:
    return [float(page.get_by_label(f"{which} number of the code").input_value()) for which in ("First", "Second")]


def changes(page: Page, before: str) -> None:
    handle = page.locator(".latent canvas").element_handle()
    page.wait_for_function("([canvas, before]) => canvas.toDataURL() !== before", arg=[handle, before])


def over_the_map(page: Page, count: int) -> None:
    """Drag over places of the map; each shows another picture."""
    page.locator(".st-key-figure_codes").scroll_into_view_if_needed()
    box = page.locator(".st-key-figure_codes .nsewdrag").first.bounding_box()
    assert box is not None
    first, *others = [(box["x"] + box["width"] * x, box["y"] + box["height"] * y) for x, y in latent.places(count)]
    page.mouse.move(*first)
    page.mouse.down()
    for place in others:
        seen = picture(page)
        page.mouse.move(*place)
        changes(page, seen)
    page.mouse.up()


def test_a_hand_on_the_map_sees_what_the_decoder_makes_of_each_place(tab: Page, app: str) -> None:
    page = tab
    latent.train(page, app)
    over_the_map(page, 10)
    latent.stop(page)

    page.evaluate("document.querySelector('.st-key-figure_codes').dataset.same = 'yes'")
    over_the_map(page, 10)
    assert page.locator(".st-key-figure_codes[data-same=yes]").count() == 1, "nothing was made anew"
    expect(page.locator(CAPTION)).to_contain_text(re.compile(r"after [\d,]+ steps?$"))

    seen, (x, y) = picture(page), fields(page)
    page.locator(".latent-cross").focus()
    for _step in range(5):
        page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("ArrowDown")
    changes(page, seen)
    assert fields(page) == pytest.approx([min(x + 2.5, 3.09), y - 0.1], abs=0.02)
    expect(page.locator(".st-key-primary button").first).to_contain_text("Continue")

    seen = picture(page)
    page.get_by_label("First number of the code").fill("-2.5")
    changes(page, seen)
    page.get_by_label("Second number of the code").fill("1.5")
    page.keyboard.press("Tab")
    cross = page.locator(".latent-cross")
    expect(cross).to_have_attribute("aria-label", "Code (arrow keys move it): -2.50, 1.50")

    page.get_by_role("radio", name="Samples").click()
    expect(page.locator(".latent")).to_have_count(0)
    expect(cross).to_have_count(0)
    page.get_by_role("radio", name="Latent map").click()
    expect(page.locator(CAPTION)).to_contain_text("Decoded")
