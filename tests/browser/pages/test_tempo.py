"""The tempo beside Train: slow, faster, one epoch at a key, and Stop at once."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from playground.runs import live_history, store
from playground.runs.history import History
from tests.support.browser import open_page, settled, until


def now() -> History:
    runs = list(store.default().runs())
    return live_history.history(runs[0]) if runs else History()


def choose(page: Page, mode: str) -> None:
    page.locator(".st-key-tempo button").first.click()
    page.get_by_test_id("stPopoverBody").get_by_text(mode, exact=True).click()


def test_one_epoch_at_a_key_then_slow_faster_stopped_at_once_and_free(app: str, tab: Page) -> None:
    page = tab
    open_page(page, app)
    page.locator(".st-key-open_mlp-spirals button").click()
    button, primary = page.locator(".st-key-tempo"), page.locator(".st-key-primary button").first
    expect(button).to_contain_text("20 epochs/s")
    choose(page, "one epoch at a press (S)")
    expect(button).to_contain_text("by hand")
    page.keyboard.press("Escape")
    primary.click()
    until(page, lambda: now().state == "paused" and now().epoch == 1, "Train does the first epoch")
    start = now().start_event
    assert start is not None
    for epoch in (2, 3):
        expect(primary).to_contain_text("Continue")
        expect(page.locator(".st-key-step button").first).to_be_enabled()
        settled(page)
        page.keyboard.press("s")
        until(
            page,
            lambda epoch=epoch: now().epoch == epoch and now().state == "paused",
            f"one epoch at a press, the {epoch}th",
        )
        assert now().step == epoch * start.steps_per_epoch

    choose(page, "steps a second")
    until(page, lambda: now().tempo == "20 steps", "steps are counted now")
    slider = page.get_by_role("slider", name="A second")
    settled(page)  # What is drawn anew while a key is pressed would not hear of it.
    slider.focus()
    page.keyboard.press("Home")
    until(page, lambda: now().tempo == "0.5 steps", "as slow as it gets")
    page.keyboard.press("Escape")
    primary.click()
    until(page, lambda: now().state == "running", "it goes on")
    button.locator("button").first.click()
    slider.focus()
    page.keyboard.press("ArrowRight")
    until(page, lambda: now().tempo == "1 steps", "faster, while it runs")
    page.keyboard.press("Escape")
    page.locator(".st-key-stop button").first.click()
    until(page, lambda: now().state == "stopped", "a run that waits for its next step stops at once")

    choose(page, "as fast as it goes")
    page.keyboard.press("Escape")
    expect(button).to_contain_text("fastest")
    primary.click()
    until(page, lambda: now().state == "complete", "as fast as it goes")
