"""axe-core finds nothing on any page, light and dark, in both languages, with a run, scrolled, and with what opens."""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from playground import gallery
from playground.experiment import spec
from playground.ui.app import draft as drafts
from scripts import web
from tests.support.browser import ROOT, open_page, settled, until

FIND = """async (which) => {
  const found = await axe.run(document, { resultTypes: ['violations'], ...which });
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 200)} at ${node.target.flat(9).at(-1)}: ${node.failureSummary}`));
}"""


Scheme = Literal["light", "dark"]
LOOKS: tuple[tuple[Scheme, str, dict[str, object]], ...] = (
    ("light", "en", {}),
    ("dark", "en", {"runOnly": ["color-contrast"]}),
    ("light", "zh", {"rules": {"color-contrast": {"enabled": False}}}),
)
"""With what of axe's rules follows from the colours alone, or from the words."""
PAGES = ["" if file.stem == "shelf" else file.stem for file in sorted((ROOT / "pages").glob("*.py"))]
"""The gallery is where one comes to."""


@pytest.fixture(scope="module")
def axe(node: None) -> str:
    """The program, which npm has (``playground/ui/web/package-lock.json``)."""
    return (web.FOLDER / "node_modules" / "axe-core" / "axe.min.js").read_text()


def test_axe_finds_nothing(app: str, tab: Page, axe: str) -> None:
    page = tab
    draft = drafts.new(spec.with_value(gallery.get("vae-digits").experiment, "training.epochs", 1))
    drafts.save(draft)

    def find(where: str, which: dict[str, object] = LOOKS[0][2]) -> None:
        """What a component has not said yet, as its program is still on its way, is no fault of it."""
        settled(page)
        page.evaluate("program => globalThis.axe || (0, eval)(program)", axe)
        found: list[str] = []

        def finds_nothing() -> bool:
            found[:] = page.evaluate(FIND, which)
            return not found

        try:
            until(page, finds_nothing, where)
        except AssertionError as error:
            raise AssertionError(f"{where}: {found}") from error

    def open_(path: str, more: str = "") -> None:
        open_page(page, f"{app}/{path}?draft={draft.id}{more}")

    def in_each_scheme_and_language(path: str) -> None:
        for scheme, language, which in LOOKS:
            page.emulate_media(color_scheme=scheme)
            open_(path, f"&lang={language}")
            find(f"{path}, {scheme}, {language}", which)
        page.emulate_media(color_scheme="light")

    open_("bench")
    find("nothing has trained")
    page.locator(".editor .card").nth(1).click()
    expect(page.locator(".editor .inspector")).to_be_visible()
    find("a layer is selected")
    for chip in ("data", "loss", "optimizer", "training"):
        page.locator(f".st-key-chip_{chip} button").first.click()
        expect(page.get_by_test_id("stPopoverBody")).to_be_visible()
        find(f"the popover of {chip}")
        page.keyboard.press("Escape")
    page.locator(".st-key-primary button").first.click()
    expect(page.locator(".progress")).to_contain_text("done in")
    page.locator(".figure-title").first.wait_for()
    page.mouse.move(700, 500)
    page.mouse.wheel(0, 400)
    find("it has trained, scrolled")
    page.get_by_text("Graph", exact=True).click()
    page.locator(".graphs .card").first.wait_for()
    find("the graph")
    for path in PAGES:
        in_each_scheme_and_language(path)
