"""How the canvas looks with few and many layers, in light and dark: what can be asserted of it.

``python -m scripts.canvas_pictures FOLDER`` draws the same for eyes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.ui.components.test_canvas import Canvas
from tests.browser.ui.components.test_editor import _CONTRAST

if TYPE_CHECKING:
    from playwright.sync_api import Page


_CUT = """() => {
  const root = [...document.querySelectorAll('*')].find((e) => e.shadowRoot?.querySelector('.graphs')).shadowRoot;
  const cut = [];
  const range = document.createRange();
  for (const e of root.querySelectorAll('.card *, .status *')) {
    const texts = [...e.childNodes].filter((n) => n.nodeType === 3 && n.textContent.trim());
    if (!texts.length || !e.getClientRects().length) continue;
    const hides = getComputedStyle(e).overflow !== 'visible';
    if (hides && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1)) cut.push(e.textContent);
    const box = e.closest('.problem') ?? e.closest('.card') ?? e.closest('.status');
    const frame = box.getBoundingClientRect();
    for (const text of texts) {
      range.selectNodeContents(text);
      for (const r of range.getClientRects()) {
        const out = r.left < frame.left - 1 || r.right > frame.right + 1 || r.bottom > frame.bottom + 1;
        if (out || r.top < frame.top - 1) cut.push(e.textContent);
      }
    }
  }
  return cut;
}"""
"""Texts that are cut off, or lie outside their card or the status line."""

_ON_EDGES = """() => {
  const root = [...document.querySelectorAll('*')].find((e) => e.shadowRoot?.querySelector('.graphs')).shadowRoot;
  const brush = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  const light = (colour) => { brush.fillStyle = colour; brush.fillRect(0, 0, 1, 1);
    return [...brush.getImageData(0, 0, 1, 1).data].slice(0, 3).map((v) => v / 255)
      .map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
      .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0); };
  const back = light(getComputedStyle(root.querySelector('.canvas')).backgroundColor);
  const ratios = [...root.querySelectorAll('.travels')].map((e) => {
    const [a, b] = [light(getComputedStyle(e).fill), back].sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05); });
  return [ratios.length, Math.min(...ratios)];
}"""
"""How many shapes stand on edges, and the lowest of their contrasts."""

_LANES = """() => {
  const root = [...document.querySelectorAll('*')].find((e) => e.shadowRoot?.querySelector('.graphs')).shadowRoot;
  return [...root.querySelectorAll('.react-flow__edge')].map((edge) => {
    const path = edge.querySelector('.react-flow__edge-path');
    const [lanes, long] = [[], path.getTotalLength()];
    let from = path.getPointAtLength(0);
    for (let at = 4; at <= long; at += 4) {
      const to = path.getPointAtLength(at);
      const last = lanes.at(-1);
      if (Math.abs(to.y - from.y) < 0.01) {
        const [low, high, y] = [Math.min(from.x, to.x), Math.max(from.x, to.x), Math.round(from.y)];
        if (last?.y === y) [last.low, last.high] = [Math.min(last.low, low), Math.max(last.high, high)];
        else lanes.push({ y, low, high });
      }
      from = to;
    }
    return { id: edge.dataset.id, lanes: lanes.filter((lane) => lane.high - lane.low > 60) };
  });
}"""
"""The level stretches of each edge that are longer than any gap between two columns' ports."""


def boxes_of(page: Page, selector: str) -> list[list[float]]:
    rectangle = "e => { const b = e.getBoundingClientRect(); return [b.x, b.y, b.right, b.bottom] }"
    found: list[list[float]] = page.locator(selector).evaluate_all(f"es => es.map({rectangle})")
    return [box for box in found if box[2] > box[0]]


def overlapping(boxes: list[list[float]]) -> list[Any]:
    return [
        (one, other)
        for at, one in enumerate(boxes)
        for other in boxes[at + 1 :]
        if one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("name", "count"), [("branches", 6), ("30", 30), ("100", 100)])
def test_nothing_is_cut_nothing_lies_on_another_and_words_have_contrast(
    tab: Page,
    address: str,
    name: str,
    count: int,
    scheme: str,
) -> None:
    tab.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    canvas = Canvas(tab, address, f"n={name}")
    canvas.cards.nth(count - 1).wait_for(state="attached")
    canvas.still()
    cards = boxes_of(tab, ".graphs .card")
    assert len(cards) == count
    assert overlapping(cards) == []
    assert tab.evaluate(_CUT) == []
    assert tab.evaluate(_CONTRAST) == []
    shapes, lowest = tab.evaluate(_ON_EDGES)
    assert shapes > count / 2
    assert lowest >= 4.5
    (area,), (overview,) = boxes_of(tab, ".graphs .area"), boxes_of(tab, ".graphs .overview")
    assert overview[1] >= area[3], "the overview covers no layer"


@pytest.mark.parametrize("name", ["30", "inception", "unet", "dense"])
def test_edges_that_go_round_to_another_row_are_told_apart(tab: Page, address: str, name: str) -> None:
    canvas = Canvas(tab, address, f"n={name}")
    canvas.still()
    assert overlapping(boxes_of(tab, ".graphs .card")) == []
    lanes = [(edge["id"], lane) for edge in tab.evaluate(_LANES) for lane in edge["lanes"]]
    assert lanes
    same = [
        (one, other)
        for at, (one, a) in enumerate(lanes)
        for other, b in lanes[at + 1 :]
        if one != other and abs(a["y"] - b["y"]) < 5 and a["low"] + 30 < b["high"] and b["low"] + 30 < a["high"]
    ]
    assert same == []


def test_a_sentence_comes_below_a_card_and_moves_no_port(tab: Page, address: str) -> None:
    canvas = Canvas(tab, address, "n=branches&wrong=drop")
    canvas.card("drop").locator(".problem .repair").wait_for()
    canvas.still()
    ids = ["left", "right", "join", "drop", "out"]
    before = [canvas.out(node).bounding_box() for node in ids]
    card, sentence = boxes_of(tab, '.graphs .card[data-id="drop"]')[0], boxes_of(tab, ".graphs .card .problem")[0]
    assert sentence[1] >= card[3]
    canvas.card("drop").locator(".problem .repair").click()
    canvas.card("drop").locator(".problem").wait_for(state="hidden")
    canvas.still()
    assert [canvas.out(node).bounding_box() for node in ids] == before
