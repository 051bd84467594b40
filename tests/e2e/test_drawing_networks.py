"""Networks that draw, watched in the browser: a game on the plane from the shelf to its numbers."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser import open_page
from tests.e2e.test_main_job import PATIENCE, app, primary, progress, wait_for_epochs

__all__ = ["app"]
pytestmark = pytest.mark.browser
PLOT = ".st-key-figure_duel .live-figure-plot"
DRAWN = f"""() => {{
    const trace = document.querySelector('{PLOT}')?._fullData?.find(one => one.name === 'drawn');
    return trace ? [...trace.x.slice(0, 5)].map(Number) : null;
}}"""


def test_a_gan_is_opened_trained_watched_and_looked_at_from_its_beginning(app, browser_page: Page) -> None:
    page = browser_page
    open_page(page, app)
    page.locator(".st-key-open_gan-ring button").click()
    expect(page.get_by_text("What it minimises")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_role("tab", name="Discriminator")).to_be_visible(timeout=PATIENCE)
    expect(primary(page)).to_be_enabled(timeout=PATIENCE)
    primary(page).click()
    wait_for_epochs(page, 5)
    expect(page.locator(PLOT)).to_be_visible(timeout=PATIENCE)
    page.wait_for_function(f"({DRAWN})() !== null", timeout=PATIENCE)
    early = page.evaluate(DRAWN)
    wait_for_epochs(page, progress(page) + 40)
    page.wait_for_function(f"JSON.stringify(({DRAWN})()) !== '{str(early).replace(' ', '')}'", timeout=PATIENCE)
    expect(page.locator(".first-number .value")).to_contain_text("of 8", timeout=PATIENCE)
    expect(primary(page)).to_contain_text("Train on", timeout=PATIENCE)
    trained = page.evaluate(DRAWN)
    slider = page.get_by_role("slider", name="Time")
    slider.focus()
    page.keyboard.press("Home")
    page.wait_for_function(f"JSON.stringify(({DRAWN})()) !== '{str(trained).replace(' ', '')}'", timeout=PATIENCE)
    assert "At step 0 " in (page.locator(PLOT).get_attribute("aria-label") or "")
    page.keyboard.press("End")
    page.wait_for_function(f"JSON.stringify(({DRAWN})()) === '{str(trained).replace(' ', '')}'", timeout=PATIENCE)
