"""The canvas under a person's hands: Chromium on ``canvas_app.py``, over real edits and the real check."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.ui.components.test_editor import _CONTRAST
from tests.support.browser import at_rest, until

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page


class Canvas:
    """What a person sees and does, by the words on the page; nodes are named by their ids."""

    def __init__(self, page: Page, address: str, query: str) -> None:
        page.goto(f"{address}/?{query}", wait_until="domcontentloaded")
        self.page = page
        self.cards = page.locator(".graphs .card")
        self.cards.first.wait_for()

    def card(self, node: str) -> Locator:
        return self.page.locator(f'.graphs .card[data-id="{node}"]')

    def out(self, node: str) -> Locator:
        return self.page.locator(f'.react-flow__handle[data-nodeid="{node}"][data-handleid="out"]')

    def port(self, node: str, number: int) -> Locator:
        return self.page.locator(f'.react-flow__handle[data-nodeid="{node}"][data-handleid="{number}"]')

    def drag(self, source: Locator, target: Locator | tuple[float, float]) -> None:
        self.still()
        start = centre(source)
        end = target if isinstance(target, tuple) else centre(target)
        mouse = self.page.mouse
        mouse.move(*start)
        mouse.down()
        mouse.move(start[0] + (end[0] - start[0]) / 2, start[1] + (end[1] - start[1]) / 2, steps=4)
        mouse.move(*end, steps=4)
        mouse.up()

    def free(self, right: float = 0.5, down: float = 0.88) -> tuple[float, float]:
        box = self.page.locator(".graphs .area").bounding_box()
        assert box is not None
        return box["x"] + right * box["width"], box["y"] + down * box["height"]

    def still(self) -> None:
        """Wait until no card moves or grows."""
        at_rest(self.page, ".graphs .card")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def add(self, words: str, *, branch: bool = False) -> None:
        self.press("/")
        self.page.keyboard.type(words)
        self.press("Shift+Enter" if branch else "Enter")

    def edges(self, *wanted: str) -> None:
        """Wait until Python has exactly these edges."""
        said = " | ".join(sorted(wanted)) or None
        place = self.page.locator('[data-testid="stText"]').nth(2)
        if said is None:
            self.page.wait_for_function("e => !e.innerText.trim()", arg=place.element_handle())
        else:
            self.page.get_by_text(said, exact=True).wait_for()

    def nodes(self, pattern: str) -> None:
        self.page.get_by_text(re.compile(pattern)).first.wait_for()

    def steps(self, number: int) -> None:
        self.page.get_by_text(re.compile(f"^steps {number},")).wait_for()

    def focused(self) -> str | None:
        found: str | None = self.page.evaluate(
            "() => { let e = document.activeElement; while (e?.shadowRoot?.activeElement)"
            " e = e.shadowRoot.activeElement; return e?.dataset?.node ?? null }"
        )
        return found

    def tip(self, words: str) -> None:
        """Wait until it is said that *words*."""
        expect(self.page.locator(".graphs .tip:visible")).to_contain_text(words, use_inner_text=True)


def centre(place: Locator) -> tuple[float, float]:
    box = place.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


AT_ONCE = """(letters) => { for (const letter of letters) {
  let place = document.activeElement;
  while (place?.shadowRoot?.activeElement) place = place.shadowRoot.activeElement;
  place.dispatchEvent(new KeyboardEvent("keydown", { key: letter, ctrlKey: true, bubbles: true, composed: true }));
} }"""
"""Presses Ctrl and each of the letters where the focus is then."""
BRANCHES = ("drop>out:0", "input>left:0", "input>right:0", "join>drop:0", "left>join:0", "right>join:1")


@pytest.fixture
def branches(tab: Page, address: str) -> Canvas:
    return Canvas(tab, address, "n=branches")


def test_nodes_tell_layers_shapes_and_counts_and_edges_what_travels(branches: Canvas) -> None:
    expect(branches.cards).to_have_count(6)
    expect(branches.card("left")).to_contain_text("8 units, ReLU", use_inner_text=True)
    expect(branches.card("left")).to_contain_text("24 parameters", use_inner_text=True)
    travels = branches.page.locator(".graphs .travels")
    until(branches.page, lambda: sorted(travels.all_text_contents()) == ["12", "12", "2", "2", "4", "8"], "shapes")
    label = branches.page.get_by_role(
        "button", name=re.compile("^Concatenate, gives 12, from Dense 1, Dense 2, to Dropout")
    )
    expect(label).to_have_count(1)


def test_branches_are_built_with_the_mouse(tab: Page, address: str) -> None:
    canvas = Canvas(tab, address, "n=empty&draft=mousemouse")
    canvas.card("input").locator(".name").click()
    canvas.page.locator(".chip[data-layer=Dense]").click()
    canvas.edges("input>dense_1:0")
    canvas.drag(canvas.page.locator(".chip[data-layer=Dense]"), canvas.free(0.4))
    canvas.card("dense_2").locator(".problem p").first.wait_for()
    canvas.still()
    canvas.drag(canvas.out("input"), canvas.port("dense_2", 0))
    canvas.edges("input>dense_1:0", "input>dense_2:0")
    canvas.press("/")
    canvas.page.keyboard.type("concatenate")
    canvas.drag(canvas.page.locator("#palette-Concatenate"), canvas.free(0.9, 0.5))
    # The canvas makes room for what is said below a card: a hand waits for that as well.
    canvas.card("concatenate_1").locator(".problem p").wait_for()
    canvas.still()
    canvas.drag(canvas.out("dense_1"), canvas.port("concatenate_1", 0))
    canvas.edges("dense_1>concatenate_1:0", "input>dense_1:0", "input>dense_2:0")
    canvas.still()
    canvas.drag(canvas.out("dense_2"), canvas.card("concatenate_1").locator(".name"))
    built = ("dense_1>concatenate_1:0", "dense_2>concatenate_1:1", "input>dense_1:0", "input>dense_2:0")
    canvas.edges(*built)
    steps = int(tab.get_by_text(re.compile("^steps ")).inner_text().split(",")[0].removeprefix("steps "))
    for _step in range(steps):
        tab.locator("[data-do=undo]").click()
    canvas.edges()
    expect(canvas.cards).to_have_count(1)
    for _step in range(steps):
        tab.locator("[data-do=redo]").click()
    canvas.edges(*built)
    tab.reload()
    canvas.edges(*built)
    canvas.cards.nth(3).wait_for()


def test_branches_are_built_with_the_keyboard(tab: Page, address: str) -> None:
    canvas = Canvas(tab, address, "n=empty")
    canvas.add("dense")
    canvas.edges("input>dense_1:0")
    assert canvas.focused() == "dense_1"
    canvas.press("ArrowLeft")
    assert canvas.focused() == "input"
    canvas.add("dense", branch=True)
    canvas.edges("input>dense_1:0", "input>dense_2:0")
    canvas.press("Shift+ArrowUp")
    canvas.add("add")
    canvas.edges("dense_1>add_1:0", "dense_2>add_1:1", "input>dense_1:0", "input>dense_2:0")
    canvas.press("ArrowLeft", "ArrowLeft", "c")
    canvas.tip("Connect Input")
    canvas.press("ArrowRight", "ArrowRight", "Enter")
    canvas.edges("dense_1>add_1:0", "dense_2>add_1:1", "input>add_1:2", "input>dense_1:0", "input>dense_2:0")
    canvas.press("e", "e", "e", "Delete")
    canvas.edges("dense_1>add_1:0", "dense_2>add_1:1", "input>dense_1:0", "input>dense_2:0")
    canvas.page.evaluate(AT_ONCE, ["z", "z", "y"])  # Before anything is answered.
    canvas.steps(8)
    canvas.edges("dense_1>add_1:0", "dense_2>add_1:1", "input>add_1:2", "input>dense_1:0", "input>dense_2:0")


def test_wrong_connections_are_refused_with_a_word_why(branches: Canvas) -> None:
    branches.drag(branches.out("out"), branches.port("left", 0))
    branches.tip("go round in a circle")
    branches.drag(branches.out("left"), branches.card("drop").locator(".name"))
    branches.tip("Dropout takes one input and has it")
    branches.card("out").locator(".name").click()
    branches.press("c", "ArrowLeft", "Enter")
    branches.tip("go round in a circle")
    branches.edges(*BRANCHES)
    branches.steps(0)


def test_a_mistake_is_told_on_the_node_and_the_button_repairs_it(tab: Page, address: str) -> None:
    canvas = Canvas(tab, address, "n=branches&wrong=1")
    wrong = canvas.card("left")
    expect(wrong).to_contain_text("Units must be from 1", use_inner_text=True)
    expect(wrong.locator(".badge")).to_be_visible()
    wrong.locator(".repair").click()
    canvas.nodes(r"left\{'units': 16")
    expect(wrong.locator(".badge")).to_be_hidden()


def test_layers_are_moved_and_the_place_is_kept(branches: Canvas) -> None:
    branches.still()
    before = centre(branches.card("left"))
    branches.drag(branches.card("left").locator(".name"), (before[0] - 40, before[1] - 60))
    branches.nodes(r"left@-?\d+\.\d,-?\d")
    branches.still()
    after = centre(branches.card("left"))
    assert after[1] < before[1] - 30
    branches.press("Alt+ArrowUp")
    branches.steps(2)
    until(branches.page, lambda: centre(branches.card("left"))[1] < after[1], "it has moved up")
    branches.press("t")
    branches.nodes("left@None,None")
    branches.press("Control+z", "Control+z", "Control+z")
    branches.steps(6)
    branches.nodes("left@None,None")


def test_a_layer_dropped_on_an_edge_goes_into_it(branches: Canvas) -> None:
    label = branches.page.locator('.react-flow__edge[data-id="drop>out:0"] .travels')
    branches.still()
    x, y = centre(label)
    branches.drag(branches.page.locator(".chip[data-layer=Activation]"), (x, y + 6))
    branches.edges(
        "activation_1>out:0", "drop>activation_1:0", "input>left:0", "input>right:0",
        "join>drop:0", "left>join:0", "right>join:1",
    )  # fmt: skip
    assert branches.focused() == "activation_1"


def test_many_are_selected_copied_switched_and_deleted(branches: Canvas) -> None:
    branches.card("left").locator(".name").click()
    branches.card("right").locator(".name").click(modifiers=["Shift"])
    expect(branches.page.get_by_text("2 layers selected")).to_be_visible()
    branches.press("o")
    branches.page.get_by_text("2 layers are off: data passes by unchanged.").wait_for(state="attached")
    branches.nodes(r"left-\{.*right-\{")
    branches.page.locator(".many").get_by_role("button", name="Switch on").click()
    branches.nodes(r"left\{.*right\{")
    branches.press("Control+c", "Control+v")
    branches.nodes(r"dense_1\{'units': 8.*dense_2\{'units': 4")
    branches.press("Delete")
    branches.steps(4)
    expect(branches.cards).to_have_count(6)
    branches.still()
    box = branches.page.locator(".graphs .area").bounding_box()
    assert box is not None
    mouse, end = branches.page.mouse, centre(branches.card("join"))
    branches.page.keyboard.down("Shift")
    mouse.move(box["x"] + 12, box["y"] + 12)
    mouse.down()
    mouse.move(*end, steps=3)
    mouse.move(box["x"] + box["width"] - 8, end[1] + 100, steps=3)
    mouse.up()
    branches.page.keyboard.up("Shift")
    expect(branches.page.get_by_text(re.compile("[45] layers selected"))).to_be_visible()


def test_text_without_layers_is_not_pasted(branches: Canvas) -> None:
    branches.card("left").locator(".name").click()
    branches.page.evaluate(
        """() => { const data = new DataTransfer(); data.setData('text/plain', 'hello');
        document.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true })); }"""
    )
    branches.tip("holds no layers")
    branches.steps(0)


def test_what_is_selected_after_an_undo_is_what_the_keys_act_on(branches: Canvas) -> None:
    branches.card("right").locator(".name").click()
    branches.press("d")
    branches.nodes("dense_1")
    branches.press("Control+z")
    branches.edges(*BRANCHES)
    node = branches.page.locator(".graphs .react-flow__node.selected")
    node.wait_for()
    expect(node).to_have_count(1)
    name = node.get_attribute("data-id")
    branches.press("Control+y")
    branches.nodes("dense_1")
    branches.card("dense_1").wait_for()
    expect(branches.page.locator(".graphs .react-flow__node.selected")).to_have_count(1)
    branches.press("Control+z")
    branches.edges(*BRANCHES)
    branches.card(name or "").locator(".name").wait_for()
    branches.press("Delete")
    branches.card(name or "").wait_for(state="detached")


def test_the_help_sheet_and_the_focus(branches: Canvas) -> None:
    branches.press("?")
    sheet = branches.page.get_by_role("dialog", name="Keys")
    expect(sheet).to_contain_text("connect to another layer", use_inner_text=True)
    assert sheet.evaluate("e => [e.scrollTop, e.scrollHeight - e.clientHeight]") == [0, 0], "all of it is seen"
    help_button = branches.page.locator(".graphs .top > button").last
    edges = help_button.evaluate("e => [e, e.getRootNode().host].map(one => one.getBoundingClientRect().right)")
    assert edges[0] <= edges[1], "nothing stands out at the side, so that nothing can be scrolled sideways"
    branches.press("Escape")
    expect(sheet).to_be_hidden()
    branches.card("join").locator(".name").click()
    branches.press("Delete")
    branches.steps(1)
    assert branches.focused() == "left"
    branches.press("Control+z")
    branches.edges(*BRANCHES)
    assert branches.focused() is not None


def test_the_component_is_mounted_once(branches: Canvas) -> None:
    branches.page.locator(".graphs").evaluate("e => { e.dataset.mark = 'first' }")
    branches.card("left").locator(".name").click()
    branches.press("d", "o", "Delete")
    branches.steps(3)
    assert branches.page.locator(".graphs").get_attribute("data-mark") == "first"
    expect(branches.page.locator(".graphs")).to_have_count(1)


def test_the_program_is_a_file_and_travels_once(tab: Page, address: str) -> None:
    received: list[int] = []
    tab.on("websocket", lambda socket: socket.on("framereceived", lambda data: received.append(len(data))))
    canvas = Canvas(tab, address, "n=branches")
    canvas.card("left").locator(".name").click()
    tab.get_by_text(re.compile("^steps 0, .*, run 2$")).wait_for()
    before = len(received)
    canvas.press("d")
    canvas.steps(1)
    assert max(received) < 200_000
    assert max(received[before:]) < 15_000


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_have_contrast(tab: Page, address: str, scheme: str) -> None:
    tab.emulate_media(color_scheme=scheme)
    canvas = Canvas(tab, address, "n=branches&wrong=1")
    canvas.card("right").locator(".name").click()
    assert tab.evaluate(_CONTRAST) == []
    canvas.press("c", "ArrowLeft", "Enter")
    canvas.tip("go round in a circle")
    assert tab.evaluate(_CONTRAST) == []
