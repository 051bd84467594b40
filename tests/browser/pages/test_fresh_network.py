"""A table under a network of convolutions: what is said of it, and the network that fits in one press."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from playground import gallery
from playground.checks import autofix
from playground.experiment import spec
from playground.ui.app import draft as drafts
from tests.support.browser import open_page


def test_a_network_that_fits_comes_in_one_press_and_the_old_one_in_one_undo(app: str, tab: Page) -> None:
    draft = drafts.new(autofix.retarget_data(gallery.get("cnn-digits").experiment, spec.Data(name="wine")))
    drafts.save(draft)
    open_page(tab, f"{app}/bench?draft={draft.id}")
    names = tab.locator(".editor .card .name")
    wrong = tab.locator(".editor .card.wrong")
    expect(wrong).to_have_count(1)
    before = names.all_inner_texts()
    assert "Conv2D 1" in before, "there are several"
    assert "Flatten" in before, "there is one"
    expect(wrong.locator(".problem")).to_contain_text("Conv2D 1 expects an image")
    wrong.get_by_role("button", name="Use a new network that fits this data").click()
    expect(wrong).to_have_count(0)
    expect(names).to_have_text(["Input", "Dense 1", "Dense 2"])
    expect(tab.locator(".st-key-primary button").first).to_be_enabled()
    tab.locator(".editor .card").first.click()
    tab.keyboard.press("Control+z")
    expect(names).to_have_text(before)
    expect(wrong).to_have_count(1)
