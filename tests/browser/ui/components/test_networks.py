"""Two networks that feed each other, under a person's hands: tabs, the seam between them, undo over both."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from playground.experiment import spec
from tests.browser.ui.components.test_canvas import Canvas

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page


@pytest.fixture
def canvas(tab: Page, address: str, tmp_path: Path) -> Canvas:
    experiment = spec.Experiment(
        data=spec.Data(name="spirals"),
        family="autoencoder",
        networks=(
            spec.stack(("Dense", {"units": 8, "activation": "tanh"}), ("Dense", {"units": 2}), name="encoder"),
            spec.stack(("Dense", {"units": 2, "activation": "sigmoid"}), name="decoder"),
        ),
        loss=spec.NamedParams(name="MeanSquaredError"),
    )
    file = tmp_path / "two.json"
    file.write_text(experiment.to_json(), encoding="utf-8")
    return Canvas(tab, address, f"file={file}")


def opened(canvas: Canvas, name: str) -> Locator:
    return canvas.page.locator(f'.tab[aria-selected="true"]:text-is("{name}")')


def test_the_seam_leads_from_one_network_to_the_other_and_back(canvas: Canvas) -> None:
    link = canvas.card("dense_2").locator(".link")
    assert link.inner_text().split() == ["→", "decoder", "2"]
    link.click()
    opened(canvas, "decoder").wait_for()
    canvas.page.locator('.card.selected[data-id="input"]').wait_for()
    canvas.card("input").locator(".link").click()
    opened(canvas, "encoder").wait_for()
    canvas.page.locator('.card.selected[data-id="dense_2"]').wait_for()


def test_keys_go_to_the_next_network_and_over_the_seam(canvas: Canvas) -> None:
    canvas.card("dense_2").click()
    canvas.press("n")
    opened(canvas, "decoder").wait_for()
    canvas.press("Shift+N")
    opened(canvas, "encoder").wait_for()
    canvas.card("dense_2").click()
    canvas.card("dense_2").locator('.link[tabindex="0"]').focus()
    canvas.press("Enter")
    opened(canvas, "decoder").wait_for()


def test_what_is_wrong_in_another_network_is_seen_on_its_tab_and_undo_goes_there(canvas: Canvas) -> None:
    page = canvas.page
    canvas.card("dense_2").click()
    page.get_by_label("Units", exact=True).fill("3")
    canvas.press("Enter")
    canvas.card("dense_2").locator(".problem", has_text="3 numbers").wait_for()
    page.locator('.tab:text-is("decoder")').click()
    page.locator('.tab.wrong:text-is("encoder")').wait_for()
    assert page.locator(".tab.wrong").get_attribute("aria-label") == "encoder, something is wrong here"
    page.locator(".area.graph").focus()
    canvas.press("Control+z")
    opened(canvas, "encoder").wait_for()
    canvas.nodes(r"dense_2\{'units': 2\}")
    page.locator(".tab.wrong").wait_for(state="detached")


def test_layers_are_copied_into_the_other_network(canvas: Canvas) -> None:
    canvas.card("dense_1").click()
    canvas.press("Control+c", "n")
    opened(canvas, "decoder").wait_for()
    canvas.press("Control+v")
    canvas.card("dense_2").wait_for()
    canvas.page.get_by_text(re.compile(r"steps 1,")).wait_for()
    canvas.press("Shift+N")
    opened(canvas, "encoder").wait_for()
    expect(canvas.cards).to_have_count(3)
