"""What nobody should paste or open: each is said in a sentence, and the canvas stays usable."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import expect

from tests.browser.ui.components.test_canvas import BRANCHES, Canvas, centre
from tests.support import canvas_networks

if TYPE_CHECKING:
    from playwright.sync_api import Page

_PASTE = """(text) => { const data = new DataTransfer(); data.setData('text/plain', text);
  document.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true })); }"""


def layer(name: str, layer: str = "Dense", **params: Any) -> dict[str, Any]:
    return {"id": name, "layer": layer, "params": params}


def edge(source: str, target: str) -> dict[str, Any]:
    return {"source": source, "target": target, "port": 0}


def paste(canvas: Canvas, document: object) -> None:
    canvas.card("left").locator(".name").click()
    canvas.page.evaluate(_PASTE, json.dumps(document))


def back(canvas: Canvas) -> None:
    """One step back, and all is as it was."""
    canvas.press("Control+z")
    canvas.edges(*BRANCHES)


def test_what_is_pasted_is_judged_in_a_sentence_and_nothing_is_lost(tab: Page, address: str) -> None:
    canvas = Canvas(tab, address, "n=branches")
    said = tab.locator(".graphs .general")
    many = [layer(f"layer_{number}") for number in range(1000)]
    paste(canvas, {"nodes": many, "edges": []})
    expect(said).to_contain_text("1000 layers were pasted; at most 500 are taken at once.", use_inner_text=True)
    paste(canvas, {"nodes": ["Dense"], "edges": []})
    expect(said).to_contain_text('this is no layer: "Dense"', use_inner_text=True)
    paste(canvas, {"nodes": [layer("a", "my layer")], "edges": []})
    tab.get_by_text("'my layer' cannot be the name of a layer.").wait_for()
    canvas.edges(*BRANCHES)

    twice = {"nodes": [layer("a"), layer("b"), layer("a")], "edges": [edge("a", "b"), edge("b", "gone")]}
    paste(canvas, twice)
    canvas.edges(*BRANCHES, "a>b:0")
    expect(said).to_contain_text("the later ones are now dense_1, and no edge leads to them.", use_inner_text=True)
    expect(said).to_contain_text("One edge led to a layer that did not come, and was left out.", use_inner_text=True)
    canvas.card("dense_1").get_by_text("Nothing leads into Dense 1").wait_for()
    back(canvas)

    paste(canvas, {"nodes": [layer("a"), layer("b")], "edges": [edge("a", "b"), edge("b", "a")]})
    tab.get_by_text("The way goes round in a circle").wait_for()
    tab.get_by_role("button", name=re.compile("^Cut the edge from")).click()
    nothing = "Nothing leads into Dense"
    canvas.card("a").get_by_text(nothing).or_(canvas.card("b").get_by_text(nothing)).first.wait_for()
    canvas.press("Control+z")
    back(canvas)


def test_unknown_layers_stand_there_with_a_repair(tab: Page, address: str) -> None:
    canvas = Canvas(tab, address, "n=branches")
    paste(canvas, {"nodes": [layer("a", "Dens", units=7, colour="red"), layer("b", "Quantum")], "edges": []})
    canvas.card("a").get_by_text("There is no layer called Dens here.").wait_for()
    canvas.card("b").get_by_text("There is no layer called Quantum here.").wait_for()
    assert canvas.card("b").locator(".repair").all_inner_texts() == ["Remove Quantum"]
    canvas.card("a").get_by_role("button", name="Use Dense instead").click()
    canvas.nodes(r"a\{'units': 7\}")
    canvas.card("b").locator(".repair").click()
    canvas.card("b").wait_for(state="detached")
    canvas.card("a").get_by_role("button", name="Remove Dens").click()
    canvas.edges(*BRANCHES)


def test_of_a_whole_experiment_the_layers_come_and_the_rest_is_said(tab: Page, address: str) -> None:
    canvas = Canvas(tab, address, "n=branches")
    network = canvas_networks.branches().model_dump(mode="json")
    critic = {"name": "critic", "nodes": [layer("x")], "edges": []}
    paste(canvas, {"version": 1, "networks": [{**network, "name": "maker"}, critic], "loss": {"name": "Huber"}})
    canvas.edges(
        *BRANCHES,
        "concatenate_1>dropout_1:0",
        "dense_1>concatenate_1:0",
        "dense_2>concatenate_1:1",
        "dropout_1>dense_3:0",
        "input>dense_1:0",
        "input>dense_2:0",
    )
    said = tab.locator(".graphs .general").inner_text()
    assert "Only the layers of the network maker were taken" in said
    assert "Its other networks were not taken: critic." in said
    expect(tab.locator(".graphs")).to_contain_text("5 layers selected", use_inner_text=True)
    back(canvas)


def broken() -> dict[str, Any]:
    """Everything that a document can have wrong in its networks, at once."""
    nodes = [
        layer("input", "Input"), layer("a"), layer("a", units=3), layer("b", "Conv2d"), layer("island"), layer("shore"),
    ]  # fmt: skip
    edges = [edge("input", "a"), edge("a", "b"), edge("nobody", "b"), edge("island", "shore"), edge("shore", "island")]
    return {
        "data": {"name": "spirals"},
        "networks": [{"name": "model", "nodes": nodes, "edges": edges}],
        "loss": {"name": "BinaryCrossentropy"},
    }


def test_a_broken_document_opens_and_is_repaired_by_its_buttons(tab: Page, address: str, tmp_path: Path) -> None:
    file = tmp_path / "broken.json"
    file.write_text(json.dumps(broken()))
    canvas = Canvas(tab, address, f"file={file}")
    for words in ("Two layers are called a", "there is no layer nobody", "no layer called Conv2d"):
        tab.locator(".graphs .card .problem").get_by_text(words).wait_for()
    tab.get_by_role("button", name="Call the second one dense_1").click()
    canvas.card("dense_1").wait_for()
    tab.get_by_role("button", name="Remove the edge").first.click()
    tab.get_by_role("button", name="Use Conv2D instead").click()
    tab.get_by_text("The way goes round in a circle").wait_for()
    tab.get_by_role("button", name=re.compile("^Cut the edge from")).click()
    tab.locator(".graphs .card .problem").get_by_text("Nothing leads into Dense 1").wait_for()
    canvas.card("b").locator(".name").click()
    canvas.press("d")
    canvas.card("conv2d_1").wait_for()


def test_an_edit_and_a_drag_that_cross_lose_neither(tab: Page, address: str) -> None:
    canvas = Canvas(tab, address, "n=branches&slow=0.7")
    canvas.still()
    canvas.card("drop").locator(".name").click()
    canvas.press("o")
    x, y = centre(canvas.card("left").locator(".name"))
    tab.mouse.move(x, y)
    tab.mouse.down()
    tab.mouse.move(x - 20, y - 20, steps=3)
    canvas.steps(1)
    tab.mouse.move(x - 50, y - 50, steps=3)
    held = centre(canvas.card("left").locator(".name"))
    assert held[1] < y - 30, "the answer did not take the card out of the hand"
    tab.mouse.up()
    canvas.press("o")
    canvas.nodes(r"left@-?\d+\.\d,-?\d+\.\d")
    canvas.nodes(r"left-\{.*drop-\{")
    assert abs(centre(canvas.card("left").locator(".name"))[1] - held[1]) < 3


def opened(tab: Page, address: str, file: Path, nodes: list[dict[str, Any]], edges: list[dict[str, Any]]) -> Canvas:
    document = {"networks": [{"name": "model", "nodes": nodes, "edges": edges}]}
    file.write_text(json.dumps({**broken(), **document}))
    return Canvas(tab, address, f"file={file}")


def test_two_graphs_that_touch_nowhere_are_told_and_joined(tab: Page, address: str, tmp_path: Path) -> None:
    nodes = [
        layer("input", "Input"),
        layer("a", units=4),
        layer("b", units=1),
        layer("c", units=3),
        layer("d", units=1),
    ]
    edges = [edge("input", "a"), edge("a", "b"), edge("c", "d")]
    canvas = opened(tab, address, tmp_path / "two.json", nodes, edges)
    canvas.card("c").get_by_text("Nothing leads into Dense 3").wait_for()
    canvas.card("b").get_by_text("The network ends in 2 places: Dense 2, Dense 4.").wait_for()
    canvas.card("c").get_by_role("button", name="Connect Dense 2 to Dense 3").click()
    canvas.edges("a>b:0", "b>c:0", "c>d:0", "input>a:0")
    tab.locator(".graphs .card .problem").first.wait_for(state="hidden")
    tab.locator("[data-do=undo]").click()
    canvas.edges("a>b:0", "c>d:0", "input>a:0")


def test_a_network_without_a_way_through_is_told_and_mended(tab: Page, address: str, tmp_path: Path) -> None:
    nodes = [layer("input", "Input"), layer("a", units=4), layer("b", units=1)]
    canvas = opened(tab, address, tmp_path / "cut.json", nodes, [edge("a", "b")])
    canvas.card("input").get_by_text("The network ends in 2 places: Input, Dense 2.").wait_for()
    canvas.card("a").get_by_role("button", name="Connect Input to Dense 1").click()
    canvas.edges("a>b:0", "input>a:0")
    tab.locator(".graphs .card .problem").first.wait_for(state="hidden")


def test_a_document_of_a_thousand_layers_opens_and_can_be_worked_on(tab: Page, address: str, tmp_path: Path) -> None:
    names = ["input", *(f"layer_{number}" for number in range(1000))]
    nodes = [layer("input", "Input"), *(layer(name, units=2) for name in names[1:])]
    edges = [edge(one, other) for one, other in pairwise(names)]
    canvas = opened(tab, address, tmp_path / "thousand.json", nodes, edges)
    canvas.card("layer_3").locator(".name").click()
    canvas.press("Delete")
    canvas.nodes("layer_2> layer_4|layer_2>layer_4")
    tab.locator("[data-do=undo]").click()
    canvas.card("layer_3").wait_for()
