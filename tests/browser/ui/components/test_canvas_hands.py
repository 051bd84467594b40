"""Other ways of hands on the canvas: an edge moved by its end, the wheel, fingers, a layer let go on an edge."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser.ui.components.test_canvas import BRANCHES, Canvas, centre
from tests.support.browser import fresh, new_window, until

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


def view(page: Page) -> tuple[float, float, float]:
    """How far the canvas is moved, and how large it is shown."""
    style = page.locator(".graphs .react-flow__viewport").evaluate("e => getComputedStyle(e).transform")
    numbers = [float(part) for part in style.removeprefix("matrix(").rstrip(")").split(",")]
    return numbers[4], numbers[5], numbers[0]


@pytest.fixture
def canvas(tab: Page, address: str) -> Canvas:
    made = Canvas(tab, address, "n=branches")
    made.still()
    return made


def test_an_edge_is_led_to_another_layer_by_its_end(canvas: Canvas) -> None:
    rest = [edge for edge in BRANCHES if edge != "left>join:0"]
    end = canvas.port("join", 0)
    x, y = centre(end)
    canvas.drag(end, centre(canvas.port("join", 2)))
    canvas.edges(*rest, "left>join:2")
    canvas.press("Control+z")
    canvas.edges(*BRANCHES)
    canvas.still()
    mouse = canvas.page.mouse
    mouse.move(x, y)
    mouse.down()
    mouse.move(*canvas.free(0.05, 0.05), steps=5)
    mouse.up()
    canvas.edges(*BRANCHES)
    canvas.drag(canvas.port("join", 0), canvas.card("out").locator(".name"))
    canvas.tip("Dense 3 takes one input and has it")
    canvas.edges(*BRANCHES)


def test_the_wheel_zooms_at_the_pointer_and_a_drag_on_free_ground_moves_the_view(canvas: Canvas) -> None:
    mouse = canvas.page.mouse
    before = view(canvas.page)
    name = canvas.card("left").locator(".name")
    x, y = centre(name)
    mouse.move(x, y)
    mouse.wheel(0, -120)
    until(canvas.page, lambda: view(canvas.page)[2] > before[2] * 1.05, "it is larger")
    canvas.still()
    after = view(canvas.page)
    assert abs(centre(name)[0] - x) < 6, "what is under the pointer stays there"
    assert abs(centre(name)[1] - y) < 6
    mouse.wheel(0, 400)
    until(canvas.page, lambda: view(canvas.page)[2] < after[2] * 0.95, "it is smaller")
    canvas.still()
    corner = canvas.free(0.03, 0.95)
    before = view(canvas.page)
    mouse.move(*corner)
    mouse.down()
    mouse.move(corner[0] + 60, corner[1] - 40, steps=5)
    mouse.up()

    def moved() -> tuple[int, int]:
        now = view(canvas.page)
        return round(now[0] - before[0]), round(now[1] - before[1])

    until(canvas.page, lambda: moved() == (60, -40), "the view has moved")
    canvas.steps(0)


def test_a_loose_layer_let_go_on_an_edge_goes_into_it(canvas: Canvas) -> None:
    canvas.drag(canvas.page.locator(".chip[data-layer=Dropout]"), canvas.free(0.1, 0.12))
    canvas.card("dropout_1").wait_for()
    canvas.still()
    label = canvas.page.locator('.react-flow__edge[data-id="drop>out:0"] .travels')
    x, y = centre(label)
    canvas.drag(canvas.card("dropout_1").locator(".name"), (x, y))
    rest = [edge for edge in BRANCHES if edge != "drop>out:0"]
    canvas.edges(*rest, "drop>dropout_1:0", "dropout_1>out:0")


def fingers(page: Page) -> Callable[..., None]:
    session = page.context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        at = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": at})

    return touch


@pytest.fixture
def screen(_chromium: Browser) -> Iterator[Page]:
    """A tab on a screen that is touched."""
    with new_window(_chromium, has_touch=True) as window, fresh(window.new_page()) as page:
        yield page


def test_fingers_drag_a_layer_move_the_view_and_zoom(screen: Page, address: str) -> None:
    canvas = Canvas(screen, address, "n=branches")
    canvas.still()
    page, touch = canvas.page, fingers(canvas.page)
    name = canvas.card("left").locator(".name")
    x, y = centre(name)
    touch("touchStart", (x, y))
    for step in range(1, 6):
        touch("touchMove", (x - 8 * step, y - 10 * step))
    touch("touchEnd")
    canvas.nodes(r"left@-?\d+\.\d,-?\d")
    until(page, lambda: centre(name)[1] < y - 15, "the layer has moved")
    canvas.still()
    before = view(page)
    # Left of all cards: how far the finger has dragged one depends on the machine by some pixels, and the view with it.
    a, b = canvas.free(0.03, 0.9), canvas.free(0.13, 0.9)
    touch("touchStart", a, b)
    for step in range(1, 6):
        touch("touchMove", (a[0] - step, a[1] - 6 * step), (b[0] + 12 * step, b[1] - 6 * step))
    touch("touchEnd")
    until(page, lambda: view(page)[2] > before[2] * 1.2, "two fingers apart: larger")
    canvas.still()
    after = view(page)
    touch("touchStart", a)
    for step in range(1, 6):
        touch("touchMove", (a[0] + 10 * step, a[1] - 5 * step))
    touch("touchEnd")
    until(page, lambda: view(page)[0] > after[0] + 30, "one finger on free ground: moved")
    assert view(page)[2] == after[2]
    canvas.steps(1)


def test_the_network_fills_the_screen_and_comes_back(tab: Page, address: str) -> None:
    canvas = Canvas(tab, address, "n=inception&width=710")
    canvas.still()
    small = view(tab)[2]
    tab.locator(".graphs [data-do=screen]").click()
    tab.wait_for_function("() => document.fullscreenElement !== null")
    canvas.still()
    room = tab.locator(".graphs .area").bounding_box()
    screen = tab.viewport_size
    assert room is not None
    assert screen is not None
    assert room["width"] > 0.95 * screen["width"]
    boxes = [card.bounding_box() for card in canvas.cards.all()]
    assert all(
        box and room["x"] <= box["x"] and box["x"] + box["width"] <= room["x"] + room["width"]
        and room["y"] <= box["y"] and box["y"] + box["height"] <= room["y"] + room["height"] for box in boxes
    )  # fmt: skip
    canvas.cards.nth(2).locator(".name").click()
    tab.locator(".graphs .inspector .field").first.wait_for()
    canvas.press("Shift+f")
    tab.wait_for_function("() => document.fullscreenElement === null")
    canvas.still()
    assert view(tab)[2] <= small + 0.01


def boxed(canvas: Canvas, *names: str) -> None:
    """Draw a box around layers."""
    boxes = [box for name in names if (box := canvas.card(name).bounding_box()) is not None]
    mouse = canvas.page.mouse
    canvas.page.keyboard.down("Shift")
    mouse.move(min(box["x"] for box in boxes) - 9, min(box["y"] for box in boxes) - 9)
    mouse.down()
    end = max(box["x"] + box["width"] for box in boxes) + 9, max(box["y"] + box["height"] for box in boxes) + 9
    mouse.move(*end, steps=6)
    mouse.up()
    canvas.page.keyboard.up("Shift")


def test_a_box_takes_layers_and_not_the_edge_between_them_and_they_are_pressed_as_ever(canvas: Canvas) -> None:
    canvas.page.locator(".graphs .inspector .hint").dblclick()
    said = canvas.page.evaluate("getSelection().toString()")
    boxed(canvas, "drop", "out")
    assert canvas.page.evaluate("getSelection().toString().length") <= len(said), "no text is chosen along the way"
    canvas.page.get_by_text("2 layers selected").wait_for()
    assert canvas.focused() in ("drop", "out"), "the keys act on what is selected"
    start = [card.bounding_box() for card in (canvas.card("drop"), canvas.card("out"))]
    x, y = centre(canvas.card("out").locator(".name"))
    canvas.drag(canvas.card("out").locator(".name"), (x, y + 60))
    canvas.steps(1)
    canvas.still()
    moved = [card.bounding_box() for card in (canvas.card("drop"), canvas.card("out"))]
    for before, after in zip(start, moved, strict=True):
        assert before is not None
        assert after is not None
        assert 40 < after["y"] - before["y"] < 80
    canvas.card("out").locator(".name").click()
    assert canvas.focused() == "out"


def test_no_card_moves_when_the_form_of_a_layer_takes_room(tab: Page, address: str) -> None:
    canvas = Canvas(tab, address, "n=inception&height=640")
    canvas.still()
    places = [card.bounding_box() for card in canvas.cards.all()]
    room = tab.locator(".graphs .area").bounding_box()
    canvas.cards.nth(1).locator(".name").click()
    tab.locator(".graphs .inspector").get_by_role("button", name="more settings").click()
    tab.locator(".graphs .inspector").get_by_role("button", name="fewer settings").wait_for()
    tab.wait_for_function(
        """(before) => [...document.querySelectorAll('*')].find(e => e.shadowRoot?.querySelector('.graphs'))
        .shadowRoot.querySelector('.area').clientHeight < before - 20""",
        arg=room["height"] if room else 0,
    )
    canvas.still()
    assert [card.bounding_box() for card in canvas.cards.all()] == places
