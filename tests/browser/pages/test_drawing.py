"""Drawing one's own points in the true app: by mouse and by keyboard, undone, cleared, and found again."""

from __future__ import annotations

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from playground import datasets, gallery
from playground.checks import autofix
from playground.core import raster_codec
from playground.experiment import spec
from playground.ui.app import draft as drafts
from tests.support.browser import PATIENCE, at_rest, open_page, settled, until

SHEET = "[...globalThis.playgroundSheets.values()][0].text"


@pytest.fixture
def draft(app: str) -> drafts.Draft:
    experiment = autofix.retarget_data(gallery.get("mlp-spirals").experiment, spec.Data(name="drawn"))
    made = drafts.new(experiment)
    drafts.save(made)
    return made


def kept(draft: drafts.Draft) -> spec.Data:
    """The data of the document as it is on the disk now."""
    found = drafts.load(draft.id)
    assert found is not None
    return found.experiment.data


def in_corner(data: spec.Data) -> int:
    """Training points far down at the right, where the heart has none."""
    return int((datasets.prepare(data).train.x @ np.array([1.0, -1.0]) > 3.2).sum())


def sheet(page: Page) -> str:
    """What is drawn. The canvas is on the page before the program that draws on it has been loaded."""
    page.wait_for_function("globalThis.playgroundSheets?.size")
    return str(page.evaluate(SHEET))


def still(page: Page) -> None:
    """The sheet lies in a popover, which moves when what is in it grows, as when its program comes: a hand waits."""
    settled(page)
    sheet(page)
    at_rest(page, ".drawing canvas")


def stroke(page: Page, *places: tuple[float, float]) -> None:
    """One stroke through *places*, each from (0, 0) at the top left of the sheet to (1, 1)."""
    box = page.locator(".drawing canvas").bounding_box()
    assert box is not None
    spots = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in places]
    page.mouse.move(*spots[0])
    page.mouse.down()
    for spot in spots[1:]:
        page.mouse.move(*spot, steps=4)
    page.mouse.up()


def test_strokes_become_points_and_are_undone_and_outlive_a_refresh(app: str, draft, tab: Page) -> None:
    page = tab
    open_page(page, f"{app}/bench?draft={draft.id}")  # All that is in the popover is there before it opens.
    chip, canvas = page.locator(".st-key-chip_data button").first, page.locator(".drawing canvas")
    chip.click(timeout=PATIENCE)
    canvas.wait_for(timeout=PATIENCE)
    still(page)
    canvas.evaluate("canvas => { canvas.mine = true }")
    first = raster_codec.read(sheet(page))
    assert in_corner(kept(draft)) == 0

    stroke(page, (0.8, 0.95), (0.95, 0.95), (0.95, 0.8))
    until(page, lambda: in_corner(kept(draft)) > 5, "the stroke is in the document, and points lie on it")
    one = raster_codec.read(str(kept(draft).params["drawing"]))
    assert (one[0] >= first[0]).all()
    assert np.array_equal(one[1], first[1])

    page.get_by_role("button", name="Orange").click()
    for place in (0.1, 0.3, 0.5):
        stroke(page, (place, 0.05), (place + 0.1, 0.05))
    text = sheet(page)
    assert raster_codec.read(text)[1, 0:6].any(0).sum() > 15, "no stroke is lost while Python is busy with another"
    until(page, lambda: kept(draft).params["drawing"] == text, "Python has all of them")
    page.wait_for_function("![...globalThis.playgroundSheets.values()][0].isWaiting")
    assert sheet(page) == text, "no answer has taken anything back"
    assert canvas.evaluate("canvas => canvas.mine"), "it was never made anew"

    undo = page.locator(".drawing").get_by_role("button", name="Undo")
    for _stroke in range(3):
        undo.click()
    until(
        page, lambda: np.array_equal(raster_codec.read(str(kept(draft).params["drawing"])), one), "one undo, one stroke"
    )
    for name in ("Eraser", "Broad brush"):
        button = page.get_by_role("button", name=name)
        button.click()
        expect(button).to_have_attribute("aria-pressed", "true")
    still(page)
    stroke(page, (0.8, 0.95), (0.95, 0.95), (0.95, 0.8))
    text = sheet(page)
    until(page, lambda: kept(draft).params["drawing"] == text, "Python has what is erased")
    assert in_corner(kept(draft)) == 0, "what is erased is gone"

    page.reload()
    chip.click(timeout=PATIENCE)
    canvas.wait_for(timeout=PATIENCE)
    assert sheet(page) == text
    expect(undo).to_be_disabled()


def test_by_keyboard_and_from_an_empty_sheet(app: str, draft, tab: Page) -> None:
    page = tab
    page.goto(f"{app}/data?draft={draft.id}")
    canvas = page.locator(".drawing canvas")
    canvas.wait_for(timeout=PATIENCE)
    page.get_by_role("button", name="Clear").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing is drawn yet", timeout=PATIENCE)
    expect(page.get_by_text("Draw here")).to_be_visible()

    page.get_by_role("button", name="Fine brush").press("Shift+Tab")
    expect(canvas).to_be_focused()
    for key in ("ArrowRight", "ArrowDown", " "):
        page.keyboard.press(key)
    levels = raster_codec.read(sheet(page))
    assert levels[0, 34, 34] == 1
    assert not levels[:, :20].any()
    expect(page.get_by_role("alert")).to_have_count(0, timeout=PATIENCE)
    page.keyboard.press("Control+z")
    page.get_by_role("button", name="Start with a ring").click(timeout=PATIENCE)
    expect(page.get_by_role("alert")).to_have_count(0, timeout=PATIENCE)
    until(page, lambda: raster_codec.read(sheet(page)).any((1, 2)).all(), "the ring is on the sheet")
    ring = raster_codec.read(sheet(page))
    assert not ring[:, 28:36, 28:36].any(), "a ring is empty in its middle"


MOVES = [(0.2, 0.2), (0.8, 0.2), (0.8, 0.8)]
HAND = """(canvas, places) => {
  const box = canvas.getBoundingClientRect();
  const event = (kind, [x, y], more) => new PointerEvent(kind, { pointerId: 1, ...more, bubbles: true,
    clientX: box.x + x * box.width, clientY: box.y + y * box.height });
  canvas.setPointerCapture = () => {};
  canvas.dispatchEvent(event('pointerdown', places[0]));
  canvas.style.transform = 'translateY(26px)';
  const coalescedEvents = places.slice(1).map((place) => event('pointermove', place));
  canvas.dispatchEvent(event('pointermove', places.at(-1), { coalescedEvents }));
  canvas.dispatchEvent(event('pointerup', places.at(-1)));
  canvas.style.transform = '';
}"""


def test_a_stroke_is_what_the_hand_did_on_a_page_that_is_busy_and_moves(app: str, draft, tab: Page) -> None:
    """What a loaded machine does now and then is done here on purpose: the sheet moves under the hand, and the browser
    tells all places of a stroke at once."""
    page = tab
    page.goto(f"{app}/data?draft={draft.id}")
    page.locator(".drawing canvas").wait_for(timeout=PATIENCE)
    still(page)
    before = raster_codec.read(sheet(page))
    page.locator(".drawing canvas").evaluate(HAND, MOVES)
    sprayed = raster_codec.read(sheet(page))[0] > before[0]
    rows, columns = np.nonzero(sprayed)
    assert (rows.min(), columns.max()) == (pytest.approx(10, abs=1), pytest.approx(53, abs=1)), "round the corner"
    assert rows.max() == pytest.approx(53, abs=1), "to where the hand went, not to where the sheet is now"
    assert not sprayed[30:34, 28:36].any(), "not across"
