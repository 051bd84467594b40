"""Another language in the middle of looking at data, in a browser: it answers with the words that it shows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.support.browser import open_page

if TYPE_CHECKING:
    from playwright.sync_api import Page


def test_the_data_page_keeps_what_is_looked_at(app: str, tab: Page) -> None:
    from playwright.sync_api import expect

    open_page(tab, f"{app}/data")
    tab.get_by_text("Wine", exact=True).click()
    expect(tab.get_by_role("radio", name="Wine")).to_be_checked()
    for language, lang, skip, wine, scaling, chosen in (
        ("中文", "zh-Hans", "跳到主要内容", "葡萄酒", "缩放", "均值 0，标准差 1"),
        ("English", "en", "Skip to main content", "Wine", "scaling", "mean 0, standard deviation 1"),
    ):
        tab.get_by_text(language).first.click()
        expect(tab.locator("html")).to_have_attribute("lang", lang)
        expect(tab.get_by_test_id("stSkipToContent")).to_have_text(skip)
        expect(tab.get_by_role("radio", name=wine)).to_be_checked()
        expect(tab.get_by_role("combobox", name=scaling)).to_have_value(chosen)
    tab.get_by_text("Iris", exact=True).click()
    expect(tab.get_by_role("heading", name="Iris")).to_be_visible()
    # What scrolls under the header is not seen through it.
    expect(tab.get_by_test_id("stHeader")).not_to_have_css("background-color", re.compile("transparent|, 0\\)|/ 0"))


def test_the_bench_has_one_editor_in_the_new_language_and_changes_nothing(app: str, tab: Page) -> None:
    from playwright.sync_api import expect

    open_page(tab, app)
    tab.locator(".st-key-open_vae-digits button").click()
    expect(tab.get_by_role("tab", name="Encoder")).to_be_visible()
    for chip in ("task", "optimizer"):
        tab.locator(f".st-key-chip_{chip} button").first.click()
        tab.locator("[data-testid='stPopoverBody']").wait_for()
        tab.keyboard.press("Escape")
    for language, encoder, undo in (("中文", "编码器", "撤销"), ("English", "Encoder", "Undo")):
        tab.get_by_text(language).first.click()
        expect(tab.get_by_role("tab", name=encoder)).to_be_visible()
        expect(tab.locator(".editor")).to_have_count(1)
        expect(tab.get_by_role("button", name=undo, exact=True)).to_be_disabled()
