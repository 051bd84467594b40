"""A VAE and a GAN-VAE beside each other in the browser: one click trains the other, and both are watched."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.pages.test_main_job import PATIENCE, primary, wait_for_epochs
from tests.support.browser import open_page

PLOT = ".st-key-figure_beside .live-figure-plot"


def test_the_partner_is_trained_by_one_click_and_both_draw_side_by_side(app, tab: Page) -> None:
    page = tab
    open_page(page, f"{app}/shelf")
    page.locator(".st-key-open_vae-beside-gan-vae button").click()
    expect(primary(page)).to_be_enabled(timeout=PATIENCE)
    page.get_by_role("radio", name="Compare", exact=True).click()
    page.locator(".st-key-beside_train button").click()
    expect(page.locator(".st-key-beside_train")).to_have_count(0, timeout=PATIENCE)
    primary(page).click()
    wait_for_epochs(page, 2)
    told = re.compile(r"^VAE at step [\d,]+, GAN-VAE at step [\d,]+\.")
    expect(page.locator(PLOT)).to_have_attribute("aria-label", told, timeout=PATIENCE)
    # The bench's own training ends first or last: the picture follows whichever goes on.
    scored = re.compile(r"Fréchet distance: [\d.]+ and [\d.]+\.")
    expect(page.locator(PLOT)).to_have_attribute("aria-label", scored, timeout=PATIENCE)
    page.get_by_role("radio", name="Nearest neighbours", exact=True).click()
    copies = page.locator(".st-key-figure_nearest .live-figure-plot")
    expect(copies).to_have_attribute("aria-label", re.compile("the nearest of 64 samples"), timeout=PATIENCE)
