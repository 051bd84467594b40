"""From page to page and back, in a browser: one press of Back is one page, and the draft at hand stays at hand."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.support.browser import open_page, settled


def test_back_leads_to_the_page_before_and_a_lesson_keeps_the_draft(app: str, tab: Page) -> None:
    open_page(tab, app)
    tab.locator(".st-key-open_mlp-iris button").click()
    tab.locator(".editor .card").first.wait_for()
    (draft,) = re.findall(r"draft=(\w+)", tab.url)
    of_draft = re.compile(rf"/(\w*)\?(.*&)?draft={draft}(&.*)?$")
    for page, path in (("Data", "data"), ("Runs", "runs"), ("Latent space", "studio"), ("Lessons", "lessons")):
        tab.get_by_role("link", name=page, exact=True).click()
        expect(tab).to_have_url(re.compile(rf"/{path}\?draft={draft}$"))
        settled(tab)
        tab.go_back()
        tab.locator(".editor .card").first.wait_for()
        expect(tab).to_have_url(re.compile(rf"/bench\?draft={draft}"))
    tab.get_by_role("link", name="Lessons", exact=True).click()
    tab.locator(".contents a").nth(3).click()
    expect(tab.locator(".contents a").nth(3)).to_have_attribute("aria-current", "page")
    expect(tab).to_have_url(of_draft)
    settled(tab)
    tab.go_back()
    expect(tab.locator(".contents a").first).to_have_attribute("aria-current", "page")
    expect(tab).to_have_url(of_draft)
    settled(tab)
    tab.go_back()
    tab.locator(".editor .card").first.wait_for()
