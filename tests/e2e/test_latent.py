"""The map of codes on the bench, of a run that trains and that has ended: by mouse, by keys, in the fields."""

from __future__ import annotations

import statistics
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.bench import latent
from tests.browser import serve

pytestmark = pytest.mark.browser
PATIENCE = 120_000
TOLD = ".latent .told"


def picture(page: Page) -> str:
    return str(page.locator(".latent canvas").evaluate("canvas => canvas.toDataURL()"))


def fields(page: Page) -> list[float]:
    return [float(page.get_by_label(f"{which} number of the code").input_value()) for which in ("First", "Second")]


def changes(page: Page, before: str) -> None:
    handle = page.locator(".latent canvas").element_handle()
    page.wait_for_function("([canvas, before]) => canvas.toDataURL() !== before", arg=[handle, before])


def test_a_hand_on_the_map_sees_what_the_decoder_makes_of_each_place(browser_page: Page, home: Path) -> None:
    page = browser_page
    page.set_default_timeout(PATIENCE)
    with serve("app.py") as address:
        latent.train(page, address)
        while_training = latent.moves(page, 20)
        assert sum(changed for _wait, changed in while_training) >= 15
        latent.stop(page)

        page.evaluate("document.querySelector('.st-key-figure_codes').dataset.same = 'yes'")
        after = latent.moves(page, 20)
        assert all(changed for _wait, changed in after)
        print([f"{statistics.median(wait for wait, _ in found):.0f} ms" for found in (while_training, after)])
        assert page.locator(".st-key-figure_codes[data-same=yes]").count() == 1, "nothing was made anew"
        expect(page.locator(TOLD)).to_contain_text("steps")

        seen, (x, y) = picture(page), fields(page)
        page.locator(".latent-cross").focus()
        for _step in range(5):
            page.keyboard.press("Shift+ArrowRight")
        page.keyboard.press("ArrowDown")
        changes(page, seen)
        assert fields(page) == pytest.approx([min(x + 2.5, 3.09), y - 0.1], abs=0.02)
        expect(page.locator(".st-key-primary button").first).to_contain_text("Train")

        seen = picture(page)
        page.get_by_label("First number of the code").fill("-2.5")
        changes(page, seen)
        page.get_by_label("Second number of the code").fill("1.5")
        page.keyboard.press("Tab")
        cross = page.locator(".latent-cross")
        expect(cross).to_have_attribute("aria-label", "Code (arrow keys move it): -2.50, 1.50")

        page.get_by_role("radio", name="What it draws").click()
        expect(page.locator(".latent")).to_have_count(0)
        expect(cross).to_have_count(0)
        page.get_by_role("radio", name="Map of codes").click()
        expect(page.locator(TOLD)).to_contain_text("Drawn by the decoder")
