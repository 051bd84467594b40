"""The stack editor under a person's hands: Chromium on ``editor_app.py``, over real edits and the real check."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.support.browser import at_rest, serve, until

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serve("tests/support/editor_app.py", PLAYGROUND_HOME=str(tmp_path_factory.mktemp("home"))) as url:
        yield url


class Editor:
    """What a person sees and does, by the words on the page."""

    def __init__(self, page: Page, address: str, query: str) -> None:
        page.goto(f"{address}/?{query}", wait_until="domcontentloaded")
        self.page = page
        self.cards = page.locator(".editor .card")
        self.cards.first.wait_for()

    def card(self, number: int) -> Locator:
        return self.cards.nth(number)

    def select(self, number: int) -> None:
        self.card(number).locator(".name").click()

    def boxes_at_rest(self) -> list[object]:
        """Where the cards are, once they have stopped gliding."""
        at_rest(self.page, ".editor .card")
        return [card.bounding_box() for card in self.cards.all()]

    def names(self) -> list[str]:
        """What layers the cards are of, without the numbers that several of one kind have."""
        names = self.page.locator(".editor .card .name").all_inner_texts()
        return [re.sub(r" \d+$", "", name.split("\n")[0]) for name in names]

    def focused(self) -> str | None:
        """The id of the node whose card has the focus."""
        return self.page.evaluate(
            "() => { let e = document.activeElement; while (e?.shadowRoot?.activeElement)"
            " e = e.shadowRoot.activeElement; return e?.dataset?.node ?? null }"
        )

    def document(self) -> str:
        """What Python has, as the demo prints it."""
        return self.page.locator('[data-testid="stText"]').last.inner_text()

    def steps(self) -> str:
        """How many steps Python has got."""
        return self.page.get_by_text(re.compile("^run ")).inner_text().split("steps ")[1]

    def wait_document(self, wanted: str) -> None:
        self.page.get_by_text(re.compile(wanted)).first.wait_for()

    def wait_names(self, *names: str) -> None:
        until(self.page, lambda: self.names() == list(names), f"{names} stand there")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)


@pytest.fixture
def three(tab: Page, address: str) -> Editor:
    return Editor(tab, address, "n=3")


def test_the_stack_tells_layers_shapes_counts_and_totals(three: Editor) -> None:
    expect(three.page.locator(".editor .card .name")).to_have_text(["Input", "Dense 1", "Dense 2", "Dense 3"])
    expect(three.card(0)).to_contain_text("2 features", use_inner_text=True)
    expect(three.card(1)).to_contain_text("24 parameters", use_inner_text=True)
    assert three.page.locator(".editor .travels").all_text_contents() == ["2", "8", "8"]
    expect(three.page.locator(".editor .status")).to_contain_text("105 parameters", use_inner_text=True)
    expect(three.page.locator(".editor .status")).to_contain_text("0 problems", use_inner_text=True)


def test_a_layer_is_found_by_search_and_goes_before_the_output(three: Editor) -> None:
    three.press("/")
    three.page.keyboard.type("forget drop")
    three.page.get_by_text("No layer is called that").wait_for()
    three.page.locator(".editor .search").fill("dropout")
    three.press("Enter")
    three.wait_names("Input", "Dense", "Dense", "Dropout", "Dense")
    three.wait_document(r"dropout_1\{\} \| dense_3")
    assert three.focused() == "dropout_1"
    expect(three.page.locator(".editor [aria-live]")).to_contain_text("Dropout added.", use_inner_text=True)


def test_a_chip_adds_after_the_selected_layer(three: Editor) -> None:
    three.select(1)
    three.page.locator(".editor .chip[data-layer=Dropout]").click()
    three.wait_names("Input", "Dense", "Dropout", "Dense", "Dense")
    three.wait_document(r"dense_1\{[^|]*\| dropout_1")


def test_units_are_set_and_the_shapes_follow(three: Editor) -> None:
    three.select(1)
    units = three.page.get_by_label("Units", exact=True)
    units.fill("12")
    units.press("Enter")
    three.page.locator(".editor .card", has_text="36 parameters").wait_for()
    assert three.page.locator(".editor .travels").all_text_contents() == ["2", "12", "8"]
    three.page.get_by_label("Units: more").click()
    three.wait_document(r"dense_1\{'units': 16")
    three.page.get_by_role("combobox", name="Activation").select_option(label="ReLU")
    three.wait_document(r"dense_1\{'units': 16, 'activation': 'relu'\}")


def test_cut_words_are_whole_in_the_tooltip_and_no_bubble_lies_on_the_field_one_types_in(three: Editor) -> None:
    three.select(1)
    summary, bubble = three.card(1).locator(".summary"), three.page.locator(".editor .tip:visible")
    whole = summary.inner_text()
    summary.hover()
    assert not summary.get_attribute("title"), "it has the room it needs"
    summary.evaluate("element => { element.style.width = '30px' }")
    three.card(2).locator(".name").hover()
    summary.hover()
    expect(summary).to_have_attribute("title", whole)

    units, activation = (
        three.page.locator(f".inspector .field[data-field={name}]") for name in ("units", "activation")
    )
    activation.hover()
    expect(bubble).to_have_count(1)
    units.locator("input").click()
    expect(bubble).to_have_count(1)
    units.locator("input").press("1")
    activation.hover()
    expect(bubble).to_have_count(0)


def test_what_is_typed_stays_while_answers_come(three: Editor) -> None:
    three.select(1)
    units = three.page.get_by_label("Units", exact=True)
    units.click()
    units.press("Control+a")
    for typed in ("1", "12", "123", "1234"):
        three.page.keyboard.type(typed[-1])
        three.wait_document(rf"dense_1\{{'units': {typed}\b")
    assert units.input_value() == "1234"
    assert units.evaluate("e => e.getRootNode().activeElement === e")


def test_a_value_out_of_bounds_is_refused_at_the_field(three: Editor) -> None:
    three.select(1)
    units = three.page.get_by_label("Units", exact=True)
    units.fill("0")
    units.press("Enter")
    said = three.page.locator(".editor .field .error:visible")
    expect(said).to_contain_text("must be from 1 to")
    units.fill("many")
    expect(said).to_contain_text("must be a whole number")
    assert three.steps() == "0"
    units.press("Escape")
    assert units.input_value() == "8"
    expect(said).to_have_count(0)


def test_layers_move_by_keyboard(three: Editor) -> None:
    three.press("/")
    three.page.keyboard.type("dropout")
    three.press("Enter", "Alt+ArrowLeft")
    three.wait_names("Input", "Dense", "Dropout", "Dense", "Dense")
    three.press("Alt+ArrowLeft", "Alt+ArrowLeft")
    three.wait_names("Input", "Dropout", "Dense", "Dense", "Dense")
    three.wait_document(r"input\{\} \| dropout_1")
    assert three.focused() == "dropout_1"
    three.press("ArrowRight")
    assert three.focused() == "dense_1"
    three.press("ArrowLeft", "Alt+ArrowRight")
    three.wait_document(r"dense_1\{[^|]*\| dropout_1")


def drag(page: Page, source: Locator, x: float, y: float) -> None:
    box = source.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(x - 30, y, steps=4)
    page.mouse.move(x, y, steps=4)
    page.mouse.up()


def gap_after(editor: Editor, number: int) -> tuple[float, float]:
    box = editor.card(number).bounding_box()
    assert box is not None
    return box["x"] + box["width"] + 12, box["y"] + box["height"] / 2


def test_layers_move_by_mouse(tab: Page, address: str) -> None:
    editor = Editor(tab, address, "n=8")
    drag(tab, editor.card(7).locator(".name"), *gap_after(editor, 1))
    editor.wait_document(r"conv2d_1\{[^|]*\| dropout_1")
    assert editor.names()[:4] == ["Input", "Conv2D", "Dropout", "BatchNormalization"]


def test_a_layer_is_dragged_from_the_palette_into_a_gap(tab: Page, address: str) -> None:
    editor = Editor(tab, address, "n=8")
    drag(tab, tab.locator(".editor .chip[data-layer=Dropout]"), *gap_after(editor, 3))
    editor.wait_document(r"maxpooling2d_1\{\} \| dropout_2")
    editor.press("/")
    tab.keyboard.type("gaussiannoise")
    drag(tab, tab.locator("#palette-GaussianNoise"), *gap_after(editor, 0))
    editor.wait_document(r"input\{\} \| gaussiannoise_1")
    expect(tab.locator(".editor .palette:visible")).to_have_count(0)


def test_escape_lets_a_dragged_layer_go(tab: Page, address: str) -> None:
    editor = Editor(tab, address, "n=8")
    before = editor.names()
    tab.mouse.move(*gap_after(editor, 1))
    box = editor.card(1).locator(".name").bounding_box()
    assert box is not None
    tab.mouse.move(box["x"] + 10, box["y"] + 8)
    tab.mouse.down()
    tab.mouse.move(box["x"] + 200, box["y"] + 200, steps=5)
    expect(tab.locator(".editor .ghost")).to_have_count(1)
    editor.press("Escape")
    tab.mouse.up()
    expect(tab.locator(".editor .ghost")).to_have_count(0)
    assert editor.names() == before


def test_duplicate_switch_delete_undo_redo(three: Editor) -> None:
    three.select(2)
    three.press("d")
    three.wait_document(r"dense_2\{[^|]*\| dense_4\{")
    assert three.focused() == "dense_4"
    three.press("o")
    three.wait_document(r"dense_4-\{")
    expect(three.card(3)).to_contain_text("off", use_inner_text=True)
    three.press("Delete")
    three.wait_names("Input", "Dense", "Dense", "Dense")
    three.page.get_by_text(re.compile(r"steps 3")).wait_for()
    assert three.focused() == "dense_3"
    three.press("Control+z")
    three.wait_document(r"dense_4-\{")
    three.press("Control+z")
    three.wait_document(r"dense_4\{")
    three.press("Control+z")
    three.wait_names("Input", "Dense", "Dense", "Dense")
    three.press("Control+y")
    three.wait_document(r"dense_4\{")
    three.press("Control+Shift+z")
    three.wait_document(r"dense_4-\{")
    three.page.locator(".editor [data-do=undo]").click()
    three.wait_document(r"dense_4\{")


def test_the_input_stays(three: Editor) -> None:
    three.select(0)
    three.press("Delete", "d", "o", "Alt+ArrowRight")
    assert three.names() == ["Input", "Dense", "Dense", "Dense"]
    three.select(1)
    three.press("d")
    three.wait_document(r"dense_4\{")
    assert three.steps() == "1", "what came before was nothing"


def test_every_action_has_a_button(three: Editor) -> None:
    three.select(2)
    toolbar = three.page.locator(".editor .actions")
    toolbar.get_by_role("button", name="Duplicate").click()
    three.wait_document(r"dense_4\{")
    toolbar.get_by_role("button", name="Switch off").click()
    three.wait_document(r"dense_4-\{")
    toolbar.get_by_role("button", name="Switch on").click()
    three.wait_document(r"dense_4\{")
    toolbar.get_by_role("button", name="Move towards the input").click()
    three.wait_document(r"dense_4\{[^|]*\| dense_2")
    toolbar.get_by_role("button", name="Move towards the output").click()
    three.wait_document(r"dense_2\{[^|]*\| dense_4")
    toolbar.get_by_role("button", name="Delete").click()
    three.wait_names("Input", "Dense", "Dense", "Dense")


def test_a_wrong_network_shows_where_and_the_repair_mends_it(tab: Page, address: str) -> None:
    editor = Editor(tab, address, "n=8&wrong=1")
    badge = tab.locator(".editor .card.wrong")
    badge.first.wait_for()
    count = tab.locator(".editor .status .count")
    assert count.inner_text() != "0 problems"
    count.click()
    assert editor.focused() is not None
    repairs = tab.locator(".editor .repair")

    def told() -> list[str]:
        return [count.inner_text(), *repairs.all_inner_texts()]

    for _repair in range(4):
        if not repairs.count():
            break
        before, steps = told(), int(editor.steps())
        repairs.first.click()
        tab.get_by_text(f"steps {steps + 1}").wait_for()
        until(tab, lambda before=before: told() != before, "what is left is told")
    expect(count).to_have_text("0 problems")
    expect(badge).to_have_count(0)
    assert "flatten_1" in editor.document()


def test_the_keyboard_reaches_everything(three: Editor) -> None:
    three.select(1)
    three.press("Enter")
    assert three.page.get_by_label("Units", exact=True).evaluate("e => e.getRootNode().activeElement === e")
    expect(three.page.locator(".editor .tip")).to_contain_text("How many neurons", use_inner_text=True)
    three.press("Escape")
    assert three.focused() == "dense_1"
    expect(three.page.get_by_label("Units", exact=True)).to_be_visible()
    three.press("Escape")
    expect(three.page.locator(".inspector")).to_be_hidden()
    assert three.focused() == "dense_1"
    cards = three.page.locator(".editor .card")
    places = [card.bounding_box() for card in cards.all()]
    three.press("Enter", "Escape")
    expect(three.page.locator(".inspector")).to_be_visible()
    assert [card.bounding_box() for card in cards.all()] == places, "none moves when the form comes"
    count = cards.count()
    three.press("Delete")
    expect(cards).to_have_count(count - 1)
    three.press("Control+z")
    expect(cards).to_have_count(count)
    three.press("?")
    sheet = three.page.get_by_role("dialog", name="Keys")
    expect(sheet).to_contain_text("duplicate it", use_inner_text=True)
    three.press("Escape")
    expect(sheet).to_be_hidden()
    assert three.focused() is not None
    three.press("End")
    assert three.focused() == "dense_3"
    ring = three.card(3).evaluate("e => getComputedStyle(e).outlineStyle")
    assert ring == "solid"


def test_the_component_is_mounted_once(three: Editor) -> None:
    three.page.locator(".editor").evaluate("e => { e.dataset.mark = 'first' }")
    three.select(2)
    three.press("d", "d", "o", "Delete")
    three.page.get_by_text(re.compile(r"steps 4")).wait_for()
    assert three.page.locator(".editor").get_attribute("data-mark") == "first"
    expect(three.page.locator(".editor")).to_have_count(1)


def test_the_program_travels_once(tab: Page, address: str) -> None:
    received: list[int] = []
    tab.on("websocket", lambda socket: socket.on("framereceived", lambda data: received.append(len(data))))
    editor = Editor(tab, address, "n=3")
    tab.get_by_text(re.compile(r"^run 2")).wait_for()
    before = len(received)
    assert max(received) > 60_000
    editor.select(1)
    editor.press("d")
    editor.wait_document(r"dense_4\{")
    assert max(received[before:]) < 15_000


def test_hover_and_focus_of_a_unit_ask_for_its_picture(tab: Page, address: str) -> None:
    editor = Editor(tab, address, "n=3&maps=1")
    editor.card(1).locator(".unit").nth(3).hover()
    tab.get_by_text("unit ('dense_1', 3)").wait_for()
    tab.mouse.move(5, 5)
    tab.get_by_text("unit (None, None)").wait_for()
    editor.select(2)
    editor.card(2).locator(".unit").nth(1).focus()
    tab.get_by_text("unit ('dense_2', 1)").wait_for()


def test_pictures_of_units_are_veiled_after_an_edit_and_keep_their_place(tab: Page, address: str) -> None:
    editor = Editor(tab, address, "n=3&maps=1")
    before = editor.boxes_at_rest()
    editor.select(1)
    tab.get_by_role("combobox", name="Activation").select_option(label="ReLU")
    editor.wait_document(r"'activation': 'relu'")
    editor.card(1).locator(".units[data-stale]").wait_for()
    expect(editor.card(2).locator(".units[data-stale]")).to_have_count(1)  # What stands behind it changes too.
    expect(editor.card(0).locator(".units[data-stale]")).to_have_count(0)
    assert editor.boxes_at_rest()[1:3] == before[1:3]
    editor.press("Escape", "Control+z")
    editor.card(1).locator(".units:not([data-stale])").wait_for()


def test_several_networks_are_tabs(tab: Page, address: str) -> None:
    editor = Editor(tab, address, "n=8&two=1")
    tabs = tab.get_by_role("tab")
    assert tabs.all_inner_texts()[:2] == ["Generator", "Discriminator"]
    tabs.nth(1).click()
    editor.wait_names("Input", "Dense", "Dense", "Dense")
    editor.select(1)
    editor.press("Delete")
    editor.wait_names("Input", "Dense", "Dense")
    tabs.nth(0).click()
    assert len(editor.names()) == 9


@pytest.mark.parametrize(("query", "scheme"), [("n=20&width=660", "light"), ("n=20&width=660", "dark")])
def test_twenty_layers_stay_within_their_own_room(tab: Page, address: str, query: str, scheme: str) -> None:
    tab.emulate_media(color_scheme=scheme)
    editor = Editor(tab, address, query)
    expect(editor.cards).to_have_count(20)
    frame = tab.locator(".editor").bounding_box()
    assert frame is not None
    assert frame["height"] == pytest.approx(640, abs=1)
    area = tab.locator(".editor .area")
    assert area.evaluate("e => e.scrollHeight > e.clientHeight && e.scrollWidth <= e.clientWidth")
    editor.select(0)
    editor.press("End")

    def is_seen() -> bool:
        last, room = editor.card(19).bounding_box(), area.bounding_box()
        return bool(last and room) and last["y"] + last["height"] <= room["y"] + room["height"] + 1

    until(tab, is_seen, "the last one is scrolled to")


def test_eight_layers_are_seen_without_scrolling(tab: Page, address: str) -> None:
    Editor(tab, address, "n=8&maps=1")
    assert tab.locator(".editor .area").evaluate("e => e.scrollHeight <= e.clientHeight")


_CONTRAST = """() => {
  const root = [...document.querySelectorAll('*')].find((e) => e.shadowRoot?.querySelector('.editor')).shadowRoot;
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  const rgba = (colour) => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data]; };
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255)
    .map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (e) => { for (; e; e = e.parentElement ?? e.getRootNode().host) {
    const c = rgba(getComputedStyle(e).backgroundColor); if (c[3] > 250) return c; } return [255, 255, 255]; };
  const low = [];
  for (const e of root.querySelectorAll('.editor *')) {
    const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    if (!own || e.disabled || !e.getClientRects().length || e.closest('svg')) continue;
    const [a, b] = [light(rgba(getComputedStyle(e).color)), light(behind(e))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) low.push([e.className, e.textContent.slice(0, 30), ratio]);
  }
  return low;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_have_contrast(tab: Page, address: str, scheme: str) -> None:
    tab.emulate_media(color_scheme=scheme)
    editor = Editor(tab, address, "n=8&wrong=1")
    editor.select(2)
    assert tab.evaluate(_CONTRAST) == []
    editor.press("/")
    assert tab.evaluate(_CONTRAST) == []
