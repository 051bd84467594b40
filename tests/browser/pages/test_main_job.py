"""The main job in the true app, by mouse and keyboard: choose data, build, train, watch, stop, go on, come back."""

from __future__ import annotations

import os
import re
import signal

from playwright.sync_api import Page, expect

from playground.runs import live_history, store
from tests.support.browser import PATIENCE, serve, settled, until


def primary(page: Page):
    return page.locator(".st-key-primary button").first


def progress(page: Page) -> int:
    """Epochs done, as the page says them."""
    said = page.locator(".progress .row").first.inner_text()
    return int(re.match(r"[\d,]+", said)[0].replace(",", ""))


def wait_for_epochs(page: Page, least: int) -> None:
    until(page, lambda: progress(page) >= least, f"{least} epochs are done")


def open_empty_bench(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="Start from an empty workbench").click(timeout=PATIENCE)
    expect(page.locator(".cards")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("parameters", exact=False).first).to_be_visible(timeout=PATIENCE)


def choose_data(page: Page, title: str) -> None:
    page.locator(".st-key-chip_data button").first.click()
    page.get_by_role("combobox", name="Data set").click()
    page.get_by_role("option", name=title, exact=False).first.click()
    expect(page.locator(".st-key-chip_data")).to_contain_text(title)
    settled(page)  # The network is drawn after the chip.
    page.keyboard.press("Escape")


def set_epochs(page: Page, epochs: int) -> None:
    page.locator(".st-key-chip_training button").first.click()
    field = page.get_by_role("spinbutton", name="Epochs")
    field.fill(str(epochs))
    field.press("Enter")
    expect(page.locator(".st-key-chip_training")).to_contain_text(f"{epochs:,} epochs")
    settled(page)
    page.keyboard.press("Escape")


def add_layer(page: Page, name: str) -> None:
    before = page.locator(".card").count()
    page.keyboard.press("/")
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    expect(page.locator(".card")).to_have_count(before + 1)


def loss_drawn_until(page: Page) -> float:
    """The epoch up to which the loss figure has drawn its curves; their points become fewer when they are drawn by
    epoch instead of by step."""
    return page.evaluate(
        """() => Math.max(-1, ...[...document.querySelectorAll('.st-key-figure_loss .js-plotly-plot')]
            .flatMap(plot => plot._fullData ?? []).flatMap(trace => [...(trace.x ?? [])]))"""
    )


def wait_for_loss(page: Page, after: float) -> float:
    """Wait until the loss figure, which follows the run at its own pace, has drawn more than up to epoch *after*; give
    where it is then."""
    until(page, lambda: loss_drawn_until(page) > after, f"the loss is drawn after epoch {after}")
    return loss_drawn_until(page)


def numbers_in(page: Page, chip: str) -> dict[str, str]:
    page.locator(f".st-key-chip_{chip} button").first.click()
    page.get_by_role("spinbutton").first.wait_for()
    found = page.evaluate(
        "() => [...document.querySelectorAll('input[type=number]')].map(e => [e.getAttribute('aria-label'), e.value])"
    )
    page.keyboard.press("Escape")
    page.get_by_role("spinbutton").first.wait_for(state="hidden")
    return dict(found)


def test_choose_build_train_stop_go_on_and_come_back(app, tab):
    page = tab
    open_empty_bench(page, app)
    choose_data(page, "Digits")
    # A form that is opened late shows what the document says: Streamlit sends a widget's state once, and a popover that
    # was closed then has only the defaults.
    assert numbers_in(page, "training").items() >= {"Epochs": "20", "Batch size": "32", "Seed": "0"}.items()
    assert numbers_in(page, "optimizer")["Learning rate"] == "0.001"
    page.locator(".card").last.click()
    add_layer(page, "dense")
    add_layer(page, "dropout")
    expect(page.locator(".card.wrong")).to_have_count(0)
    set_epochs(page, 2000)
    primary(page).click()
    expect(primary(page)).to_contain_text("Pause", timeout=PATIENCE)
    wait_for_epochs(page, 2)
    drawn = wait_for_loss(page, after=0)
    wait_for_epochs(page, progress(page) + 5)
    wait_for_loss(page, after=drawn)

    page.get_by_role("button", name="Stop").first.click()
    expect(primary(page)).to_contain_text("Continue", timeout=PATIENCE)
    stopped_at = progress(page)
    primary(page).click()
    expect(primary(page)).to_contain_text("Pause", timeout=PATIENCE)
    wait_for_epochs(page, stopped_at + 3)

    cards = page.locator(".card").count()
    page.reload()
    expect(primary(page)).to_contain_text("Pause", timeout=PATIENCE)
    assert progress(page) >= stopped_at
    expect(page.locator(".card")).to_have_count(cards, timeout=PATIENCE)
    second = page.context.new_page()
    second.goto(page.url)
    expect(second.locator(".st-key-primary button").first).to_contain_text("Pause", timeout=PATIENCE)
    second.get_by_role("button", name="Stop").first.click()
    page.bring_to_front()  # A browser takes its time with a tab that nobody looks at.
    expect(primary(page)).to_contain_text("Continue", timeout=PATIENCE)
    second.close()


def test_a_killed_worker_is_told_the_run_goes_on_and_after_a_restart_of_the_server_everything_is_there(home, tab):
    page = tab
    with serve("app.py") as address:
        page.goto(f"{address}/bench")
        expect(page.locator(".card").first).to_be_visible(timeout=PATIENCE)
        set_epochs(page, 20_000)
        primary(page).click()
        wait_for_epochs(page, 5)
        (run,) = store.default().runs()
        until(page, lambda: live_history.history(run).checkpoint, "a checkpoint is written")
        os.kill(live_history.history(run).pid, signal.SIGKILL)
        expect(page.get_by_role("alert")).to_contain_text("SIGKILL", timeout=PATIENCE)
        done = progress(page)
        assert done >= 5
        primary(page).click()
        expect(primary(page)).to_contain_text("Pause", timeout=PATIENCE)
        wait_for_epochs(page, done + 1)
        page.get_by_role("button", name="Stop").first.click()
        expect(primary(page)).to_contain_text("Continue", timeout=PATIENCE)
        until(page, lambda: live_history.history(run).has_ended, "it has stopped")
        query, epochs = page.url.partition("?")[2], live_history.history(run).epoch
    with serve("app.py") as address:
        page.goto(f"{address}/bench?{query}")
        expect(page.locator(".progress")).to_contain_text(f"{epochs:,} of 20,000 epochs", timeout=PATIENCE)
        expect(primary(page)).to_contain_text("Continue", timeout=PATIENCE)
        wait_for_loss(page, after=0)
