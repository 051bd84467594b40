"""The saved picture of a network, as SVG and as PNG, in Chromium."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image
from playwright.sync_api import expect

from tests.browser.ui.components.test_canvas import Canvas
from tests.support import canvas_networks

if TYPE_CHECKING:
    from playwright.sync_api import Download, Page

SVG = "{http://www.w3.org/2000/svg}"


def saved(page: Page, *keys: str) -> Download:
    """The file that comes from the menu, gone through by keyboard."""
    with page.expect_download() as coming:
        for key in keys:
            page.keyboard.press(key)
    return coming.value


def test_the_whole_network_is_saved_as_vectors_and_as_pixels(tab: Page, address: str, tmp_path: Path) -> None:
    canvas = Canvas(tab, address, "n=30")
    canvas.still()
    canvas.card("stem").locator(".name").click()
    vectors = saved(tab, "p", "ArrowDown", "Enter")
    assert vectors.suggested_filename == "experiment-model.svg"
    vectors.save_as(tmp_path / "network.svg")
    root = ET.parse(tmp_path / "network.svg").getroot()
    layers = {layer.get("data-id"): layer for layer in root.iter(f"{SVG}g") if layer.get("class") == "layer"}
    assert len(layers) == 30
    left, top, width, height = map(float, root.get("viewBox", "").split())
    for layer in layers.values():
        body = layer.find(f"{SVG}rect")
        assert body is not None
        x, y = map(float, layer.get("transform", "").removeprefix("translate(").rstrip(")").split())
        wide, high = float(body.get("width", "")), float(body.get("height", ""))
        assert left <= x <= x + wide <= left + width
        assert top <= y <= y + high <= top + height
        words = layer.findall(f"{SVG}text")
        assert words
        for text in words:
            assert 0 <= float(text.get("x", "")) <= float(text.get("x", "")) + float(text.get("textLength", "")) <= wide
            assert 0.7 * float(text.get("font-size", "")) <= float(text.get("y", "")) <= high
    assert [text.text for text in layers["stem"].findall(f"{SVG}text")][:2] == ["Conv2D 1", "16 filters, 3×3, ReLU"]
    assert "Source Sans" in root.get("font-family", "")
    lines = root.findall(f"{SVG}g[@class='edges']/{SVG}path[@fill='none']")
    assert len(lines) == len(canvas_networks.residual(30).edges)
    assert {text.text for text in root.findall(f"{SVG}g[@class='shapes']/{SVG}text")} >= {"28×28×16", "28×28×1"}
    pixels = saved(tab, "p", "Enter")
    assert pixels.suggested_filename == "experiment-model.png"
    pixels.save_as(tmp_path / "network.png")
    drawn = np.asarray(Image.open(tmp_path / "network.png").convert("RGB"))
    assert drawn.shape[1] >= 2 * width - 2
    assert drawn.shape[0] >= 2 * height - 2
    dark = (drawn.max(axis=2) < 120).mean()
    assert 0.002 < dark < 0.2, "words and edges on white"
    assert (drawn == 255).all(axis=2).mean() > 0.5


def test_a_dark_page_saves_the_same_light_picture(tab: Page, address: str, tmp_path: Path) -> None:
    tab.emulate_media(color_scheme="dark")
    canvas = Canvas(tab, address, "n=branches&wrong=1")
    canvas.still()
    tab.locator("[data-do=save_picture]").click()
    with tab.expect_download() as coming:
        tab.get_by_role("menuitem", name="SVG").click()
    coming.value.save_as(tmp_path / "network.svg")
    text = (tmp_path / "network.svg").read_text(encoding="utf-8")
    root = ET.fromstring(text)
    body = root.find(f"{SVG}rect")
    assert body is not None
    assert body.get("fill") == "#ffffff"
    assert "Units must be" not in text, "a picture for a slide tells no mistakes"
    assert len([layer for layer in root.iter(f"{SVG}g") if layer.get("class") == "layer"]) == 6
    tab.locator("[data-do=save_picture]").click()
    canvas.press("Escape")
    expect(tab.get_by_role("menuitem")).to_have_count(0)


def test_an_open_block_is_framed_in_the_picture(tab: Page, address: str, tmp_path: Path) -> None:
    canvas = Canvas(tab, address, "n=empty")
    for _layer in range(2):
        canvas.add("dense")
    canvas.card("dense_1").locator(".name").click()
    canvas.card("dense_2").locator(".name").click(modifiers=["Shift"])
    canvas.press("g")
    tab.locator(".graphs .block-title").wait_for()
    canvas.still()
    tab.locator("[data-do=save_picture]").click()
    with tab.expect_download() as coming:
        tab.get_by_role("menuitem", name="SVG").click()
    coming.value.save_as(tmp_path / "network.svg")
    root = ET.parse(tmp_path / "network.svg").getroot()
    frame = root.find(f"{SVG}g[@class='block']")
    assert frame is not None
    assert frame.find(f"{SVG}text").text == tab.locator(".graphs .block-title b").inner_text()  # type: ignore[union-attr]
    body = frame.find(f"{SVG}rect")
    assert body is not None
    left, top, width, height = (float(body.get(name, "")) for name in ("x", "y", "width", "height"))
    inside = {}
    for layer in (layer for layer in root.iter(f"{SVG}g") if layer.get("class") == "layer"):
        x, y = map(float, layer.get("transform", "").removeprefix("translate(").rstrip(")").split())
        inside[layer.get("data-id")] = left < x < left + width and top < y < top + height
    assert inside == {"input": False, "dense_1": True, "dense_2": True}
    view = list(map(float, root.get("viewBox", "").split()))
    assert view[0] <= left
    assert left + width <= view[0] + view[2]
