"""Networks that draw, watched in the browser: a game on the plane from the shelf to its numbers."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from playground.runs import history, live_history, store
from tests.browser.pages.test_main_job import PATIENCE, primary, set_epochs, wait_for_epochs
from tests.support.browser import open_page

PLOT = ".st-key-figure_duel .live-figure-plot"
DRAWN = f"""() => {{
    const trace = document.querySelector('{PLOT}')?._fullData?.find(one => one.name === 'generated');
    return trace ? [...trace.x.slice(0, 5)].map(Number) : null;
}}"""


def becomes(page: Page, step: int) -> None:
    """Wait until the picture says that it is of *step*, and has drawn the points of that."""
    expect(page.locator(PLOT)).to_have_attribute("aria-label", re.compile(f"^At step {step:,} "), timeout=PATIENCE)
    (run,) = store.default().runs()
    wanted = history.load_frame(run.folder, live_history.history(run).frames["samples"][step])["samples"][:5, 0]
    page.wait_for_function(
        f"wanted => {{ const drawn = ({DRAWN})(); return drawn?.every((x, at) => Math.abs(x - wanted[at]) < 1e-3); }}",
        arg=wanted.tolist(),
        timeout=PATIENCE,
    )


def test_a_gan_is_opened_trained_watched_and_looked_at_from_its_beginning(app, tab: Page) -> None:
    page = tab
    open_page(page, app)
    page.locator(".st-key-open_gan-ring button").click()
    expect(page.get_by_text("Objective")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_role("tab", name="Discriminator")).to_be_visible(timeout=PATIENCE)
    expect(primary(page)).to_be_enabled(timeout=PATIENCE)
    set_epochs(page, 100_000)
    primary(page).click()
    page.wait_for_function(f"({DRAWN})() !== null", timeout=PATIENCE)
    early = page.evaluate(DRAWN)
    page.wait_for_function(
        f"early => {{ const drawn = ({DRAWN})(); return drawn && JSON.stringify(drawn) !== JSON.stringify(early); }}",
        arg=early,
        timeout=PATIENCE,
    )
    expect(page.locator(".first-number .value")).to_contain_text("of 8", timeout=PATIENCE)
    wait_for_epochs(page, 40)
    page.get_by_role("button", name="Stop").first.click()
    expect(primary(page)).to_contain_text("Continue", timeout=PATIENCE)
    (run,) = store.default().runs()
    last = live_history.history(run).step
    becomes(page, last)
    slider = page.get_by_role("slider", name="Time")
    slider.focus()
    page.keyboard.press("Home")
    becomes(page, 0)
    expect(slider).to_have_attribute("aria-valuetext", "step 0")
    page.keyboard.press("End")
    becomes(page, last)
