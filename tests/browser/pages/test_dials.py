"""What may be changed while a game trains, and the slow mode, in the true app."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from playground.runs import history, store
from tests.browser.pages.test_main_job import PATIENCE, primary
from tests.support import browser
from tests.support.browser import open_page

PICTURE = ".st-key-figure_slowly .live-figure-plot"


def known() -> history.History:
    runs = list(store.default().runs())
    return history.fold(runs[0].read_events()[0]) if runs else history.History()


def until(page: Page, holds) -> None:
    browser.until(page, lambda: holds(known()), "the run does what it was told")


def part(page: Page, name: str) -> None:
    page.locator(f".st-key-slow_{name} button").first.click()


def says(page: Page, words: str) -> None:
    expect(page.locator(PICTURE)).to_have_attribute("aria-label", re.compile(words), timeout=PATIENCE)


def test_a_step_is_taken_apart_one_side_learns_alone_and_the_loss_changes(app, tab: Page) -> None:
    page = tab
    open_page(page, app)
    page.locator(".st-key-open_gan-ring button").click()
    step = page.locator(".st-key-step button").first
    expect(step).to_be_enabled(timeout=PATIENCE)
    step.click()
    until(page, lambda now: now.state == "paused" and now.step == 1)
    expect(page.locator(".progress")).to_contain_text("step 1", timeout=PATIENCE)
    page.get_by_text("Step by step").click()
    says(page, "points comes from the data")
    part(page, "moved")
    says(page, "Its weights move, and the points with them")

    page.get_by_role("radio", name="discriminator", exact=True).click()
    until(page, lambda now: now.live_params.get("learns") == "discriminator")
    page.locator(".st-key-step button").first.click()
    until(page, lambda now: now.step == 2)
    says(page, "stands still")
    part(page, "taught")
    says(page, "and the ground with them")

    formula = page.locator(".st-key-objective .katex").first
    before = formula.inner_text()
    page.locator(".st-key-dials_more button").first.click()
    page.get_by_role("combobox", name="Generator loss").click()
    page.get_by_role("option", name="least squares").click()
    until(page, lambda now: now.live_params.get("adversarial_loss") == "least_squares")
    page.locator(".st-key-keep_dials button").first.click()
    expect(page.locator(".st-key-chip_loss")).to_contain_text("least squares", timeout=PATIENCE)
    page.keyboard.press("Escape")
    page.locator(".st-key-step button").first.click()
    until(page, lambda now: now.step == 3)
    expect(formula).not_to_have_text(before, timeout=PATIENCE)

    page.locator(".st-key-slow_play button").first.click()
    until(page, lambda now: now.step >= 4)
    expect(page.locator(".st-key-slow_play button").first).to_contain_text("Pause")
    page.get_by_role("button", name="Stop").first.click()
    expect(primary(page)).to_contain_text("Continue", timeout=PATIENCE)
    until(page, lambda now: now.has_ended)
