"""An Inception module from an empty canvas, by keyboard alone and by mouse alone: four branches that meet, a mistake
and its repair."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.ui.components.test_canvas import Canvas

if TYPE_CHECKING:
    from playwright.sync_api import Page

MODULE = (
    "concatenate_1>dense_1:0", "conv2d_1>concatenate_1:0", "conv2d_2>conv2d_3:0", "conv2d_3>concatenate_1:1",
    "conv2d_4>conv2d_5:0", "conv2d_5>concatenate_1:2", "conv2d_6>concatenate_1:3", "input>conv2d_1:0",
    "input>conv2d_2:0", "input>conv2d_4:0", "input>maxpooling2d_1:0", "maxpooling2d_1>conv2d_6:0",
)  # fmt: skip

FOCUSED = """() => {
  let e = document.activeElement;
  while (e?.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;
  return e?.textContent;
}"""


def lead_to(canvas: Canvas, target: str) -> None:
    """C, arrow keys until *target* is aimed at, Enter."""
    canvas.press("c")
    for _step in range(8):
        canvas.press("ArrowRight")
        if "aimed" in (canvas.card(target).get_attribute("class") or ""):
            break
    canvas.press("Enter")


def go_to(canvas: Canvas, key: str, node: str) -> None:
    for _step in range(8):
        if canvas.focused() == node:
            return
        canvas.press(key)
    assert canvas.focused() == node


def steps(page: Page) -> int:
    return int(page.get_by_text(re.compile("^steps ")).inner_text().split(",")[0].removeprefix("steps "))


def test_an_inception_module_is_built_with_the_keyboard(tab: Page, address: str) -> None:
    canvas = Canvas(tab, address, "n=empty&data=pictures&draft=inceptionkeys")
    canvas.add("conv2d")
    canvas.add("concatenate")
    canvas.edges("conv2d_1>concatenate_1:0", "input>conv2d_1:0")
    for first in ("conv2d", "conv2d", "maxpooling2d"):
        go_to(canvas, "ArrowLeft", "input")
        canvas.add(first, branch=True)
        canvas.add("conv2d")
        canvas.still()
        lead_to(canvas, "concatenate_1")
    go_to(canvas, "ArrowRight", "concatenate_1")
    canvas.add("dense")
    canvas.edges(*MODULE)

    wrong = canvas.card("dense_1")
    wrong.locator(".badge").wait_for()
    expect(wrong).to_contain_text("ends with an image", use_inner_text=True)
    for _step in range(12):
        canvas.press("Tab")
        if tab.evaluate(FOCUSED) == "Insert Flatten before Dense":
            break
    canvas.press("Enter")
    built = (*(edge for edge in MODULE if edge != "concatenate_1>dense_1:0"),
             "concatenate_1>flatten_1:0", "flatten_1>dense_1:0")  # fmt: skip
    canvas.edges(*built)

    back_and_forth(canvas, built, 11, lambda word: canvas.press({"undo": "Control+z", "redo": "Control+y"}[word]))


def back_and_forth(canvas: Canvas, built: tuple[str, ...], cards: int, turn: Callable[[str], None]) -> None:
    """Undo to the empty canvas, redo to the end, reload and find it."""
    made = steps(canvas.page)
    for _step in range(made):
        turn("undo")
    canvas.steps(2 * made)
    canvas.edges()
    canvas.cards.nth(1).wait_for(state="detached")
    expect(canvas.cards).to_have_count(1)
    for _step in range(made):
        turn("redo")
    canvas.steps(3 * made)
    canvas.edges(*built)
    canvas.page.reload()
    canvas.edges(*built)
    canvas.cards.nth(cards - 1).wait_for()
    expect(canvas.cards).to_have_count(cards)


def dropped(canvas: Canvas, layer: str, node: str, right: float, down: float) -> None:
    """Drag *layer* from the palette to a free place, where it stands alone and says so."""
    chip = canvas.page.locator(f".chip[data-layer={layer}]")
    if not chip.count():
        canvas.page.locator(".chips .more").click()
        canvas.page.keyboard.type(layer)
        chip = canvas.page.locator(f"#palette-{layer}")
    canvas.drag(chip, canvas.free(right, down))
    canvas.card(node).locator(".problem p").first.wait_for()
    canvas.still()


def kernel(canvas: Canvas, node: str, size: int) -> None:
    """The first field of the kernel size, by its steppers: both directions at once."""
    canvas.card(node).locator(".name").click()
    field = canvas.page.locator('.graphs .inspector .field[data-field="kernel_size"]')
    while int(field.locator("input").first.input_value().split("×")[0]) != size:
        before = field.locator("input").first.input_value()
        smaller = int(before.split("×")[0]) > size
        field.locator(".step").nth(0 if smaller else 1).click()
        canvas.page.wait_for_function(
            "([e, before]) => e.value !== before", arg=[field.locator("input").first.element_handle(), before]
        )


def test_an_inception_module_is_built_with_the_mouse(tab: Page, address: str) -> None:
    canvas = Canvas(tab, address, "n=empty&data=pictures&draft=inceptionmouse&width=1380")
    for number in range(1, 7):
        dropped(canvas, "Conv2D", f"conv2d_{number}", 0.25 + 0.12 * number, 0.15 + 0.12 * number)
    dropped(canvas, "MaxPooling2D", "maxpooling2d_1", 0.3, 0.9)
    dropped(canvas, "Concatenate", "concatenate_1", 0.95, 0.5)
    joined: list[str] = []
    lines = (("input", "conv2d_1"), ("conv2d_1", "concatenate_1"), ("input", "conv2d_2"), ("conv2d_2", "conv2d_3"),
             ("conv2d_3", "concatenate_1"), ("input", "conv2d_4"), ("conv2d_4", "conv2d_5"),
             ("conv2d_5", "concatenate_1"), ("input", "maxpooling2d_1"),
             ("maxpooling2d_1", "conv2d_6"), ("conv2d_6", "concatenate_1"))  # fmt: skip
    for source, target in lines:
        canvas.still()
        canvas.drag(canvas.out(source), canvas.card(target).locator(".name"))
        taken = sum(edge.split(">")[1].startswith(f"{target}:") for edge in joined)
        joined.append(f"{source}>{target}:{taken}")
        canvas.edges(*joined)
    canvas.card("concatenate_1").locator(".name").click()
    tab.locator(".chip[data-layer=Dense]").click()
    canvas.edges(*MODULE)
    for node, size in (("conv2d_1", 1), ("conv2d_2", 1), ("conv2d_4", 1), ("conv2d_5", 5), ("conv2d_6", 1)):
        kernel(canvas, node, size)
        canvas.card(node).get_by_text(f"{size}×{size}").wait_for()
    canvas.drag(canvas.out("concatenate_1"), canvas.card("conv2d_1").locator(".name"))
    canvas.tip("go round in a circle")
    wrong = canvas.card("dense_1")
    wrong.locator(".badge").wait_for()
    wrong.get_by_role("button", name="Insert Flatten before Dense").click()
    built = (*(edge for edge in MODULE if edge != "concatenate_1>dense_1:0"),
             "concatenate_1>flatten_1:0", "flatten_1>dense_1:0")  # fmt: skip
    canvas.edges(*built)
    back_and_forth(canvas, built, 11, lambda word: tab.locator(f"[data-do={word}]").click())
