"""What each layer makes of one example, in the true app: before training, for another example, after an edit, and
while it trains."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from playground import gallery
from playground.experiment import spec
from playground.ui.app import draft as drafts
from tests.support.browser import PATIENCE, until

PIXELS = """(id) => {
  const root = [...document.querySelectorAll('*')].find(e => e.shadowRoot?.querySelector('.editor'))?.shadowRoot;
  const canvas = root?.querySelector(`[data-id="${id}"] .output canvas`);
  return canvas?.width ? [...canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data] : [];
}"""


@pytest.fixture
def bench(app, tab):
    experiment = spec.with_value(gallery.get("cnn-digits").experiment, "training.epochs", 2000)
    draft = drafts.new(experiment)
    drafts.save(draft)
    tab.goto(f"{app}/bench?draft={draft.id}")
    return tab


def pixels(page: Page, node: str) -> list[int]:
    found: list[int] = page.evaluate(PIXELS, node)
    return found


def until_it_changes(page: Page, node: str, before: list[int]) -> list[int]:
    def changed() -> bool:
        found.append(pixels(page, node))
        return found[-1] != before and len(set(found[-1])) > 2

    found: list[list[int]] = []
    until(page, changed, f"{node} shows something else")
    return found[-1]


def test_feature_maps_are_seen_before_training_and_follow_the_example_the_edit_and_the_weights(bench):
    page = bench
    caption = page.locator(".examples .caption")
    expect(caption).to_have_text("Outputs before training", timeout=PATIENCE)
    first = until_it_changes(page, "conv2d_1", [])
    described = page.locator('.card[data-id="conv2d_1"] .output')
    assert "Output 8×8×32: values from 0 to" in (described.get_attribute("aria-label") or "")
    boxes = [card.bounding_box() for card in page.locator(".editor .card").all()]

    examples = page.get_by_role("radiogroup", name="Example").get_by_role("radio")
    expect(examples).to_have_count(8)
    examples.first.focus()
    page.keyboard.press("ArrowRight")
    expect(examples.nth(1)).to_be_checked()
    second = until_it_changes(page, "conv2d_1", first)
    page.reload()
    expect(examples.nth(1)).to_be_checked(timeout=PATIENCE)
    until(page, lambda: pixels(page, "conv2d_1") == second, "the choice outlives a refresh")
    until(page, lambda: [card.bounding_box() for card in page.locator(".editor .card").all()] == boxes, "nothing jumps")

    pooled = pixels(page, "maxpooling2d_1")
    page.locator('.card[data-id="conv2d_2"] .name').click()
    page.get_by_role("combobox", name="Activation").select_option(label="tanh")
    until_it_changes(page, "maxpooling2d_1", pooled)
    assert pixels(page, "conv2d_1") == second, "what stands before the edit stays"
    page.keyboard.press("Escape")
    page.keyboard.press("Control+z")
    page.locator('.card[data-id="maxpooling2d_1"] .output:not([data-stale])').wait_for(timeout=PATIENCE)

    page.locator(".st-key-primary button").first.click()
    expect(caption).to_contain_text("Outputs after", timeout=PATIENCE)
    learnt = until_it_changes(page, "conv2d_1", second)
    until_it_changes(page, "conv2d_1", learnt)
    page.get_by_role("button", name="Stop").first.click()
    page.get_by_text("stopped", exact=True).wait_for(timeout=PATIENCE)
    page.locator('.card[data-id="dense_1"] .name').click()
    page.locator(".inspector .values li").first.wait_for()
    assert page.locator(".inspector .values li").count() == 10
    page.get_by_text("Graph", exact=True).click()
    page.locator(".graphs .card").first.wait_for()
    until_it_changes(page, "conv2d_1", [])
