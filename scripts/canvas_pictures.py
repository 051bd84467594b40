"""Pictures of the canvas to look at: ``python -m scripts.canvas_pictures FOLDER [NAME ...]``.

Draws networks of 6, 30 and 100 layers and some that branch, in light and dark, as Chromium shows them on
``tests/support/canvas_app.py``, and beside each what "Save picture" makes of it. The browser tests assert what can be
asserted (nothing cut, nothing on another, contrast); whether it is fit to be projected is for eyes.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support.browser import chromium, serve

if TYPE_CHECKING:
    from playwright.sync_api import Download, Page

NAMES = ("branches", "30", "100", "inception", "unet", "dense")
WAIT = 120_000
"""Milliseconds that a busy machine may take to show a page."""
ROOM = {"width": 1440, "height": 900}


def main(folder: Path, names: list[str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with serve("tests/support/canvas_app.py", PLAYGROUND_HOME=str(folder / "home")) as address, chromium() as browser:
        for scheme in ("light", "dark"):
            page = browser.new_page(viewport=ROOM, color_scheme=scheme)  # type: ignore[arg-type]
            for name in names:
                opened(page, address, name)
                page.locator(".graphs").screenshot(path=folder / f"{name}-{scheme}.png")
                if scheme == "light":
                    for kind in ("svg", "png"):
                        saved(page, kind).save_as(folder / f"{name}-saved.{kind}")
            page.close()


def saved(page: Page, kind: str) -> Download:
    """What "Save picture" gives."""
    page.locator("[data-do=save_picture]").click()
    with page.expect_download() as coming:
        page.locator(f"[data-kind={kind}]").click()
    return coming.value


def opened(page: Page, address: str, name: str) -> None:
    """The network *name*, drawn and at rest."""
    page.set_default_timeout(WAIT)
    page.goto(f"{address}/?n={name}", wait_until="domcontentloaded")
    page.locator(".graphs .card").first.wait_for(timeout=WAIT)
    before = None
    for _look in range(60):
        page.wait_for_timeout(150)
        now = [card.bounding_box() for card in page.locator(".graphs .card").all()]
        if now == before:
            return
        before = now


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), sys.argv[2:] or list(NAMES))
