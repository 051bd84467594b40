"""Blocks under a person's hands: Chromium on ``canvas_app.py``, mostly by keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.ui.components.test_canvas import Canvas, centre
from tests.support.browser import serve, until

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

DENSE = ("dense_1", "dense_2")


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serve("tests/support/editor_app.py", PLAYGROUND_HOME=str(tmp_path_factory.mktemp("home"))) as url:
        yield url


@pytest.fixture
def line(tab: Page, address: str) -> Canvas:
    """input, dense_1, dense_2, dense_3, built by keyboard; dense_2 has 16 to 16 units."""
    canvas = Canvas(tab, address, "n=empty")
    for _layer in range(3):
        canvas.add("dense")
    canvas.edges("dense_1>dense_2:0", "dense_2>dense_3:0", "input>dense_1:0")
    return canvas


def block(canvas: Canvas, number: int = 1) -> Locator:
    return canvas.card(f"#block_{number}")


def frame(canvas: Canvas) -> Locator:
    return canvas.page.locator(".graphs .block-title")


def blocks(canvas: Canvas, said: str) -> None:
    """Wait until Python has exactly these blocks."""
    place = canvas.page.locator('[data-testid="stText"]').nth(4)
    if said:
        canvas.page.get_by_text(said, exact=True).wait_for()
    else:
        canvas.page.wait_for_function("e => !e.innerText.trim()", arg=place.element_handle())


def parameters(canvas: Canvas) -> int:
    said = canvas.page.locator(".graphs .status span").first.inner_text()
    found = re.search(r"([\d,]+) parameters", said)
    assert found is not None, said
    return int(found[1].replace(",", ""))


def test_a_block_is_made_named_folded_repeated_taken_apart_and_used_again_by_keyboard(line: Canvas) -> None:
    line.press("ArrowLeft", "g")
    line.page.keyboard.type("My block")
    line.press("Enter")
    blocks(line, "block_1 'My block' ×1  dense_2")
    once = parameters(line)
    line.press("Tab")
    line.page.keyboard.type("3")
    line.press("Enter")
    blocks(line, "block_1 'My block' ×3  dense_2")
    line.page.get_by_text(f"{once + 2 * 272:,} parameters").wait_for()
    expect(frame(line)).to_contain_text("×3", use_inner_text=True)
    line.press("Escape")
    assert line.focused() == "#block_1"
    line.press("r")
    expect(line.page.locator("input:focus")).to_have_value("My block")
    line.press("Escape", "Enter")
    blocks(line, "block_1 'My block' ×3 folded dense_2")
    expect(block(line)).to_contain_text("816 parameters", use_inner_text=True)
    expect(line.cards).to_have_count(4)
    assert line.focused() == "#block_1"
    line.press("b", "Enter")
    blocks(line, "block_1 'My block' ×3  dense_2")
    line.press("Shift+G")
    blocks(line, "")
    line.edges("dense_1>dense_2:0", "dense_2>dense_4:0", "dense_4>dense_5:0", "dense_5>dense_3:0", "input>dense_1:0")
    assert parameters(line) == once + 2 * 272
    line.press("Control+z")
    blocks(line, "block_1 'My block' ×3  dense_2")
    line.add("my block")
    blocks(line, "block_1 'My block' ×3  dense_2 | block_2 'My block' ×3 folded dense_4")
    block(line, 2).wait_for()
    line.page.wait_for_function("() => true")
    assert line.focused() == "#block_2"
    line.press("/")
    line.page.keyboard.type("my block")
    line.press("Delete")
    gone = line.page.locator(".gone")
    gone.wait_for()
    gone.get_by_role("button", name="Put back").click()
    line.page.locator("#palette-own-my-block").wait_for()


def test_ready_blocks_are_clicked_dragged_onto_an_edge_and_dropped_loose(tab: Page, address: str) -> None:
    canvas = Canvas(tab, address, "n=branches")
    canvas.press("/")
    canvas.page.keyboard.type("mlp")
    label = tab.locator('.react-flow__edge[data-id="drop>out:0"] .travels')
    canvas.still()
    x, y = centre(label)
    canvas.drag(tab.locator("#palette-ready-mlp"), (x, y + 6))
    blocks(canvas, "block_1 'MLP block' ×1 folded dense_1,dense_2")
    canvas.edges(
        "dense_1>dense_2:0", "dense_2>out:0", "drop>dense_1:0", "input>left:0", "input>right:0",
        "join>drop:0", "left>join:0", "right>join:1",
    )  # fmt: skip
    block(canvas).dblclick(position={"x": 60, "y": 20})
    frame(canvas).wait_for()
    expect(canvas.card("dense_1")).to_be_visible()
    canvas.press("Delete")
    blocks(canvas, "")
    expect(canvas.cards).to_have_count(6)
    canvas.press("/")
    canvas.page.keyboard.type("dense + batch")
    canvas.press("Enter")
    blocks(canvas, "block_1 'Dense + batch norm + dropout' ×1 folded dense_1,batchnormalization_1,relu_1,dropout_1")


def test_a_folded_block_is_moved_connected_and_told_what_is_wrong(tab: Page, address: str) -> None:
    canvas = Canvas(tab, address, "n=branches&wrong=1")
    canvas.card("left").locator(".name").click()
    canvas.press("g")
    canvas.page.keyboard.type("Left")
    canvas.press("Enter", "Escape")
    frame(canvas).dblclick()
    blocks(canvas, "block_1 'Left' ×1 folded left")
    expect(block(canvas)).to_contain_text("Units must be from 1", use_inner_text=True)
    block(canvas).locator(".repair").click()
    canvas.nodes(r"left\{'units': 16")
    canvas.still()
    before = centre(block(canvas))
    canvas.drag(block(canvas).locator(".name"), (before[0] - 30, before[1] - 70))
    canvas.nodes(r"left@-?\d+\.\d,-?\d")
    until(tab, lambda: centre(block(canvas))[1] < before[1] - 30, "the block has moved")
    tab.locator('.react-flow__edge[data-id="input>#block_1:0"] .react-flow__edge-interaction').click(force=True)
    canvas.press("Delete")
    canvas.edges("drop>out:0", "input>right:0", "join>drop:0", "left>join:0", "right>join:1")
    canvas.drag(canvas.out("input"), canvas.port("#block_1", 0))
    canvas.edges("drop>out:0", "input>left:0", "input>right:0", "join>drop:0", "left>join:0", "right>join:1")


def test_the_stack_shows_the_layers_of_a_block_under_a_bracket(tab: Page, stack: str) -> None:
    tab.goto(f"{stack}/?n=8&block=batchnormalization_1,conv2d_2,maxpooling2d_1")
    cards = tab.locator(".editor .card")
    cards.first.wait_for()
    expect(cards).to_have_count(9)
    named = cards.filter(has_text="Convolutions ×3")
    expect(named).to_have_count(1)
    expect(named).to_contain_text("BatchNormalization", use_inner_text=True)
    role = tab.get_by_role("button", name=re.compile("in the block Convolutions ×3"))
    expect(role).to_have_count(3)
    name, card = (part.bounding_box() for part in (named.locator(".block span"), named))
    assert name is not None
    assert card is not None
    assert name["y"] + name["height"] <= card["y"]
    tab.keyboard.press("/")
    tab.keyboard.type("conv + batch")
    tab.keyboard.press("Enter")
    tab.locator(".editor .card").nth(11).wait_for()


def test_copies_carry_their_block(line: Canvas) -> None:
    line.press("Shift+ArrowLeft", "g")
    line.page.keyboard.type("Pair")
    line.press("Enter")
    blocks(line, "block_1 'Pair' ×1  dense_2,dense_3")
    frame(line).focus()
    line.press("Control+c", "Control+v")
    blocks(line, "block_1 'Pair' ×1  dense_2,dense_3 | block_2 'Pair' ×1  dense_4,dense_5")
    line.press("Delete")
    blocks(line, "block_1 'Pair' ×1  dense_2,dense_3")
    line.press("g", "d")  # From a layer of a block G goes to the block.
    blocks(line, "block_1 'Pair' ×1  dense_2,dense_3 | block_2 'Pair' ×1  dense_4,dense_5")
    line.edges("dense_1>dense_2:0", "dense_2>dense_3:0", "dense_3>dense_4:0", "dense_4>dense_5:0", "input>dense_1:0")


def test_a_block_with_two_ways_in_is_not_said_to_be_saved(tab: Page, address: str) -> None:
    canvas = Canvas(tab, address, "n=branches")
    canvas.card("join").locator(".name").click()
    canvas.press("g")
    tab.keyboard.type("My join")
    canvas.press("Enter")
    blocks(canvas, "block_1 'My join' ×1  join")
    frame(canvas).focus()
    canvas.press("b")
    canvas.tip("My join cannot be saved: a block that is used again needs one way in")
    assert not tab.locator(".graphs .general").inner_text().strip()
    canvas.card("left").locator(".name").click()
    actions = tab.locator(".graphs .inspector").get_by_role("toolbar", name="What to do with this layer")
    tab.locator(".graphs .inspector h3").get_by_text("Dense 1", exact=True).wait_for()
    # Nothing is left of the block's.
    expect(actions.get_by_role("button", name="Delete", exact=True)).to_have_count(1)
